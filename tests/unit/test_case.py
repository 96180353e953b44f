"""A ladder as a CASE package: by the rules of 1.0 and 1.1, and the same when 1.1 comes back."""

from __future__ import annotations

import datetime as dt
import json
import random
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ladder_tools import FRAMEWORK, ladders

from ladder_widgets.errors import PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.exchange.case_format import CREATOR, FORMAT, OURS
from ladder_widgets.ladder.exchange.case_reader import read_case
from ladder_widgets.ladder.exchange.case_writer import write_case
from ladder_widgets.ladder.exchange.draft import TO_WRITE
from ladder_widgets.ladder.exchange.outline import Warnings
from ladder_widgets.ladder.model import Ladder
from ladder_widgets.ladder.packs import load_catalogue

TODAY = dt.date(2026, 11, 23)
DATA = Path(__file__).parents[1] / "data"
VERSIONS = ("1.0", "1.1")
SHIPPED = sorted(load_catalogue().ladders)


def catalogue() -> Catalogue:
    """The shipped frameworks, and the one that made-up ladders point into; no ladder."""
    frameworks = [FRAMEWORK, *load_catalogue().frameworks.values()]
    return Catalogue(ladders=[], programmes=[], platforms=[], models=[], frameworks=frameworks)


def written(ladder: Ladder, *, version: Any = "1.1", **more: Any) -> dict[str, Any]:
    """The package of a ladder, as another program would read it."""
    frameworks = load_catalogue().frameworks
    data = write_case(ladder, frameworks=frameworks, on=TODAY, version=version, **more)
    found: dict[str, Any] = json.loads(data)
    return found


def read(
    package: dict[str, Any], *, among: Catalogue | None = None, told: Warnings | None = None
) -> Ladder:
    """The ladder of a package."""
    known = among or catalogue()
    return read_case("x.json", package, known, today=TODAY, told=told or Warnings())


