"""A profile from options of a command, on top of the stored one."""

from __future__ import annotations

import datetime as dt

import click
import msgspec

from ladder_widgets.ladder.catalogue import Catalogue, find_route
from ladder_widgets.portfolio.model import Profile, TimeOut
from ladder_widgets.portfolio.profile import default_platform, make_profile


class ProfileOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What was given on the command line; None where it was not."""

    programme: str | None = None
    grade: str | None = None
    start: dt.date | None = None
    wte: float | None = None
    nation: str | None = None
    route: str | None = None
    platform: str | None = None
    steps: tuple[tuple[str, int], ...] = ()
    out: tuple[TimeOut | None, ...] = ()
    next_arcp: dt.date | None = None

    def reached(self, stored: Profile | None = None) -> dict[str, int]:
        """The steps climbed before, by theme: those stored, and what was given over them."""
        known = {r.theme: r.step for r in stored.reached} if stored else {}
        return known | dict(self.steps)

    def times_out(self, stored: Profile | None = None) -> tuple[TimeOut, ...]:
        """The times out: what was given, else those stored."""
        if self.out:
            return tuple(out for out in self.out if out is not None)
        return stored.out if stored else ()

    @property
    def complete(self) -> bool:
        """Whether these make a profile without a stored one."""
        return None not in (self.programme, self.grade, self.start)

    @property
    def empty(self) -> bool:
        """Whether nothing was given."""
        return self == ProfileOptions()


def profile_from(
    given: ProfileOptions, stored: Profile | None, *, catalogue: Catalogue, today: dt.date
) -> Profile:
    """The profile that results; what is not given is kept, or follows from what is.

    A new programme keeps the grade and its start where it has that grade, and otherwise begins at
    its first grade today; route and platform are its own defaults.

    Raises:
        InputError: something given is unknown or out of range.
        click.UsageError: programme, grade or start is missing and no profile is stored.
    """
    if stored is None:
        return _first_profile(given, catalogue=catalogue, today=today)
    if given.programme in (None, stored.programme):
        return _same_programme(given, stored, catalogue=catalogue, today=today)
    return _new_programme(given, stored, catalogue=catalogue, today=today)


def _first_profile(given: ProfileOptions, *, catalogue: Catalogue, today: dt.date) -> Profile:
    programme, grade, start = given.programme, given.grade, given.start
    if programme is None or grade is None or start is None:
        needed = {"--programme": programme, "--grade": grade, "--start": start}
        missing = " and ".join(name for name, value in needed.items() if value is None)
        message = f"No profile is stored yet, so {missing} must be given. Ids: ladder programmes."
        raise click.UsageError(message, click.get_current_context(silent=True))
    return make_profile(
        catalogue,
        programme=programme,
        grade=grade,
        start=start,
        today=today,
        wte=1.0 if given.wte is None else given.wte,
        nation=given.nation or "england",
        route=given.route,
        platform=given.platform,
        out=given.times_out(),
        reached=given.reached(),
        next_arcp=given.next_arcp,
    )


def _same_programme(
    given: ProfileOptions, stored: Profile, *, catalogue: Catalogue, today: dt.date
) -> Profile:
    programme = catalogue.programme(stored.programme)
    grade = given.grade or stored.grade
    nation = given.nation or stored.nation
    kept = find_route(programme, stored.route)
    platform = stored.platform
    if platform == default_platform(programme, stored.nation):
        platform = default_platform(programme, nation)
    return make_profile(
        catalogue,
        programme=programme.id,
        grade=grade,
        start=given.start or stored.start,
        today=today,
        wte=stored.wte if given.wte is None else given.wte,
        nation=nation,
        route=given.route or (kept.id if grade in kept.grade_ids() else None),
        platform=given.platform or platform,
        out=given.times_out(stored),
        reached=given.reached(stored),
        next_arcp=given.next_arcp or stored.next_arcp,
    )


def _new_programme(
    given: ProfileOptions, stored: Profile, *, catalogue: Catalogue, today: dt.date
) -> Profile:
    programme = catalogue.programme(given.programme or stored.programme)
    grades = programme.grade_ids()
    grade = given.grade or (stored.grade if stored.grade in grades else grades[0])
    start = given.start or (stored.start if grade == stored.grade else today)
    return make_profile(
        catalogue,
        programme=programme.id,
        grade=grade,
        start=start,
        today=today,
        wte=stored.wte if given.wte is None else given.wte,
        nation=given.nation or stored.nation,
        route=given.route,
        platform=given.platform,
        out=given.times_out(stored),
        reached=given.reached(stored),
        next_arcp=given.next_arcp or stored.next_arcp,
    )
