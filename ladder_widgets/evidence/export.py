"""Exporting entries: one function for every format, and writing the file whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, get_args

from ladder_widgets.errors import EvidenceError, UnknownIdError
from ladder_widgets.evidence.bundle import make_bundle, write_bundle
from ladder_widgets.evidence.destination import Destination
from ladder_widgets.evidence.document import EvidenceDocument, make_document
from ladder_widgets.evidence.embedding import EmbeddedFile
from ladder_widgets.evidence.package import FILES
from ladder_widgets.evidence.pdf import render, render_in_child, request_for
from ladder_widgets.evidence.remarks import make_remarks
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.portfolio.comments import Comment
from ladder_widgets.portfolio.inspection.kinds import MIME_TYPES, shown_size
from ladder_widgets.portfolio.keys import SigningKey, TrustedKey
from ladder_widgets.portfolio.model import Attachment, Entry, Profile
from ladder_widgets.process import Tick

Format = Literal["pdf", "html", "zip", "leap2a", "json", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
ENDINGS: dict[Format, str] = {
    # The longest first: a Leap2A file is a zip as well.
    "leap2a": ".leap2a.zip",
    "pdf": ".pdf",
    "html": ".html",
    "zip": ".zip",
    "json": ".json",
    "csv": ".csv",
}
CARRY_FILES: frozenset[Format] = frozenset({"pdf", "zip", "leap2a"})
"""The formats that take along what is attached to the entries."""
MAX_FILES_BYTES = 200_000_000
"""What the files inside one export may have together."""
FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""How a cell begins that a spreadsheet might run; the last four are the full-width forms."""
COLUMNS = (
    "id",
    "title",
    "date",
    "state",
    "model",
    "targets",
    "capabilities",
    "tags",
    "answers",
    "written",
    "due",
)


def export(
    format_: str,
    entries: Iterable[Entry],
    *,
    profile: Profile | None,
    catalogue: Catalogue,
    today: dt.date,
    in_child: bool = False,
    tick: Tick | None = None,
    files: Sequence[tuple[Attachment, bytes]] = (),
    marks: Iterable[str] = (),
    key: SigningKey | None = None,
    trainee: str = "",
    to: Destination | None = None,
    comments: Sequence[Comment] = (),
    trusted: Iterable[TrustedKey] = (),
) -> bytes:
    """The entries as a file of one format; `in_child` keeps Typst out of this process.

    While a child is at work `tick` is called with the seconds so far; what it raises ends it.

    `files` are what is attached to them, for the formats that carry files; `marks` are the targets
    that are done. A PDF is signed with `key` if there is one, a zip needs it. `trainee` is a name
    for the cover, and nothing keeps it; `to` is the e-portfolio that the pages are for.
    `comments` are what others said, named as far as their keys are `trusted`; CSV and Leap2A have
    no place for them.

    Raises:
        UnknownIdError: there is no such format.
        EvidenceError: there is nothing to export, or the PDF could not be made.
    """
    chosen = tuple(entries)
    if not chosen:
        message = "There is nothing to export. Choose at least one entry."
        raise EvidenceError(message)
    attachments = [attachment for attachment, _ in files]
    made = make_bundle(
        chosen, profile=profile, attachments=attachments, marks=marks, comments=comments
    )
    bundle = write_bundle(made)
    match format_:
        case "pdf" | "html" | "zip":
            document = make_document(
                chosen,
                profile=profile,
                catalogue=catalogue,
                today=today,
                attachments=attachments,
                trainee=trainee,
                to=to,
                remarks=make_remarks(
                    comments,
                    written_at={entry.id: entry.written_at for entry in chosen},
                    own=key.public if key else "",
                    trusted=trusted,
                ),
            )
            if format_ == "html":
                return _html(document)
            if format_ == "zip" and key is None:
                message = "A bundle is signed; there is no key to do it with."
                raise EvidenceError(message)
            html = _html(document, folder=FILES) if format_ == "zip" else b""
            request = request_for(document, bundle, _embedded(document, files), key=key, html=html)
            return render_in_child(request, tick) if in_child else render(request)
        case "leap2a":
            # Only who asks for it pays for the import.
            from ladder_widgets.evidence.leap2a.writer import write_leap2a

            day = dt.datetime.combine(today, dt.time(), dt.UTC)
            return write_leap2a(made, catalogue=catalogue, files=files, now=day)
        case "json":
            return bundle
        case "csv":
            return csv_entries(chosen).encode("utf-8-sig")  # the mark tells Excel it is UTF-8
        case _:
            raise UnknownIdError("format", format_, FORMATS)


