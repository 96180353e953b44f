"""A ladder written as a workbook (.xlsx) for authors."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.exchange.sheets import SHEETS, Sheet, row_of
from ladder_widgets.ladder.model import Ladder, Theme, Value

WIDE = 60
"""No column is wider than so many characters."""
Filled = tuple[str, Value, dict[str, Any]]


def write_workbook(ladder: Ladder) -> bytes:
    """The ladder as an .xlsx file.

    Raises:
        InputError: a text holds a character that a workbook cannot hold.
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS.values():
        book.create_sheet(sheet.name).append(list(sheet.columns))
    for name, value, keys in _filled(ladder):
        _append(book[name], SHEETS[name], row_of(SHEETS[name], value, keys))
    for page in book.worksheets:
        _dress(page)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _append(page: Worksheet, sheet: Sheet, cells: Sequence[Any]) -> None:
    number = page.max_row + 1
    for column, value in enumerate(cells, start=1):
        try:
            cell = page.cell(number, column, value)
        except IllegalCharacterError:
            place = f"{sheet.name}, row {number}, {sheet.columns[column - 1]}"
            message = f"{place}: a control character cannot stand in a workbook. Take it out."
            raise InputError(message) from None
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula, whatever the text begins with
            cell.number_format = "@"


def _dress(page: Worksheet) -> None:
    """Make it readable: headings that stay, columns wide enough, lines that wrap."""
    page.freeze_panes = "A2"
    for cell in page[1]:
        cell.font = Font(bold=True)
    for n, column in enumerate(page.iter_cols(), start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        page.column_dimensions[get_column_letter(n)].width = min(longest + 2, WIDE)
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _filled(ladder: Ladder) -> Iterator[Filled]:
    """Every row as its sheet, its value and its keys, in the ladder's order."""
    yield "ladder", ladder, {}
    yield from (("strands", strand, {}) for strand in ladder.strands)
    yield from (("steps", level, {}) for level in ladder.steps)
    for theme in ladder.themes:
        yield from _filled_theme(theme)
    yield from (("resources", resource, {}) for resource in ladder.resources)
    for n, change in enumerate(ladder.changes, start=1):
        yield "changes", change, {"change": n}
        yield from (("former", former, {"change": n}) for former in change.was)


def _filled_theme(theme: Theme) -> Iterator[Filled]:
    yield "themes", theme, {}
    for step in theme.steps:
        keys = {"theme": theme.id, "step": step.step}
        yield "rungs", step, {"theme": theme.id}
        yield from (("targets", target, keys) for target in step.targets)
        for activity in step.activities:
            yield "activities", activity, keys
            of = {"theme": theme.id, "activity": activity.id}
            yield from (("prompts", prompt, of) for prompt in activity.prompts)
