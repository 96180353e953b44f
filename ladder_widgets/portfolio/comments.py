"""What a supervisor says of an entry, and the signed file in which it comes back.

Each comment is signed by itself, so that it can travel on beside its entry; the file is signed
as a whole, so that none can be taken out of it. A revision is known by the moment at which it was
written, since its number differs from store to store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.codec import checked
from ladder_widgets.portfolio.keys import PublicHex, SigningKey, is_signed
from ladder_widgets.portfolio.model import EntryId, clean_text

FORMAT = "leadership-ladder-comments"
FORMAT_VERSION = 1
MAX_COMMENT_CHARS = 20_000
"""Some ten pages: more than anybody says of one reflection."""
MAX_PERSON_CHARS = 120
MAX_COMMENTS = 10_000

ALTERED = (
    "This comment file was altered after it was signed, or is damaged. Nothing was imported. "
    "Ask the supervisor to send it again."
)

_Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]
_Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
_Signature = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{128})?$")]


class Comment(Value, frozen=True):
    """What somebody said of one revision of an entry.

    `name` is as its writer gave it, `public` the key that signed; `bundle` is the SHA-256 of the
    evidence that was read, `entry_written_at` when the revision in it was written.
    """

    id: EntryId
    entry_id: EntryId
    entry_written_at: _Moment
    bundle: _Digest
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_COMMENT_CHARS)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_PERSON_CHARS)]
    written_at: _Moment
    public: PublicHex
    role: Annotated[str, msgspec.Meta(max_length=MAX_PERSON_CHARS)] = ""
    signature: _Signature = ""

    @property
    def is_genuine(self) -> bool:
        """Whether the key that it names signed it as it stands."""
        return is_signed(_message(self), self.signature, self.public)


class CommentFile(Value, frozen=True):
    """The comments on one piece of evidence, signed together by the key that signed each."""

    format: str
    format_version: Annotated[int, msgspec.Meta(ge=1, le=FORMAT_VERSION)]
    comments: Annotated[tuple[Comment, ...], msgspec.Meta(min_length=1, max_length=MAX_COMMENTS)]
    signature: _Signature = ""


def sign_comment(comment: Comment, key: SigningKey) -> Comment:
    """The comment with clean texts, signed by a key.

    Raises:
        InputError: a text is empty or too long.
    """
    clean = msgspec.structs.replace(
        comment,
        text=clean_text(comment.text),
        name=clean_text(comment.name),
        role=clean_text(comment.role),
        public=key.public,
        signature="",
    )
    clean = checked(clean)
    return msgspec.structs.replace(clean, signature=key.sign(_message(clean)))


def write_comments(comments: Iterable[Comment], key: SigningKey) -> bytes:
    """The file of comments that are signed by `key`.

    Raises:
        InputError: there are none, or too many.
    """
    made = checked(
        CommentFile(format=FORMAT, format_version=FORMAT_VERSION, comments=tuple(comments))
    )
    signed = msgspec.structs.replace(made, signature=key.sign(_message(made)))
    return msgspec.json.encode(signed)


def is_comment_file(data: bytes) -> bool:
    """Whether bytes begin as such a file does."""
    return data.startswith(f'{{"format":"{FORMAT}"'.encode())


def read_comments(data: bytes) -> tuple[Comment, ...]:
    """The comments of a file that is byte for byte as it was signed.

    Raises:
        InputError: it is none, was altered, or is signed by another key than its comments.
    """
    try:
        found = msgspec.json.decode(data, type=CommentFile)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Not chained: the library quotes what it read.
        raise InputError(ALTERED) from None
    public = found.comments[0].public
    whole = found.format == FORMAT and msgspec.json.encode(found) == data
    ids = {comment.id for comment in found.comments}
    if (
        not whole
        or len(ids) < len(found.comments)
        or not is_signed(_message(found), found.signature, public)
        or not all(c.public == public and c.is_genuine for c in found.comments)
    ):
        raise InputError(ALTERED)
    return found.comments


def file_name(comments: tuple[Comment, ...]) -> str:
    """A name for the file that holds nobody's words."""
    return f"comments-{comments[0].id[:8]}.json"


def _message(value: Comment | CommentFile) -> bytes:
    """What is signed: the kind of the value and all of it but the signature."""
    bare = msgspec.structs.replace(value, signature="")
    return type(value).__name__.encode() + b"\n" + msgspec.json.encode(bare)
