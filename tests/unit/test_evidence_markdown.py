"""Markdown and HTML as one plain tree."""

from __future__ import annotations

import pandas as pd
import pytest

from ladder_widgets.evidence.html_blocks import html_blocks
from ladder_widgets.evidence.markdown_blocks import MarkdownReader
from ladder_widgets.evidence.pictures import Pictures
from ladder_widgets.evidence.tree import Block, level_headings, plain_text

PIXEL = "R0lGODlhAQABAAAAACw="


def read(source: str) -> list[dict[str, object]]:
    """The blocks of a source."""
    return MarkdownReader(Pictures()).blocks(source)


def tables(html: str) -> list[Block]:
    """The blocks of a piece of HTML without pictures."""
    return html_blocks(html, lambda _source, alt, _width: {"kind": "text", "text": alt})


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

    assert par["body"] == [{"kind": "picture", "index": 0, "alt": "a dot", "width": 0}]
    assert pictures.files[0].startswith(b"GIF89a")


def test_scripts_are_dropped() -> None:
    """HTML leaves its words, a script nothing."""
    assert read("<script>alert(1)</script>") == []
    assert plain_text(read("<div>kept</div>")[0]["body"]) == "kept"  # type: ignore[arg-type]


def test_spans_are_repeated_in_each_cell() -> None:
    """A header over two columns is the header of both; rows have one length."""
    (block,) = tables(
        "<table><tr><th rowspan=2>a</th><th colspan=2>b</th></tr><tr><th>c</th><th>d</th></tr>"
        "<tr><td>1</td><td>2</td></tr></table>"
    )
    rows = [[plain_text(cell) for cell in row] for row in block["header"] + block["rows"]]

    assert rows == [["a", "b", "b"], ["a", "c", "d"], ["1", "2", ""]]
    assert len(block["header"]) == 2


@pytest.mark.parametrize("span", ["100000000", "-1", "x", "\u00b2"])
def test_odd_spans_are_survived(span: str) -> None:
    """No table of a million columns."""
    (block,) = tables(f"<table><tr><td colspan='{span}'>a</td></tr></table>")

    assert 1 <= len(block["align"]) <= 60


def test_empty_table_is_dropped() -> None:
    """A table without cells is none."""
    assert tables("<table><tr></tr></table><table></table>") == []


def test_headings_of_rows_are_known() -> None:
    """The index of a data frame, as many columns of it as every row has."""
    index = pd.MultiIndex.from_product([["x"], ["p", "q"]])
    one, two = (
        tables(pd.DataFrame({"n": [1, 2]}, index=i).to_html())[0] for i in (["a", "b"], index)
    )

    assert (one["stub"], one["align"]) == (1, ["left", "right"])
    assert [plain_text(cell) for cell in two["rows"][1]] == ["x", "q", "2"]


def test_cells_hold_links_and_marks() -> None:
    """What stood by itself in a cell begins a new line of it."""
    (block,) = tables(
        "<table><tr><td><p>a <b>b</b></p><p><a href='https://example.org'>c</a></p></table>"
    )
    kinds = [piece["kind"] for piece in block["rows"][0][0]]

    assert kinds == ["text", "strong", "break", "link"]


def test_a_note_stands_where_it_is_referred_to() -> None:
    """One that refers to itself ends there."""
    (par,) = read("a[^1]\n\n[^1]: b *c* [^1]")
    note = par["body"][-1]  # type: ignore[index]

    assert note["kind"] == "footnote"
    assert plain_text(note["body"]).startswith("b c")


def test_tasks_show_whether_they_are_done() -> None:
    """A box, ticked or not, before the words."""
    (tasks,) = read("- [x] one\n- [ ] two\n")

    assert [plain_text(item[0]["body"]) for item in tasks["items"]] == [  # type: ignore[attr-defined]
        "\u2611 one", "\u2610 two",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "tex"),
    [
        ("$x$", ["x"]),
        ("a $x$ b $ y $", ["x", "y"]),
        ("$5 and $6", []),
        ("`$x$` \\$x$", []),
        ("$$\nx\n$$", ["x"]),
        ("\\begin{align}\nx\n\\end{align}", ["\\begin{align}\nx\n\\end{align}"]),
    ],
    ids=["one", "two", "money", "code", "display", "environment"],
)
def test_formulas_are_told_from_money(source: str, tex: list[str]) -> None:
    """A dollar before a number is no formula."""
    found = [b for b in read(source) if b["kind"] == "math"]
    inside = [p for b in read(source) for p in b.get("body", []) if p["kind"] == "math"]  # type: ignore[attr-defined]

    assert [math["tex"] for math in found + inside] == tex


@pytest.mark.parametrize("level", range(1, 7))
def test_code_of_a_fence_has_its_language(level: int) -> None:
    """At any depth of lists."""
    lines = [f"{'  ' * depth}- item" for depth in range(level)]
    inside = [f"{'  ' * level}{line}" for line in ("```julia", "x", "```")]
    (block,) = read("\n".join([*lines, "", *inside]))
    while block["kind"] == "list":
        block = block["items"][0][-1]  # type: ignore[index]

    assert (block["kind"], block["language"], block["text"]) == ("code", "julia", "x")
