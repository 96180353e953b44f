"""Workshops as data: what is read, and what is refused with its place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from ladder_widgets.errors import PackError, UnknownIdError
from ladder_widgets.ladder.packs import SHIPPED, load_catalogue
from ladder_widgets.workshop.model import Activity, Reflection, Workshop
from ladder_widgets.workshop.packs import (
    find_workshop,
    load_workshops,
    read_workshop,
    read_workshops,
)

WORKSHOPS = {name: loaded.workshop for name, loaded in load_workshops().items()}
EIGHT = {
    "difficult-conversations", "human-factors", "inclusion", "leading-a-team", "leading-change",
    "money-and-structure", "quality-improvement", "time-and-rotas",
}  # fmt: skip
each = pytest.mark.parametrize("workshop", WORKSHOPS.values(), ids=WORKSHOPS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of a shipped workshop with its tables, to be broken."""
    shutil.copytree(SHIPPED / "workshops" / "data", tmp_path / "data")
    return Path(shutil.copy(SHIPPED / "workshops" / "quality-improvement.yaml", tmp_path))


def change(file: Path, old: str, new: str) -> None:
    """Put other words into the file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def kinds(workshop: Workshop) -> set[type[Activity]]:
    """What kinds of activities a workshop has."""
    return {type(activity) for activity in workshop.activities}


def test_the_eight_asked_for_are_there() -> None:
    """Others may come; none of these goes."""
    assert set(WORKSHOPS) >= EIGHT


def test_every_kind_of_activity_is_in_use() -> None:
    """Poll, scale, wall, ranking, groups, team, commitment, reflection."""
    assert len(set().union(*map(kinds, WORKSHOPS.values()))) == 8


def test_every_course_of_the_ladders_names_a_workshop_that_exists() -> None:
    """A pointer to a notebook leads somewhere."""
    named = {
        activity.notebook
        for ladder in load_catalogue().ladders.values()
        for theme in ladder.themes
        for step in theme.steps
        for activity in step.activities
        if activity.notebook
    }

    assert named == set(WORKSHOPS)


@each
def test_each_ends_with_a_reflection_and_is_a_draft(workshop: Workshop) -> None:
    """Nobody has reviewed one yet, and all close with a quiet page."""
    last = workshop.parts[-1].activity
    activity = next(a for a in workshop.activities if a.id == last)

    assert workshop.status == "draft"
    assert isinstance(activity, Reflection)
    assert sum(part.minutes for part in workshop.parts) == workshop.minutes


@each
def test_each_survives_the_way_to_plain_data_and_back(workshop: Workshop) -> None:
    """What a file says is what is held, whatever the kind of activity."""
    plain = msgspec.to_builtins(workshop, str_keys=True)

    assert msgspec.convert(plain, Workshop) == workshop


@each
def test_each_helps_a_facilitator_with_what_goes_wrong_and_what_to_ask(workshop: Workshop) -> None:
    """Half of the parts at least warn of something; some debrief."""
    assert sum(bool(part.notes.goes_wrong) for part in workshop.parts) * 2 >= len(workshop.parts)
    assert any(part.notes.ask for part in workshop.parts)
    assert any(part.notes.say for part in workshop.parts)


@each
def test_each_table_says_that_it_is_invented_and_is_small(workshop: Workshop) -> None:
    """No real figure is ever taken for one."""
    for table in workshop.data:
        frame = pd.read_csv(SHIPPED / "workshops" / "data" / f"{table.id}.csv")

        assert table.about.startswith("Invented.")
        assert 3 <= len(frame) <= 60


def test_no_table_lies_about_unused() -> None:
    """Every CSV file belongs to a workshop."""
    files = {path.stem for path in (SHIPPED / "workshops" / "data").glob("*.csv")}

    assert files == {table.id for workshop in WORKSHOPS.values() for table in workshop.data}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("minutes: 75", "minutes: 80", "The parts take 75 minutes, the workshop 80"),
        ("minutes: 75", "minutes: 50", "Expected `int` >= 60"),
        ("  - quality-improvement.1.b", "  - quality-improvement.1.z", "is no target here"),
        ("      - quality-improvement.1.c\n      -", "      - wellbeing.1.a\n      -", "no target"),
        ("activity: believe-it", "activity: beleive-it", "No activity is called beleive-it"),
        ("twice: true", "twice: false", "stands in 2 parts"),
        ("minutes: 14", "minutes: 24", "runs for 24 minutes in a part of 20"),
        ("model: what-so-what-now-what", "model: gibs", "No reflection model is called gibs"),
        ("model: what-so-what-now-what", "model: development-goal", "No reflection model"),
        ("kind: poll", "kind: quiz", "quiz"),
        ("kind: reflection\n", "kind: wall\n", "unknown field `model`"),
        ("id: quality-improvement\n", "id: quality\n", "Call the file quality.yaml"),
        ("  - id: how-sure", "  - id: two-bars", "taken"),
        (
            "  - id: believe-it\n    kind",
            "  - id: session-useful\n    kind",
            "every room can be asked",
        ),
        ("  - id: antibiotic-minutes", "  - id: other-minutes", "has no file"),
        ("summary:", "sumary:", "sumary"),
    ],
)
def test_a_mistake_is_refused_with_its_line(file: Path, old: str, new: str, says: str) -> None:
    """Every message names the file and a line, and what to do."""
    change(file, old, new)

    with pytest.raises(PackError) as caught:
        read_workshop(file, load_catalogue())

    assert says in str(caught.value)
    assert re.match(r"quality-improvement\.yaml:\d+: ", str(caught.value))


def test_two_workshops_of_one_id_are_refused(tmp_path: Path) -> None:
    """A pack of one's own cannot take the place of a shipped one unseen."""
    shutil.copytree(SHIPPED / "workshops", tmp_path / "workshops")

    with pytest.raises(PackError, match="is there twice"):
        read_workshops([SHIPPED, tmp_path], load_catalogue())


def test_an_unknown_workshop_or_table_is_told_with_near_ones() -> None:
    """The message helps whoever mistyped."""
    with pytest.raises(UnknownIdError, match="quality-improvement"):
        find_workshop("quality-improvment")
    with pytest.raises(UnknownIdError, match="antibiotic-minutes"):
        find_workshop("quality-improvement").table("antibiotics-minutes")
