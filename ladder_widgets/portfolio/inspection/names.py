"""The name of an attachment: fit for every file system, whatever it was called before."""

from __future__ import annotations

import re
import unicodedata

from ladder_widgets.portfolio.inspection.kinds import ENDINGS
from ladder_widgets.portfolio.model import MAX_NAME_CHARS, AttachmentKind

NAMELESS = "attachment"
MAX_STEM_BYTES = 200
"""File systems count bytes: 255 of them, and a number may follow the name."""
_ROOM = 10
"""What an ending and a number take."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORBIDDEN = re.compile(r'[<>:"|?*\s]+')
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,3}$")
_DEVICE = re.compile(
    r"(con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3])[ .]*(\.|$)", re.IGNORECASE
)
_EDGES = " .-"


def clean_name(name: str, kind: AttachmentKind) -> str:
    r"""The name without its folders, what cannot be seen, and what a system gives a meaning to.

    The ending becomes that of the kind. It is idempotent.

    >>> clean_name("../../etc/passwd", "pdf")
    'passwd.pdf'
    >>> clean_name("photo\u202egnp.exe", "png")
    'photognp.png'
    """
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    seen = "".join(c for c in last if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    plain = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", seen))
    return _stem(_ENDING.sub("", plain.strip())) + ENDINGS[kind]


def numbered(name: str, taken: frozenset[str]) -> str:
    """The name, or one with a number where it is taken; capitals make no difference."""
    stem, dot, ending = name.rpartition(".")
    lower = {other.casefold() for other in taken}
    number, chosen = 1, name
    while chosen.casefold() in lower:
        number += 1
        chosen = f"{stem} ({number}){dot}{ending}"
    return chosen


def _stem(text: str) -> str:
    stem = text.strip(_EDGES)
    if _DEVICE.match(stem):  # for Windows it is one, whatever its ending
        stem = f"file {stem}"
    short = stem[: MAX_NAME_CHARS - _ROOM].encode()[:MAX_STEM_BYTES]
    return short.decode(errors="ignore").strip(_EDGES) or NAMELESS
