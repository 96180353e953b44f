"""Run charts: the median, and patterns that chance alone seldom makes.

The rules are those of Perla, Provost and Murray, *The run chart: a simple analytical tool for
learning from variation in healthcare processes* (BMJ Quality & Safety, 2011). The number of runs
is judged by the exact distribution behind Swed and Eisenhart's tables (1943), not by a copied one;
printed tables can differ from it by one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from math import comb, isfinite
from statistics import median, quantiles
from typing import Literal

import msgspec

from ladder_widgets.errors import InputError

SHIFT = 6
"""Points in a row on one side of the median; those on it are passed over."""
TREND = 5
"""Points in a row that all rise or all fall; a repeated value is passed over."""
TAIL = 0.025
"""How seldom so few, or so many, runs may be by chance: 5 % in all."""
MIN_POINTS = 10
"""Fewer say too little for the rules."""
FAR = 3.0
"""Quartile ranges beyond the quartiles. Perla and others leave an astronomical point to the eye:
this is only where to look."""

Rule = Literal["shift", "trend", "too few runs", "too many runs", "astronomical point"]


class RunSignal(msgspec.Struct, frozen=True):
    """A pattern that wants an explanation, from the point at index `first` to that at `last`."""

    rule: Rule
    first: int
    last: int


class RunChart(msgspec.Struct, frozen=True):
    """Values in time order; `useful` are the points that are not on the median."""

    values: tuple[float, ...]
    median: float
    useful: int
    runs: int
    fewest: int
    most: int
    signals: tuple[RunSignal, ...]


def run_chart(values: Sequence[float], *, baseline: int | None = None) -> RunChart:
    """The run chart of values in time order.

    Args:
        values: at least `MIN_POINTS` numbers.
        baseline: how many of the first points make the median; all of them if it is not given.

    Raises:
        InputError: too few values, one that is no number, or a baseline that is not among them.
    """
    points = tuple(float(value) for value in values)
    if len(points) < MIN_POINTS:
        message = f"A run chart needs at least {MIN_POINTS} values; these are {len(points)}."
        raise InputError(message)
    if not all(map(isfinite, points)):
        raise InputError("A value is missing or no number. Leave its row out, or count it again.")
    if baseline is not None and not MIN_POINTS <= baseline <= len(points):
        message = f"The baseline is {MIN_POINTS} to {len(points)} points, not {baseline}."
        raise InputError(message)
    middle = median(points[:baseline])
    sides = [(n, value > middle) for n, value in enumerate(points) if value != middle]
    runs = [list(run) for _, run in groupby(sides, key=lambda side: side[1])]
    above = sum(side for _, side in sides)
    fewest, most = expected_runs(above, len(sides) - above)
    signals = [RunSignal("shift", r[0][0], r[-1][0]) for r in runs if len(r) >= SHIFT]
    signals += _trends(points, TREND)
    if len(runs) < fewest:
        signals.append(RunSignal("too few runs", 0, len(points) - 1))
    if len(runs) > most:
        signals.append(RunSignal("too many runs", 0, len(points) - 1))
    signals += _far_points(points)
    return RunChart(points, middle, len(sides), len(runs), fewest, most, tuple(signals))


def expected_runs(above: int, below: int) -> tuple[int, int]:
    """The fewest and the most runs that chance leaves unremarkable (each tail at most `TAIL`)."""
    if not above + below:
        return 0, 0
    most = 2 * min(above, below) + (above != below) if above and below else 1
    counts = range(2 if above and below else 1, most + 1)
    return _first(counts, TAIL, above, below), _first(reversed(counts), TAIL, above, below)


def chance_of_runs(runs: int, above: int, below: int) -> float:
    """How often so many points above and below, in random order, make exactly so many runs.

    Example:
        >>> chance_of_runs(2, 5, 5) == 2 / 252
        True
    """
    if not above or not below:
        return float(runs == 1)
    half, odd = divmod(runs, 2)
    if half < 1:
        return 0.0
    if odd:
        ways = comb(above - 1, half) * comb(below - 1, half - 1)
        ways += comb(above - 1, half - 1) * comb(below - 1, half)
    else:
        ways = 2 * comb(above - 1, half - 1) * comb(below - 1, half - 1)
    return ways / comb(above + below, above)


def _trends(points: Sequence[float], at_least: int) -> list[RunSignal]:
    """Every stretch of at least so many points that all rise or all fall."""
    places = [n for n, value in enumerate(points) if n == 0 or value != points[n - 1]]
    steps = [(a, b, points[b] > points[a]) for a, b in pairwise(places)]
    stretches = [list(run) for _, run in groupby(steps, key=lambda step: step[2])]
    return [
        RunSignal("trend", stretch[0][0], stretch[-1][1])
        for stretch in stretches
        if len(stretch) + 1 >= at_least
    ]


def _first(counts: Iterable[int], tail: float, above: int, below: int) -> int:
    """The first of these numbers of runs that, with all before it, is likelier than the tail."""
    total = 0.0
    number = 1
    for number in counts:
        total += chance_of_runs(number, above, below)
        if total > tail:
            break
    return number


def _far_points(points: Sequence[float]) -> list[RunSignal]:
    low, _, high = quantiles(points, n=4, method="inclusive")
    reach = FAR * (high - low)
    return [
        RunSignal("astronomical point", n, n)
        for n, value in enumerate(points)
        if not low - reach <= value <= high + reach
    ]
