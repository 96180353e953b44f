"""`jupyter nbconvert --to ladder-pdf`: any notebook as an accessible, archivable PDF."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default
from traitlets.config import Config

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.notebook_blocks import notebook_tree
from ladder_widgets.evidence.pictures import Pictures, readable
from ladder_widgets.evidence.typesetting import typeset

TEMPLATE = "notebook"


class LadderPDFExporter(Exporter):
    """Notebook → PDF/UA-1 and PDF/A-3a by Typst, in process and without a browser or TeX.

    Cells tagged `remove-cell` are left out; `hide-input` and `hide-output` leave out that part.
    Nothing in a notebook can read a file or reach a network.
    """

    export_from_notebook = "PDF (accessible)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @property
    def default_config(self) -> Config:
        """Tags that hide cells work without further settings."""
        ours = Config(
            {
                "TagRemovePreprocessor": {
                    "enabled": True,
                    "remove_cell_tags": {"remove-cell"},
                    "remove_input_tags": {"hide-input", "remove-input"},
                    "remove_all_outputs_tags": {"hide-output", "remove-output"},
                }
            }
        )
        ours.merge(super().default_config)
        return ours

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own PDFExporter does
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF of a notebook.

        Raises:
            EvidenceError: it could not be made; the message never quotes the notebook.
        """
        notebook, found = super().from_notebook_node(nb, resources, **kw)
        name = str(found.get("metadata", {}).get("name", ""))
        return render_notebook(notebook, name=name), found


def render_notebook(notebook: NotebookNode, *, name: str = "") -> bytes:
    """The PDF of a notebook; pictures that are broken are named instead of shown."""
    pictures = Pictures()
    tree = notebook_tree(notebook, pictures, name=name)
    try:
        return typeset(TEMPLATE, tree, images=pictures.files)
    except EvidenceError:
        if not pictures.files:
            raise
    return typeset(TEMPLATE, tree, images=readable(pictures.files))
