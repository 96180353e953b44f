"""Word documents: whether one is what it says, and its text; the file itself stays as it is.

A document is a zip of parts. None of them is ever written anywhere, and each is measured as it
unfolds, since what a zip says of itself may be a lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring, iterparse

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.inspection.kinds import ALLOWED
from ladder_widgets.portfolio.inspection.pdfs import (
    AUTHOR_NOTE,
    FILES_NOTE,
    MAX_TEXT_CHARS,
    NO_TEXT_NOTE,
    PARTLY_NOTE,
)
from ladder_widgets.portfolio.inspection.values import FileRead

MAX_PARTS = 5_000
MAX_UNFOLDED_BYTES = 200_000_000
MAX_LIST_BYTES = 2_000_000
TYPES = "[Content_Types].xml"
PROPERTIES = "docProps/core.xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = re.compile(r"vbaproject\.bin$|vbadata\.xml$", re.IGNORECASE)
_WORDS = re.compile(r"word/(header|footer|footnotes|endnotes|comments)\w*\.xml")
_EMBEDDED = re.compile(r"word/(embeddings|activeX)/", re.IGNORECASE)
_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_TEXT, _PARAGRAPH = frozenset({"t", "delText"}), frozenset({"p", "br", "tab", "cr"})
_AUTHORS, _ABOUT = frozenset({"creator", "lastModifiedBy"}), frozenset({"title", "subject"})
_NOTED = frozenset({"keywords", "description", "category"})


def read_docx(data: bytes) -> FileRead:
    """The file as it is, with as much of its text as is checked.

    Raises:
        InputError: it is no Word document, has macros or a password, or unfolds too far.
        Exception: whatever the libraries raise at a file that they cannot read.
    """
    with ZipFile(BytesIO(data)) as folder:
        names = folder.namelist()
        _check_lengths(folder)
        main = _main_part(folder, names)
        if any(_MACROS.search(name) for name in names):
            raise InputError(_macros())
        about, authors = _properties(folder, names)
        text, whole = _text(folder, [main, *sorted(filter(_WORDS.fullmatch, names))])
    notes = (
        AUTHOR_NOTE if authors else "",
        FILES_NOTE if any(_EMBEDDED.match(name) for name in names) else "",
        "" if text.strip() else NO_TEXT_NOTE,
        "" if whole else PARTLY_NOTE,
    )
    return FileRead(data=data, text=f"{about}\n\n{text}", notes=tuple(filter(None, notes)))


def _check_lengths(folder: ZipFile) -> None:
    """Unfold every part once, so that its real length is known and its checksum true."""
    parts = folder.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        message = (
            "This document is locked with a password, so it cannot be checked. "
            "Save a copy without a password and attach that."
        )
        raise InputError(message)
    said = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or said > MAX_UNFOLDED_BYTES:
        raise InputError(_too_much())
    unfolded = 0
    for part in parts:
        with folder.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                unfolded += len(chunk)
                if unfolded > MAX_UNFOLDED_BYTES:
                    raise InputError(_too_much())


def _main_part(folder: ZipFile, names: list[str]) -> str:
    """The name of the part with the text; its list of parts says which."""
    if TYPES not in names or folder.getinfo(TYPES).file_size > MAX_LIST_BYTES:
        raise InputError(_no_document())
    types = [
        (item.get("PartName", "").lstrip("/"), item.get("ContentType", ""))
        for item in fromstring(folder.read(TYPES))
    ]
    if any("macroenabled" in kind.lower() for _, kind in types):
        raise InputError(_macros())
    main = next((name for name, kind in types if kind == _MAIN and name in names), None)
    if main is None:
        raise InputError(_no_document())
    return main


def _properties(folder: ZipFile, names: list[str]) -> tuple[str, bool]:
    """What the properties say of the document, and whether they name anybody."""
    if PROPERTIES not in names or folder.getinfo(PROPERTIES).file_size > MAX_LIST_BYTES:
        return "", False
    found = [(_local(item), item.text or "") for item in fromstring(folder.read(PROPERTIES))]
    about = "\n".join(text for name, text in found if name in _ABOUT | _NOTED)
    return about, any(text.strip() for name, text in found if name in _AUTHORS)


def _text(folder: ZipFile, parts: list[str]) -> tuple[str, bool]:
    """The text of some parts, and whether all of it is there."""
    pieces, length = [], 0
    for part in parts:
        with folder.open(part) as stream:
            for piece in _pieces(iterparse(stream, events=("end",))):
                pieces.append(piece)
                length += len(piece)
                if length > MAX_TEXT_CHARS:
                    return "".join(pieces)[:MAX_TEXT_CHARS], False
        pieces.append("\n")
    return "".join(pieces), True


def _pieces(events: Iterator[tuple[str, Element]]) -> Iterator[str]:
    """Words, struck-out ones too, with a line for each paragraph."""
    for _, item in events:
        name = _local(item)
        if name in _TEXT:
            yield item.text or ""
        elif name in _PARAGRAPH:
            yield "\n"
        item.clear()


def _local(item: Element) -> str:
    """An element's name without its namespace."""
    return item.tag.rpartition("}")[2]


def _no_document() -> str:
    return (
        f"This is a zip, not a Word document. {ALLOWED} "
        "Unpack it, and attach the files that belong to the entry one by one."
    )


def _macros() -> str:
    return (
        "This Word document has macros, small programs inside, which are not allowed. "
        "Save it as a document without macros (DOCX) or as PDF, and attach that."
    )


def _too_much() -> str:
    return (
        "This document unfolds to far more than it seems, so it was not opened further. "
        f"{MAX_UNFOLDED_BYTES // 1_000_000} MB are allowed. Save it as PDF and attach that."
    )
