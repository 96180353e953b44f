"""The sums of a business case: value today, payback, and what the answer hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Literal

import msgspec

from ladder_widgets.errors import InputError

DISCOUNT_RATE = 0.035
"""HM Treasury, *The Green Book* (2022): 3.5 % a year in real terms, for the first 30 years."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a case: pounds in each year, the first being year 0, all above 0.

    `cashable` says that money is really released; time saved is worth something, but pays nobody.
    """

    name: str
    kind: Literal["cost", "benefit"]
    years: tuple[float, ...]
    cashable: bool = True

    def flows(self, factor: float = 1.0) -> tuple[float, ...]:
        """What it adds in each year: costs count below 0."""
        sign = -1 if self.kind == "cost" else 1
        return tuple(sign * factor * amount for amount in self.years)


class Swing(msgspec.Struct, frozen=True):
    """The net present value when one line comes out lower or higher than was thought."""

    name: str
    low: float
    high: float


def yearly_flows(lines: Sequence[Line]) -> tuple[float, ...]:
    """Benefits less costs in each year.

    Raises:
        InputError: no line, or lines of different lengths.
    """
    if not lines or len({len(line.years) for line in lines}) != 1 or not lines[0].years:
        raise InputError("A case needs at least one line, and all lines the same years.")
    return tuple(sum(year) for year in zip(*(line.flows() for line in lines), strict=True))


def net_present_value(flows: Sequence[float], *, rate: float = DISCOUNT_RATE) -> float:
    """The flows in today's pounds; year 0 counts in full.

    Raises:
        InputError: a rate of -100 % or below.
    """
    if rate <= -1:
        raise InputError("A discount rate lies above -1; 3.5 % is 0.035.")
    return sum(flow / (1 + rate) ** year for year, flow in enumerate(flows))


def payback_years(flows: Sequence[float]) -> float | None:
    """Years until what came in has paid for what went out, undiscounted; None if never.

    Within a year the money is taken to come evenly. It counts from the last time in the red.
    """
    totals = list(accumulate(flows))
    red = [year for year, total in enumerate(totals) if total < 0]
    if not red:
        return 0.0
    last = red[-1]
    if last == len(totals) - 1:
        return None
    return last + -totals[last] / flows[last + 1]


def swings(
    lines: Sequence[Line], *, by: float = 0.2, rate: float = DISCOUNT_RATE
) -> tuple[Swing, ...]:
    """The net present value with each line in turn lower and higher by a share; widest first.

    Raises:
        InputError: as `yearly_flows`.
    """
    whole = net_present_value(yearly_flows(lines), rate=rate)
    found = []
    for line in lines:
        part = by * net_present_value(line.flows(), rate=rate)
        found.append(Swing(line.name, whole - abs(part), whole + abs(part)))
    return tuple(sorted(found, key=lambda swing: swing.low - swing.high))
