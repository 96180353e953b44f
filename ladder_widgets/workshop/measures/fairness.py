"""Comparing groups without naming anybody: rates with intervals, and small numbers held back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt

import msgspec

from ladder_widgets.errors import InputError

SMALL = 5
"""Counts of 1 to 4 can name a person. The threshold is common in NHS publications; ask locally."""
Z95 = 1.959964
"""The normal value that 95 % of cases lie within."""


class Rate(msgspec.Struct, frozen=True):
    """A share of a group with its 95 % interval; everything is None where it is held back."""

    group: str
    count: int | None
    out_of: int | None
    share: float | None
    low: float | None
    high: float | None


def wilson_interval(count: int, out_of: int, *, z: float = Z95) -> tuple[float, float]:
    """The interval of Wilson (1927) for a share; it stays sensible for small groups and for 0.

    Raises:
        InputError: an empty group, or a count outside it.
    """
    if out_of < 1 or not 0 <= count <= out_of:
        raise InputError("A share needs a group of at least one, and a count from 0 to its size.")
    share = count / out_of
    size = 1 + z * z / out_of
    middle = (share + z * z / (2 * out_of)) / size
    reach = z / size * sqrt(share * (1 - share) / out_of + z * z / (4 * out_of**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def held_back(counts: Mapping[str, int], *, below: int = SMALL) -> frozenset[str]:
    """The names whose counts must not be shown.

    Counts from 1 to just under `below` are, and where that is only one the next smallest with it:
    else it could be told from the total.
    """
    small = {name for name, count in counts.items() if 0 < count < below}
    if len(small) == 1:
        others = sorted((count, name) for name, count in counts.items() if name not in small)
        above_zero = [name for count, name in others if count]
        small.update(above_zero[:1])
    return frozenset(small)


def rates(groups: Iterable[tuple[str, int, int]], *, below: int = SMALL) -> tuple[Rate, ...]:
    """The rate of each (group, count, group's size), small numbers held back.

    A group is held back if those counted or those not counted are few.

    Raises:
        InputError: as `wilson_interval`.
    """
    rows = list(groups)
    hidden = held_back({group: count for group, count, _ in rows}, below=below)
    hidden |= held_back({group: size - count for group, count, size in rows}, below=below)
    found = []
    for group, count, size in rows:
        low, high = wilson_interval(count, size)
        found.append(
            Rate(group, None, None, None, None, None)
            if group in hidden
            else Rate(group, count, size, count / size, low, high)
        )
    return tuple(found)
