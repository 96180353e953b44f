"""What the room sees of its answers: counts and shown texts, never who said what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import TypeVar

from ladder_widgets.ladder.model import Value
from ladder_widgets.workshop.live.answers import Answer, Chosen, Dots, Point, Promise, Texts
from ladder_widgets.workshop.model import (
    Activity,
    Commitment,
    Groups,
    Poll,
    Ranking,
    Reflection,
    Scale,
    Team,
    Wall,
)

T = TypeVar("T")
FEW = 5
"""Numbers under this are not told in a report: in a small room they point at somebody."""
MOST_WORDS = 40
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_COMMON = frozenset(
    word
    for line in (
        "a about an and are as at be been but by can do for from get had has have how i if in",
        "into is it its just me more my no not of on or our out so some than that the their them",
        "then there they this to up us was we were what when which who will with would you your",
    )
    for word in line.split()
)


class Count(Value, frozen=True):
    """How often something was said."""

    label: str
    count: int


class Change(Value, frozen=True):
    """A scale before and after; means are None without an answer."""

    before: tuple[Count, ...]
    after: tuple[Count, ...]
    mean_before: float | None
    mean_after: float | None


class Group(Value, frozen=True):
    """Texts under one heading."""

    heading: str
    texts: tuple[str, ...]


class Results(Value, frozen=True):
    """What is shown of one activity; `answered` counts people, `waiting` texts not yet let through.

    Of `counts`, `change`, `texts` and `groups` those are filled that the activity has.
    """

    answered: int
    waiting: int = 0
    counts: tuple[Count, ...] = ()
    change: Change | None = None
    texts: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()


class Given(Value, frozen=True):
    """One answer as results are made of it; `second` for what is asked twice.

    `shown` holds for each of its texts whether the facilitator let it through; `hidden` those that
    were put aside.
    """

    answer: Answer
    second: bool = False
    shown: tuple[bool, ...] = ()
    hidden: tuple[bool, ...] = ()


def results_of(  # noqa: PLR0911  an arm for each kind
    activity: Activity, given: Sequence[Given]
) -> Results:
    """The results of an activity, from the answers there are."""
    match activity:
        case Poll():
            chosen = [a.options for a in _of(given, Chosen)]
            return Results(answered=len(given), counts=_counts(activity.options, chosen))
        case Scale():
            return _scale(activity, given)
        case Wall():
            texts, waiting = _shown(given)
            return Results(
                answered=len(given), waiting=waiting, texts=tuple(text for text, _ in texts)
            )
        case Groups():
            return _groups(activity, given)
        case Ranking():
            totals = [sum(dots) for dots in zip(*(a.dots for a in _of(given, Dots)), strict=True)]
            labelled = zip(activity.items, totals or [0] * len(activity.items), strict=True)
            ranked = sorted((Count(label=i, count=n) for i, n in labelled), key=lambda c: -c.count)
            return Results(answered=len(given), counts=tuple(ranked))
        case Commitment():
            return Results(answered=len(list(_of(given, Promise))))
        case Reflection() | Team():
            return Results(answered=len(given))


def told(counts: Iterable[Count]) -> tuple[tuple[str, str], ...]:
    """Counts for a report: labels and numbers, those under `FEW` as such.

    Where what is hidden comes to less than `FEW` in all, the smallest other is hidden too: a sum
    would tell it, or that each of them is 1.
    """
    found = list(counts)
    hidden = {i for i, c in enumerate(found) if 0 < c.count < FEW}
    others = sorted((c.count, i) for i, c in enumerate(found) if c.count and i not in hidden)
    if others and 0 < sum(found[i].count for i in hidden) < FEW:
        hidden.add(others[0][1])
    return tuple(
        (c.label, "too few to tell" if i in hidden else str(c.count)) for i, c in enumerate(found)
    )


def _of(given: Iterable[Given], kind: type[T]) -> Iterable[T]:
    return (one.answer for one in given if isinstance(one.answer, kind))


def _counts(labels: Sequence[str], places: Iterable[Iterable[int]]) -> tuple[Count, ...]:
    found = Counter(place for chosen in places for place in chosen)
    return tuple(Count(label=label, count=found[i]) for i, label in enumerate(labels))


def _scale(activity: Scale, given: Sequence[Given]) -> Results:
    labels = [str(point) for point in range(1, activity.points + 1)]
    points = [
        [a.point for a in _of([g for g in given if g.second is second], Point)]
        for second in (False, True)
    ]
    before, after = (_counts(labels, [[p - 1] for p in one]) for one in points)
    means = [fmean(one) if one else None for one in points]
    change = Change(before=before, after=after, mean_before=means[0], mean_after=means[1])
    return Results(answered=max(map(len, points)), counts=before, change=change)


def _shown(given: Iterable[Given]) -> tuple[list[tuple[str, int]], int]:
    """The texts that were let through with the places of their headings, and how many wait."""
    texts, waiting = [], 0
    for one in given:
        if not isinstance(one.answer, Texts):
            continue
        places = one.answer.heading or (0,) * len(one.answer.texts)
        shown = one.shown or (False,) * len(one.answer.texts)
        hidden = one.hidden or (False,) * len(one.answer.texts)
        for text, place, yes, no in zip(one.answer.texts, places, shown, hidden, strict=True):
            if yes:
                texts.append((text, place))
            waiting += not yes and not no
    return texts, waiting


def _groups(activity: Groups, given: Sequence[Given]) -> Results:
    texts, waiting = _shown(given)
    if activity.headings:
        groups = tuple(
            Group(heading=heading, texts=tuple(text for text, place in texts if place == i))
            for i, heading in enumerate(activity.headings)
        )
        return Results(answered=len(given), waiting=waiting, groups=groups)
    return Results(answered=len(given), waiting=waiting, counts=words(text for text, _ in texts))


def words(texts: Iterable[str]) -> tuple[Count, ...]:
    """The words of short texts by how many texts hold them, the most frequent first.

    >>> words(["Listen first", "first listen", "ask"])[0]
    Count(label='first', count=2)
    """
    found: Counter[str] = Counter()
    for text in texts:
        every = [word.casefold() for word in _WORD.findall(text)]
        found.update({word for word in every if word not in _COMMON})
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Count(label=word, count=count) for word, count in ranked[:MOST_WORDS])
