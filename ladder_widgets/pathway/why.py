"""Why a target is due when it is: the rule, what went into it, and the dates that came out."""

from __future__ import annotations

import datetime as dt

import msgspec

from ladder_widgets.ladder.catalogue import Catalogue, find_route, step_name
from ladder_widgets.ladder.model import Ladder, Route
from ladder_widgets.pathway.dates import grade_on, programme_end, stage_end, stage_of
from ladder_widgets.pathway.due import due_for_targets
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Profile
from ladder_widgets.portfolio.profile import NATIONS

RULES = {
    "stage": "A step is expected by the end of the first stage of training that asks for it.",
    "catch-up": (
        "What earlier stages asked for is spread over the stage in which the profile begins, the "
        "lowest steps first and the themes in turn."
    ),
    "optional": "Nothing is due on Extending the Ladder, or on a step beyond the programme.",
}


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """An explanation that can be followed with a calendar."""

    target: str
    due: dt.date | None
    rule: str
    reason: str
    inputs: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, str], ...]
    """Each stage of the route: what it asks for, and its last day for this trainee."""


def explain(
    target_id: str, profile: Profile, *, catalogue: Catalogue, ladder: Ladder, on: dt.date
) -> Why:
    """How the due date of one target came about.

    Raises:
        UnknownIdError: the ladder has no such target.
    """
    place = catalogue.place(target_id)
    programme = catalogue.programme(profile.programme)
    route = find_route(programme, profile.route)
    due = due_for_targets(profile, route, catalogue.places(ladder), on=on)[place.target.id]
    grade = grade_on(profile, route, on)
    inputs = [
        ("Programme", f"{programme.name}, {route.title}, {route.months} months at full time"),
        ("Grade", f"{profile.grade} from {uk_date(profile.start)}"),
        ("On", f"{uk_date(on)}: {grade}, {stage_of(route, grade).title}"),
        ("Working time", f"{profile.wte:.4g} of full time"),
        ("Nation", NATIONS[profile.nation]),
        *(("Time out", f"{uk_date(out.first)} to {uk_date(out.last)}") for out in profile.out),
        ("Theme", f"{place.theme.title}, {step_name(place.step.number)}"),
    ]
    if before := profile.reached_in(place.theme.id):
        inputs.append(("Done before", f"up to step {before} of this theme, as you said"))
    return Why(
        target=place.target.id,
        due=due.day,
        rule=RULES[due.rule],
        reason=due.reason,
        inputs=tuple(inputs),
        stages=tuple(_stages(profile, route)),
    )


def _stages(profile: Profile, route: Route) -> list[tuple[str, str]]:
    told = [
        (prior.title, f"{_asks(prior.step)}, before the programme") for prior in route.prior_stages
    ]
    for stage in route.stages:
        day = uk_date(stage_end(profile, route, stage))
        told.append((stage.title, f"{_asks(stage.step)}, {stage.months} months, ends {day}"))
    return [*told, ("End of training", uk_date(programme_end(profile, route)))]


def _asks(step: int | None) -> str:
    return f"up to step {step}" if step else "no step"
