"""Versions of a ladder: nothing is lost on the way from one to the next."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.test_packs import activities, files, target, write_pack

from ladder_widgets.errors import PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import Ladder
from ladder_widgets.ladder.packs import read_ladder, read_packs
from ladder_widgets.ladder.versions import Difference, compare, version_key
from ladder_widgets.pathway.targets import Standing, stand
from ladder_widgets.portfolio.model import Content, Entry, Profile

OLD, NEW = "meeting.1.z", "meeting.1.a"


def changed(folder: Path, *changes: dict[str, object], version: str = "2026.2") -> Path:
    """A small pack whose ladder has moved on to `version` by these changes."""
    data = files()
    data["minimal/ladder.yaml"]["version"] = version
    step = data["minimal/themes/meeting.yaml"]["steps"][0]
    step["targets"] = [target(NEW), target("meeting.1.b")]
    step["activities"] = activities()
    if changes:
        data["minimal/changes.yaml"] = list(changes)
    return write_pack(folder, data)


def change(was: list[str], now: list[str], version: str = "2026.2") -> dict[str, object]:
    """One change as an author writes it."""
    former = [{"id": name, "title": f"Formerly {name}"} for name in was]
    return {"version": version, "was": former, "now": now, "note": "Agreed in May."}


def faults(pack: Path) -> str:
    """What is wrong with a pack."""
    with pytest.raises(PackError) as refused:
        read_packs([pack])
    return str(refused.value)


@given(st.tuples(st.integers(2000, 2100), st.integers(1, 99)), st.integers(1, 99))
def test_a_later_number_is_a_newer_version(first: tuple[int, int], more: int) -> None:
    """Also where text would sort the other way round: 2026.10 is newer than 2026.9."""
    year, number = first

    assert version_key(f"{year}.{number}") < version_key(f"{year}.{number + more}")
    assert version_key(f"{year}.{number}") < version_key(f"{year + 1}.1")


@pytest.mark.parametrize("now", [[], [NEW], [NEW, "meeting.1.b"]])
def test_an_entry_is_carried_to_what_took_its_targets_place(tmp_path: Path, now: list[str]) -> None:
    """By one change or by a chain of them; the entry itself still names what it was written for."""
    pack = changed(
        tmp_path, change(["meeting.1.y"], [OLD], "2026.1"), change([OLD], now), version="2026.2"
    )
    catalogue = read_packs([pack])
    entry = entry_on("meeting.1.y")
    standing = standing_with(catalogue, entry)

    assert catalogue.carry("meeting.1.y") == tuple(now)
    assert {t.id for t in standing.targets if t.can_be_done} == set(now)
    assert {t.id for t in standing.targets if t.status == "done"} == set(now)
    assert entry.content.targets == ("meeting.1.y",)
    assert catalogue.target_title(OLD) == f"Formerly {OLD}"
    assert catalogue.carry("meeting.1.x") == ()


def entry_on(target_id: str) -> Entry:
    """A final entry that is linked to a target."""
    at = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    return Entry(
        id="0" * 32, content=Content(targets=(target_id,), ladder="2026.1"), state="final",
        revision=1, written_at=at, created_at=at,
    )  # fmt: skip


def standing_with(catalogue: Catalogue, entry: Entry) -> Standing:
    """Where somebody stands who has marked the entry's targets as done."""
    profile = Profile(programme="testing", route="standard", grade="ST1", start=dt.date(2026, 8, 5))
    return stand(
        profile, catalogue=catalogue, ladder=catalogue.ladder, entries=[entry],
        marks=entry.content.targets, on=dt.date(2026, 10, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([change([OLD], [OLD])], "leads back to itself"),
        (
            [change([OLD], ["meeting.1.y"]), change(["meeting.1.y"], [OLD])],
            "leads back to itself",
        ),
        ([change([NEW], [])], "said to be gone, but the ladder has it"),
        ([change([OLD], ["meeting.1.x"])], "no target of the ladder"),
        ([change([OLD], []), change([OLD], [NEW])], "changes twice"),
        ([change([OLD], [], "2026.3")], "the ladder is 2026.2"),
        ([change([], [NEW])], "length"),
        ([change(["Meeting"], [NEW])], "matching regex"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_refused(
    tmp_path: Path, changes: list[dict[str, object]], told: str
) -> None:
    """A circle, a dead end, a target that is still there: the line of the file is named."""
    message = faults(changed(tmp_path / "pack", *changes))

    assert told in message
    assert "minimal/changes.yaml:" in message


def ladders(tmp_path: Path, *changes: dict[str, object]) -> tuple[Ladder, Ladder]:
    """The ladder of the small pack, with a target more, and the next version of it."""
    data = files()
    data["minimal/themes/meeting.yaml"]["steps"][0]["targets"] = [target(NEW), target(OLD)]
    before = read_ladder(write_pack(tmp_path / "before", data) / "minimal")
    return before, read_ladder(changed(tmp_path / "after", *changes) / "minimal")


@pytest.mark.parametrize(
    ("now", "what"),
    [([], "retired"), ([NEW], "renamed"), ([NEW, "meeting.1.b"], "split")],
)
def test_what_became_of_a_target_is_told_by_the_mapping(
    tmp_path: Path, now: list[str], what: str
) -> None:
    """Retired, renamed or split, as the changes say; added ones by their ids."""
    found = compare(*ladders(tmp_path, change([OLD], now)))

    assert [(d.what, d.id) for d in found if d.kind == "target"] == [
        ("added", "meeting.1.b"),
        (what, OLD),
    ]


def test_two_targets_that_became_one_are_merged(tmp_path: Path) -> None:
    """The difference names both and what they became."""
    before, after = ladders(tmp_path, change([OLD, "meeting.1.y"], ["meeting.1.b"]))
    merged = [d for d in compare(before, after) if d.what == "merged"]

    assert len(merged) == 1
    assert merged[0].detail == f"{OLD}, meeting.1.y → meeting.1.b: Agreed in May."


def test_a_target_that_is_gone_without_a_word_is_lost(tmp_path: Path) -> None:
    """An author sees that entries would point nowhere."""
    assert [(d.what, d.id) for d in compare(*ladders(tmp_path)) if d.what == "lost"] == [
        ("lost", OLD)
    ]


def test_a_ladder_does_not_differ_from_itself(tmp_path: Path) -> None:
    """Also where changes of the past are on record."""
    ladder = read_ladder(changed(tmp_path, change([OLD], [NEW], "2026.2")) / "minimal")

    assert compare(ladder, ladder) == ()


def test_a_changed_field_is_named(tmp_path: Path) -> None:
    """As an author writes it in the file."""
    before = read_ladder(write_pack(tmp_path, files()) / "minimal")
    theme = before.themes[0]
    step = theme.steps[0]
    other = msgspec.structs.replace(step.targets[0], not_enough="Nodding.", tools=("MSF",))
    after = msgspec.structs.replace(
        before,
        title="Other",
        themes=(
            msgspec.structs.replace(
                theme, steps=(msgspec.structs.replace(step, targets=(other,)),)
            ),
        ),
    )

    assert compare(before, after) == (
        Difference(what="changed", kind="ladder", id="minimal", detail="title"),
        Difference(what="changed", kind="target", id=NEW, detail="not-enough, tools"),
    )
