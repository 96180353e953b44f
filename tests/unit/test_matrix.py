"""Ladders as SmartEvidence frameworks for Mahara, and such frameworks as drafts."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from ladder_tools import ladders

from ladder_widgets.errors import PackError
from ladder_widgets.ladder.exchange.matrix_reader import read_matrix
from ladder_widgets.ladder.exchange.matrix_writer import write_matrix
from ladder_widgets.ladder.exchange.outline import Warnings
from ladder_widgets.ladder.exchange.reading import read_exchanged
from ladder_widgets.ladder.model import Ladder
from ladder_widgets.ladder.packs import load_catalogue

TODAY = dt.date(2026, 11, 23)
STATUSES = ["begun", "incomplete", "partialcomplete", "completed"]


def framework(ladder: Ladder, told: Warnings | None = None) -> dict[str, Any]:
    """The framework of a ladder, as Mahara would read it."""
    found: dict[str, Any] = json.loads(write_matrix(ladder, told or Warnings()))["framework"]
    return found


def check_rules(found: dict[str, Any]) -> None:
    """What Mahara's importer wants; a text where a number is wanted imports nothing, silently."""
    known: set[tuple[int, str]] = set()
    assert [next(iter(status)) for status in found["evidencestatuses"]] == STATUSES
    assert [s["standardid"] for s in found["standards"]] == [
        n for n, _ in enumerate(found["standards"], start=1)
    ]
    for row in (*found["standards"], *found["standardelements"]):
        assert type(row["standardid"]) is int
        assert 1 <= len(row["shortname"]) <= 100
        assert 1 <= len(row["name"]) <= 255
    assert 1 <= len(found["name"]) <= 255
    for element in found["standardelements"]:
        key = (element["standardid"], element["elementid"])
        parent = element.get("parentelementid")
        assert parent is None or (element["standardid"], parent) in known
        assert key not in known
        known.add(key)


@pytest.mark.parametrize("name", sorted(load_catalogue().ladders))
def test_a_shipped_ladder_keeps_mahara_s_rules_and_its_order(name: str, tmp_path: Path) -> None:
    """Nothing is cut, and strands, themes, steps and targets come back in their order."""
    ladder = load_catalogue().ladders[name]
    told = Warnings()
    path = tmp_path / "any.name"
    path.write_bytes(write_matrix(ladder, told))
    check_rules(framework(ladder))
    back = read_exchanged(path, load_catalogue(), today=TODAY, told=told)

    assert told.lines() == ()
    assert (back.title, back.version) == (ladder.title, ladder.version)
    assert _titles(back) == _titles(ladder)
    assert [s.title for s in back.steps] == [s.title for s in ladder.steps]


def _titles(ladder: Ladder) -> list[Any]:
    strands = {strand.id: strand.title for strand in ladder.strands}
    return [
        (strands[t.strand], t.title, [[target.title for target in s.targets] for s in t.steps])
        for t in ladder.themes
    ]


@settings(max_examples=40)
@given(ladder=ladders())
def test_any_ladder_keeps_mahara_s_rules(ladder: Ladder) -> None:
    """Whatever words it holds."""
    check_rules(framework(ladder))


def test_long_names_are_cut_where_one_sees_it_and_told() -> None:
    """At 100 and at 255 characters."""
    ladder = load_catalogue().ladder
    long = msgspec.structs.replace(ladder.strands[0], title="long " * 80)
    told = Warnings()
    found = framework(msgspec.structs.replace(ladder, strands=(long, *ladder.strands[1:])), told)[
        "standards"
    ][0]

    assert (len(found["shortname"]), found["shortname"][-1]) == (100, "…")
    assert (len(found["name"]), found["name"][-1]) == (255, "…")
    assert [line.partition(":")[0] for line in told.lines()] == [
        "Names cut to 100 characters",
        "Names cut to 255 characters",
    ]


def test_words_are_never_markup() -> None:
    """A description is HTML; what authors wrote is text in it."""
    ladder = load_catalogue().ladder
    strand = msgspec.structs.replace(ladder.strands[0], about="<script>x</script> & more")
    found = framework(msgspec.structs.replace(ladder, strands=(strand, *ladder.strands[1:])))

    assert found["standards"][0]["description"] == (
        "<p>&lt;script&gt;x&lt;/script&gt; &amp; more</p>"
    )


