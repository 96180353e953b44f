"""Open Badges: made, read on this machine alone, and any change of their meaning seen."""

from __future__ import annotations

import copy
import datetime as dt
import json
from contextlib import suppress
from typing import Any

import pytest
from evidence_tools import catalogue
from hypothesis import given, settings
from hypothesis import strategies as st

from ladder_widgets.errors import BadgeError, InputError
from ladder_widgets.evidence.badges.achievements import (
    Achievement,
    step_achievement,
    workshop_achievement,
)
from ladder_widgets.evidence.badges.images import bake_png, bake_svg
from ladder_widgets.evidence.badges.keys import (
    did_of,
    from_multibase,
    key_of,
    public_key,
    to_multibase,
)
from ladder_widgets.evidence.badges.making import BadgeEvidence, make_badge
from ladder_widgets.evidence.badges.reading import read_badge
from ladder_widgets.evidence.verify import verify as say
from ladder_widgets.portfolio.keys import SigningKey

SEED = bytes(range(32))
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)


def workshop() -> Achievement:
    """A workshop that served a target."""
    return workshop_achievement(
        catalogue(),
        title="Run charts",
        held_on=DAY,
        minutes=90,
        targets=["quality-improvement.2.a"],
    )


def badge(achievement: Achievement | None = None, **changes: Any) -> bytes:
    """A badge, of a workshop unless another achievement is named."""
    given: dict[str, Any] = {"seed": SEED, "issuer_name": "An invented academy", "valid_from": AT}
    return make_badge(achievement or workshop(), **(given | changes))


def test_a_badge_is_as_it_was_signed_and_says_what_it_is_for() -> None:
    """By the key of its issuer, for a name where one was given."""
    report = read_badge(badge(subject_name="Robin Example"))

    assert (report.content, report.public_key) == ("unaltered", public_key(SEED))
    assert (report.name, report.subject_name) == ("Run charts", "Robin Example")
    assert report.achievement_type == "Course"
    assert not report.self_declared
    assert "90 minutes on 20 November 2026" in report.description
    assert read_badge(badge()).subject_name == ""


def test_a_badge_of_a_step_says_that_it_is_the_holders_own_word() -> None:
    """Nobody else has assessed it, and it says so where people read."""
    report = read_badge(badge(step_achievement(catalogue(), "quality-improvement", 2)))

    assert report.self_declared
    assert report.achievement_type == "Competency"
    assert report.narrative.startswith("Self-declared")
    assert "Nobody else has assessed" in report.narrative


def test_the_same_inputs_give_the_same_bytes() -> None:
    """Also in another process: nothing depends on a clock or on chance."""
    assert badge() == badge()


def test_it_holds_for_the_time_that_it_says() -> None:
    """Before and after, it is told so."""
    report = read_badge(badge(valid_until=AT + dt.timedelta(days=365)))

    assert report.validity(AT - dt.timedelta(days=1)) == "not yet valid"
    assert report.validity(AT) == "valid"
    assert report.validity(AT + dt.timedelta(days=400)) == "expired"


