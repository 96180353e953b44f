"""What is read from a Leap2A file, as frozen values; nothing here touches a store."""

from __future__ import annotations

import datetime as dt

from ladder_widgets.evidence.bundle import FORMAT, FORMAT_VERSION, Bundle, BundleEntry
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.model import EntryId, MarkName, Profile


class ImportedFile(Value, frozen=True):
    """A file that came along with an entry, not yet looked at: see `portfolio.inspection`."""

    id: EntryId
    name: str
    added_at: dt.datetime
    data: bytes


class Ability(Value, frozen=True):
    """What a foreign entry is said to show, in that portfolio's words."""

    title: str
    text: str = ""


class ImportedEntry(Value, frozen=True):
    """An entry as it could be stored, and what it had that has no place there yet.

    `original_id` is its id in the file; `abilities` are empty for an entry of ours, whose links
    are in its content.
    """

    entry: BundleEntry
    original_id: str
    abilities: tuple[Ability, ...] = ()
    files: tuple[ImportedFile, ...] = ()


class Imported(Value, frozen=True):
    """A Leap2A file as the kit understands it.

    `ours` says that the kit wrote it, so that nothing is lost. `warnings` are sentences for the
    trainee about what was left out or guessed; they hold no word of an entry.
    """

    ours: bool
    made_by: str
    profile: Profile | None
    entries: tuple[ImportedEntry, ...]
    warnings: tuple[str, ...]
    marks: tuple[MarkName, ...] = ()

    @property
    def bundle(self) -> Bundle:
        """The entries as a bundle; of a file of ours, the one that was written."""
        return Bundle(
            format=FORMAT,
            format_version=FORMAT_VERSION,
            made_by=self.made_by,
            profile=self.profile,
            marks=self.marks,
            entries=tuple(item.entry for item in self.entries),
        )
