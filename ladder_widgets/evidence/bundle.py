"""The bundle: chosen entries and the profile as JSON that outlives the kit, and back again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any

import msgspec

from ladder_widgets._version import __version__
from ladder_widgets.errors import BundleError, BundleTooNewError
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.comments import Comment
from ladder_widgets.portfolio.model import (
    BROKEN,
    PINNED,
    Attachment,
    Content,
    Entry,
    EntryId,
    MarkName,
    Profile,
    State,
)

FORMAT = "leadership-ladder-bundle"
FORMAT_VERSION = 1

Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]


class BundleEntry(Value, frozen=True):
    """One entry with what belongs to it anywhere; revisions and the private note stay behind.

    `comments` are what others said of it, each under its writer's signature.
    """

    id: EntryId
    state: State
    content: Content
    written_at: Moment
    created_at: Moment
    attachments: tuple[Attachment, ...] = ()
    comments: tuple[Comment, ...] = ()


class Bundle(Value, frozen=True):
    """What a trainee takes along; `made_by` names the kit and version that wrote it."""

    format: str
    format_version: Annotated[int, msgspec.Meta(ge=1, le=FORMAT_VERSION)]
    made_by: str
    profile: Profile | None
    entries: tuple[BundleEntry, ...]
    marks: tuple[MarkName, ...] = ()


def make_bundle(
    entries: Iterable[Entry],
    *,
    profile: Profile | None,
    attachments: Iterable[Attachment] = (),
    marks: Iterable[str] = (),
    comments: Iterable[Comment] = (),
) -> Bundle:
    """The bundle of some entries, ordered by id so that the same entries give the same bytes.

    Of the `marks` it takes what belongs to the portfolio, not to this store: targets that are done
    and what a yearly review found there.
    """
    files, said = tuple(attachments), tuple(comments)
    return Bundle(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        made_by=f"leadership-ladder {__version__}",
        profile=profile,
        entries=tuple(
            BundleEntry(
                id=entry.id,
                state=entry.state,
                content=msgspec.structs.replace(entry.content, note=""),
                written_at=entry.written_at,
                created_at=entry.created_at,
                attachments=tuple(file for file in files if file.entry_id == entry.id),
                comments=tuple(comment for comment in said if comment.entry_id == entry.id),
            )
            for entry in sorted(entries, key=lambda e: e.id)
        ),
        marks=tuple(sorted(m for m in marks if not m.startswith((BROKEN, PINNED)))),
    )


def write_bundle(bundle: Bundle) -> bytes:
    """The bundle as indented UTF-8 JSON."""
    return msgspec.json.format(msgspec.json.encode(bundle), indent=1)


def read_bundle(data: bytes) -> Bundle:
    """A bundle from its bytes.

    Raises:
        BundleTooNewError: a newer kit wrote it.
        BundleError: the bytes are no bundle, or a damaged one.
    """
    try:
        head = msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # Not chained: a UnicodeDecodeError holds the bytes that it could not read.
        message = "This is not a bundle of the kit: it is not JSON. Choose a bundle.json."
        raise BundleError(message) from None
    if head.get("format") != FORMAT:
        message = (
            f"This is not a bundle of the kit: its format is not {FORMAT}. Choose a bundle.json."
        )
        raise BundleError(message)
    version = head.get("format-version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise BundleTooNewError(version, newest=FORMAT_VERSION)
    try:
        return msgspec.json.decode(data, type=Bundle)
    except msgspec.ValidationError as error:
        # Not chained: msgspec quotes what it could not read, and a log would keep it.
        message = f"The bundle is damaged{fault_place(error)}. Export it again where it came from."
        raise BundleError(message) from None


def fault_place(error: msgspec.ValidationError) -> str:
    """Where the fault lies, which msgspec appends as ``- at `$.entries[3].state` ``."""
    if str(error).startswith("Object contains unknown field"):
        return ""  # a foreign key is quoted there, and at the root no path follows it
    _, found, path = str(error).rpartition(" - at ")
    return f" at {path}" if found else ""
