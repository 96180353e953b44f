"""Is this evidence as it was exported, and by whom? Two questions, two answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from ladder_widgets.errors import BundleError, InputError
from ladder_widgets.evidence.badges.images import BLANK, PNG
from ladder_widgets.evidence.package import MANIFEST, is_unaltered, signer_of, unpack
from ladder_widgets.evidence.pdf_signature import is_pdf_unaltered, pdf_signer
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.comments import is_comment_file, read_comments
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.keys import TrustedKey, fingerprint

SAID = {
    "unaltered": "unchanged since exported",
    "altered": "altered: it is not as it was exported",
    "unsigned": "not signed: nothing can be said about it",
}


class Verdict(Value, frozen=True):
    """What can be said of a file: its kind, its content, and the public key that signed it.

    Of a badge *unaltered* means as it was signed, over its meaning: see `badges.proof`.
    """

    kind: Literal["pdf", "bundle", "comments", "badge"]
    content: Literal["unaltered", "altered", "unsigned"]
    public: str = ""
    says: tuple[str, ...] = ()
    """What a badge or a file of comments that is unaltered says, a line each."""


def verify(data: bytes, *, at: dt.datetime | None = None) -> Verdict:
    """What can be said of evidence, over every byte of it; of a badge at a moment.

    Raises:
        BundleError: it is no PDF, no bundle, no file of comments and no badge.
        BadgeError: it is a badge of which nothing sure can be said.
    """
    if data.startswith(b"%PDF-"):
        public = pdf_signer(data)
        return _verdict("pdf", public, unaltered=is_pdf_unaltered(data))
    if data.startswith(b"PK\x03\x04") and (signer_of(data) or MANIFEST in unpack(data)):
        return _verdict("bundle", signer_of(data), unaltered=is_unaltered(data))
    if is_comment_file(data):
        return _of_comments(data)
    if data.lstrip(BLANK).startswith((b"{", b"<", PNG)):
        return _of_badge(data, at or dt.datetime.now(dt.UTC))
    message = (
        "This is no evidence that can be verified. Name a PDF or a zip that `ladder export` made, "
        "a supervisor's file of comments, or an Open Badge."
    )
    raise BundleError(message)


def _of_comments(data: bytes) -> Verdict:
    try:
        comments = read_comments(data)
    except InputError:
        return Verdict(kind="comments", content="altered")
    count = "1 comment" if len(comments) == 1 else f"{len(comments)} comments"
    says = f"{count} by {comments[0].name} (name as given)."
    public = comments[0].public
    return Verdict(kind="comments", content="unaltered", public=public, says=(says,))


def _of_badge(data: bytes, at: dt.datetime) -> Verdict:
    # PyLD takes 0.3 s to import: only who has a badge pays for it.
    from ladder_widgets.evidence.badges.reading import read_badge

    badge = read_badge(data)
    if badge.content == "altered":
        return Verdict(kind="badge", content="altered", public=badge.public_key.hex())
    holder = badge.subject_name or "whoever holds it"
    says = [
        f"{badge.name}. {badge.description}",
        "Given by the holder to themselves." if badge.self_declared else f"Given to {holder}.",
        f"From {uk_date(badge.valid_from.date())}: {badge.validity(at)}.",
    ]
    public = badge.public_key.hex()
    return Verdict(kind="badge", content="unaltered", public=public, says=tuple(says))


def _verdict(kind: Literal["pdf", "bundle"], public: str, *, unaltered: bool) -> Verdict:
    if not public:
        return Verdict(kind=kind, content="unsigned")
    # A key that did not sign these bytes says nothing about who did.
    return Verdict(kind=kind, content="unaltered" if unaltered else "altered", public=public)


def signer_in_words(public: str, *, own: str, trusted: Iterable[TrustedKey]) -> str:
    """Whose key that is: this store's, a trusted one by its name, or an unknown one."""
    if not public:
        return "nobody"
    if public == own:
        return "you, with the key of this store"
    name = next((key.name for key in trusted if key.public == public), "")
    return name or f"an unknown key, fingerprint {fingerprint(public)}"
