"""Tables in a cell's HTML output (pandas and others) as plain rows; all other HTML is dropped."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag

MAX_SPAN = 60
"""A wider span is taken for a mistake: no page holds as many columns."""


def table_blocks(html: str) -> list[dict[str, Any]]:
    """Each table as a block: `header` and `rows` of cells, all of one length."""
    soup = BeautifulSoup(html, "html.parser")
    outer = [table for table in soup.find_all("table") if table.find_parent("table") is None]
    return [block for table in outer if (block := _table_block(table))]


def visible_text(html: str) -> str:
    """The words of a piece of HTML, without scripts and styles."""
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup(["script", "style", "template"]):
        hidden.decompose()
    return soup.get_text()


def _table_block(table: Tag) -> dict[str, Any] | None:
    rows = table.find_all("tr")
    grid = _pad(_expand(rows))
    if not grid or not grid[0]:
        return None
    top = next((n for n, row in enumerate(rows) if not _is_header(row)), len(rows))
    head = top if top < len(rows) else 1
    return {
        "kind": "table",
        "columns": len(grid[0]),
        "header": [[_text(cell) for cell in row] for row in grid[:head]],
        "rows": [[_text(cell) for cell in row] for row in grid[head:]],
    }


def _is_header(row: Tag) -> bool:
    cells = row.find_all(["td", "th"])
    return row.find_parent("thead") is not None or all(cell.name == "th" for cell in cells)


def _expand(rows: list[Tag]) -> list[list[str]]:
    """Cells that span columns or rows stand in each of them, as a screen reader would need."""
    grid: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row.find_all(["td", "th"]):
            _take_from_above(line, below)
            text = " ".join(cell.get_text(" ").split())
            for _ in range(_span(cell, "colspan")):
                below[len(line)] = (_span(cell, "rowspan") - 1, text)
                line.append(text)
        _take_from_above(line, below)
        grid.append(line)
    return grid


def _take_from_above(line: list[str], below: dict[int, tuple[int, str]]) -> None:
    while below.get(len(line), (0, ""))[0] > 0:
        left, text = below[len(line)]
        below[len(line)] = (left - 1, text)
        line.append(text)


def _span(cell: Tag, name: str) -> int:
    given = str(cell.get(name, "1"))
    return min(max(int(given), 1), MAX_SPAN) if given.isascii() and given.isdigit() else 1


def _pad(grid: list[list[str]]) -> list[list[str]]:
    width = max(map(len, grid), default=0)
    return [row + [""] * (width - len(row)) for row in grid]


def _text(words: str) -> list[dict[str, str]]:
    return [{"kind": "text", "text": words}]
