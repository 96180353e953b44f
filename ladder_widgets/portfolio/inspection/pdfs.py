"""PDFs: whether one can be read, and its text; the file itself stays as it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.inspection.values import FileRead

MAX_PAGES = 50
MAX_TEXT_CHARS = 200_000
TEXT_S = 12
"""So long is text looked for; what comes later is not checked, and that is said."""
AUTHOR_NOTE = "Its properties name an author; they stay in the file."
FILES_NOTE = "It carries other files inside; those are not checked."
NO_TEXT_NOTE = (
    "It holds no text that can be read (a scan, perhaps), so nothing in it was checked: "
    "look at it yourself for names and numbers."
)
PARTLY_NOTE = "Only a part of its text was checked: look at the rest yourself."


def read_pdf(data: bytes) -> FileRead:
    """The file as it is, with as much of its text as is checked.

    Raises:
        InputError: it has a password, or no page.
        Exception: whatever the library raises at a file that it cannot read.
    """
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        message = (
            "This PDF is locked with a password, so it cannot be checked. "
            "Save a copy without a password and attach that."
        )
        raise InputError(message)
    count = len(reader.pages)
    if not count:
        message = "This PDF has no page. Choose another file."
        raise InputError(message)
    properties = _properties(reader)
    text, whole = _text(reader)
    notes = (
        AUTHOR_NOTE if properties.pop("/Author", "") else "",
        FILES_NOTE if _has_files(reader) else "",
        "" if text.strip() else NO_TEXT_NOTE,
        "" if (whole and count <= MAX_PAGES) or not text.strip() else PARTLY_NOTE,
    )
    return FileRead(
        data=data,
        text="\n\n".join([*properties.values(), text]),
        notes=tuple(filter(None, notes)),
    )


def _properties(reader: PdfReader) -> dict[str, str]:
    wanted = ("/Author", "/Title", "/Subject", "/Keywords")
    info = reader.metadata
    if info is None:
        return {}
    return {key: str(info[key])[:1_000] for key in wanted if info.get(key)}


def _text(reader: PdfReader) -> tuple[str, bool]:
    """The text of the first pages, and whether all of theirs is there."""
    until = time.monotonic() + TEXT_S
    pieces, length, whole = [], 0, True
    for page in islice(reader.pages, MAX_PAGES):
        try:
            pieces.append("\n".join(_page_texts(page)))
        except Exception:  # noqa: BLE001 - one odd page does not hide the others
            whole = False
            continue
        length += len(pieces[-1])
        if length > MAX_TEXT_CHARS or time.monotonic() > until:
            whole = False
            break
    return "\n\n".join(pieces)[:MAX_TEXT_CHARS], whole


def _page_texts(page: PageObject) -> Iterator[str]:
    """What is printed on a page, and what somebody noted or filled in on it."""
    yield page.extract_text()
    for reference in page.annotations or ():
        note = reference.get_object()
        if isinstance(note, DictionaryObject):
            yield from (str(note[key]) for key in ("/Contents", "/V") if key in note)


def _has_files(reader: PdfReader) -> bool:
    names = reader.root_object.get("/Names")
    found = names.get_object() if names is not None else None
    return isinstance(found, DictionaryObject) and "/EmbeddedFiles" in found
