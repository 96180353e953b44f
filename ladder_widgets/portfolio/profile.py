"""Making a profile from what a trainee says: unknown things refused, the rest defaulted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType

from ladder_widgets.errors import DateRangeError, InputError, UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue, find_route, route_for_grade
from ladder_widgets.ladder.model import EXTENDING, Programme
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Profile, Reached, TimeOut

MIN_WTE = 0.2
NATIONS = {
    "england": "England",
    "northern-ireland": "Northern Ireland",
    "scotland": "Scotland",
    "wales": "Wales",
}
START_YEARS_BACK = 12
START_DAYS_AHEAD = 730
MAX_OUT_DAYS = 3650
ARCP_DAYS_AHEAD = 800


def make_profile(
    catalogue: Catalogue,
    *,
    programme: str,
    grade: str,
    start: dt.date,
    today: dt.date,
    wte: float = 1.0,
    nation: str = "england",
    route: str | None = None,
    platform: str | None = None,
    out: Iterable[TimeOut] = (),
    reached: Mapping[str, int] = MappingProxyType({}),
    next_arcp: dt.date | None = None,
) -> Profile:
    """A profile whose every part exists; route and platform follow from the others if not given.

    `reached` is the step climbed before by theme id; 0 says that none was.

    Raises:
        InputError: an unknown id, a grade the programme lacks, a date or share out of range,
            times out that overlap.
    """
    chosen = catalogue.programme(programme)
    way = find_route(chosen, route) if route else route_for_grade(chosen, grade)
    if grade not in way.grade_ids():
        raise UnknownIdError(f"grade of {chosen.name}, {way.title}", grade, way.grade_ids())
    if nation not in NATIONS:
        raise UnknownIdError("nation", nation, NATIONS)
    _check_start(start, today=today)
    if not MIN_WTE <= wte <= 1:
        message = (
            f"Working time {wte:g} is out of range; allowed: {MIN_WTE:g} to 1, "
            "as a share of full time (0.8 for 80%)."
        )
        raise InputError(message)
    if platform is not None:
        catalogue.platform(platform)
    if next_arcp is not None:
        _check_arcp(next_arcp, today=today)
    return Profile(
        programme=chosen.id,
        route=way.id,
        grade=grade,
        start=start,
        wte=round(wte, 3),
        nation=nation,  # type: ignore[arg-type]  # checked against NATIONS above
        platform=platform or default_platform(chosen, nation),
        out=_check_out(out),
        reached=check_reached(reached, catalogue),
        next_arcp=next_arcp,
    )


def default_platform(programme: Programme, nation: str) -> str:
    """The id of the e-portfolio a programme uses in a nation: the first one listed for it."""
    for use in programme.platforms:
        if not use.nations or nation in use.nations:
            return use.id
    return programme.platforms[0].id


def _check_out(given: Iterable[TimeOut]) -> tuple[TimeOut, ...]:
    ordered = tuple(sorted(given, key=lambda out: out.first))
    for out in ordered:
        if out.last < out.first:
            message = (
                f"Time out from {uk_date(out.first)} to {uk_date(out.last)} ends before it begins. "
                "Give the first day out, then the last."
            )
            raise DateRangeError(message, about="out")
        if (out.last - out.first).days > MAX_OUT_DAYS:
            message = (
                f"Time out from {uk_date(out.first)} to {uk_date(out.last)} is longer than "
                f"{MAX_OUT_DAYS // 365} years. Correct the dates."
            )
            raise DateRangeError(message, about="out")
    for one, other in pairwise(ordered):
        if other.first <= one.last:
            message = (
                f"Two times out overlap on {uk_date(other.first)}. Make one of them, or correct "
                "the dates."
            )
            raise DateRangeError(message, about="out")
    return ordered


def check_reached(given: Mapping[str, int], catalogue: Catalogue) -> tuple[Reached, ...]:
    """A starting point by theme id as a profile keeps it: no theme unknown, no step 0.

    Raises:
        InputError: a theme that no ladder has, or a step that is none.
    """
    known = {theme.id: theme for ladder in catalogue.ladders.values() for theme in ladder.themes}
    for theme, step in given.items():
        if theme not in known:
            raise UnknownIdError("theme", theme, known)
        if not 0 <= step < EXTENDING:
            message = f"Step {step} of {theme} is out of range; allowed: 1 to 4, or 0 for none."
            raise InputError(message)
    return tuple(Reached(theme=name, step=given[name]) for name in known if given.get(name))


def _check_arcp(day: dt.date, *, today: dt.date) -> None:
    latest = today + dt.timedelta(days=ARCP_DAYS_AHEAD)
    if not today - dt.timedelta(days=ARCP_DAYS_AHEAD) <= day <= latest:
        message = (
            f"The next ARCP on {uk_date(day)} is out of range; give a day up to {uk_date(latest)}."
        )
        raise DateRangeError(message, about="next-arcp")


def _check_start(start: dt.date, *, today: dt.date) -> None:
    earliest = today.replace(year=today.year - START_YEARS_BACK, day=1)
    latest = today + dt.timedelta(days=START_DAYS_AHEAD)
    if not earliest <= start <= latest:
        message = (
            f"The start date {uk_date(start)} is out of range; allowed: "
            f"{uk_date(earliest)} to {uk_date(latest)}. "
            "It is the first day in the grade you are in now."
        )
        raise DateRangeError(message, about="start")
