"""Choosing entries and taking them away, once each finding in them is decided on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.entry_fields import scopes
from ladder_widgets.portfolio.findings import Undecided
from ladder_widgets.portfolio.model import clean_text
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.evidence_list.making import Making
from ladder_widgets.widgets.handing_out import (
    SAY_WHY,
    Kind,
    Order,
    evidence_of,
    hand_out,
    keep_all,
    platform_of,
    prepare,
    reason_in,
    undecided_in,
)
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

MANY = 40
"""More entries than this may take a second: they are made beside the page, which can end it."""
REASON_FIELD = "keep-reason"
MAX_NAME_CHARS = 80


class EvidenceListModel(ViewModel):
    """Shows every entry; the final ones can be exported."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen: frozenset[str] | None = None
        self.undecided: dict[str, Undecided] = {}
        self.error = ""
        self.format: Kind = "pdf"
        self.trainee = ""
        self.making: Making | None = None

    def open(self, ids: Iterable[str]) -> Reply:
        """Show the list as at first: everything chosen, nothing asked."""
        self.chosen, self.undecided, self.error, self.trainee = None, {}, "", ""
        return {**super().open(tuple(ids)), **self._later()}

    def _later(self) -> Reply:
        """Ask again in a moment while a file is on its way."""
        return {"later": "export-state"} if self.making else {}

    def markup(self) -> str:
        """The list with its tick boxes and the download button."""
        profile = self.desk.profile()
        entries = self.desk.entries()
        titles = {entry.id: entry.content.title or "Untitled" for entry in entries}
        if self.making:
            return render("evidence_list/making.html", making=self.making)
        return render(
            "evidence_list/evidence_list.html",
            finals=[entry for entry in entries if entry.state == "final"],
            drafts=[entry for entry in entries if entry.state == "draft"],
            chosen=self.chosen,
            platform=platform_of(self.desk),
            trainee=self.trainee,
            max_name=MAX_NAME_CHARS,
            scopes=scopes(self.desk.catalogue, profile),
            undecided=[
                (entry_id, titles[entry_id], found)
                for entry_id, found in self.undecided.items()
                if entry_id in titles
            ],
            reason_field=REASON_FIELD,
            error=self.error,
        )

    def commands(self) -> Mapping[str, Command]:
        """Exporting the chosen entries, and ending it while it takes long."""
        return {
            "export": self._export,
            "export-state": self._state,
            "export-take": self._take,
            "export-end": self._end,
        }

    def _state(self, _values: Values) -> Reply:
        """How far the file has come that is on its way."""
        if self.making and self.making.done:
            return {"take": "export-take"}
        self.refresh()
        return self._later()

    def _take(self, _values: Values) -> Reply:
        """The file that is made."""
        making = self.making
        if making is None or not making.done:
            return {}
        self.making = None
        self.refresh()
        reply = hand_out(self.desk, making.order, making.result())
        return {**reply, "focus": "h1"}

    def _end(self, _values: Values) -> Reply:
        if self.making:
            self.making.end()
            self.making = None
        self.refresh()
        return {"announce": "Ended. Nothing was downloaded.", "focus": "h1"}

    def _export(self, values: Values) -> Reply:
        self.chosen = frozenset(values.all("entry"))
        entries = [e for e in self.desk.store.entries(state="final") if e.id in self.chosen]
        if not entries:
            message = "Nothing is chosen. Tick at least one final entry, then download."
            raise InputError(message)
        # Who says why a finding stays goes on with what was asked for before.
        if "format" in values:
            self.format = "zip" if values.one("format") == "zip" else "pdf"
        self.trainee = clean_text(values.one("trainee")).strip()[:MAX_NAME_CHARS]
        self.undecided = undecided_in(self.desk, entries)
        reason = reason_in(values)
        if self.undecided and not reason:
            # Asked for the first time there is nothing wrong yet.
            self.error = SAY_WHY if "reason" in values else ""
            self.refresh()
            return {"focus": "#look-again"}
        keep_all(self.desk, self.undecided, reason)
        self.undecided, self.error = {}, ""
        order = Order(
            entries=tuple(entries),
            format=self.format,
            trainee=self.trainee,
            platform=platform_of(self.desk),
        )
        if len(entries) > MANY:
            self.making = Making(prepare(self.desk, order), order)
            self.refresh()
            return {**self._later(), "focus": "h1"}
        reply = evidence_of(self.desk, order)
        self.refresh()
        return reply
