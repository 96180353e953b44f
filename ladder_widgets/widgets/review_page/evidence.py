"""Evidence as whoever reviews it sees it: what can be said of the file, and its entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from hashlib import sha256

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.evidence.document import EvidenceDocument, make_document
from ladder_widgets.evidence.intake import is_table, read_in_child
from ladder_widgets.evidence.remarks import make_remarks
from ladder_widgets.evidence.verify import SAID, signer_in_words, verify
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.portfolio.intake import Arrival, Arriving
from ladder_widgets.portfolio.keys import TrustedKey
from ladder_widgets.portfolio.model import Attachment, Entry

NO_EVIDENCE = (
    "This is no evidence of the kit. Choose the PDF or the bundle (zip) that the trainee exported."
)
COMMENTS = (
    "This is a file of comments. The trainee takes it in: Import in the app, or ladder import."
)


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was opened: its SHA-256, its content and signer in words, and what it holds.

    `written_at` is when each entry was last written on, by its id; `signer` is a public key, empty
    where the file is not signed.
    """

    digest: str
    content: str
    signer: str
    signed_by: str
    warnings: tuple[str, ...]
    document: EvidenceDocument
    written_at: Mapping[str, dt.datetime]
    attachments: Mapping[str, Attachment]
    files: Mapping[str, bytes]


def open_evidence(
    data: bytes, *, catalogue: Catalogue, today: dt.date, trusted: Iterable[TrustedKey]
) -> Evidence:
    """What a file shows to whoever reviews it.

    Raises:
        InputError: it is no evidence, or has no entry.
        BundleError: it is broken, or was made to do harm.
    """
    if is_table(data):
        raise InputError(NO_EVIDENCE)
    arrival = read_in_child(data, columns={})
    if arrival.source == "comments":
        raise InputError(COMMENTS)
    if arrival.source not in {"bundle", "pdf"} or not arrival.entries:
        raise InputError(NO_EVIDENCE)
    keys = tuple(trusted)
    # A bundle.json alone carries no signature.
    verdict = verify(data) if data.startswith((b"%PDF-", b"PK")) else None
    signer = verdict.public if verdict else ""
    return Evidence(
        digest=sha256(data).hexdigest(),
        content=SAID[verdict.content if verdict else "unsigned"],
        signer=signer,
        signed_by=signer_in_words(signer, own="", trusted=keys),
        warnings=arrival.warnings,
        document=_document(arrival, signer, keys, catalogue, today),
        written_at={entry.id: entry.written_at for entry in arrival.entries},
        attachments={file.id: file for entry in arrival.entries for file in entry.attachments},
        files=arrival.files,
    )


def _document(
    arrival: Arrival,
    signer: str,
    trusted: Iterable[TrustedKey],
    catalogue: Catalogue,
    today: dt.date,
) -> EvidenceDocument:
    return make_document(
        map(_entry, arrival.entries),
        profile=arrival.profile,
        catalogue=catalogue,
        today=today,
        attachments=[file for entry in arrival.entries for file in entry.attachments],
        remarks=make_remarks(
            arrival.comments,
            written_at={entry.id: entry.written_at for entry in arrival.entries},
            own=signer,
            trusted=trusted,
        ),
    )


def _entry(arriving: Arriving) -> Entry:
    # Revisions are numbered by their store, and no file tells their number.
    return Entry(
        id=arriving.id,
        state=arriving.state,
        content=arriving.content,
        revision=1,
        written_at=arriving.written_at,
        created_at=arriving.created_at,
    )
