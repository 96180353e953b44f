"""The open goals as a calendar file (iCalendar, RFC 5545) for any phone or computer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from icalendar import Alarm, Calendar, Event

from ladder_widgets._version import __version__
from ladder_widgets.pathway.goals import GoalProgress

REMIND_BEFORE = dt.timedelta(days=7)


def make_calendar(goals: Iterable[GoalProgress], *, now: dt.datetime) -> bytes:
    """One whole-day event for each open goal that has a day, with a reminder a week before.

    An event keeps its identity (the goal's id), so a calendar that reads a later file moves it
    instead of showing it twice.

    Args:
        goals: The goals; those that are reached or have no day are left out.
        now: The moment of making, with a zone.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Leadership Ladder kit//{__version__}//EN")
    calendar.add("version", "2.0")
    for item in goals:
        due = item.goal.content.due_on
        if due is not None and item.goal.state == "draft":
            calendar.add_component(_event(item, due, now=now))
    return bytes(calendar.to_ical())


def _event(item: GoalProgress, due: dt.date, *, now: dt.datetime) -> Event:
    title = " ".join(item.goal.content.title.split()) or "A goal of yours"
    event = Event()
    event.add("uid", f"{item.goal.id}@leadership-ladder")
    event.add("dtstamp", now)
    event.add("last-modified", item.goal.written_at)
    event.add("dtstart", due)
    event.add("dtend", due + dt.timedelta(days=1))
    event.add("summary", f"Goal: {title}")
    event.add("transp", "TRANSPARENT")
    if item.measure.strip():
        event.add("description", item.measure.strip())
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"In a week: {title}")
    alarm.add("trigger", -REMIND_BEFORE)
    event.add_component(alarm)
    return event
