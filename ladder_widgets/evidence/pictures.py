"""Pictures of a notebook: collected once, named by their place, checked before they print."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.glyphs import printable
from ladder_widgets.evidence.typesetting import typeset

MIME_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
"""What can be printed, the sharpest first."""
UNREADABLE = b""


class Pictures:
    """The pictures of one run; a block of the document names one by its index."""

    def __init__(self) -> None:
        self.files: list[bytes] = []

    def block(self, mime_type: str, content: str, alt: str) -> dict[str, object]:
        """Keep a picture as notebooks hold it (SVG as text, others as base64) and its block."""
        self.files.append(_decode(mime_type, content))
        return {"kind": "picture", "index": len(self.files) - 1, "alt": alt}


def readable(files: Sequence[bytes]) -> list[bytes]:
    """The same pictures, with nothing in the place of each that cannot be typeset."""
    return [file if file and _is_readable(file) else UNREADABLE for file in files]


def _is_readable(file: bytes) -> bool:
    picture = {"kind": "picture", "index": 0, "alt": "Picture"}
    try:
        typeset("notebook", {"title": "Picture", "blocks": [picture]}, images=[file])
    except EvidenceError:
        return False
    return True


def _decode(mime_type: str, content: str) -> bytes:
    if mime_type == "image/svg+xml":
        # Words in a drawing need glyphs too; its markup is ASCII and stays as it is.
        return printable(content).encode()
    try:
        return base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        return UNREADABLE
