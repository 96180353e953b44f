"""A safety event as a timeline: what happened when, the long gaps, and what contributed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, get_args

import msgspec

from ladder_widgets.errors import InputError

Heading = Literal[
    "people", "tasks", "tools", "organisation", "room", "outside",
]  # fmt: skip
"""The parts of a work system, in our own words after SEIPS 2.0 (Holden and others, 2013): who is
there, what has to be done, with what, under which arrangements, in what place, and what reaches in
from outside."""
HEADINGS: tuple[Heading, ...] = get_args(Heading)


class Event(msgspec.Struct, frozen=True):
    """One thing that happened; `headings` are the parts of the work system that bore on it."""

    at: dt.datetime
    what: str
    headings: tuple[Heading, ...] = ()


class Gap(msgspec.Struct, frozen=True):
    """The time between two events that follow each other."""

    after: Event
    before: Event

    @property
    def minutes(self) -> float:
        """How long it lasted."""
        return (self.before.at - self.after.at).total_seconds() / 60


class Timeline(msgspec.Struct, frozen=True):
    """Events in the order in which they happened."""

    events: tuple[Event, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The time between each event and the next."""
        return tuple(Gap(one, other) for one, other in pairwise(self.events))

    @property
    def minutes(self) -> float:
        """From the first event to the last."""
        return (self.events[-1].at - self.events[0].at).total_seconds() / 60

    def long_gaps(self, minutes: float) -> tuple[Gap, ...]:
        """Gaps of at least so many minutes: where to ask what the work looked like then."""
        return tuple(gap for gap in self.gaps if gap.minutes >= minutes)

    def tally(self) -> dict[Heading, int]:
        """How many events each part of the work system bore on, all parts, in our order."""
        counted = Counter(heading for event in self.events for heading in event.headings)
        return {heading: counted[heading] for heading in HEADINGS}


def timeline(rows: Iterable[tuple[str, str, str]]) -> Timeline:
    """A timeline of rows of (moment such as ``2026-03-04 02:10``, what, headings by semicolon).

    Raises:
        InputError: no event, a moment that is none, or a heading that is not ours.
    """
    events = sorted((_event(*row) for row in rows), key=lambda event: event.at)
    if not events:
        raise InputError("A timeline needs at least one event.")
    return Timeline(tuple(events))


def _event(at: str, what: str, headings: str) -> Event:
    try:
        moment = dt.datetime.fromisoformat(at)
    except ValueError:
        message = "A moment of the timeline is not one; write it like 2026-03-04 02:10."
        raise InputError(message) from None
    return Event(moment, what, _headings(headings.split(";")))


def _headings(given: Sequence[str]) -> tuple[Heading, ...]:
    wanted = {name.strip() for name in given if name.strip()}
    known = tuple(heading for heading in HEADINGS if heading in wanted)
    if len(known) != len(wanted):
        message = f"Headings of a timeline are: {', '.join(HEADINGS)}."
        raise InputError(message)
    return known
