"""Where a trainee stands on a ladder: what is done, what is due, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Literal

import msgspec

from ladder_widgets.ladder.catalogue import Catalogue, find_route
from ladder_widgets.ladder.model import Ladder
from ladder_widgets.pathway.dates import grade_on, stage_end, stage_of
from ladder_widgets.pathway.due import Due, due_for_targets
from ladder_widgets.portfolio.model import Entry, Profile

NEXT_UP = 3
"""How many targets are shown as what to do next."""
Status = Literal["done", "done-before", "in-progress", "due", "ahead", "optional"]
SETTLED = frozenset({"done", "done-before"})
"""What nobody needs to do any more."""
STATUS_WORDS: dict[Status, str] = {
    "done": "Done",
    "done-before": "Done before",
    "in-progress": "In progress",
    "due": "Due",
    "ahead": "Ahead",
    "optional": "Optional",
}


class TargetState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One target as this trainee sees it today; it holds nothing that could lead back to it."""

    id: str
    theme: str
    step: int
    title: str
    status: Status
    due: dt.date | None
    overdue: bool
    reasons: tuple[str, ...]
    capabilities: tuple[str, ...]
    entries: tuple[str, ...]
    """Ids of the entries linked to it, newest first."""
    can_be_done: bool
    """Whether a final entry is linked, which *done* asks for."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A trainee's place on one ladder on one day."""

    on: dt.date
    grade: str
    stage: str
    stage_end: dt.date
    expected_step: int
    """The highest step expected by the end of the present stage; 0 if none is."""
    targets: tuple[TargetState, ...]
    rungs: dict[tuple[str, int], tuple[TargetState, ...]]
    """The same targets by theme and step."""

    def of(self, theme: str, step: int) -> tuple[TargetState, ...]:
        """The targets of one rung."""
        return self.rungs.get((theme, step), ())

    @property
    def next_up(self) -> tuple[TargetState, ...]:
        """What to do next: due and not done, soonest and lowest step first, begun ones leading."""
        waiting = [
            t for t in self.targets if t.status in {"due", "in-progress"} and t.due is not None
        ]
        return tuple(sorted(waiting, key=lambda t: (t.due, t.step, t.status != "in-progress")))


def stand(
    profile: Profile,
    *,
    catalogue: Catalogue,
    ladder: Ladder,
    entries: Iterable[Entry] = (),
    marks: Collection[str] = (),
    on: dt.date,
) -> Standing:
    """Work out where a trainee stands on `ladder` on the day `on`.

    `marks` are the targets the trainee calls done; a target is *done* only if a final entry is
    linked as well.
    """
    programme = catalogue.programme(profile.programme)
    route = find_route(programme, profile.route)
    grade = grade_on(profile, route, on)
    stage = stage_of(route, grade)
    linked = _linked(entries, catalogue)
    marked = {target_id for mark in marks for target_id in catalogue.carry(mark)}
    codes = catalogue.codes(programme)
    reached = {r.theme: r.step for r in profile.reached}
    places = catalogue.places(ladder)
    due = due_for_targets(profile, route, places, on=on)
    states = []
    for place in places:
        target = place.target
        found = linked.get(target.id, ())
        final = any(entry.state == "final" for entry in found) if found else False
        when = due[target.id]
        status = _status(
            when,
            marked=target.id in marked,
            final=final,
            begun=bool(found),
            before=place.number <= reached.get(place.theme.id, 0),
        )
        states.append(
            TargetState(
                id=target.id,
                theme=place.theme.id,
                step=place.number,
                title=target.title,
                status=status,
                due=when.day,
                overdue=status not in SETTLED and when.day is not None and when.day < on,
                reasons=(when.reason,),
                capabilities=codes[target.id],
                entries=tuple(entry.id for entry in found),
                can_be_done=final,
            )
        )
    expected = [place.number for place in places if due[place.target.id].now]
    return Standing(
        on=on,
        grade=grade,
        stage=stage.title,
        stage_end=stage_end(profile, route, stage),
        expected_step=max(expected, default=0),
        targets=tuple(states),
        rungs=_rungs(states),
    )


def _rungs(states: Iterable[TargetState]) -> dict[tuple[str, int], tuple[TargetState, ...]]:
    rungs: dict[tuple[str, int], list[TargetState]] = {}
    for state in states:
        rungs.setdefault((state.theme, state.step), []).append(state)
    return {rung: tuple(found) for rung, found in rungs.items()}


def _linked(entries: Iterable[Entry], catalogue: Catalogue) -> dict[str, tuple[Entry, ...]]:
    linked: dict[str, list[Entry]] = {}
    for entry in entries:
        for target_id in catalogue.carry_all(entry.content.targets):
            linked.setdefault(target_id, []).append(entry)
    return {
        target_id: tuple(sorted(found, key=lambda e: e.written_at, reverse=True))
        for target_id, found in linked.items()
    }


def _status(when: Due, *, marked: bool, final: bool, begun: bool, before: bool) -> Status:
    if marked and final:
        return "done"
    if before:
        return "done-before"
    if begun:
        return "in-progress"
    if when.day is None:
        return "optional"
    return "due" if when.now else "ahead"


def pick_next(standing: Standing) -> tuple[TargetState, ...]:
    """The few targets to do next: the first of each theme before the second of any."""
    rounds: dict[str, int] = {}
    ranked = []
    for order, target in enumerate(standing.next_up):
        ranked.append((rounds.get(target.theme, 0), order, target))
        rounds[target.theme] = rounds.get(target.theme, 0) + 1
    return tuple(target for *_, target in sorted(ranked, key=lambda r: r[:2])[:NEXT_UP])
