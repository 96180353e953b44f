"""The pathway on the command line: starting point, time out, the short way, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from integration.test_cli_commands import GP, Trainee

TARGET = "team-working.2.a"


@pytest.fixture
def gp(tmp_path: Path) -> Trainee:
    """A trainee with a profile in general practice, grade ST2."""
    trainee = Trainee(tmp_path)
    trainee.gets("profile", "set", *GP)
    return trainee


def test_starting_point_time_out_and_arcp_are_kept_and_taken_back(gp: Trainee) -> None:
    """Each is added to what is known; 0 and `none` take it back; a later change keeps the rest."""
    gp.gets(
        "profile", "set", "--step", "team-working=2", "--step", "quality-improvement=1",
        "--out", "2027-01-04..2027-07-04", "--next-arcp", "2027-06-01",
    )  # fmt: skip
    gp.gets("profile", "set", "--wte", "0.8", "--step", "quality-improvement=0")
    kept = gp.json("profile", "show")

    assert kept["reached"] == {"team-working": 2}
    assert kept["out"] == [{"first": "2027-01-04", "last": "2027-07-04"}]
    assert kept["next_arcp"] == "2027-06-01"
    statuses = {t["id"]: t["status"] for t in gp.json("targets")}
    assert statuses[TARGET] == "done-before"

    gp.gets("profile", "set", "--out", "none", "--step", "team-working=0")

    assert gp.json("profile", "show")["out"] == []
    assert gp.json("profile", "show")["reached"] == {}


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--out", "2027-07-04..2027-01-04"], "ends before it begins"),
        (["--out", "2027-01-01..2027-03-01", "--out", "2027-02-01..2027-04-01"], "overlap"),
        (["--out", "2027-01-01..2047-01-01"], "longer than"),
        (["--step", "time-travel=2"], "no theme is called"),
        (["--next-arcp", "2099-01-01"], "out of range"),
    ],
)
def test_contradictions_change_nothing(gp: Trainee, options: list[str], problem: str) -> None:
    """What cannot be is refused with what is allowed."""
    before = gp.json("profile", "show")

    assert problem.casefold() in gp.fails("profile", "set", *options).casefold()
    assert before == gp.json("profile", "show")


@pytest.mark.parametrize("typed", ["2027-01-01", "soon..later", "2027-01-01..", ""])
def test_a_time_out_that_is_none_is_explained(gp: Trainee, typed: str) -> None:
    """The form is shown by an example."""
    assert "such as 20" in gp.fails("profile", "set", "--out", typed, status=2)


@pytest.mark.parametrize("typed", ["team-working", "team-working=5", "=2", "team-working=x"])
def test_a_step_that_is_none_is_explained(gp: Trainee, typed: str) -> None:
    """The form is shown by an example."""
    assert "quality-improvement=2" in gp.fails("profile", "set", "--step", typed, status=2)


def test_why_gives_rule_inputs_and_dates(gp: Trainee) -> None:
    """The day is that of the list; text and JSON say the same; a slip in the id is helped with."""
    told = gp.json("targets", "--why", TARGET)
    text = gp.gets("targets", "--why", TARGET)

    assert told["due"] == next(t["due"] for t in gp.json("targets") if t["id"] == TARGET)
    assert told["reason"] in text
    assert told["rule"] in text
    assert "36 months at full time" in text
    assert "Did you mean" in gp.fails("targets", "--why", "team-working.2.z")


def test_the_short_way_is_part_of_the_list(gp: Trainee) -> None:
    """Few targets, each with what it adds."""
    everything = {t["id"] for t in gp.json("targets")}
    way = [t["id"] for t in gp.json("targets", "--short-way")]
    text = gp.gets("targets", "--short-way")

    assert 0 < len(way) < 8
    assert set(way) < everything
    assert all(target in text for target in way)
    assert "serves GP" in text
