"""Where a trainee stands on a ladder: what is done, what is due when, and why.

One rule here: a step is expected by the end of the stage of training that asks for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Literal, TypeVar

import msgspec

from ladder_widgets.ladder.catalogue import Catalogue, find_route, step_name
from ladder_widgets.ladder.model import EXTENDING, Ladder, PriorStage, Route, Stage
from ladder_widgets.pathway.dates import grade_on, stage_end, stage_of
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Entry, Profile

S = TypeVar("S", Stage, PriorStage)
NEXT_UP = 3
"""How many targets are shown as what to do next."""
Status = Literal["done", "in-progress", "due", "ahead", "optional"]
STATUS_WORDS: dict[Status, str] = {
    "done": "Done",
    "in-progress": "In progress",
    "due": "Due",
    "ahead": "Ahead",
    "optional": "Optional",
}


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """When a step is expected and why; no `day` means that nothing asks for it."""

    day: dt.date | None
    reason: str
    now: bool
    """Whether it belongs to the present stage or an earlier one."""


class TargetState(msgspec.Struct, frozen=True, kw_only=True):
    """One target as this trainee sees it today."""

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

    def of(self, theme: str, step: int) -> tuple[TargetState, ...]:
        """The targets of one rung."""
        return tuple(t for t in self.targets if t.theme == theme and t.step == step)

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
    linked = _linked(entries)
    links = catalogue.links(programme)
    due = {n: due_for_step(profile, route, n, on=on) for n in range(1, EXTENDING + 1)}
    states = []
    for place in catalogue.places(ladder):
        found = linked.get(place.target.id, ())
        final = any(entry.state == "final" for entry in found)
        when = due[place.step.number]
        status = _status(when, marked=place.target.id in marks, final=final, begun=bool(found))
        states.append(
            TargetState(
                id=place.target.id,
                theme=place.theme.id,
                step=place.step.number,
                title=place.target.title,
                status=status,
                due=when.day,
                overdue=status != "done" and when.day is not None and when.day < on,
                reasons=(when.reason,),
                capabilities=tuple(k.capability.code for k in links[place.target.id]),
                entries=tuple(entry.id for entry in found),
                can_be_done=final,
            )
        )
    expected = [n for n in range(1, EXTENDING) if due[n].now]
    return Standing(
        on=on,
        grade=grade,
        stage=stage.title,
        stage_end=stage_end(profile, route, stage),
        expected_step=max(expected, default=0),
        targets=tuple(states),
    )


def due_for_step(profile: Profile, route: Route, number: int, *, on: dt.date) -> Due:
    """When a step is expected: by the end of the first stage that asks for it.

    A step of a stage before the programme is expected from its first day; one beyond the
    programme's last stage, and Extending, by nobody.
    """
    name = step_name(number)
    if number == EXTENDING:
        return Due(day=None, reason="Extending the Ladder is always optional.", now=False)
    before = _first_with(route.prior_stages, number)
    if before is not None:
        reason = f"{name} belongs to {before.title}, before this programme."
        first = route.stages[0]
        return Due(
            day=stage_end(profile, route, first),
            reason=f"{reason} Catch up in {first.title}.",
            now=True,
        )
    stage = _first_with(route.stages, number)
    if stage is None:
        return Due(day=None, reason=f"{name} lies beyond this programme.", now=False)
    day = stage_end(profile, route, stage)
    order = [s.id for s in route.stages]
    present = stage_of(route, grade_on(profile, route, on))
    now = order.index(stage.id) <= order.index(present.id)
    reason = f"{name} is expected by the end of {stage.title}, on {uk_date(day)}{_pace(profile)}."
    return Due(day=day, reason=reason, now=now)


def _first_with(stages: Iterable[S], number: int) -> S | None:
    return next((s for s in stages if s.step is not None and s.step >= number), None)


def _pace(profile: Profile) -> str:
    return "" if profile.wte == 1 else f" at {profile.wte:.0%} working time"


def _linked(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    linked: dict[str, list[Entry]] = {}
    for entry in entries:
        for target_id in entry.content.targets:
            linked.setdefault(target_id, []).append(entry)
    return {
        target_id: tuple(sorted(found, key=lambda e: e.written_at, reverse=True))
        for target_id, found in linked.items()
    }


def _status(when: Due, *, marked: bool, final: bool, begun: bool) -> Status:
    if marked and final:
        return "done"
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
