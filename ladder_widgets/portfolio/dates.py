"""Dates as UK readers write them, whatever the machine's locale."""

from __future__ import annotations

import datetime as dt

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def uk_date(day: dt.date) -> str:
    """A date in full: ``4 August 2027``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def local_day(moment: dt.datetime) -> dt.date:
    """The day of a moment on this machine's clock: after midnight in summer, UTC's is older."""
    return moment.astimezone().date()


def uk_moment(moment: dt.datetime) -> str:
    """A moment on this machine's clock: ``4 August 2027, 09:30``."""
    local = moment.astimezone()
    return f"{uk_date(local.date())}, {local:%H:%M}"


def short_date(day: dt.date) -> str:
    """A date with a short month, where there is little room: ``4 Aug 2027``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
