"""Evidence back in: what a bundle, a PDF of ours or a file of comments brings to a portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath

import msgspec

from ladder_widgets.errors import BundleError, InputError
from ladder_widgets.evidence.bundle import Bundle, read_bundle
from ladder_widgets.evidence.leap2a.vocabulary import FEED_NAME
from ladder_widgets.evidence.package import DATA, is_unaltered, signer_of, unpack
from ladder_widgets.evidence.pdf_signature import is_pdf_unaltered, pdf_signer
from ladder_widgets.portfolio.comments import is_comment_file, read_comments
from ladder_widgets.portfolio.intake import Arrival, Arriving, Source

BOM = b"\xef\xbb\xbf"
MAX_FILE_BYTES = 600_000_000
ALTERED = "The file was altered after it was exported. Look at the entries before you trust them."
FALSE_COMMENTS = "{count} comments in it were altered after they were signed; they are left out."
UNSIGNED = "The file is not signed, so nobody can tell whether it was altered."


def read_arrival(data: bytes) -> Arrival:
    """What a file brings; whether it was altered is a warning, since the words are the trainee's.

    Raises:
        BundleError: it is of no kind that can be imported, is broken, or was made to do harm.
    """
    if len(data) > MAX_FILE_BYTES:
        message = f"This file is larger than {MAX_FILE_BYTES // 1_000_000} MB; it is not opened."
        raise BundleError(message)
    if data.startswith(b"%PDF-"):
        return _from_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _from_zip(data)
    if data.removeprefix(BOM).lstrip().startswith(b"<"):
        return _from_leap2a(data)
    if is_comment_file(data):
        return _from_comments(data)
    return _arrival(read_bundle(data), "bundle", {}, UNSIGNED)


def _from_comments(data: bytes) -> Arrival:
    try:
        return Arrival(source="comments", entries=(), comments=read_comments(data))
    except InputError as error:
        raise BundleError(str(error)) from None


def _from_zip(data: bytes) -> Arrival:
    members = unpack(data)
    if DATA not in members and any(PurePosixPath(m).name.lower() == FEED_NAME for m in members):
        return _from_leap2a(data)
    if DATA not in members:
        message = (
            f"This zip is neither a bundle nor Leap2A: it holds no {DATA} and no {FEED_NAME}. "
            "Name a zip, PDF or bundle.json that `ladder export` made, or a Leap2A zip."
        )
        raise BundleError(message)
    doubt = _doubt(signed=bool(signer_of(data)), unaltered=is_unaltered(data))
    return _arrival(read_bundle(members[DATA]), "bundle", _by_digest(members), doubt)


def _from_leap2a(data: bytes) -> Arrival:
    # Only who has such a file pays for the import.
    from ladder_widgets.evidence.leap2a.arrival import foreign_arrival
    from ladder_widgets.evidence.leap2a.reader import read_leap2a

    found = read_leap2a(data)
    if not found.ours:
        return foreign_arrival(found)
    files = _by_digest({file.id: file.data for item in found.entries for file in item.files})
    arrival = _arrival(found.bundle, "leap2a", files, UNSIGNED)
    return msgspec.structs.replace(arrival, warnings=(*arrival.warnings, *found.warnings))


def _from_pdf(data: bytes) -> Arrival:
    # pypdf takes 0.15 s to import: only what reads a PDF pays for it.
    from pypdf import PdfReader

    try:
        attached = PdfReader(BytesIO(data)).attachments
        members = {name: parts[0] for name, parts in attached.items()}
    except Exception:  # noqa: BLE001 - the library raises anything at a broken file
        message = "This PDF is damaged or cut off; what is attached to it cannot be read."
        raise BundleError(message) from None
    if DATA not in members:
        message = (
            "This PDF was not made by the kit: it carries no bundle.json. To keep it with an "
            "entry, attach it: ladder entry attach ID FILE."
        )
        raise BundleError(message)
    doubt = _doubt(signed=bool(pdf_signer(data)), unaltered=is_pdf_unaltered(data))
    return _arrival(read_bundle(members[DATA]), "pdf", _by_digest(members), doubt)


def _doubt(*, signed: bool, unaltered: bool) -> str:
    if not signed:
        return UNSIGNED
    return "" if unaltered else ALTERED


def _by_digest(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files are known by what they hold, so their names in a zip or PDF do not matter."""
    return {sha256(data).hexdigest(): data for data in members.values()}


def _arrival(bundle: Bundle, source: Source, files: Mapping[str, bytes], warning: str) -> Arrival:
    # A bundle.json alone names files that it does not carry.
    carried = [
        [file for file in entry.attachments if file.digest in files] for entry in bundle.entries
    ]
    missing = sum(len(e.attachments) for e in bundle.entries) - sum(map(len, carried))
    lost = f"{missing} attached files are not in this file; they stay behind." if missing else ""
    genuine = tuple(
        c for e in bundle.entries for c in e.comments if c.entry_id == e.id and c.is_genuine
    )
    false = sum(len(e.comments) for e in bundle.entries) - len(genuine)
    forged = FALSE_COMMENTS.format(count=false) if false else ""
    return Arrival(
        source=source,
        entries=tuple(
            Arriving(
                id=entry.id,
                state=entry.state,
                content=entry.content,
                written_at=entry.written_at,
                created_at=entry.created_at,
                attachments=tuple(files_here),
            )
            for entry, files_here in zip(bundle.entries, carried, strict=True)
        ),
        profile=bundle.profile,
        marks=frozenset(bundle.marks),
        files=files,
        comments=genuine,
        warnings=tuple(filter(None, (warning, lost, forged))),
    )
