"""Choosing among a trainee's entries: what a list shows, and in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.dates import local_day
from ladder_widgets.portfolio.model import Entry


class Filter(Value, frozen=True):
    """What an entry must have to be shown; what is empty is not asked for.

    `theme` and `step` are those of one target that the entry is linked to; `step` is a number or
    ``extending``. `since` and `until` are days, both included.
    """

    state: str = ""
    theme: str = ""
    step: str = ""
    capability: str = ""
    tag: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def lets_through(self, entry: Entry) -> bool:
        """Whether an entry has all of it."""
        content = entry.content
        return (
            self.state in {"", entry.state}
            and (not self.tag or self.tag in content.tags)
            and (
                not self.capability or any(self.capability == k.code for k in content.capabilities)
            )
            and (not (self.theme or self.step) or any(map(self._fits, content.targets)))
            and (self.since is None or day_of(entry) >= self.since)
            and (self.until is None or day_of(entry) <= self.until)
        )

    def _fits(self, target: str) -> bool:
        theme, step, *_ = [*target.split("."), ""]
        return self.theme in {"", theme} and self.step in {"", step}


def choose(
    entries: Iterable[Entry], wanted: Filter, *, pinned: Collection[str] = (),
    found: Collection[str] | None = None,
) -> tuple[Entry, ...]:  # fmt: skip
    """The entries to show, pinned ones first, else as they came.

    Args:
        entries: All of them.
        wanted: What each must have.
        pinned: The ids of those to show first.
        found: The ids that a search found; None if nothing was searched for.
    """
    through = [e for e in entries if wanted.lets_through(e) and (found is None or e.id in found)]
    return tuple(sorted(through, key=lambda e: e.id not in pinned))


def day_of(entry: Entry) -> dt.date:
    """The day an entry counts by: when it happened, else when it was written."""
    return entry.content.happened_on or local_day(entry.written_at)