# --- read -------------------------------------------------------------------------------


def matrix(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A small framework of two standards."""
    standards = [
        {"shortname": "S1", "name": "Standard one", "description": "", "standardid": 1},
        {"shortname": "S2", "name": "Standard two", "description": "<p>Two</p>", "standardid": 2},
    ]
    body = {"name": "Example", "standards": standards, "standardelements": list(elements)}
    return {"framework": body | more}


def element(number: Any, standard: Any = 1, **more: Any) -> dict[str, Any]:
    """An element named after its number."""
    return {"shortname": f"e{number}", "standardid": standard, "elementid": number, **more}


def read(data: dict[str, Any], told: Warnings | None = None) -> Ladder:
    """The ladder of a framework."""
    known = load_catalogue()
    return read_matrix("x.matrix", data, known, today=TODAY, told=told or Warnings())


@pytest.mark.parametrize("key", ["parentelementid", "parentid"])
def test_both_spellings_of_a_parent_are_understood(key: str) -> None:
    """Older and newer files differ in it."""
    found = read(matrix(element("1"), element("1.1", **{key: "1"}), element("2", 2)))

    assert _titles(found) == [
        ("S1", "e1", [["e1.1"]]),
        ("S2", "S2", [["e2"]]),
    ]


@pytest.mark.parametrize("empty", [None, "", "0", 0])
def test_no_parent_is_said_in_several_ways(empty: Any) -> None:
    """Then an element is right under its standard."""
    told = Warnings()

    assert len(read(matrix(element("1", parentelementid=empty)), told).target_ids()) == 2
    assert not any("Parents" in line for line in told.lines())


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (matrix(element("1.1", "1"), element("2", 2)), "standardid is text, which Mahara would"),
        (matrix(element("1.1", parentid="1"), element("1")), "stand before their parents"),
        (matrix(element("1.1", parentid="9"), element("2", 2)), "Parents that are not in the file"),
    ],
)
def test_what_mahara_would_lose_is_read_and_told(data: dict[str, Any], told: str) -> None:
    """Text for a number, a child before its parent, a parent that is not there."""
    warnings = Warnings()
    read(data, warnings)

    assert told in " ".join(warnings.lines())


def test_descriptions_become_plain_words() -> None:
    """Without markup and scripts; entities are read."""
    text = "<p>One&nbsp;&amp; <b>t</b>wo</p><ul><li>three</li></ul><script>no</script>"
    found = read(matrix(element("1", description=text), element("2", 2, description="a < b & c")))
    cans = [t.can for theme in found.themes for t in theme.steps[0].targets]

    assert cans == ["One & two three", "a < b & c"]


def test_markup_of_any_depth_is_read() -> None:
    """No description can keep the reader busy; one without words leaves the name."""
    deep = matrix(element("1", description="<div>" * 200_000), element("2", 2))

    assert read(deep).themes[0].steps[0].targets[0].can == "e1"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (matrix(element("1"), element("1")), "standardelements, number:2: .*elementid"),
        (matrix(element("1", 7)), "standardelements, number:1: No standard has.*Allowed: 1, 2"),
        (matrix(element("1", "one")), "standardelements, number:1: No standard"),
        (matrix(element("1", 1.5)), "standardelements, number:1: Expected"),
        (
            matrix(element("1", parentid="2"), element("2", parentid="1")),
            "standardelements, number:1: .*circle",
        ),
        (matrix(element("1") | {"shortname": " "}), "standardelements, number:1: It has no name"),
        (matrix(standards=[{"name": "a", "standardid": "x"}]), "standards, number:1: .*no whole"),
        (matrix(standards=[{"standardid": 1}] * 2), "standards, number:2: Another standard"),
        (matrix(standards=[]), "no items"),
        (matrix(standards=None), "framework:1: Expected `array`"),
        (matrix(name=""), "framework:1: It has no name"),
        ({"framework": []}, "framework:1: Expected `object`"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(data: dict[str, Any], told: str) -> None:
    """Each list's name and the number in it."""
    with pytest.raises(PackError, match=told):
        read(data)
