"""The report on a workshop as a file: its notebook, run for one room, as a tagged PDF."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.notebook import LadderPDFExporter
from ladder_widgets.settings import resource
from ladder_widgets.widgets.workshop.report import open_report

NOTEBOOK = ("notebooks", "faculty", "workshop-report.ipynb")
PARAMETERS = "parameters"
NAMES = "names"
TIMEOUT_S = 120


def report_pdf(code: str, *, names: bool = False) -> bytes:
    """The PDF; without `names` the cells that list them are not even run.

    Raises:
        UnknownIdError: there is no room of this code.
        EvidenceError: the notebook failed, or the PDF could not be made.
    """
    open_report(code)  # whether there is such a room, told before a kernel starts
    notebook = nbformat.read(resource(*NOTEBOOK), as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if PARAMETERS in cell.metadata.get("tags", ()):
            cell.source = f"ROOM = {code!r}"
    if not names:
        notebook.cells = [c for c in notebook.cells if NAMES not in c.metadata.get("tags", ())]
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=TIMEOUT_S,
        store_widget_state=False,
        record_timing=False,
        config=Config({"KernelManager": {"transport": "ipc"}}),
    )
    try:
        client.execute()
    except CellExecutionError:
        # Not chained: it quotes the cell and what it showed.
        message = "The report could not be made: its notebook failed. Open it in ladder lab."
        raise EvidenceError(message) from None
    exporter = LadderPDFExporter()  # type: ignore[no-untyped-call]
    pdf, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": "Report"}})
    return pdf
