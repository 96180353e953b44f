"""What an import brings, and what becomes of each part of it: pure rules.

An entry is known by its id. One that is not here is *new*; one that was written on elsewhere is
*newer* and becomes a further revision, so that nothing here is lost; one in the bin comes *back*;
the *same* and an *older* one change nothing. Doing it twice does it once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Literal

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.comments import ALTERED, Comment
from ladder_widgets.portfolio.model import (
    MAX_ATTACHMENTS,
    Attachment,
    Content,
    EntryId,
    Profile,
    State,
    check_content,
    clean_text,
)

MAX_ENTRIES = 10_000
"""More than anybody writes in a training; a file with more was made to do harm."""

Source = Literal["bundle", "pdf", "leap2a", "csv", "comments"]
Fate = Literal["new", "newer", "back", "same", "older"]


class Arriving(Value, frozen=True):
    """An entry as it arrives; its files are named by what they hold."""

    id: EntryId
    state: State
    content: Content
    written_at: dt.datetime
    created_at: dt.datetime
    attachments: tuple[Attachment, ...] = ()


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """All that a file brings; `files` are the bytes by their SHA-256, `warnings` what is amiss."""

    source: Source
    entries: tuple[Arriving, ...]
    profile: Profile | None = None
    marks: frozenset[str] = frozenset()
    files: Mapping[str, bytes] = {}
    comments: tuple[Comment, ...] = ()
    warnings: tuple[str, ...] = ()


class Known(Value, frozen=True):
    """What is here already under an id."""

    state: State
    content: Content
    revision: int
    written_at: dt.datetime
    deleted: bool


class Undo(Value, frozen=True):
    """What takes an import back.

    `heads` holds the newest revision of each entry that it changed, as the import left it; of
    these, it wrote those of `written` and took those of `back` out of the bin.
    """

    heads: dict[EntryId, int]
    written: tuple[EntryId, ...] = ()
    back: tuple[EntryId, ...] = ()
    attachments: tuple[EntryId, ...] = ()
    marks: tuple[str, ...] = ()
    profile: bool = False
    comments: tuple[EntryId, ...] = ()


class Taken(Value, frozen=True):
    """What an import does, or did: ids by their fate, files, marks, the profile, comments.

    Of the new comments, `earlier` are on a revision that is no longer the newest; `strange` ones
    are on entries that are not here, and are left out.

    `number` names it to undo it; 0 where nothing was changed.
    """

    fates: dict[EntryId, Fate]
    files: int = 0
    marks: int = 0
    profile: bool = False
    comments: int = 0
    earlier: int = 0
    strange: int = 0
    number: int = 0

    def count(self, fate: Fate) -> int:
        """How many entries have a fate."""
        return sum(found == fate for found in self.fates.values())

    @property
    def changes(self) -> bool:
        """Whether anything is, or was, changed."""
        quiet = {"same", "older"}
        others = self.files or self.marks or self.profile or self.comments
        return bool(others or set(self.fates.values()) - quiet)


class Undone(Value, frozen=True):
    """What undoing did: entries that are gone or as before, and those changed since, which stay.

    `comments` counts those that it took away.
    """

    undone: tuple[EntryId, ...]
    kept: tuple[EntryId, ...]
    comments: int = 0


def fate_of(arriving: Arriving, known: Known | None) -> Fate:
    """What becomes of an entry, given what is here under its id."""
    if known is None:
        return "new"
    if known.deleted:
        return "back"
    mine = msgspec.structs.replace(known.content, note="")
    if (mine, known.state) == (arriving.content, arriving.state):
        return "same"
    return "newer" if arriving.written_at > known.written_at else "older"


def checked_arrival(arrival: Arrival, *, today: dt.date) -> Arrival:
    """The arrival with every text clean, if it can be stored whole.

    Raises:
        InputError: an entry that no store may hold, an id twice, a file that is not the one
            that is meant; the message says which entry by its place.
    """
    if len(arrival.entries) > MAX_ENTRIES:
        message = (
            f"The file holds {len(arrival.entries):,} entries; {MAX_ENTRIES:,} are allowed. "
            "Nothing was imported. Export it in parts."
        )
        raise InputError(message)
    if len({entry.id for entry in arrival.entries}) < len(arrival.entries):
        message = "Two entries of the file have the same id. Nothing was imported."
        raise InputError(message)
    if not all(comment.is_genuine for comment in arrival.comments):
        raise InputError(ALTERED)
    if len({comment.id for comment in arrival.comments}) < len(arrival.comments):
        message = "Two comments of the file have the same id. Nothing was imported."
        raise InputError(message)
    entries = tuple(
        _checked(entry, number, arrival.files, today)
        for number, entry in enumerate(arrival.entries, start=1)
    )
    return msgspec.structs.replace(arrival, entries=entries)


def _checked(entry: Arriving, number: int, files: Mapping[str, bytes], today: dt.date) -> Arriving:
    content = clean_content(entry.content)
    try:
        check_content(content, today=max(today, entry.written_at.date()))
    except InputError as error:
        message = f"Entry {number} of the file cannot be stored. {error} Nothing was imported."
        raise InputError(message) from None
    if len(entry.attachments) > MAX_ATTACHMENTS:
        message = f"Entry {number} of the file has more than {MAX_ATTACHMENTS} files."
        raise InputError(message)
    for attachment in entry.attachments:
        data = files.get(attachment.digest)
        if data is None or len(data) != attachment.size or _digest(data) != attachment.digest:
            message = (
                f"A file of entry {number} is missing or altered. Nothing was imported. "
                "Export the evidence again where it came from."
            )
            raise InputError(message)
    return msgspec.structs.replace(entry, content=content)


def clean_content(content: Content) -> Content:
    """The content with texts that can be stored, shown and printed: see `clean_text`."""
    return msgspec.convert(_clean(msgspec.to_builtins(content)), Content)


def _clean(value: object) -> object:
    match value:
        case str():
            return clean_text(value)
        case list():
            return [_clean(item) for item in value]
        case dict():
            return {key: _clean(item) for key, item in value.items()}
        case _:
            return value


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def missing_files(arriving: Iterable[Arriving], present: Iterable[str]) -> list[Attachment]:
    """The files that are not here yet, by their ids."""
    there = frozenset(present)
    return [a for entry in arriving for a in entry.attachments if a.id not in there]