def _html(document: EvidenceDocument, *, folder: str = "") -> bytes:
    # Jinja is there in the app; the command line exports PDFs without it.
    from ladder_widgets.evidence.html_page import render_html

    return render_html(document, folder=folder)


def check_files(attachments: Iterable[Attachment]) -> None:
    """Refuse more files than one export can carry, before their bytes are read.

    Raises:
        EvidenceError: they have too many bytes together.
    """
    size = sum(attachment.size for attachment in attachments)
    if size > MAX_FILES_BYTES:
        message = (
            f"The files of these entries have {shown_size(size)} together; one export carries "
            f"{shown_size(MAX_FILES_BYTES)} at most. Export fewer entries at a time."
        )
        raise EvidenceError(message)


def _embedded(
    document: EvidenceDocument, files: Sequence[tuple[Attachment, bytes]]
) -> list[EmbeddedFile]:
    """The files in the order of the document, each under the name that stands in it."""
    by_id = {attachment.id: (attachment, data) for attachment, data in files}
    made = []
    for page in document.pages:
        for row in page.files:
            attachment, data = by_id[row.id]
            made.append(
                EmbeddedFile(
                    name=row.name,
                    mime_type=MIME_TYPES[attachment.kind],
                    description=f"Attached to entry {page.number} ({attachment.entry_id})",
                    changed_at=attachment.added_at,
                    data=data,
                )
            )
    return made


def csv_entries(entries: Sequence[Entry]) -> str:
    """One row an entry, safe to open in a spreadsheet.

    A text that a spreadsheet would take for a formula is led by an apostrophe, which it hides.
    """
    stream = io.StringIO()
    # Line ends as RFC 4180 has them; with a bare \n, Python 3.11 leaves a \r in a cell unquoted.
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([_cell(text) for text in _row(entry)])
    return stream.getvalue()


def _row(entry: Entry) -> list[str]:
    content = entry.content
    return [
        entry.id,
        content.title,
        content.happened_on.isoformat() if content.happened_on else "",
        entry.state,
        content.model,
        "; ".join(content.targets),
        "; ".join(
            f"{li.code}: {li.because}" if li.because else li.code for li in content.capabilities
        ),
        "; ".join(content.tags),
        "\n\n".join(f"{answer.prompt}\n{answer.text}" for answer in content.answers),
        entry.written_at.isoformat(),
        content.due_on.isoformat() if content.due_on else "",
    ]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def file_name(format_: Format, today: dt.date) -> str:
    """A file name that says what and when, never a trainee's words."""
    return f"leadership-evidence-{today.isoformat()}{ENDINGS[format_]}"


def format_of(name: str) -> Format | None:
    """The format that the ending of a file name stands for, if any.

    >>> format_of("Evidence.leap2a.ZIP")
    'leap2a'
    """
    return next((kind for kind, ending in ENDINGS.items() if name.lower().endswith(ending)), None)


def write_export(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        EvidenceError: the folder is missing, may not be written, or is full.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".ladder-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise
    except OSError as error:
        message = (
            f"The file {path} cannot be written ({error.strerror}). "
            "Choose another folder with -o PATH."
        )
        raise EvidenceError(message) from error
