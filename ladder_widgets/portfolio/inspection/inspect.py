"""Looking at a file: its kind by its content, what is stored of it, what may identify a person.

Pure, and heavy: it runs in a child process, see `inspection.run`. A file may have been made to do
harm, so whatever a library says of it is told in one sentence of ours.
"""

from __future__ import annotations

import re
import warnings

import filetype

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.findings import tally
from ladder_widgets.portfolio.inspection.kinds import ALLOWED, UNREADABLE
from ladder_widgets.portfolio.inspection.names import clean_name
from ladder_widgets.portfolio.inspection.values import FileRead, Inspected
from ladder_widgets.portfolio.model import AttachmentKind

_KINDS: dict[str, AttachmentKind] = {"pdf": "pdf", "png": "png", "apng": "png", "jpg": "jpeg"}
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_BETWEEN = re.compile(r"[_.()\[\]{}+]+|(?<![0-9])-|-(?![0-9])")


def inspect(data: bytes, name: str) -> Inspected:
    """What can be attached of a file, whatever its name says of its kind.

    Raises:
        InputError: it is of no kind that is allowed, or cannot be read; no word of it is told.
    """
    kind = kind_of(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = _read(data, kind)
    except InputError:
        raise
    except Exception:  # noqa: BLE001 - libraries raise anything at a file made to break them
        # Not chained: what a library says may quote the file.
        raise InputError(UNREADABLE) from None
    clean = clean_name(name, kind)
    return Inspected(
        kind=kind,
        name=clean,
        data=read.data,
        removed=read.removed,
        found=tally(f"{_spoken(clean)}\n\n{read.text}"),
        notes=read.notes,
    )


def kind_of(data: bytes) -> AttachmentKind:
    """The kind of a file by its first bytes; a Word document is a zip until it is opened.

    Raises:
        InputError: it is of none that is allowed.
    """
    if data.startswith(_ZIP):
        return "docx"
    if data.startswith(_OLD_OFFICE):
        message = (
            "This is a document of an old program, or one with a password. "
            "Save it without a password as DOCX or PDF and attach that."
        )
        raise InputError(message)
    guess = filetype.guess(data)  # type: ignore[no-untyped-call]  # the library has no types
    kind = _KINDS.get(guess.extension) if guess else None
    if kind is None:
        seems = f"This seems to be a {guess.extension.upper()} file, which" if guess else "This"
        message = (
            f"{seems} is not a kind that can be attached. {ALLOWED} "
            "Save or export it as one of these and attach that."
        )
        raise InputError(message)
    return kind


def _read(data: bytes, kind: AttachmentKind) -> FileRead:
    # Each library is imported for its own kind: the child's start is part of every attaching.
    match kind:
        case "pdf":
            from ladder_widgets.portfolio.inspection.pdfs import read_pdf

            return read_pdf(data)
        case "docx":
            from ladder_widgets.portfolio.inspection.documents import read_docx

            return read_docx(data)
        case "png" | "jpeg":
            from ladder_widgets.portfolio.inspection.pictures import read_picture

            return read_picture(data, kind)


def _spoken(name: str) -> str:
    """The name of a file as words: people write patients' names into it."""
    return _BETWEEN.sub(" ", name.rpartition(".")[0])
