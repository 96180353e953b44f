"""Text that the PDF's fonts can print: what they lack becomes a visible ``[U+4E2D]``.

A character without a glyph makes a PDF/UA or PDF/A export fail, and an export must never fail
for a word. The attached data keep the text as it was written.

One *cluster* (a letter with its accents, an emoji with its skin tone) is drawn from one font, so
it is not enough that every character is held by some font: one family must hold them all.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path

COVERAGE = Path(__file__).with_name("coverage.json")
OVERRIDES = "\u202d\u202e"
"""Bidi overrides print words in another order than they were written: shown, never obeyed."""
INVISIBLE = "\ufeff"
"""Shows nothing, and PDF/A forbids it."""
JOINER = "\u200d"
TAB = "    "


def printable(text: str) -> str:
    """The text with a placeholder for each character that cannot be printed.

    >>> printable("caf\u00e9 \u4e2d")
    'caf\u00e9 [U+4E2D]'
    """
    if _plain().issuperset(text):
        return text
    return "".join(_print_clusters(text))


def placeholder(char: str) -> str:
    """How a character is shown that no font holds."""
    return f"[U+{ord(char):04X}]"


def _print_clusters(text: str) -> list[str]:
    families = _families()
    body = families["]"]
    out: list[str] = []
    held = 0  # bit set: the families that hold the whole cluster so far
    before = "\n"
    for char in text:
        if (own := _always(char)) is not None:
            out.append(own)
            held = body
        elif families.get(char, 0) == 0:
            out.append(placeholder(char))
            held = body
        elif not _extends(before, char):
            out.append(char)
            held = families[char]
        elif held & families[char]:
            out.append(char)
            held &= families[char]
        else:
            out.append(placeholder(char))
            held = body
        before = char
    return out


def _always(char: str) -> str | None:
    """What stands for a character whatever the fonts hold; None if they decide."""
    if char == "\n":
        return char
    if char == "\t":
        return TAB
    if char in OVERRIDES:
        return placeholder(char)
    if char in INVISIBLE or unicodedata.category(char) == "Cc":
        return ""
    return None


def _extends(before: str, char: str) -> bool:
    """Whether a character is drawn in one cluster with the one before it."""
    return (
        JOINER in (before, char)
        or unicodedata.category(char) in ("Mn", "Mc", "Me")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


@cache
def _plain() -> frozenset[str]:
    """Characters that print as they are beside any others: nearly all that is ever written."""
    alone = (c for c in _families() if _always(c) is None and not _extends("", c))
    return frozenset("\n").union(alone)


@cache
def _families() -> dict[str, int]:
    """Each printable character with the set of families that hold it, as bits."""
    families: dict[str, int] = {}
    ranges: dict[str, str] = json.loads(COVERAGE.read_text(encoding="utf-8"))
    for bit, spans in enumerate(ranges.values()):
        for span in spans.split():
            first, _, last = span.partition("-")
            for point in range(int(first, 16), int(last or first, 16) + 1):
                if unicodedata.category(char := chr(point)) != "Co":
                    families[char] = families.get(char, 0) | 1 << bit
    return families
