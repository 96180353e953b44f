"""Choosing entries and taking them away as a PDF."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_widgets.errors import InputError
from ladder_widgets.evidence.export import export, file_name
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel


class EvidenceListModel(ViewModel):
    """Shows every entry; the final ones can be exported."""

    def markup(self) -> str:
        """The list with its tick boxes and the download button."""
        profile = self.desk.profile()
        platform = self.desk.catalogue.platforms.get(profile.platform) if profile else None
        entries = self.desk.entries()
        return render(
            "evidence_list/evidence_list.html",
            finals=[entry for entry in entries if entry.state == "final"],
            drafts=[entry for entry in entries if entry.state == "draft"],
            platform=platform,
        )

    def commands(self) -> Mapping[str, Command]:
        """Exporting the chosen entries."""
        return {"export": self._export}

    def _export(self, values: Values) -> Reply:
        chosen = set(values.all("entry"))
        entries = [e for e in self.desk.store.entries(state="final") if e.id in chosen]
        if not entries:
            message = "Nothing is chosen. Tick at least one final entry, then download."
            raise InputError(message)
        today = self.desk.today()
        data = export(
            "pdf",
            entries,
            profile=self.desk.profile(),
            catalogue=self.desk.catalogue,
            today=today,
            in_child=True,
        )
        count = f"{len(entries)} entr{'y' if len(entries) == 1 else 'ies'}"
        return {
            "download": {"name": file_name("pdf", today), "type": "application/pdf"},
            "buffer": data,
            "announce": f"Your PDF with {count} is in your downloads.",
        }
