"""The file that somebody takes from a workshop: drafts, certificate and signature in one zip.

It is a bundle as `ladder export` makes it, signed by the key of the room. Typst and the packs stay
out of the process that serves phones: a short-lived child makes several files in a row.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from ladder_widgets.errors import EvidenceError, LadderError
from ladder_widgets.evidence.bundle import make_bundle, write_bundle
from ladder_widgets.evidence.document import make_document
from ladder_widgets.evidence.embedding import EmbeddedFile
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.portfolio.inspection.kinds import MIME_TYPES
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.portfolio.model import Attachment
from ladder_widgets.process import run_child
from ladder_widgets.settings import Settings
from ladder_widgets.workshop.live.model import Room, shown_code
from ladder_widgets.workshop.model import Workshop
from ladder_widgets.workshop.takeaway.certificate import TEMPLATE, certificate_of
from ladder_widgets.workshop.takeaway.entries import (
    Own,
    day_of,
    draft_entries,
    event_id,
    made_id,
)

CHILD = "ladder_widgets.workshop.takeaway.child"
TIMEOUT_S = 120
BADGE = "badge.json"
BADGE_ISSUER = "The workshop's room"
FAILED = "Your file could not be made just now. Wait a moment, then try again."


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What one person takes: `at` is the last answer, `name` may be empty."""

    room: Room
    workshop: Workshop
    person: str
    own: tuple[Own, ...]
    at: dt.datetime
    name: str
    key: SigningKey

    def __repr__(self) -> str:
        return "Request(…)"


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Several requests, and where their packs lie."""

    requests: tuple[Request, ...]
    packs: tuple[str, ...]
    data_dir: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A finished file, or the `problem` for which there is none."""

    data: bytes = b""
    problem: str = ""

    def __repr__(self) -> str:
        return "Made(…)"


def file_name(room: Room) -> str:
    """What the file is called: the workshop and its day, nobody's name."""
    return f"workshop-{room.workshop}-{day_of(room).isoformat()}.zip"


def make(request: Request, catalogue: Catalogue) -> bytes:
    """The signed zip.

    Raises:
        EvidenceError: it could not be made; the message never quotes a text.
    """
    # Typst and Jinja stay out of processes that only hand the work to a child.
    from ladder_widgets.evidence.html_page import render_html
    from ladder_widgets.evidence.package import FILES, pack
    from ladder_widgets.evidence.pdf import render, request_for

    day = day_of(request.room)
    entries = draft_entries(
        request.room,
        request.workshop,
        request.own,
        person=request.person,
        at=request.at,
        ladder=catalogue.ladder.version,
    )
    data = make_certificate(request, catalogue)
    attachment = _attachment(request, data)
    bundle = write_bundle(make_bundle(entries, profile=None, attachments=(attachment,)))
    # Beside the PDF, not inside: putting a file into one takes longer than all the rest.
    alone = make_document(entries, profile=None, catalogue=catalogue, today=day)
    document = make_document(
        entries, profile=None, catalogue=catalogue, today=day, attachments=(attachment,)
    )
    name = next(row.name for page in document.entries for row in page.files)
    certificate = EmbeddedFile(
        name=name,
        mime_type=MIME_TYPES["pdf"],
        description="Certificate of attendance",
        changed_at=request.at,
        data=data,
    )
    return pack(
        pdf=render(request_for(alone, bundle, key=request.key)),
        html=render_html(document, folder=FILES),
        bundle=bundle,
        files=(certificate, _badge(request, catalogue)),
        key=request.key,
    )


def _attachment(request: Request, data: bytes) -> Attachment:
    digest = sha256(data).hexdigest()
    return Attachment(
        id=made_id(request.person, digest),
        entry_id=event_id(request.person),
        name=f"certificate-{digest[:8]}.pdf",  # another name on it makes another file
        kind="pdf",
        size=len(data),
        digest=digest,
        added_at=request.at,
    )


def make_certificate(request: Request, catalogue: Catalogue) -> bytes:
    """The signed certificate: PDF/UA-1 and PDF/A-3a."""
    from ladder_widgets.evidence.pdf_signature import sign_pdf
    from ladder_widgets.evidence.typesetting import typeset  # Typst, as above

    said = certificate_of(
        request.room,
        request.workshop,
        catalogue,
        name=request.name,
        public=request.key.public,
    )
    return sign_pdf(typeset(TEMPLATE, msgspec.to_builtins(said)), request.key)


def _badge(request: Request, catalogue: Catalogue) -> EmbeddedFile:
    """The Open Badge for having been there, by the key of the room; a name only if one was given.

    Its moment is the workshop's, so the same person's badge is the same whenever it is taken.
    """
    # PyLD takes 0.3 s to import: the host itself never needs it.
    from ladder_widgets.evidence.badges.achievements import workshop_achievement
    from ladder_widgets.evidence.badges.making import make_badge

    workshop = request.workshop
    achievement = workshop_achievement(
        catalogue,
        title=workshop.title,
        held_on=day_of(request.room),
        minutes=workshop.minutes,
        targets=workshop.targets,
    )
    made = make_badge(
        achievement,
        seed=request.key.seed,
        issuer_name=f"{BADGE_ISSUER} {shown_code(request.room.code)}",
        valid_from=request.room.begun_at,
        subject_name=request.name or None,
    )
    return EmbeddedFile(
        name=BADGE,
        mime_type="application/ld+json",
        description="Open Badge for taking part",
        changed_at=request.room.begun_at,
        data=made,
    )


def make_all(batch: Batch) -> list[Made]:
    """For each request its file, or a sentence that says why there is none."""
    from ladder_widgets.ladder.packs import load_catalogue

    folders = tuple(Path(pack) for pack in batch.packs)
    catalogue = load_catalogue(folders, Path(batch.data_dir))
    made: list[Made] = []
    for request in batch.requests:
        try:
            made.append(Made(data=make(request, catalogue)))
        except LadderError as error:
            made.append(Made(problem=str(error)))
    return made


def make_in_child(requests: Sequence[Request], settings: Settings) -> list[Made]:
    """The same in a child process; words go through pipes only, never onto a disk.

    Raises:
        EvidenceError: the child failed or took too long.
    """
    batch = Batch(
        requests=tuple(requests),
        packs=tuple(map(str, settings.packs)),
        data_dir=str(settings.data_dir),
    )
    try:
        child = run_child(CHILD, msgspec.msgpack.encode(batch), timeout_s=TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired):
        raise EvidenceError(FAILED) from None
    if child.status != 0:
        raise EvidenceError(child.refusal or FAILED)
    return msgspec.msgpack.decode(child.output, type=list[Made])
