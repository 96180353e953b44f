"""`ladder goals`: the plan on the command line, and as a calendar file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from integration.test_cli_commands import Trainee

from ladder_widgets.cli.export import OPEN_FINDINGS

GOAL = """---
title: {title}
due: 2027-03-01
model: development-goal
targets: [team-working.1.a]
state: {state}
---
## What do you want to be able to do?
Chair the audit meeting.

## How will you know?
It ends on time.
"""


@pytest.fixture
def trainee(tmp_path: Path) -> Trainee:
    """A trainee without a profile."""
    return Trainee(tmp_path)


def add(trainee: Trainee, folder: Path, title: str = "Chair it", state: str = "draft") -> None:
    """Add a goal from a file."""
    file = folder / "goal.md"
    file.write_text(GOAL.format(title=title, state=state))
    trainee.gets("entry", "add", str(file))


def test_goals_are_listed_with_day_and_measure(trainee: Trainee, tmp_path: Path) -> None:
    """For people and for programs; reflections are not among them."""
    add(trainee, tmp_path)

    (goal,) = trainee.json("goals")
    assert goal["title"] == "Chair it"
    assert (goal["due"], goal["measure"]) == ("2027-03-01", "It ends on time.")
    assert (goal["targets"], goal["done"]) == (["team-working.1.a"], [])
    assert "1 March 2027" in trainee.gets("goals")


def test_a_goal_travels_as_a_file(trainee: Trainee, tmp_path: Path) -> None:
    """What `entry show` prints is read again, day and all."""
    add(trainee, tmp_path)
    (first,) = trainee.json("entry", "list")
    (tmp_path / "copy.json").write_text(json.dumps(trainee.json("entry", "show", first["id"])))

    trainee.gets("entry", "add", str(tmp_path / "copy.json"))

    assert [goal["due"] for goal in trainee.json("goals")] == ["2027-03-01"] * 2


def test_a_calendar_is_written_once_and_nothing_is_overwritten(
    trainee: Trainee, tmp_path: Path
) -> None:
    """The command prints where it is."""
    path = tmp_path / "goals.ics"
    assert "No open goal has a day yet" in trainee.fails("goals", "--calendar", str(path))
    add(trainee, tmp_path)

    assert trainee.gets("goals", "--calendar", str(path)).strip() == str(path)
    assert len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert "not overwritten" in trainee.fails("goals", "--calendar", str(path))


def test_a_calendar_with_open_findings_is_not_written(trainee: Trainee, tmp_path: Path) -> None:
    """The goal is named by its id, never by its words."""
    add(trainee, tmp_path, title="Call Mrs Okafor back")
    path = tmp_path / "goals.ics"

    result = trainee.types("goals", "--calendar", str(path))

    assert result.exit_code == OPEN_FINDINGS
    assert "may identify a person" in result.stderr
    assert "Okafor" not in result.output
    assert not path.exists()
