"""Pictures of a notebook: collected once, named by their place, checked before they print."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.glyphs import printable
from ladder_widgets.evidence.svg import harmless
from ladder_widgets.evidence.tree import Block

MIME_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
"""What can be printed, the sharpest first."""
UNREADABLE = b""


class Pictures:
    """The pictures of one run; a block of the document names one by its index."""

    def __init__(self) -> None:
        self.files: list[bytes] = []
        self.mime_types: list[str] = []

    def block(self, mime_type: str, content: str, alt: str, *, width: int = 0) -> Block:
        """Keep a picture as notebooks hold it (SVG as text, others as base64) and its block.

        `width` is in pixels of a screen; 0 leaves it to the picture.
        """
        self.files.append(_decode(mime_type, content))
        self.mime_types.append(mime_type)
        return {"kind": "picture", "index": len(self.files) - 1, "alt": alt, "width": width}

    def printable(self) -> list[bytes]:
        """The files as they print: words in a drawing need glyphs too, its markup is ASCII."""
        return [
            printable(file.decode()).encode() if mime_type == "image/svg+xml" else file
            for file, mime_type in zip(self.files, self.mime_types, strict=True)
        ]


def readable(files: Sequence[bytes]) -> list[bytes]:
    """The same pictures, with nothing in the place of each that cannot be typeset."""
    return [file if file and _is_readable(file) else UNREADABLE for file in files]


def _is_readable(file: bytes) -> bool:
    # Typst stays out of processes that make no PDF.
    from ladder_widgets.evidence.typesetting import typeset

    picture = {"kind": "picture", "index": 0, "alt": "Picture", "width": 0}
    data = {
        "title": "Picture",
        "blocks": [picture],
        "lang": "en",
        "region": "GB",
        "plain_formulas": False,
    }
    try:
        typeset("notebook", data, images=[file])
    except EvidenceError:
        return False
    return True


def _decode(mime_type: str, content: str) -> bytes:
    try:
        if mime_type == "image/svg+xml":
            return harmless(content).encode()
        return base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        return UNREADABLE
