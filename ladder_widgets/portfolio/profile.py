"""Making a profile from what a trainee says: unknown things refused, the rest defaulted."""

from __future__ import annotations

import datetime as dt

from ladder_widgets.errors import DateRangeError, InputError, UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue, find_route, route_for_grade
from ladder_widgets.ladder.model import Programme
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Profile

MIN_WTE = 0.2
NATIONS = {
    "england": "England",
    "northern-ireland": "Northern Ireland",
    "scotland": "Scotland",
    "wales": "Wales",
}
START_YEARS_BACK = 12
START_DAYS_AHEAD = 730


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
) -> Profile:
    """A profile whose every part exists; route and platform follow from the others if not given.

    Raises:
        InputError: an unknown id, a grade the programme lacks, a date or share out of range.
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
    return Profile(
        programme=chosen.id,
        route=way.id,
        grade=grade,
        start=start,
        wte=round(wte, 3),
        nation=nation,  # type: ignore[arg-type]  # checked against NATIONS above
        platform=platform or default_platform(chosen, nation),
    )


def default_platform(programme: Programme, nation: str) -> str:
    """The id of the e-portfolio a programme uses in a nation: the first one listed for it."""
    for use in programme.platforms:
        if not use.nations or nation in use.nations:
            return use.id
    return programme.platforms[0].id


def _check_start(start: dt.date, *, today: dt.date) -> None:
    earliest = today.replace(year=today.year - START_YEARS_BACK, day=1)
    latest = today + dt.timedelta(days=START_DAYS_AHEAD)
    if not earliest <= start <= latest:
        message = (
            f"The start date {uk_date(start)} is out of range; allowed: "
            f"{uk_date(earliest)} to {uk_date(latest)}. "
            "It is the first day in the grade you are in now."
        )
        raise DateRangeError(message)
