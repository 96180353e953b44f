"""Courses that were completed, out of a CSV of a learning platform: a draft for each row.

What was done is a fact; what was learned is still to be written, so a row becomes a draft.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Literal, get_args
from uuid import UUID, uuid5

from dateutil import parser

from ladder_widgets.errors import BundleError
from ladder_widgets.portfolio.intake import MAX_ENTRIES, Arrival, Arriving
from ladder_widgets.portfolio.model import MAX_TITLE_CHARS, Answer, Content, clean_text

Column = Literal["title", "date", "provider", "hours", "notes"]
COLUMNS: tuple[Column, ...] = get_args(Column)
NAMES: Mapping[Column, tuple[str, ...]] = {
    "title": ("title", "course", "course title", "course name", "module", "name", "activity"),
    "date": ("date", "completed", "completion date", "date completed", "completed on", "end date"),
    "provider": ("provider", "organisation", "source", "platform"),
    "hours": ("hours", "duration", "cpd hours", "credits", "cpd"),
    "notes": ("notes", "comments", "description", "outcome", "result"),
}
"""What learning platforms call these columns, small letters; nobody's export is meant."""
MODEL, PROMPT, TAG = "learning-event", "event", "course"
MAX_CELL_CHARS = 10_000
REMEMBERED = "course-columns"
"""Under which the store keeps what was said of columns."""
_NAMESPACE = UUID("5a1f2c3e-9a55-5c7e-8d53-0f2a6c1b7e10")


def read_courses(data: bytes, columns: Mapping[Column, str]) -> Arrival:
    """The drafts of a CSV file; `columns` says which heading stands for what, where it was said.

    The same row has the same id, so that a file is imported once however often it is.

    Raises:
        BundleError: it is no CSV, or no column with titles is known.
    """
    rows = _rows(data)
    places = find_columns(rows[0], columns)
    made, unread = {}, 0
    for cells in rows[1:]:
        entry = _entry({name: cells[i] for name, i in places.items() if i < len(cells)})
        if entry is None:
            unread += any(cells)
        else:
            made[entry.id] = entry
    if len(made) > MAX_ENTRIES:
        message = f"The file has more than {MAX_ENTRIES:,} courses. Import it in parts."
        raise BundleError(message)
    lost = f"{unread} rows have no title or a date that cannot be read; they stay behind."
    return Arrival(source="csv", entries=tuple(made.values()), warnings=(lost,) if unread else ())


def headings(data: bytes) -> list[str]:
    """The first row of a CSV.

    Raises:
        BundleError: it is none.
    """
    return _rows(data)[0]


def find_columns(headings: Sequence[str], said: Mapping[Column, str]) -> dict[Column, int]:
    """Where each column stands: as was said, else by what it is usually called.

    Raises:
        BundleError: a heading that was said is not there, or there are no titles.
    """
    shown = [heading.strip().casefold() for heading in headings]
    places: dict[Column, int] = {}
    for column in COLUMNS:
        names = (said[column].strip().casefold(),) if column in said else NAMES[column]
        found = next((shown.index(name) for name in names if name in shown), None)
        if found is not None:
            places[column] = found
        elif column in said:
            message = f"The file has no column of the heading that was given for {column}."
            raise BundleError(message)
    if "title" not in places:
        message = (
            "No column of this CSV is known to hold the titles of courses. "
            "Say which: --map title=HEADING (and date, provider, hours, notes)."
        )
        raise BundleError(message)
    return places


def _rows(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what spreadsheets on Windows save
    try:
        dialect = csv.Sniffer().sniff(text[:10_000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = list(csv.reader(io.StringIO(clean_text(text)), dialect))
    except csv.Error:
        rows = []
    if not rows or "\x00" in text:
        message = "This file is no CSV with headings in its first row. Save it as CSV (UTF-8)."
        raise BundleError(message)
    return rows


def _entry(cells: Mapping[Column, str]) -> Arriving | None:
    title = " ".join(cells.get("title", "").split())[:MAX_TITLE_CHARS].lstrip("'")
    day = _day(cells.get("date", ""))
    if not title or day is None:
        return None
    lines = [
        f"{name.capitalize()}: {text}"
        for name in ("provider", "hours", "notes")
        if (text := cells.get(name, "").strip()[:MAX_CELL_CHARS])
    ]
    # Written when the course was done: what the trainee makes of the draft is always newer.
    moment = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    key = "\n".join([title, day.isoformat(), cells.get("provider", "").strip()])
    return Arriving(
        id=uuid5(_NAMESPACE, key).hex,
        state="draft",
        content=Content(
            title=title,
            happened_on=day,
            model=MODEL,
            answers=(Answer(prompt=PROMPT, text="\n".join(lines)),) if lines else (),
            tags=(TAG,),
        ),
        written_at=moment,
        created_at=moment,
    )


def _day(text: str) -> dt.date | None:
    text = text.strip()
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        pass
    try:
        return parser.parse(text, dayfirst=True).date() if text else None
    except (ValueError, OverflowError):
        return None