def ends(package: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    """The titles at both ends of each association of a kind."""
    return [
        (a["originNodeURI"]["title"], a["destinationNodeURI"]["title"])
        for a in package["CFAssociations"]
        if a["associationType"] == kind
    ]


# --- what is written --------------------------------------------------------------------


def check_schema(package: dict[str, Any], version: str) -> None:
    """Refuse what the field lists of a version of CASE do not allow."""
    schema = json.loads((DATA / f"case-{version}.schema.json").read_text())
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(package)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_ladder_keeps_to_the_schema(name: str, version: str) -> None:
    """With the capabilities of a programme, and nothing that the version does not know."""
    known = load_catalogue()
    programme = known.programme("general-practice")
    mapped = [(programme, known.links(programme))]

    check_schema(written(known.ladders[name], version=version, mapped=mapped), version)


@settings(max_examples=25)
@given(ladder=ladders(), version=st.sampled_from(VERSIONS))
def test_any_ladder_keeps_to_the_schema(ladder: Ladder, version: str) -> None:
    """Line breaks in titles included."""
    check_schema(written(ladder, version=version), version)


@pytest.mark.parametrize(
    ("version", "place"), [("1.0", "extensions"), ("1.1", "surplus"), ("1.0", "caseVersion")]
)
def test_the_schemas_of_the_tests_refuse_what_a_version_lacks(version: str, place: str) -> None:
    """Else they would prove nothing."""
    package = written(load_catalogue().ladder, version=version)
    package["CFDocument"][place] = {}

    with pytest.raises(jsonschema.ValidationError, match=place):
        check_schema(package, version)


def test_identifiers_are_the_same_in_every_run_and_version_of_a_ladder() -> None:
    """Made of ids alone, and each used once in a package."""
    ladder = load_catalogue().ladder
    later = msgspec.structs.replace(ladder, version="2027.3", title="Other words")
    first, second = written(ladder, version="1.0"), written(later)
    ids = [item["identifier"] for item in first["CFItems"]]

    assert [item["identifier"] for item in second["CFItems"]] == ids
    assert second["CFDocument"]["identifier"] == first["CFDocument"]["identifier"]
    assert {uuid.UUID(found).version for found in ids} == {5}
    parts = [*first["CFItems"], *first["CFAssociations"], first["CFDocument"]]
    assert max(Counter(part["identifier"] for part in parts).values()) == 1
    assert first["CFDocument"]["identifier"] == "5b976b78-768e-5a2b-a227-b7700f672b2b"


def test_steps_precede_one_another_within_their_theme() -> None:
    """From each rung to the next, never from theme to theme."""
    package = written(load_catalogue().ladder)
    codes = {item["identifier"]: item["humanCodingScheme"] for item in package["CFItems"]}
    found = [
        (codes[a["originNodeURI"]["identifier"]], codes[a["destinationNodeURI"]["identifier"]])
        for a in package["CFAssociations"]
        if a["associationType"] == "precedes"
    ]

    assert len(found) == 4 * len(load_catalogue().ladder.themes)
    assert ("integrity.1", "integrity.2") in found
    assert ("integrity.4", "integrity.extending") in found


def test_targets_are_related_to_frameworks_and_to_capabilities_of_a_programme() -> None:
    """GPC domains and codes once each; capabilities with what says so."""
    known = load_catalogue()
    target = known.place("quality-improvement.1.a").target
    programme = known.programme("general-practice")
    plain = ends(written(known.ladder), "isRelatedTo")
    package = written(known.ladder, mapped=[(programme, known.links(programme))])
    frameworks = {end.partition(":")[0] for start, end in plain if start == target.title}
    served = known.links(programme)[target.id]
    notes = {a["notes"] for a in package["CFAssociations"] if "notes" in a}

    assert frameworks == {*target.frameworks, *(f"GPC {n}" for n in target.gpc_domains)}
    assert len(plain) == len(set(plain))
    assert len(ends(package, "isRelatedTo")) > len(plain)
    assert any(served[0].capability.title in end for _, end in ends(package, "isRelatedTo"))
    assert notes == {"Derived by the kit's own rule; no curriculum body confirmed it."}


def test_what_took_the_place_of_a_target_is_told() -> None:
    """For each target that is gone and has a successor."""
    ladder = load_catalogue().ladder
    gone = {"id": "integrity.1.x", "title": "As it was"}
    heir = ladder.themes[0].steps[0].targets[0]
    changes = [
        {"version": "2026.1", "was": [gone], "now": [heir.id], "note": "Renamed."},
        {"version": "2026.1", "was": [{**gone, "id": "integrity.1.y"}], "now": [], "note": "Gone."},
    ]
    changed = msgspec.convert({**msgspec.to_builtins(ladder), "changes": changes}, Ladder)

    assert ends(written(changed), "replacedBy") == [("As it was", heir.title)]


# --- our own, read back -----------------------------------------------------------------


@settings(max_examples=60)
@given(ladder=ladders(), seed=st.randoms())
def test_any_ladder_survives_case_1_1_in_any_order_of_the_file(
    ladder: Ladder, seed: random.Random
) -> None:
    """Order and hierarchy come from the associations, not from where things stand."""
    package = written(ladder)
    seed.shuffle(package["CFItems"])
    seed.shuffle(package["CFAssociations"])
    told = Warnings()

    assert read(package, told=told) == ladder
    assert told.lines() == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_ladder_survives_case_1_1(name: str) -> None:
    """All of it: activities, resources, reviews."""
    ladder = load_catalogue().ladders[name]

    assert read(written(ladder)) == ladder


@settings(max_examples=40)
@given(ladder=ladders(most_themes=2))
def test_any_ladder_keeps_its_order_and_hierarchy_in_case_1_0(ladder: Ladder) -> None:
    """As a draft: 1.0 has no place for the rest, which is marked."""
    assume({theme.strand for theme in ladder.themes} == {strand.id for strand in ladder.strands})
    assume(all(text.strip() for text in _statements(ladder)))
    read_back = read(written(ladder, version="1.0"))

    assert [t.id for t in read_back.themes] == [t.id for t in ladder.themes]
    assert read_back.target_ids() == ladder.target_ids()
    assert [(s.step, s.title) for s in read_back.steps] == [(s.step, s.title) for s in ladder.steps]
    assert _titles(read_back) == _titles(ladder)
    assert TO_WRITE in read_back.themes[0].steps[0].targets[0].not_enough


def _statements(ladder: Ladder) -> list[str]:
    """What 1.0 must hold a word of: an item that says nothing is refused."""
    rungs = [step for theme in ladder.themes for step in theme.steps]
    return [
        ladder.title,
        *(part.about for part in (*ladder.strands, *ladder.themes)),
        *(step.climbs_from for step in rungs),
        *(target.can for step in rungs for target in step.targets),
    ]


def _titles(ladder: Ladder) -> list[list[list[str]]]:
    """What an outline of a ladder shows: the words of each target, on one line."""
    return [
        [[" ".join(target.can.split()) for target in step.targets] for step in theme.steps]
        for theme in ladder.themes
    ]


def test_what_was_edited_in_a_case_tool_wins() -> None:
    """A title, a statement and an order changed there come back so; the rest stays."""
    ladder = load_catalogue().ladder
    package = written(ladder)
    theme = ladder.themes[0]
    item = next(i for i in package["CFItems"] if i["humanCodingScheme"] == f"{theme.id}.1.a")
    item |= {"abbreviatedStatement": "New title", "fullStatement": "New words"}
    for association in package["CFAssociations"]:
        if association["originNodeURI"]["identifier"] == item["identifier"]:
            association["sequenceNumber"] = 99
    targets = read(package).themes[0].steps[0].targets
    old = theme.steps[0].targets

    assert [t.id for t in targets] == [*(t.id for t in old[1:]), old[0].id]
    assert (targets[-1].title, targets[-1].can) == ("New title", "New words")
    assert targets[-1].good_evidence == old[0].good_evidence


def test_a_ladder_of_ours_that_is_spoilt_is_told_by_item() -> None:
    """As a pack is: the field, the item's number, the remedy."""
    package = written(load_catalogue().ladder)
    number = next(n for n, i in enumerate(package["CFItems"]) if i["CFItemType"] == "Target")
    package["CFItems"][number]["extensions"][OURS]["gpc-domains"] = [10]

    with pytest.raises(PackError, match=rf"^x.json, CFItems, number:{number + 1}: .*<= 9"):
        read(package)


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        ({"format": FORMAT + 1}, "Update the kit"),
        ({"format": "1"}, "has no format"),
        ([], "has no format"),
        ({"format": 1}, "missing required field `id`"),
    ],
)
def test_what_is_not_as_we_write_it_is_refused(ours: Any, told: str) -> None:
    """Too new, or taken apart."""
    package = written(load_catalogue().ladder)
    package["CFDocument"]["extensions"][OURS] = ours

    with pytest.raises(PackError, match=told):
        read(package)


def test_a_ladder_of_ours_in_1_0_keeps_its_ids() -> None:
    """Where the kit knows the ladder; a stranger's framework takes no id of it."""
    known = load_catalogue()
    for ladder in known.ladders.values():
        package = written(ladder, version="1.0")
        back = read(package, among=known)
        package["CFDocument"] |= {"identifier": str(uuid.uuid4()), "title": "Mine"}
        foreign = read(package, among=known)

        assert package["CFDocument"]["creator"] == CREATOR
        assert (back.id, back.version) == (ladder.id, ladder.version)
        assert back.target_ids() == ladder.target_ids()
        assert not set(foreign.target_ids()) & set(ladder.target_ids())