def _places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every text and number of a document."""
    if isinstance(part, dict):
        return [p for k, v in part.items() for p in _places(v, (*path, k))]
    if isinstance(part, list):
        return [p for n, v in enumerate(part) for p in _places(v, (*path, n))]
    return [path]


PLAIN = json.loads(badge(subject_name="Robin Example", evidence=[BadgeEvidence(name="One entry")]))


@settings(max_examples=120)
@given(place=st.sampled_from(_places(PLAIN)), data=st.data())
def test_any_change_of_what_it_says_is_seen(place: tuple[Any, ...], data: st.DataObject) -> None:
    """One character anywhere: altered, or refused as no badge; never unaltered."""
    document = copy.deepcopy(PLAIN)
    part = document
    for step in place[:-1]:
        part = part[step]
    old = part[place[-1]]
    if isinstance(old, str):
        at = data.draw(st.integers(0, len(old) - 1))
        letter = data.draw(st.characters(codec="ascii", categories=["L", "N"]))
        new: Any = old[:at] + letter + old[at + 1 :]
        if new == old:
            return
    else:
        new = not old
    part[place[-1]] = new

    try:
        found = read_badge(json.dumps(document).encode()).content
    except BadgeError:
        return
    # A moment may be written in more ways than one: the same moment is the same badge.
    assert found == "altered" or _same_moment(place[-1], old, new), place


def _same_moment(name: object, old: object, new: object) -> bool:
    return name in {"validFrom", "created"} and str(old).upper() == str(new).upper()


@settings(max_examples=60)
@given(place=st.sampled_from([p for p in _places(PLAIN) if p[0] != "proof"]))
def test_nothing_can_be_left_out_unseen(place: tuple[Any, ...]) -> None:
    """Whatever member or item is taken away."""
    document = copy.deepcopy(PLAIN)
    part = document
    for step in place[:-1]:
        part = part[step]
    del part[place[-1]]

    with suppress(BadgeError):
        assert read_badge(json.dumps(document).encode()).content == "altered"


def test_members_that_no_context_defines_are_refused() -> None:
    """They would be covered by no proof."""
    with pytest.raises(BadgeError, match="no proof covers"):
        read_badge(json.dumps(PLAIN | {"extra words": "I am a consultant"}).encode())


def test_contexts_of_others_are_never_fetched() -> None:
    """A badge that needs one is refused with the reason."""
    document = PLAIN | {"@context": [*PLAIN["@context"], "https://example.org/context.json"]}

    with pytest.raises(BadgeError, match="none is fetched"):
        read_badge(json.dumps(document).encode())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a JSON object"),
        (b"[]", "not a JSON object"),
        (b"{" * 5_000, "not a JSON object"),
        (b'{"a": 1, "a": 2}', "not a JSON object"),
        (b'{"a": "' + b"x" * 300_000 + b'"}', "more than 256 kB"),
        (b"\x89PNG\r\n\x1a\n broken", "damaged"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no badge"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "damaged"),
    ],
)
def test_what_is_no_badge_is_refused_with_the_reason(data: bytes, says: str) -> None:
    """Bombs and broken files too."""
    with pytest.raises(BadgeError, match=says):
        read_badge(data)


def test_another_key_than_the_issuers_does_not_count() -> None:
    """The proof must be by the key that the issuer names."""
    document = copy.deepcopy(PLAIN)
    other = json.loads(badge(seed=bytes(32)))
    document["proof"] = other["proof"]

    with pytest.raises(BadgeError, match="another key"):
        read_badge(json.dumps(document).encode())
    document["issuer"]["id"] = other["issuer"]["id"]
    assert read_badge(json.dumps(document).encode()).content == "altered"


@pytest.mark.parametrize("bake", [bake_png, bake_svg])
def test_a_picture_carries_its_badge(bake: Any) -> None:
    """PNG and SVG hold the same badge, and a name for those who do not see it."""
    made = badge()
    picture = bake(made)

    assert read_badge(picture) == read_badge(made)
    assert b"Run charts" in picture


def test_verify_says_what_a_badge_says_and_what_it_does_not() -> None:
    """Whose word it is, and whether it holds."""
    own = badge(step_achievement(catalogue(), "quality-improvement", 2))
    verdict = say(own, at=AT)

    assert (verdict.kind, verdict.content) == ("badge", "unaltered")
    assert verdict.public == SigningKey(SEED).public
    assert "Given by the holder to themselves." in verdict.says
    assert verdict.says[-1] == "From 23 November 2026: valid."
    assert say(own.replace(b"Step 2", b"Step 4"), at=AT).says == ()


@given(st.binary(min_size=1, max_size=64))
def test_base58_comes_back(data: bytes) -> None:
    """Leading zeros too."""
    assert from_multibase(to_multibase(data)) == data


def test_the_known_key_of_the_method_is_read() -> None:
    """The Ed25519 example of the did:key method's specification."""
    did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"

    assert len(key_of(did)) == 32
    assert did_of(key_of(did)) == did


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"issuer_name": " "}, "1 to 200"),
        ({"seed": b"short"}, "32 bytes"),
        ({"valid_from": dt.datetime(2026, 1, 1)}, "time zone"),  # noqa: DTZ001
        ({"valid_until": AT}, "after it begins"),
    ],
)
def test_what_no_badge_can_say_is_refused(changes: dict[str, Any], says: str) -> None:
    """Before anything is signed."""
    with pytest.raises(InputError, match=says):
        badge(**changes)
