"""Control charts: limits that ordinary variation stays within, and signals that it did not.

XmR charts for single measurements, p for shares, u for rates and c for counts. Signals are the
four that NHS England's *Making Data Count* teaches: a point beyond the limits, seven in a row on
one side of the centre, seven in a row that rise or fall, two of three close to a limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import isfinite, sqrt
from statistics import fmean
from typing import Literal

import msgspec

from ladder_widgets.errors import InputError

D2 = 1.128
"""The mean range of two normal values in standard deviations (Shewhart's constant for pairs)."""
SIGMAS = 3
CLOSE_SIGMAS = 2
IN_A_ROW = 7
AMONG = 3
"""Two of so many points close to a limit make a signal."""

Kind = Literal["XmR", "p", "u", "c"]
Rule = Literal["beyond a limit", "shift", "trend", "two of three near a limit"]


class ControlSignal(msgspec.Struct, frozen=True):
    """Special-cause variation, from the point at index `first` to that at `last`."""

    rule: Rule
    first: int
    last: int


class ControlChart(msgspec.Struct, frozen=True):
    """Values in time order with a centre line and, for each point, limits and sigma."""

    kind: Kind
    values: tuple[float, ...]
    centre: float
    sigmas: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    signals: tuple[ControlSignal, ...]


def xmr_chart(values: Sequence[float], *, baseline: int | None = None) -> ControlChart:
    """An individuals chart: sigma is the mean moving range divided by `D2`.

    Args:
        values: numbers in time order, two or more.
        baseline: how many of the first points make the limits; all of them if it is not given.

    Raises:
        InputError: fewer than two values make the limits.
    """
    points = tuple(float(value) for value in values)
    base = points[:baseline]
    _need(len(base), 2)
    sigma = fmean(abs(b - a) for a, b in pairwise(base)) / D2
    return _chart("XmR", points, fmean(base), [sigma] * len(points))


def p_chart(events: Sequence[int], out_of: Sequence[int]) -> ControlChart:
    """A chart of shares, such as patients with a plan out of patients seen.

    Raises:
        InputError: nothing to count, or more events than there were chances.
    """
    _same(events, out_of)
    if any(not 0 <= x <= n for x, n in zip(events, out_of, strict=True)):
        message = "In a p chart the events are a part of what they are counted out of."
        raise InputError(message)
    share = sum(events) / sum(out_of)
    sigmas = [sqrt(share * (1 - share) / n) for n in out_of]
    values = tuple(x / n for x, n in zip(events, out_of, strict=True))
    return _chart("p", values, share, sigmas, floor=0.0, ceiling=1.0)


def u_chart(events: Sequence[int], exposure: Sequence[float]) -> ControlChart:
    """A chart of rates, such as falls per thousand bed days: `exposure` in that unit.

    Raises:
        InputError: nothing to count, or no exposure.
    """
    _same(events, exposure)
    rate = sum(events) / sum(exposure)
    sigmas = [sqrt(rate / n) for n in exposure]
    values = tuple(x / n for x, n in zip(events, exposure, strict=True))
    return _chart("u", values, rate, sigmas, floor=0.0)


def c_chart(events: Sequence[int]) -> ControlChart:
    """A chart of counts where the chance for them hardly changes, such as one ward's each week.

    Raises:
        InputError: there are none.
    """
    _need(len(events), 1)
    mean = fmean(events)
    return _chart("c", tuple(map(float, events)), mean, [sqrt(mean)] * len(events), floor=0.0)


def _chart(
    kind: Kind,
    values: tuple[float, ...],
    centre: float,
    sigmas: Sequence[float],
    *,
    floor: float = float("-inf"),
    ceiling: float = float("inf"),
) -> ControlChart:
    if not all(map(isfinite, values)):
        raise InputError("A value is missing or no number. Leave its row out, or count it again.")
    lower = tuple(max(floor, centre - SIGMAS * sigma) for sigma in sigmas)
    upper = tuple(min(ceiling, centre + SIGMAS * sigma) for sigma in sigmas)
    signals = [
        *_beyond(values, lower, upper),
        *_shifts(values, centre),
        *_trends(values),
        *_near(values, centre, sigmas),
    ]
    return ControlChart(kind, values, centre, tuple(sigmas), lower, upper, tuple(signals))


def _beyond(
    values: Sequence[float], lower: Sequence[float], upper: Sequence[float]
) -> Iterator[ControlSignal]:
    for n, (value, low, high) in enumerate(zip(values, lower, upper, strict=True)):
        if not low <= value <= high:
            yield ControlSignal("beyond a limit", n, n)


def _shifts(values: Sequence[float], centre: float) -> Iterator[ControlSignal]:
    sides = ((n, (value > centre) - (value < centre)) for n, value in enumerate(values))
    for side, group in groupby(sides, key=lambda one: one[1]):
        run = [n for n, _ in group]
        if side and len(run) >= IN_A_ROW:
            yield ControlSignal("shift", run[0], run[-1])


def _trends(values: Sequence[float]) -> Iterator[ControlSignal]:
    """Stretches that rise or fall from each point to the next; a repeated value ends one."""
    steps = ((n, (b > a) - (b < a)) for n, (a, b) in enumerate(pairwise(values)))
    for way, group in groupby(steps, key=lambda one: one[1]):
        run = [n for n, _ in group]
        if way and len(run) + 1 >= IN_A_ROW:
            yield ControlSignal("trend", run[0], run[-1] + 1)


def _near(
    values: Sequence[float], centre: float, sigmas: Sequence[float]
) -> Iterator[ControlSignal]:
    """Stretches in which two of each three points lie beyond two sigma on the same side."""
    distance = [value - centre for value in values]
    for side in (1, -1):
        near = [
            n
            for n, (d, s) in enumerate(zip(distance, sigmas, strict=True))
            if side * d > CLOSE_SIGMAS * s
        ]
        for stretch in _close_together(near):
            if len(stretch) > 1:
                yield ControlSignal("two of three near a limit", stretch[0], stretch[-1])


def _close_together(places: Sequence[int]) -> list[list[int]]:
    """Places in groups that have at most one other between neighbours."""
    groups: list[list[int]] = []
    for place in places:
        if groups and place - groups[-1][-1] <= AMONG - 1:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _same(events: Sequence[int], sizes: Sequence[float]) -> None:
    _need(len(events), 1)
    if len(events) != len(sizes) or any(size <= 0 for size in sizes) or min(events) < 0:
        message = "Every count is 0 or more and needs a size of its own above 0."
        raise InputError(message)


def _need(number: int, at_least: int) -> None:
    if number < at_least:
        message = f"The limits need at least {at_least} values; these are {number}."
        raise InputError(message)
