"""Choosing entries and taking them away, once each finding in them is decided on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.findings import Undecided
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.handing_out import (
    SAY_WHY,
    Kind,
    evidence_of,
    keep_all,
    reason_in,
    undecided_in,
)
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

REASON_FIELD = "keep-reason"


class EvidenceListModel(ViewModel):
    """Shows every entry; the final ones can be exported."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen: frozenset[str] | None = None
        self.undecided: dict[str, Undecided] = {}
        self.error = ""
        self.format: Kind = "pdf"

    def open(self, ids: Iterable[str]) -> Reply:
        """Show the list as at first: everything chosen, nothing asked."""
        self.chosen, self.undecided, self.error = None, {}, ""
        return super().open(tuple(ids))

    def markup(self) -> str:
        """The list with its tick boxes and the download button."""
        profile = self.desk.profile()
        platform = self.desk.catalogue.platforms.get(profile.platform) if profile else None
        entries = self.desk.entries()
        titles = {entry.id: entry.content.title or "Untitled" for entry in entries}
        return render(
            "evidence_list/evidence_list.html",
            finals=[entry for entry in entries if entry.state == "final"],
            drafts=[entry for entry in entries if entry.state == "draft"],
            chosen=self.chosen,
            platform=platform,
            undecided=[
                (entry_id, titles[entry_id], found)
                for entry_id, found in self.undecided.items()
                if entry_id in titles
            ],
            reason_field=REASON_FIELD,
            error=self.error,
        )

    def commands(self) -> Mapping[str, Command]:
        """Exporting the chosen entries."""
        return {"export": self._export}

    def _export(self, values: Values) -> Reply:
        self.chosen = frozenset(values.all("entry"))
        entries = [e for e in self.desk.store.entries(state="final") if e.id in self.chosen]
        if not entries:
            message = "Nothing is chosen. Tick at least one final entry, then download."
            raise InputError(message)
        # Who says why a finding stays goes on with what was asked for before.
        if "format" in values:
            self.format = "zip" if values.one("format") == "zip" else "pdf"
        self.undecided = undecided_in(self.desk, entries)
        reason = reason_in(values)
        if self.undecided and not reason:
            # Asked for the first time there is nothing wrong yet.
            self.error = SAY_WHY if "reason" in values else ""
            self.refresh()
            return {"focus": "#look-again"}
        keep_all(self.desk, self.undecided, reason)
        self.undecided, self.error = {}, ""
        reply = evidence_of(self.desk, entries, self.format)
        self.refresh()
        return reply
