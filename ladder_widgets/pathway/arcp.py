"""Ready for the yearly review? What is there, what is missing, and what the programme asks for.

The kit sees its own entries only. What lies in the curriculum's e-portfolio is ticked by the
trainee, and said to be so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

import msgspec
from dateutil.relativedelta import relativedelta

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import Ask, Capability, Programme
from ladder_widgets.pathway.coverage import bears
from ladder_widgets.pathway.targets import SETTLED, Standing, TargetState
from ladder_widgets.portfolio.filters import day_of
from ladder_widgets.portfolio.model import Entry, Profile

ONE_YEAR = relativedelta(years=1)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """How many final entries are linked to a capability: in the year of the review, and ever."""

    capability: Capability
    in_year: int
    ever: int


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the programme asks for, and whether the trainee says it is there.

    `tick` is what the store keeps: it names the year, the grade or nothing more, as the ask counts.
    """

    ask: Ask
    tick: str
    there: bool


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """What a review on `day` would find. `known` tells a day that the trainee gave from a guess."""

    day: dt.date
    known: bool
    since: dt.date
    """The day after which an entry belongs to the year of the review."""
    due: tuple[TargetState, ...]
    """Every target due by that day, done ones too."""
    shown: tuple[Shown, ...]
    entries: int
    """Final entries of the year."""
    months: int
    """The months of the year in which they were written."""
    wanted: tuple[Wanted, ...]

    @property
    def open_targets(self) -> tuple[TargetState, ...]:
        """The targets due by then that are not done."""
        return tuple(t for t in self.due if t.status not in SETTLED)

    @property
    def not_shown(self) -> tuple[Capability, ...]:
        """Capabilities that no final entry is linked to."""
        return tuple(s.capability for s in self.shown if not s.ever)

    @property
    def missing(self) -> tuple[Wanted, ...]:
        """What the programme asks for and the trainee has not ticked."""
        return tuple(w for w in self.wanted if not w.there)


def review_name(programme: Programme) -> str:
    """What the yearly review is called: ARCP for doctors, RCP (Dental Gold Guide) for dentists."""
    return "RCP" if programme.regulator == "GDC" else "ARCP"


def review_day(profile: Profile, standing: Standing) -> tuple[dt.date, bool]:
    """The day of the next review, and whether the trainee said so.

    Without a day from the trainee, or with one that has passed, it is the end of the stage.
    """
    known = profile.next_arcp is not None and profile.next_arcp >= standing.on
    return (profile.next_arcp if known and profile.next_arcp else standing.stage_end), known


def review_year(profile: Profile, standing: Standing, *, back: int = 0) -> tuple[dt.date, dt.date]:
    """The first and the last day of the review year that is today's, or `back` years before.

    Review years end on the day of the review; see `review_day`.
    """
    day, _ = review_day(profile, standing)
    ahead = 0
    while day - relativedelta(years=ahead + 1) >= standing.on:
        ahead += 1
    last = day - relativedelta(years=ahead + back)
    return last - ONE_YEAR + dt.timedelta(days=1), last


def get_ready(
    profile: Profile,
    standing: Standing,
    *,
    catalogue: Catalogue,
    entries: Iterable[Entry],
    marks: Collection[str],
) -> Readiness:
    """What is there and what is missing for the next review: see `review_day`.

    Doing more never makes more go missing.
    """
    day, known = review_day(profile, standing)
    programme = catalogue.programme(profile.programme)
    since = day - ONE_YEAR
    finals = [entry for entry in entries if entry.state == "final"]
    in_year = [entry for entry in finals if since < day_of(entry) <= day]
    return Readiness(
        day=day,
        known=known,
        since=since,
        due=tuple(t for t in standing.targets if t.due is not None and t.due <= day),
        shown=tuple(
            Shown(capability=c, in_year=_linking(in_year, c), ever=_linking(finals, c))
            for c in programme.capabilities
            if bears(c)
        ),
        entries=len(in_year),
        months=len({(e.written_at.year, e.written_at.month) for e in in_year}),
        wanted=tuple(
            Wanted(ask=ask, tick=tick, there=tick in marks)
            for ask in catalogue.asks_of(programme, standing.grade)
            for tick in [tick_of(ask, grade=standing.grade, day=day)]
        ),
    )


def tick_of(ask: Ask, *, grade: str, day: dt.date) -> str:
    """Under what name the trainee's tick is kept: a tick counts as long as the ask does."""
    within = {"programme": "", "level": f"/{grade}"}.get(ask.each, f"/{day.year}")
    return f"review/{ask.id}{within}"


def _linking(entries: Iterable[Entry], capability: Capability) -> int:
    return sum(any(k.code == capability.code for k in e.content.capabilities) for e in entries)
