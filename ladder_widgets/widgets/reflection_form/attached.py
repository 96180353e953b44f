"""Files of the open entry: added in pieces, looked at, taken off, handed out again."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ladder_widgets.portfolio.findings import decided_files, titles, undecided_files
from ladder_widgets.portfolio.inspection.kinds import (
    ENDINGS,
    MIME_TYPES,
    SHOWN,
    shown_size,
)
from ladder_widgets.portfolio.inspection.run import inspect_in_child
from ladder_widgets.portfolio.model import Attachment
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.pieces import Pieces
from ladder_widgets.widgets.reflection_form.content import Read
from ladder_widgets.widgets.reflection_form.saving import Saving
from ladder_widgets.widgets.viewmodel import Command, Reply, Values

FILES_FIELD = "add-file"
ACCEPTED = ",".join([*ENDINGS.values(), ".jpeg"])


class FileLine(msgspec.Struct, frozen=True, kw_only=True):
    """A file as the page lists it; `found` names what may identify a person in it."""

    file: Attachment
    kind: str
    size: str
    found: tuple[str, ...]
    kept: str


class Attached(Saving):
    """The files of one entry; what may identify a person in one is decided on like words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._pieces = Pieces()

    def file_commands(self) -> Mapping[str, Command]:
        """Adding a file piece by piece, taking one off, getting one back."""
        return {"attach": self._attach, "detach": self._detach, "get-file": self._get_file}

    def _files(self) -> list[FileLine]:
        """The files of the open entry; none before it is first saved."""
        if self._stored(self.entry_id) is None:
            return []
        files = self.desk.store.attachments(self.entry_id)
        reasons = decided_files(files, self.desk.store.kept(self.entry_id))
        return [
            FileLine(
                file=file,
                kind=SHOWN[file.kind],
                size=shown_size(file.size),
                found=titles(file.found),
                kept=reasons.get(file.id, ""),
            )
            for file in files
        ]

    def _problems(self, read: Read) -> dict[str, str]:
        problems = super()._problems(read)
        files = self.desk.store.attachments(self.entry_id) if self._stored(self.entry_id) else ()
        if undecided_files(files, self.desk.store.kept(self.entry_id)):
            problems[FILES_FIELD] = (
                "A file may tell who it is about. Take it off, or say why it stays."
            )
        return problems

    def _decided(self, said: str) -> Reply:
        kept = self.desk.store.kept(self.entry_id)
        if not undecided_files(self.desk.store.attachments(self.entry_id), kept):
            self.errors.pop(FILES_FIELD, None)
        return super()._decided(said)

    def _attach(self, values: Values) -> Reply:
        """Take one piece of a file; with the last one it is looked at and added."""
        data = self._pieces.add(values, limit_mb=self.desk.attachment_mb)
        if data is None:
            return {}
        inspected = inspect_in_child(data, values.one("name"), limit_mb=self.desk.attachment_mb)
        file = self.desk.store.attach(values.one("entry"), inspected)
        self.refresh()
        return {"announce": " ".join([f"{file.name} is attached.", *inspected.remarks()])}

    def _detach(self, values: Values) -> Reply:
        file = self.desk.store.detach(values.one("file"))
        self.errors.pop(FILES_FIELD, None)
        self.refresh()
        return {"announce": f"{file.name} is taken off.", "focus": f"#{FILES_FIELD}"}

    def _get_file(self, values: Values) -> Reply:
        file, data = self.desk.store.attachment_data(values.one("file"))
        return {
            "download": {"name": file.name, "type": MIME_TYPES[file.kind]},
            "buffer": data,
            "announce": f"{file.name} is in your downloads.",
        }
