"""A workshop in a notebook: cards for the screen and for paper."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ladder_widgets import open_workshop
from ladder_widgets.errors import UnknownIdError
from ladder_widgets.ladder.packs import SHIPPED
from ladder_widgets.server.notebook_page import clean
from ladder_widgets.widgets.workshop.starter import starter_notebook, write_notebook
from ladder_widgets.workshop import measures
from ladder_widgets.workshop.packs import load_workshops

NAMES = sorted(load_workshops())
NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "workshops"


def test_the_plan_is_a_table_that_adds_up() -> None:
    """From, part, what we do, minutes; the last row is the sum."""
    table = BeautifulSoup(open_workshop("quality-improvement").plan().html, "html.parser")
    rows = [
        [cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")
    ]

    assert rows[0] == ["From", "Part", "What we do", "Minutes"]
    assert rows[1][:2] == ["0:00", "Two bars and a claim"]
    assert rows[2][0] == "0:07"
    assert rows[-1][-1] == "75"


@pytest.mark.parametrize("name", NAMES)
def test_every_card_can_be_shown_and_survives_the_page_that_cleans(name: str) -> None:
    """Nothing is lost, and no raw template mark is left."""
    page = open_workshop(name)
    cards = [page.about(), page.plan(), page.preparation(), page.sources()]
    cards += [page.activity(activity.id) for activity in page.workshop.activities]
    cards += [page.notes(part.id) for part in page.workshop.parts]

    for card in cards:
        assert "{{" not in card.html
        assert "{%" not in card.markdown
        kept = BeautifulSoup(clean(card.html), "html.parser").get_text()
        assert kept.split() == BeautifulSoup(card.html, "html.parser").get_text().split()


@pytest.mark.parametrize("name", NAMES)
def test_what_the_room_sees_holds_no_notes(name: str) -> None:
    """Words to say and what goes wrong stand in the notes only, which are closed until opened."""
    page = open_workshop(name)
    room = page.about().markdown + page.plan().markdown
    room += "".join(page.activity(activity.id).markdown for activity in page.workshop.activities)

    for part in page.workshop.parts:
        notes = page.notes(part.id)
        assert notes.html.startswith('<details class="ladder-facilitator"><summary>')
        assert not part.notes.say or part.notes.say not in room
        assert all(trouble not in room for trouble in part.notes.goes_wrong)


def test_paper_has_room_to_write_and_the_screen_has_not() -> None:
    """Ruled lines on paper only."""
    card = open_workshop("quality-improvement").activity("first-point")

    assert card.markdown.count("\n---\n") == 3
    assert "<hr" not in card.html


def test_a_draft_says_so_and_markup_in_a_pack_stays_words() -> None:
    """Nothing from a pack acts in a page."""
    page = open_workshop("inclusion")

    assert "Draft for faculty review" in page.about().html
    assert "<script" not in page.activity("last-time").html


def test_an_unknown_part_or_activity_is_told_with_what_there_is() -> None:
    """The message lists or guesses."""
    page = open_workshop("quality-improvement")
    with pytest.raises(UnknownIdError, match="believe-it"):
        page.activity("beleive-it")
    with pytest.raises(UnknownIdError, match="two-bars"):
        page.notes("two-bar")


def test_a_file_of_ones_own_is_read_anew() -> None:
    """By path, with the tables beside it."""
    path = SHIPPED / "workshops" / "quality-improvement.yaml"
    page = open_workshop(path)

    assert page.workshop.id == "quality-improvement"
    assert page.data("antibiotic-minutes").is_file()


def test_a_notebook_is_never_overwritten(tmp_path: Path) -> None:
    """What somebody added to it stays."""
    workshop = open_workshop("inclusion").workshop
    path = tmp_path / "mine.ipynb"
    write_notebook(workshop, path)

    with pytest.raises(FileExistsError):
        write_notebook(workshop, path)
    assert json.loads(path.read_text(encoding="utf-8")) == starter_notebook(workshop)


def test_every_workshop_has_a_notebook_and_the_other_way_round() -> None:
    """By its id."""
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")) == NAMES


def test_the_document_names_every_workshop_and_every_sum() -> None:
    """docs/workshops.md has a row for each notebook and each module."""
    text = (NOTEBOOKS.parents[1] / "docs" / "workshops.md").read_text(encoding="utf-8")
    modules = {path.stem for path in Path(measures.__path__[0]).glob("[a-z]*.py")}
    kinds = {"poll", "scale", "wall", "ranking", "groups", "team", "commitment", "reflection"}

    # *team* is a kind of activity and the name of a module.
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == sorted(
        [*NAMES, *modules, *kinds]
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_follows_the_plan_and_stays_thin(name: str) -> None:
    """What the pack says stands in the order of the pack; what is added computes something."""
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    expected = starter_notebook(load_workshops()[name].workshop)["cells"]
    known = {cell["id"] for cell in expected}
    given = [cell for cell in notebook["cells"] if cell["id"] in known]
    added = [cell for cell in notebook["cells"] if cell["id"] not in known]
    computing = ["".join(cell["source"]) for cell in added if cell["cell_type"] == "code"]

    assert [{**cell, "source": "".join(cell["source"])} for cell in given] == [
        {**cell, "source": "".join(cell["source"])} for cell in expected
    ]
    assert any("pd." in source for source in computing)
    assert all(source.count("\n") < 22 for source in computing)
    assert all(not cell.get("outputs") for cell in notebook["cells"])


@pytest.mark.parametrize("name", NAMES)
def test_the_notes_are_tagged_so_that_no_handout_holds_them(name: str) -> None:
    """By the tag that the exporter leaves out."""
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))

    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        is_note = "workshop.notes(" in source or "workshop.preparation(" in source
        assert is_note == ("facilitator" in cell["metadata"].get("tags", []))
