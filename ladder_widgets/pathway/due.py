"""When each target is due for one trainee, and why.

Three rules. A step is expected by the end of the first stage of training that asks for it. A step
that an earlier stage asked for, before the trainee's profile began, is caught up: its targets are
spread over the stage in which the profile begins, the lowest steps first and the themes in turn.
Nothing is due on Extending the Ladder, or on a step beyond the programme.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, TypeVar

import msgspec

from ladder_widgets.ladder.catalogue import Place, step_name
from ladder_widgets.ladder.model import EXTENDING, PriorStage, Route, Stage
from ladder_widgets.pathway.dates import grade_on, skip_time_out, stage_end, stage_of
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Profile

S = TypeVar("S", Stage, PriorStage)
ONE_DAY = dt.timedelta(days=1)
Rule = Literal["stage", "catch-up", "optional"]


class Due(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """When something is expected, by which rule and why; no `day` if nothing asks for it."""

    day: dt.date | None
    rule: Rule
    reason: str
    now: bool
    """Whether it belongs to the present stage or an earlier one."""


def due_for_step(profile: Profile, route: Route, number: int, *, on: dt.date) -> Due:
    """When a whole step is expected: by the end of the first stage that asks for it.

    What earlier stages asked for is expected by the end of the stage in which the profile begins.
    """
    name = step_name(number)
    if number == EXTENDING:
        reason = "Extending the Ladder is always optional."
        return Due(day=None, rule="optional", reason=reason, now=False)
    first = stage_of(route, profile.grade)
    order = [s.id for s in route.stages]
    prior = _first_with(route.prior_stages, number)
    stage = None if prior else _first_with(route.stages, number)
    if prior is not None or (stage is not None and order.index(stage.id) < order.index(first.id)):
        asked = prior.title if prior else stage.title if stage else ""
        before = "before this programme" if prior else f"before {first.title}"
        return Due(
            day=stage_end(profile, route, first),
            rule="catch-up",
            reason=f"{name} belongs to {asked}, {before}. Catch up in {first.title}.",
            now=True,
        )
    if stage is None:
        reason = f"{name} lies beyond this programme."
        return Due(day=None, rule="optional", reason=reason, now=False)
    day, until = stage_end(profile, route, stage), f"by the end of {stage.title}"
    present = stage_of(route, grade_on(profile, route, on))
    return Due(
        day=day,
        rule="stage",
        reason=f"{name} is expected {until}, on {uk_date(day)}{_pace(profile)}.",
        now=order.index(stage.id) <= order.index(present.id),
    )


def due_for_targets(
    profile: Profile, route: Route, places: Sequence[Place], *, on: dt.date
) -> dict[str, Due]:
    """When each target of a ladder is expected, by its id; `places` are in the ladder's order.

    The days depend on the profile alone, never on what is done, so that finishing one target moves
    no other.
    """
    steps = {n: due_for_step(profile, route, n, on=on) for n in range(1, EXTENDING + 1)}
    behind = [place for place in places if steps[place.number].rule == "catch-up"]
    spread = spread_days(profile, route, len(behind))
    caught_up = dict(zip((p.target.id for p in in_turn(behind)), spread, strict=True))
    due = {}
    for place in places:
        whole = steps[place.number]
        day = caught_up.get(place.target.id)
        if day is None:
            due[place.target.id] = whole
        else:
            reason = f"{whole.reason} Spread over the stage, this one is for {uk_date(day)}."
            due[place.target.id] = msgspec.structs.replace(whole, day=day, reason=reason)
    return due


def spread_days(profile: Profile, route: Route, count: int) -> list[dt.date]:
    """So many days of training at equal distances, up to the end of the profile's first stage."""
    whole = msgspec.structs.replace(profile, out=())
    length = stage_end(whole, route, stage_of(route, profile.grade)) - profile.start + ONE_DAY
    ends = (profile.start + length * n // count for n in range(1, count + 1))
    return [skip_time_out(end, profile) - ONE_DAY for end in ends]


def in_turn(places: Iterable[Place]) -> list[Place]:
    """Places by step; within one, the first target of each theme before the second of any."""
    rounds: dict[tuple[str, int], int] = {}
    keyed = []
    for order, place in enumerate(places):
        rung = (place.theme.id, place.number)
        rounds[rung] = rounds.get(rung, 0) + 1
        keyed.append((place.number, rounds[rung], order, place))
    return [place for *_, place in sorted(keyed, key=lambda k: k[:3])]


def _first_with(stages: Iterable[S], number: int) -> S | None:
    return next((s for s in stages if s.step is not None and s.step >= number), None)


def _pace(profile: Profile) -> str:
    said = "" if profile.wte == 1 else f" at {profile.wte:.0%} working time"
    return f"{said} with your time out" if profile.out else said
