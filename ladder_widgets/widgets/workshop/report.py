"""The report on a workshop in a notebook: what was answered, drawn and told, five and more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.portfolio.dates import local_day
from ladder_widgets.settings import read_settings
from ladder_widgets.widgets.workshop.page import Shown, show
from ladder_widgets.workshop.drawing.bars import draw_bars
from ladder_widgets.workshop.drawing.canvas import Drawing
from ladder_widgets.workshop.live.model import Room, read_code, shown_code
from ladder_widgets.workshop.live.opening import open_rooms
from ladder_widgets.workshop.live.report import Finding, Line, Report, report_of
from ladder_widgets.workshop.live.store import Rooms
from ladder_widgets.workshop.model import Workshop
from ladder_widgets.workshop.packs import find_workshop

_MARKUP = re.compile(r"""([!#$%()*+,\-./:;=?@\[\\\]^_`{|}~])""")


class ReportPage:
    """What the notebook of a report shows; without a room it says how to get one."""

    def __init__(self, report: Report | None, names: tuple[str, ...] = ()) -> None:
        self.report = report
        self._names = names

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is told of each activity, those about the session last."""
        return self.report.activities + self.report.feedback if self.report else ()

    def about(self) -> Shown:
        """Which workshop it was, when, and how many were there."""
        return show("report", report=self.report)

    def results(self) -> Iterator[Shown | Drawing]:
        """Each activity of the workshop with its table and drawing."""
        return _told(self.report.activities if self.report else ())

    def feedback(self) -> Iterator[Shown | Drawing]:
        """The same for what was said of the session itself."""
        return _told(self.report.feedback if self.report else ())

    def names(self) -> Shown:
        """The names that were given for the attendance list, apart from everything else."""
        return show("names", names=self._names, literal=literal)


def _told(findings: Sequence[Finding]) -> Iterator[Shown | Drawing]:
    for found in findings:
        sides = ((found.title, found.lines), (f"{found.title}, again", found.again))
        # A drawing brings its own table to a screen, but not onto paper.
        untold = {name: lines for name, lines in sides if not _amounts(lines)}
        yield show("finding", found=found, untold=tuple(untold.values()), literal=literal)
        for title, lines in sides:
            if amounts := _amounts(lines):
                yield draw_bars(amounts, title=title, unit="answers")


def _amounts(lines: Sequence[Line]) -> dict[str, float]:
    """What can be drawn: every count of an activity, or nothing where one is not told."""
    told = all(line.number.isdigit() for line in lines)
    return {line.label: float(line.number) for line in lines} if told else {}


def literal(text: str) -> str:
    r"""What a participant wrote, so that Markdown takes nothing in it for markup.

    >>> literal("![x](http://a)")
    '\\!\\[x\\]\\(http\\:\\/\\/a\\)'
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def open_report(code: str = "") -> ReportPage:
    """The report on the room of a code, or on the newest room.

    Raises:
        UnknownIdError: there is no such room.
    """
    settings = read_settings()
    with open_rooms(settings) as rooms:
        found = [rooms.room(room_id) for room_id in rooms.room_ids()]
        if code:
            found = [_of_code(found, code)]
        if not found:
            return ReportPage(None)
        workshop = find_workshop(found[0].workshop, settings.packs).workshop
        return _page(rooms, found[0], workshop)


def _of_code(rooms: list[Room], code: str) -> Room:
    wanted = read_code(code)
    for room in rooms:
        if room.code == wanted:
            return room
    raise UnknownIdError("room", code, (shown_code(room.code) for room in rooms))


def _page(rooms: Rooms, room: Room, workshop: Workshop) -> ReportPage:
    report = report_of(
        room,
        workshop,
        {a.id: rooms.given(room.id, a.id) for a in workshop.room_activities()},
        joined=rooms.people(room.id),
        day=local_day(room.begun_at),
    )
    return ReportPage(report, rooms.attendees(room.id))
