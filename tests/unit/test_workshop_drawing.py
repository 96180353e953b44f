"""Drawings of the workshops: words for everybody, shapes beside colours, figures as a table."""

from __future__ import annotations

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.server.notebook_page import clean
from ladder_widgets.workshop.drawing.bars import draw_bars, draw_grid, draw_ranges
from ladder_widgets.workshop.drawing.canvas import Drawing
from ladder_widgets.workshop.drawing.lines import draw_control_chart, draw_run_chart
from ladder_widgets.workshop.drawing.moments import draw_timeline
from ladder_widgets.workshop.measures.change import Person
from ladder_widgets.workshop.measures.control import p_chart, xmr_chart
from ladder_widgets.workshop.measures.runs import run_chart
from ladder_widgets.workshop.measures.safety import timeline

SVG = "{http://www.w3.org/2000/svg}"
VALUES = [5.0, 6.0, 4.0, 5.5, 6.0, 4.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 4.0, 6.0]
NIGHT = [("2026-03-04 23:50", "<b> & more", "room"), ("2026-03-05 01:30", "seen", "people")]
ALL = {
    "run": draw_run_chart(run_chart(VALUES), title="Weeks", unit="minutes"),
    "xmr": draw_control_chart(xmr_chart(VALUES), title="Limits", unit="minutes"),
    "p": draw_control_chart(p_chart([1, 2, 3], [9, 9, 9]), title="Shares", unit="share"),
    "bars": draw_bars({"for": 3, "against": -2, "none": 0}, title="Forces", unit="strength"),
    "ranges": draw_ranges([("A", 1, 2), ("B", 1, 4)], title="Ranges", unit="pounds", mark=1.5),
    "grid": draw_grid([Person(name="A", influence=5, support=5, needed=5)], title="People"),
    "timeline": draw_timeline(timeline(NIGHT), title="Night", long_minutes=60),
}


@pytest.mark.parametrize("drawing", ALL.values(), ids=ALL)
def test_a_drawing_has_a_title_a_description_and_its_figures(drawing: Drawing) -> None:
    """A screen reader gets the words by name; the table has as many cells as columns."""
    root = fromstring(drawing.svg)
    named = {element.get("id"): element.text for element in root if element.get("id")}

    assert root.get("role") == "img"
    assert [named[name] for name in str(root.get("aria-labelledby")).split()] == [
        drawing.title, drawing.description,
    ]  # fmt: skip
    assert drawing.rows
    assert all(len(row) == len(drawing.columns) for row in drawing.rows)


@pytest.mark.parametrize("drawing", ALL.values(), ids=ALL)
def test_a_notebook_gets_a_picture_with_words_and_a_table(drawing: Drawing) -> None:
    """The page that cleans HTML keeps it; the PDF takes the drawing with its words."""
    data, metadata = drawing._repr_mimebundle_()

    assert '<img src="data:image/svg+xml;base64,' in data["text/html"]
    assert data["text/html"].count('scope="row"') == len(drawing.rows)
    assert "data:image/svg+xml" in clean(data["text/html"])
    assert metadata["alt"] == drawing.alt
    assert data["image/svg+xml"] == drawing.svg


def test_a_signal_is_told_by_shape_and_in_words() -> None:
    """Colour says nothing that a diamond and the table do not."""
    drawing = ALL["run"]
    diamonds = fromstring(drawing.svg).findall(f".//{SVG}polygon")

    assert len(diamonds) == 6 + 1  # and one in the legend
    assert "shift from 7 to 12" in drawing.description
    assert [row[-1] for row in drawing.rows].count("shift") == 6


def test_a_quiet_chart_says_so() -> None:
    """No signal is a result."""
    drawing = draw_run_chart(run_chart([5, 7, 5, 6, 7, 5, 7, 6, 5, 7]), title="t", unit="u")

    assert "No signal" in drawing.description


def test_a_long_gap_is_told_in_minutes() -> None:
    """Broken line and number."""
    assert "100 minutes before 01:30" in ALL["timeline"].description
    assert "stroke-dasharray" in ALL["timeline"].svg


def test_two_drawings_do_not_share_ids() -> None:
    """Each name leads to its own words."""
    marks = {str(fromstring(d.svg).get("aria-labelledby")) for d in ALL.values()}

    assert len(marks) == len(ALL)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_any_words_make_a_drawing(words: str) -> None:
    """What looks like markup stays words."""
    drawing = draw_bars({words: 1.0}, title=words, unit="x")

    assert fromstring(drawing.svg).find(f"{SVG}title").text in (words, None)  # type: ignore[union-attr]


@given(st.lists(st.floats(-1e9, 1e9), min_size=10, max_size=30))
def test_any_values_make_a_chart(values: list[float]) -> None:
    """Equal, huge or negative: every point lies on the drawing."""
    drawing = draw_run_chart(run_chart(values), title="t", unit="u")
    root = fromstring(drawing.svg)

    for circle in root.iter(f"{SVG}circle"):
        assert 0 <= float(str(circle.get("cx"))) <= 760
        assert 0 <= float(str(circle.get("cy"))) <= float(str(root.get("height")))
