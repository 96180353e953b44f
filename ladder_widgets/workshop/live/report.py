"""What faculty are told of a workshop: counts of five and more, texts that were let through.

Pure. A report holds no answer of one person and no name; names are a list of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from ladder_widgets.ladder.model import Value
from ladder_widgets.workshop.live.model import Room
from ladder_widgets.workshop.live.results import FEW, Change, Given, Group, results_of, told
from ladder_widgets.workshop.model import FEEDBACK, Activity, Commitment, Groups, Workshop

TOO_FEW = f"fewer than {FEW}"


class Line(Value, frozen=True):
    """One row of a table: what was counted and the number in words."""

    label: str
    number: str


class Finding(Value, frozen=True):
    """What is told of one activity; `lines` are empty where too few answered."""

    title: str
    ask: str
    answered: str
    lines: tuple[Line, ...] = ()
    again: tuple[Line, ...] = ()
    means: tuple[str, str] = ("", "")
    groups: tuple[Group, ...] = ()
    waiting: int = 0


class Report(Value, frozen=True):
    """One workshop in one room, once it is over or while it runs."""

    title: str
    version: str
    draft: bool
    day: dt.date
    minutes: int
    aims: tuple[str, ...]
    joined: str
    promised: str
    activities: tuple[Finding, ...]
    feedback: tuple[Finding, ...]


def report_of(
    room: Room,
    workshop: Workshop,
    given: Mapping[str, Sequence[Given]],
    *,
    joined: int,
    day: dt.date,
) -> Report:
    """The report on a room; `given` holds the answers by the id of their activity.

    What nobody answered is left out: it was not put before the room.
    """
    promised = sum(len(given.get(a.id, ())) for a in workshop.activities if _is_promise(a))
    return Report(
        title=workshop.title,
        version=room.version,
        draft=workshop.status == "draft",
        day=day,
        minutes=workshop.minutes,
        aims=workshop.aims,
        joined=in_words(joined),
        promised=in_words(promised),
        activities=tuple(_findings(workshop.activities, given)),
        feedback=tuple(_findings(FEEDBACK, given)),
    )


def in_words(count: int) -> str:
    """A number of people as it may be told.

    >>> in_words(0), in_words(4), in_words(5)
    ('0', 'fewer than 5', '5')
    """
    return TOO_FEW if 0 < count < FEW else str(count)


def _is_promise(activity: Activity) -> bool:
    return isinstance(activity, Commitment)


def _findings(
    activities: Iterable[Activity], given: Mapping[str, Sequence[Given]]
) -> Iterable[Finding]:
    return (finding_of(a, given[a.id]) for a in activities if given.get(a.id))


def finding_of(activity: Activity, given: Sequence[Given]) -> Finding:
    """What is told of one activity."""
    found = results_of(activity, given)
    enough = found.answered >= FEW
    groups = found.groups or ((Group(heading="", texts=found.texts),) if found.texts else ())
    if isinstance(activity, Groups) and not activity.headings:
        # A word that one person wrote was let through, but how many wrote it is a number.
        groups = (Group(heading="", texts=tuple(c.label for c in found.counts)),)
    change = found.change
    before, after, means = _scale(change) if change else ((), (), ("", ""))
    counts = () if change or isinstance(activity, Groups) or not enough else told(found.counts)
    return Finding(
        title=activity.title,
        ask=activity.ask,
        answered=in_words(found.answered),
        lines=before or _lines(counts),
        again=after,
        means=means,
        groups=tuple(group for group in groups if group.texts),
        waiting=found.waiting,
    )


def _scale(change: Change) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[str, str]]:
    """Counts where all can be told, for with the mean a hidden one could be worked out."""
    sides = []
    means = []
    for counts, mean in ((change.before, change.mean_before), (change.after, change.mean_after)):
        enough = sum(one.count for one in counts) >= FEW and mean is not None
        means.append(f"{mean:.1f}" if enough else "")
        small = any(0 < one.count < FEW for one in counts)
        sides.append(
            _lines((c.label, str(c.count)) for c in counts) if enough and not small else ()
        )
    return sides[0], sides[1], (means[0], means[1])


def _lines(pairs: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    return tuple(Line(label=label, number=number) for label, number in pairs)
