"""Is this evidence as it was exported, and by whom? Two questions, two answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ladder_widgets.errors import BundleError
from ladder_widgets.evidence.package import MANIFEST, is_unaltered, signer_of, unpack
from ladder_widgets.evidence.pdf_signature import is_pdf_unaltered, pdf_signer
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.keys import TrustedKey, fingerprint

SAID = {
    "unaltered": "unchanged since exported",
    "altered": "altered: it is not as it was exported",
    "unsigned": "not signed: nothing can be said about it",
}


class Verdict(Value, frozen=True):
    """What can be said of a file: its kind, its content, and the public key that signed it."""

    kind: Literal["pdf", "bundle"]
    content: Literal["unaltered", "altered", "unsigned"]
    public: str = ""


def verify(data: bytes) -> Verdict:
    """What can be said of evidence, over every byte of it.

    Raises:
        BundleError: it is no PDF and no bundle.
    """
    if data.startswith(b"%PDF-"):
        public = pdf_signer(data)
        return _verdict("pdf", public, unaltered=is_pdf_unaltered(data))
    if data.startswith(b"PK\x03\x04") and (signer_of(data) or MANIFEST in unpack(data)):
        return _verdict("bundle", signer_of(data), unaltered=is_unaltered(data))
    message = (
        "This is no evidence that can be verified. Name a PDF or a zip that `ladder export` made."
    )
    raise BundleError(message)


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
