"""Platforms: every fact says how surely and from where, and every answer has one field to go to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from unit.test_packs import faults_of, files, write_pack

from ladder_widgets.evidence.platform_form import NEUTRAL, capability_limit, entry_types
from ladder_widgets.ladder.packs import load_catalogue, read_packs
from ladder_widgets.ladder.platforms import Platform

PLATFORMS = load_catalogue().platforms


def facts(platform: Platform) -> Iterator[tuple[str, str, str]]:
    """Name, confidence and source of everything that is said about a platform."""
    for kind in platform.entry_types:
        yield kind.id, kind.confidence, kind.source
        for field in kind.fields:
            yield (
                f"{kind.id}.{field.id}", field.confidence or kind.confidence,
                field.source or kind.source,
            )  # fmt: skip
    for limit in platform.link_limits:
        yield limit.of, limit.confidence, limit.source
    if platform.upload:
        yield "upload", platform.upload.confidence, platform.upload.source
    for fact in (*platform.notes, *filter(None, [platform.idle])):
        yield fact.says, fact.confidence, fact.source


def test_every_platform_that_was_asked_for_is_there() -> None:
    """Eleven of them and a neutral one, besides three of which little is known."""
    assert {
        "iscp", "fourteenfish", "horus", "turas", "nhs-eportfolio", "risr-advance",
        "rcpsych-portfolio-online", "rcoa-lifelong-learning-platform", "lept", "axia", "neutral",
    } <= set(PLATFORMS)  # fmt: skip


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=list(PLATFORMS))
def test_every_fact_has_a_source_and_a_day(platform: Platform) -> None:
    """Also of what was looked for and not found."""
    assert platform.source
    assert platform.as_of is not None
    assert capability_limit(platform) is not None
    assert platform.upload is not None
    for name, confidence, source in facts(platform):
        assert confidence, name
        assert source.strip(), name


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=list(PLATFORMS))
def test_what_is_general_knowledge_is_not_sold_as_sure(platform: Platform) -> None:
    """It is low; where it gives a number or a category, medium at most."""
    for name, confidence, source in facts(platform):
        if "eneral knowledge" in source:
            assert confidence in {"low", "medium"}, name


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=list(PLATFORMS))
def test_a_number_is_never_unknown_and_an_unknown_has_no_number(platform: Platform) -> None:
    """No limit is invented."""
    for limit in platform.link_limits:
        assert (limit.at_most is None) == (limit.confidence == "unknown")
    upload = platform.upload
    assert upload is not None
    assert (upload.confidence == "unknown") == (upload.kinds is None and upload.max_mb is None)


def test_the_limits_are_those_that_were_found() -> None:
    """Three of them; all others are unknown."""
    limits = {p.id: limit.at_most for p in PLATFORMS.values() for limit in p.link_limits[:1]}

    assert {name: most for name, most in limits.items() if most} == {
        "fourteenfish": 3, "horus": 3, "rcpsych-portfolio-online": 4,
    }  # fmt: skip
    groups = PLATFORMS["fourteenfish"].link_limits[1]
    assert (groups.of, groups.at_most) == ("clinical-experience-groups", 2)


def test_a_kind_of_entry_of_one_college_is_offered_to_its_programmes_only() -> None:
    """A platform without any that is known offers the neutral ones."""
    catalogue = load_catalogue()
    found = {
        programme: [
            kind.id for kind in entry_types(PLATFORMS[name], catalogue, programme=programme)
        ]
        for name, programme in (("risr-advance", "ophthalmology"), ("axia", "dental-foundation"))
    }

    assert found == {"ophthalmology": ["rcophth-reflection"], "dental-foundation": ["reflection"]}
    assert len(entry_types(PLATFORMS["risr-advance"], catalogue)) > 5


def with_types(tmp_path: Path, *kinds: dict[str, Any]) -> Path:
    """A pack whose platform has these kinds of entry."""
    data = files()
    data["platforms/paper.yaml"]["entry-types"] = list(kinds)
    return write_pack(tmp_path / "pack", data)


def kind(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A kind of entry with these fields."""
    return {"id": "note", "name": "Note", "confidence": "low", "source": "none",
            "fields": list(fields), **more}  # fmt: skip


def field(**more: Any) -> dict[str, Any]:
    """A field for answers."""
    return {"id": "text", "label": "Text", "holds": "answers", **more}


REST = {"takes-rest": True}
FAULTS = [
    ([kind(field())], "has 0 fields that take the rest"),
    ([kind(field(**REST), field(id="more", **REST))], "has 2 fields that take the rest"),
    ([kind(field(**REST), field(**REST | {"takes-rest": False}))], "text is taken"),
    ([kind(field(**REST)), kind(field(**REST))], "note is taken"),
    ([kind(field(**REST), field(id="day", holds="date", parts=["plan"]))], "but holds date"),
    ([kind(field(**REST, prompts={"fre": ["text"]}))], "No reflection model is called fre"),
    ([kind(field(**REST, prompts={"free": ["words"]}))], "No prompt of free is called words"),
    (
        [
            kind(
                field(**REST, prompts={"free": ["text"]}), field(id="b", prompts={"free": ["text"]})
            )
        ],
        "goes to text already",
    ),
    ([kind(models=["fre"])], "No reflection model is called fre"),
    ([kind(programmes=["none"])], "No programme is called none"),
]


@pytest.mark.parametrize(("kinds", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_a_form_that_would_lose_or_double_an_answer_is_refused(
    tmp_path: Path, kinds: list[dict[str, Any]], said: str
) -> None:
    """The message names file and line."""
    (fault, *_) = [f for f in faults_of(with_types(tmp_path, *kinds)) if said in f]

    assert "paper.yaml:" in fault


def test_a_platform_of_ones_own_needs_a_name_only(tmp_path: Path) -> None:
    """Its form is the neutral one until somebody knows better."""
    catalogue = read_packs([write_pack(tmp_path / "pack", files())])

    assert catalogue.platform("paper").entry_types == ()
    assert NEUTRAL in load_catalogue().platforms
