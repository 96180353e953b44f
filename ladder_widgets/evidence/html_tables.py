"""Tables in HTML (of pandas, Markdown and others) as plain rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bs4 import Tag

from ladder_widgets.evidence.tree import Block, plain_text

MAX_SPAN = 60
"""A wider span is taken for a mistake: no page holds as many columns."""
Cell = list[Block]
ReadCell = Callable[[Tag], Cell]


def table_block(table: Tag, read_cell: ReadCell) -> Block | None:
    """A table as a block, all rows of one length; None if it is empty.

    `header` and `rows` hold cells of pieces, `align` a side for each column, `stub` is how many
    columns at the left hold headings of their rows.
    """
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    grid = _pad(_expand(rows, read_cell))
    if not grid or not grid[0]:
        return None
    top = next((n for n, row in enumerate(rows) if not _is_header(row)), len(rows))
    head = top if top < len(rows) else 1
    body = grid[head:]
    return {
        "kind": "table",
        "align": [_align(row[x] for row in body) for x in range(len(grid[0]))],
        "stub": min((_headings(row) for row in rows[head:]), default=0),
        "header": grid[:head],
        "rows": body,
    }


def _is_header(row: Tag) -> bool:
    cells = _cells(row)
    return row.find_parent("thead") is not None or all(cell.name == "th" for cell in cells)


def _headings(row: Tag) -> int:
    """How many headings begin a row; of a row below a wide heading there may be none."""
    cells = _cells(row)
    count = next((n for n, cell in enumerate(cells) if cell.name != "th"), len(cells))
    return min(count, len(cells) - 1) if cells else 0


def _cells(row: Tag) -> list[Tag]:
    """Its own cells, not those within one of them: of a table, or of a tag that nobody closed."""
    kinds = ["td", "th"]
    return [cell for cell in row.find_all(kinds) if cell.find_parent([*kinds, "tr"]) is row]


def _expand(rows: list[Tag], read_cell: ReadCell) -> list[list[Cell]]:
    """Cells that span columns or rows stand in each of them, as a screen reader would need."""
    grid: list[list[Cell]] = []
    below: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        line: list[Cell] = []
        for cell in _cells(row):
            _take_from_above(line, below)
            pieces = read_cell(cell)
            for _ in range(_span(cell, "colspan")):
                below[len(line)] = (_span(cell, "rowspan") - 1, pieces)
                line.append(pieces)
        _take_from_above(line, below)
        grid.append(line)
    return grid


def _take_from_above(line: list[Cell], below: dict[int, tuple[int, Cell]]) -> None:
    while below.get(len(line), (0, []))[0] > 0:
        left, pieces = below[len(line)]
        below[len(line)] = (left - 1, pieces)
        line.append(pieces)


def _span(cell: Tag, name: str) -> int:
    given = str(cell.get(name, "1"))
    return min(max(int(given), 1), MAX_SPAN) if given.isascii() and given.isdigit() else 1


def _pad(grid: list[list[Cell]]) -> list[list[Cell]]:
    width = max(map(len, grid), default=0)
    return [row + [[]] * (width - len(row)) for row in grid]


def _align(column: Iterable[Cell]) -> str:
    """Numbers stand on the right, where their digits can be compared."""
    filled = [text for cell in column if (text := plain_text(cell))]
    return "right" if filled and all(map(_is_number, filled)) else "left"


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "").removesuffix("%"))
    except ValueError:
        return False
    return True
