"""Choosing entries and taking them away as a PDF, once each finding in them is decided on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ladder_widgets.errors import InputError
from ladder_widgets.evidence.export import check_files, export, file_name
from ladder_widgets.portfolio.findings import Undecided, undecided
from ladder_widgets.portfolio.model import MAX_REASON_CHARS, Attachment, Entry, clean_text
from ladder_widgets.widgets.desk import Desk
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
        self.undecided = self._undecided(entries)
        if self.undecided:
            reason = clean_text(values.one("reason")).strip()[:MAX_REASON_CHARS]
            if not reason:
                # Asked for the first time there is nothing wrong yet.
                self.error = "Say why they may stay." if "reason" in values else ""
                self.refresh()
                return {"focus": "#look-again"}
            for entry_id, found in self.undecided.items():
                self.desk.store.keep(entry_id, found.keep(reason))
        self.undecided, self.error = {}, ""
        reply = self._file(entries)
        self.refresh()
        return reply

    def _undecided(self, entries: Iterable[Entry]) -> dict[str, Undecided]:
        """What of each entry is neither mended nor kept, in its words and in its files."""
        store = self.desk.store
        found = {
            e.id: undecided(e.content, store.attachments(e.id), store.kept(e.id)) for e in entries
        }
        return {entry_id: each for entry_id, each in found.items() if each}

    def _attached(self, entries: list[Entry]) -> tuple[tuple[Attachment, bytes], ...]:
        """The files of the entries; their number of bytes is looked at first."""
        ids = {entry.id for entry in entries}
        check_files(item for item in self.desk.store.all_attachments() if item.entry_id in ids)
        return self.desk.store.files_of(ids)

    def _file(self, entries: list[Entry]) -> Reply:
        today = self.desk.today()
        data = export(
            "pdf",
            entries,
            profile=self.desk.profile(),
            catalogue=self.desk.catalogue,
            today=today,
            files=self._attached(entries),
            in_child=True,
        )
        count = f"{len(entries)} entr{'y' if len(entries) == 1 else 'ies'}"
        return {
            "download": {"name": file_name("pdf", today), "type": "application/pdf"},
            "buffer": data,
            "announce": f"Your PDF with {count} is in your downloads.",
        }
