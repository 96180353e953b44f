"""Versions of a ladder: which is newer, and what one has that the other has not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from ladder_widgets.ladder.model import Change, Ladder, Value

What = Literal["added", "changed", "retired", "renamed", "split", "merged", "lost"]


def version_key(version: str) -> tuple[int, int]:
    """A version as numbers that sort: ``2026.10`` is newer than ``2026.9``.

    >>> version_key("2026.10") > version_key("2026.9")
    True
    """
    year, _, number = version.partition(".")
    return int(year), int(number)


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that two versions do not share.

    *lost* is a target that went without a word in the mapping: entries that point at it would
    point nowhere.
    """

    what: What
    kind: str
    id: str
    detail: str = ""


def compare(before: Ladder, after: Ladder) -> tuple[Difference, ...]:
    """What became of each item of `before`, and what `after` adds, in the order of `after`.

    Targets that are gone are told by the changes of `after`; other items come and go by id.
    """
    old, new = dict(_items(before)), dict(_items(after))
    found = [
        Difference(what="added", kind=kind, id=name)
        for kind, name in new
        if (kind, name) not in old
    ]
    for key, value in new.items():
        fields = _changed(old[key], value) if key in old else ()
        if fields:
            kind, name = key
            found.append(Difference(what="changed", kind=kind, id=name, detail=", ".join(fields)))
    gone = [key for key in old if key not in new]
    found += [
        Difference(what="retired", kind=kind, id=name) for kind, name in gone if kind != "target"
    ]
    return (*found, *_targets(before, after, {name for kind, name in gone if kind == "target"}))


def _targets(before: Ladder, after: Ladder, gone: set[str]) -> Iterator[Difference]:
    told: set[str] = set()
    for change in after.changes:
        was = tuple(former.id for former in change.was)
        if version_key(change.version) <= version_key(before.version) and gone.isdisjoint(was):
            continue
        told.update(was)
        line = f"{', '.join(was)} → {', '.join(change.now)}: " if change.now else ""
        yield Difference(
            what=kind_of(change), kind="target", id=was[0], detail=f"{line}{change.note}"
        )
    for name in sorted(gone - told):
        detail = "No change tells what became of it; entries would point nowhere."
        yield Difference(what="lost", kind="target", id=name, detail=detail)


def kind_of(change: Change) -> What:
    """A change in a word."""
    if not change.now:
        return "retired"
    if len(change.was) > 1:
        return "merged"
    return "split" if len(change.now) > 1 else "renamed"


def _items(ladder: Ladder) -> Iterator[tuple[tuple[str, str], Value]]:
    parts = {"strands": (), "steps": (), "themes": (), "resources": (), "changes": ()}
    yield ("ladder", ladder.id), msgspec.structs.replace(ladder, **parts, version="2026.1")
    for strand in ladder.strands:
        yield ("strand", strand.id), strand
    for level in ladder.steps:
        yield ("step", str(level.step)), level
    for theme in ladder.themes:
        yield ("theme", theme.id), msgspec.structs.replace(theme, steps=())
        for step in theme.steps:
            bare = msgspec.structs.replace(step, targets=(), activities=())
            yield ("rung", f"{theme.id}.{step.step}"), bare
            for target in step.targets:
                yield ("target", target.id), target
            for activity in step.activities:
                yield ("activity", f"{theme.id}/{activity.id}"), activity
    for resource in ladder.resources:
        yield ("resource", resource.id), resource


def _changed(before: Value, after: Value) -> tuple[str, ...]:
    return tuple(
        field.encode_name
        for field in msgspec.structs.fields(type(after))
        if getattr(before, field.name) != getattr(after, field.name)
    )
