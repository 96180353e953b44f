"""A signature over every byte of an evidence PDF, inside the PDF.

It is one more object in an incremental update (ISO 32000-1, 7.5.6), which PDF/A allows and no
viewer shows. What is signed is the whole file, the update included, without the signature's own
128 digits: whatever is changed, added or taken away makes it another message. It is not a
signature field: viewers would call one from an unknown key faulty.
"""

from __future__ import annotations

import re

from ladder_widgets.errors import EvidenceError
from ladder_widgets.portfolio.keys import SigningKey, is_signed

_TRAILER = re.compile(
    rb"trailer\s*<<(?P<body>(?:[^<>]|<<[^<>]*>>|<[^<>]*>)*)>>\s*startxref\s+(?P<at>\d+)\s+%%EOF\s*$"
)
_SIZE = re.compile(rb"/Size\s+(\d+)")
_TAIL = 4096
_OBJECT = b"<</Type/LeadershipLadderSignature/Algorithm/Ed25519/Key<%s>/Signature<%s>>>"
_FOUND = re.compile(
    rb"<</Type/LeadershipLadderSignature/Algorithm/Ed25519"
    rb"/Key<(?P<key>[0-9a-f]{64})>/Signature<(?P<signature>[0-9a-f]{128})>>>"
)


def sign_pdf(pdf: bytes, key: SigningKey) -> bytes:
    """The PDF with the signature of a key.

    Raises:
        EvidenceError: it does not end as PDFs of this kit do.
    """
    trailer = _TRAILER.search(pdf, max(0, len(pdf) - _TAIL))
    size = _SIZE.search(trailer["body"]) if trailer else None
    if trailer is None or size is None:
        message = "The PDF could not be signed: its end is not that of a PDF of this kit."
        raise EvidenceError(message)
    number = int(size[1])
    start = len(pdf) + 1
    head = b"\n%d 0 obj\n" % number
    made = _OBJECT % (key.public.encode(), b"0" * 128)
    body = _SIZE.sub(b"/Size %d" % (number + 1), trailer["body"], count=1)
    # An older update's own /Prev goes: a trailer has one.
    body = re.sub(rb"/Prev\s+\d+", b"", body)
    update = head + made + b"\nendobj\n"
    table = len(pdf) + len(update)
    update += b"xref\n0 1\n0000000000 65535 f\r\n%d 1\n%010d 00000 n\r\n" % (number, start)
    update += b"trailer\n"
    update += b"<<%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (body, trailer["at"], table)
    signed_from = len(pdf) + len(head) + made.index(b"0" * 128)
    whole = pdf + update
    before, after = whole[:signed_from], whole[signed_from + 128 :]
    return before + key.sign(before + after).encode() + after


def pdf_signer(pdf: bytes) -> str:
    """The public key that a PDF names, empty if it is not signed."""
    found = _last(pdf)
    return found["key"].decode() if found else ""


def is_pdf_unaltered(pdf: bytes) -> bool:
    """Whether every byte is as it was when it was signed."""
    found = _last(pdf)
    if found is None:
        return False
    message = pdf[: found.start("signature")] + pdf[found.end("signature") :]
    return is_signed(message, found["signature"].decode(), found["key"].decode())


def _last(pdf: bytes) -> re.Match[bytes] | None:
    """The last signature in a file; one that is not at its end does not fit its bytes."""
    found = None
    for found in _FOUND.finditer(pdf):  # noqa: B007  # the last one is wanted
        pass
    return found
