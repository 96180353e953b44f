"""Capacity of a small rota: the hours people can give, and what waiting follows from demand.

Hours are counted for a year and spread over its weeks. Waiting is that of the simplest queue with
several servers (M/M/c, Erlang's C formula) with Little's law (Little, 1961): arrivals and times at
random, one line. Real work is lumpier: read the result as the least to expect.
"""

from __future__ import annotations

from math import inf

import msgspec

from ladder_widgets.errors import InputError

WEEKS = 52
FULL_TIME_HOURS = 40.0
"""Contracted hours of a full-time week, before additional work: an assumption to be changed."""


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's year on a rota.

    `leave_weeks` holds annual leave and bank holidays. On-call shifts and what else is fixed are
    hours that cannot be given to the work in question.
    """

    name: str
    wte: float
    leave_weeks: float
    study_weeks: float
    on_call_hours: float
    other_hours: float = 0.0

    @property
    def weeks(self) -> float:
        """Weeks of the year at work."""
        return WEEKS - self.leave_weeks - self.study_weeks

    @property
    def free_hours(self) -> float:
        """Hours for the work in question, in an average week of the year; never below 0.

        On-call and other hours are of a week at work.
        """
        week = self.wte * FULL_TIME_HOURS - self.on_call_hours - self.other_hours
        return max(0.0, week * self.weeks / WEEKS)


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """What one line before several servers comes to, in the long run; infinite at full load."""

    utilisation: float
    wait_chance: float
    waiting: float
    wait: float


def utilisation(demand_hours: float, available_hours: float) -> float:
    """The share of the hours there are that the demand takes; above 1 the work cannot be done.

    Raises:
        InputError: a demand below 0, or no hours.
    """
    if demand_hours < 0 or available_hours <= 0:
        raise InputError("Demand is 0 hours or more, and there must be some hours available.")
    return demand_hours / available_hours


def queue(*, arrivals: float, served: float, servers: int) -> Queue:
    """The queue when `arrivals` come in a unit of time and each server finishes `served` in it.

    Raises:
        InputError: rates or servers below or at 0.
    """
    if arrivals <= 0 or served <= 0 or servers < 1:
        raise InputError("Arrivals, work done and the number of people must all be above 0.")
    load = arrivals / served
    used = load / servers
    if used >= 1:
        return Queue(utilisation=used, wait_chance=1.0, waiting=inf, wait=inf)
    chance = _erlang_c(load, servers)
    waiting = chance * used / (1 - used)
    # Little's law: how many wait is how many come, times how long each waits.
    return Queue(utilisation=used, wait_chance=chance, waiting=waiting, wait=waiting / arrivals)


def _erlang_c(load: float, servers: int) -> float:
    """The chance of having to wait, by way of Erlang's B, which does not overflow."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    used = load / servers
    return blocked / (1 - used + used * blocked)
