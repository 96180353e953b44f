"""Markdown and HTML tables as plain trees."""

from __future__ import annotations

import pytest

from ladder_widgets.evidence.html_tables import table_blocks
from ladder_widgets.evidence.markdown_blocks import MarkdownReader, level_headings, plain_text
from ladder_widgets.evidence.pictures import Pictures

PIXEL = "R0lGODlhAQABAAAAACw="


def read(source: str) -> list[dict[str, object]]:
    """The blocks of a source."""
    return MarkdownReader(Pictures()).blocks(source)


def levels(*given: int) -> list[int]:
    """The levels that headings of these levels get."""
    blocks = level_headings({"kind": "heading", "level": n, "body": []} for n in given)
    return [block["level"] for block in blocks]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([3, 5, 3], [1, 2, 1]),
        ([2, 1, 4, 2], [1, 1, 2, 2]),
        ([1, 6, 6, 3], [1, 2, 2, 2]),
    ],
)
def test_headings_never_skip_a_level(given: list[int], expected: list[int]) -> None:
    """Deeper headings go down one level at a time."""
    assert levels(*given) == expected


def test_marks_nest() -> None:
    """Marks hold pieces, and pieces hold words."""
    (par,) = read("a *b **c*** `d` ~~e~~")

    assert plain_text(par["body"]) == "a b c d e"  # type: ignore[arg-type]
    assert [p["kind"] for p in par["body"]] == [  # type: ignore[attr-defined]
        "text", "emph", "text", "code", "text", "strike",
    ]  # fmt: skip


def test_lists_nest() -> None:
    """A list stands in an item of a list, with its number."""
    (outer,) = read("3. one\n   - two\n")
    (item,) = outer["items"]  # type: ignore[misc]

    assert (outer["ordered"], outer["start"]) == (True, 3)
    assert [block["kind"] for block in item] == ["par", "list"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "#part", "a.ipynb"])
def test_only_addresses_outside_become_links(url: str) -> None:
    """Anything else leaves its words."""
    (par,) = read(f"[words](<{url}>)")

    assert "words" in plain_text(par["body"])  # type: ignore[arg-type]
    assert "link" not in [p["kind"] for p in par["body"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("source", ["/etc/passwd", "../x.png", "https://example.org/x.png"])
def test_picture_outside_the_notebook_is_named(source: str) -> None:
    """No file is opened and nothing is fetched."""
    (par,) = read(f"![a chart]({source})")

    assert "[Picture not in the notebook: a chart]" in plain_text(par["body"])  # type: ignore[arg-type]


def test_picture_in_the_notebook_is_kept() -> None:
    """From a data address, with its alternative text."""
    pictures = Pictures()
    (par,) = MarkdownReader(pictures).blocks(f"![a dot](data:image/gif;base64,{PIXEL})")

    assert par["body"] == [{"kind": "picture", "index": 0, "alt": "a dot"}]
    assert pictures.files[0].startswith(b"GIF89a")


def test_scripts_are_dropped() -> None:
    """HTML leaves its words, a script nothing."""
    assert read("<script>alert(1)</script>") == []
    assert plain_text(read("<div>kept</div>")[0]["body"]) == "kept"  # type: ignore[arg-type]


def test_spans_are_repeated_in_each_cell() -> None:
    """A header over two columns is the header of both; rows have one length."""
    (block,) = table_blocks(
        "<table><tr><th rowspan=2>a</th><th colspan=2>b</th></tr><tr><th>c</th><th>d</th></tr>"
        "<tr><td>1</td><td>2</td></tr></table>"
    )
    rows = [[plain_text(cell) for cell in row] for row in block["header"] + block["rows"]]

    assert rows == [["a", "b", "b"], ["a", "c", "d"], ["1", "2", ""]]
    assert len(block["header"]) == 2


@pytest.mark.parametrize("span", ["100000000", "-1", "x", "\u00b2"])
def test_odd_spans_are_survived(span: str) -> None:
    """No table of a million columns."""
    (block,) = table_blocks(f"<table><tr><td colspan='{span}'>a</td></tr></table>")

    assert 1 <= block["columns"] <= 60


def test_empty_table_is_dropped() -> None:
    """A table without cells is none."""
    assert table_blocks("<table><tr></tr></table><table></table>") == []
