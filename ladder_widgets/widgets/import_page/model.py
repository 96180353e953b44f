"""Taking in a file: looked at first, then imported, then undone if it was a mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.evidence.courses import COLUMNS, REMEMBERED, Column, find_columns, headings
from ladder_widgets.evidence.intake import is_table, read_in_child
from ladder_widgets.portfolio.findings import look, tally, titles
from ladder_widgets.portfolio.intake import Arrival, Fate, Taken, Undone
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.pieces import Pieces
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

LIMIT_MB = 100
SHOWN = 50
"""So many entries of a file are listed; the rest are counted."""
SHOWN_PEOPLE = 3
FATES: dict[Fate, str] = {
    "new": "new",
    "newer": "newer than yours: yours stays in its history",
    "back": "comes back from the bin",
    "same": "here already",
    "older": "older than yours: left out",
}
LABELS: dict[Column, str] = {
    "title": "Title of the course",
    "date": "Day it was completed",
    "provider": "Who gave it",
    "hours": "Hours",
    "notes": "Notes",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a file as the page lists it; `found` names what may identify somebody."""

    title: str
    day: dt.date | None
    fate: str
    found: tuple[str, ...]


class ImportPageModel(ViewModel):
    """Shows what a file would bring, and takes it in when the trainee says so."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._pieces = Pieces()
        self._begin()

    def _begin(self) -> None:
        self._table = b""
        self._arrival: Arrival | None = None
        self._plan: Taken | None = None
        self._lines: list[Line] = []
        self._done: Taken | None = None
        self._undone: Undone | None = None

    def open(self, ids: Iterable[str]) -> Reply:
        """Show the page as at first, nothing chosen."""
        self._begin()
        return super().open(tuple(ids))

    def markup(self) -> str:
        """The choice of a file, or what the chosen one brings, or what was done."""
        return render(
            "import_page/import_page.html",
            limit=LIMIT_MB,
            arrival=self._arrival,
            plan=self._plan,
            done=self._done,
            undone=self._undone,
            fates=FATES,
            lines=self._lines,
            people=self._people(),
            said=self._said(),
            columns=self._columns(),
            labels=LABELS,
        )

    def commands(self) -> Mapping[str, Command]:
        """Looking at a file, saying what its columns hold, taking it in, taking it back."""
        return {
            "look-at-import": self._look,
            "import-columns": self._map,
            "import": self._import,
            "undo-import": self._undo,
            "import-another": self._another,
        }

    def _people(self) -> list[str]:
        """Who commented, by the names that they gave; the first few."""
        comments = self._arrival.comments if self._arrival else ()
        return list(dict.fromkeys(comment.name for comment in comments))[:SHOWN_PEOPLE]

    def _said(self) -> list[str]:
        """What in the comments may identify a person, by the names of the rules."""
        comments = self._arrival.comments if self._arrival else ()
        return [found.title for found in tally("\n\n".join(c.text for c in comments))]

    def _columns(self) -> list[tuple[Column, list[tuple[str, bool]]]]:
        """For each column of a table, its headings and which one is taken."""
        if not self._table:
            return []
        shown = headings(self._table)
        try:
            places = find_columns(shown, self._known(shown))
        except InputError:
            places = {}
        return [
            (column, [(heading, places.get(column) == i) for i, heading in enumerate(shown)])
            for column in COLUMNS
        ]

    def _known(self, shown: list[str]) -> dict[Column, str]:
        """What was said of columns before, as far as this table has them."""
        kept = self.desk.store.remembered(REMEMBERED) or "{}"
        said = msgspec.json.decode(kept, type=dict[Column, str])
        there = {heading.strip().casefold() for heading in shown}
        return {name: text for name, text in said.items() if text.strip().casefold() in there}

    def _look(self, values: Values) -> Reply:
        data = self._pieces.add(values, limit_mb=LIMIT_MB)
        if data is None:
            return {}
        self._begin()
        if is_table(data):
            self._table = data
            known = self._known(headings(data))
            try:
                find_columns(headings(data), known)  # whether it can be read at all
            except InputError:
                self.refresh()
                return {"focus": "#import-columns", "announce": "Say what its columns hold."}
            return self._plan_for(read_in_child(data, columns=known))
        return self._plan_for(read_in_child(data, columns={}))

    def _map(self, values: Values) -> Reply:
        said = {column: values.one(column) for column in COLUMNS if values.one(column)}
        reply = self._plan_for(read_in_child(self._table, columns=said))
        self.desk.store.remember(REMEMBERED, msgspec.json.encode(said).decode())
        return reply

    def _plan_for(self, arrival: Arrival) -> Reply:
        self._plan = self.desk.store.look_at(arrival)
        self._arrival = arrival
        self._lines = [
            Line(
                title=entry.content.title or "Untitled",
                day=entry.content.happened_on,
                fate=FATES[self._plan.fates[entry.id]],
                found=titles(dict.fromkeys(p.finding.code for p in look(entry.content))),
            )
            for entry in arrival.entries[:SHOWN]
        ]
        self.refresh()
        return {"focus": "#import-plan", "announce": "Nothing is imported yet: look first."}

    def _import(self, _: Values) -> Reply:
        if self._arrival is None:
            message = "Choose a file first."
            raise InputError(message)
        done = self.desk.store.take_in(self._arrival)
        self._begin()
        self._done = done
        self.refresh()
        return {"focus": "#import-done", "announce": "Imported."}

    def _undo(self, values: Values) -> Reply:
        self._undone = self.desk.store.undo_intake(int(values.one("number", "0")))
        self._done = None
        self.refresh()
        return {"focus": "#import-done", "announce": "Undone."}

    def _another(self, _: Values) -> Reply:
        self._begin()
        self.refresh()
        return {"focus": "#add-import"}
