"""When grades and stages end, at this trainee's working time.

Months at full time are stretched by dividing by the share of full time (a year at 0.8 takes
fifteen months), as less-than-full-time training is counted pro rata. Time out of the programme
moves whatever lies after its first day by as many days as it lasts.
"""

from __future__ import annotations

import datetime as dt
import math

from dateutil.relativedelta import relativedelta

from ladder_widgets.ladder.model import Route, Stage
from ladder_widgets.portfolio.model import Profile


def months_before_grade(route: Route, grade: str) -> int:
    """Full-time months of a route that lie before a grade."""
    months = 0
    for item in route.grades:
        if item.id == grade:
            return months
        months += item.months
    message = f"{grade} is not a grade of the route {route.id}"
    raise LookupError(message)


def add_months(day: dt.date, months: float) -> dt.date:
    """A day so many months later (negative: earlier); a part of a month is that part of its days.

    More months never lead to an earlier day.
    """
    whole = math.floor(months)
    before = day + relativedelta(months=whole)
    after = day + relativedelta(months=whole + 1)
    return before + dt.timedelta(days=round((months - whole) * (after - before).days))


def day_at(profile: Profile, route: Route, months: float) -> dt.date:
    """The day on which so many full-time months of the route are complete."""
    ahead = months - months_before_grade(route, profile.grade)
    return skip_time_out(add_months(profile.start, ahead / profile.wte), profile)


def skip_time_out(day: dt.date, profile: Profile) -> dt.date:
    """A day of uninterrupted training as the day on which it falls with the profile's time out.

    Days out before the profile's start are past and already part of it.
    """
    for out in profile.out:
        first = max(out.first, profile.start)
        if first < day and out.last >= first:
            day += out.last - first + dt.timedelta(days=1)
    return day


def grade_on(profile: Profile, route: Route, on: dt.date) -> str:
    """The grade the trainee is in on a day, counted from the profile's; the last one has no end.

    A day before the start counts as the profile's grade.
    """
    grades = route.grade_ids()
    current = profile.grade
    for grade in grades[grades.index(profile.grade) + 1 :]:
        if day_at(profile, route, months_before_grade(route, grade)) > on:
            break
        current = grade
    return current


def stage_of(route: Route, grade: str) -> Stage:
    """The stage of a route that holds a grade."""
    return next(stage for stage in route.stages if grade in stage.grades)


def stage_end(profile: Profile, route: Route, stage: Stage) -> dt.date:
    """The last day of a stage at the trainee's working time."""
    months = 0
    for item in route.stages:
        months += item.months
        if item.id == stage.id:
            break
    return day_at(profile, route, months) - dt.timedelta(days=1)


def programme_end(profile: Profile, route: Route) -> dt.date:
    """The last day of the programme, if nothing interrupts it."""
    return stage_end(profile, route, route.stages[-1])
