"""A ladder read from a file of any format that is known, told by what it holds."""

from __future__ import annotations

import datetime as dt
from codecs import BOM_UTF8
from pathlib import Path

from ladder_widgets.errors import Fault, PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.exchange.case_reader import read_case
from ladder_widgets.ladder.exchange.jsonfile import read_json
from ladder_widgets.ladder.exchange.matrix_reader import read_matrix
from ladder_widgets.ladder.exchange.outline import Warnings
from ladder_widgets.ladder.model import Ladder

ZIP_BEGINS = b"PK\x03\x04"
BEGIN_BYTES = 4096
KNOWN = "a workbook (.xlsx), a CASE package (JSON) or a SmartEvidence framework (.matrix)"


def read_exchanged(path: Path, catalogue: Catalogue, *, today: dt.date, told: Warnings) -> Ladder:
    """The ladder of a workbook, a CASE package or a .matrix file, whatever the file is called.

    Args:
        path: The file.
        catalogue: What is there already; a draft takes none of the ids of other ladders.
        today: The day from which a draft counts.
        told: Gets what had to be decided on the way.

    Raises:
        PackError: the format is not known, or at least one place is wrong.
    """
    with path.open("rb") as stream:
        begins = stream.read(BEGIN_BYTES)
    if begins.startswith(ZIP_BEGINS):
        # openpyxl takes a fifth of a second to import; nothing else needs it.
        from ladder_widgets.ladder.exchange.spreadsheet_reader import read_workbook

        return read_workbook(path, catalogue.frameworks.values())
    data = read_json(path) if begins.removeprefix(BOM_UTF8).lstrip().startswith(b"{") else {}
    if "CFDocument" in data:
        return read_case(path.name, data, catalogue, today=today, told=told)
    if "framework" in data:
        return read_matrix(path.name, data, catalogue, today=today, told=told)
    problem = "This is no file of a ladder or framework."
    raise PackError([Fault(path.name, 1, problem, f"Name {KNOWN}.")])
