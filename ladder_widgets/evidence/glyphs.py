"""Text that the PDF's fonts can print: what they lack becomes a visible ``[U+4E2D]``.

A character without a glyph makes a PDF/UA or PDF/A export fail, and an export must never fail
for a word. The attached data keep the text as it was written.

One *cluster* (a letter with its accents, an emoji with its skin tone) is drawn from one font, so
it is not enough that every character is held by some font: one family must hold them all.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
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
    if all(map(_is_plain, set(text))):
        return text
    return "".join(_print_clusters(text))


def placeholder(char: str) -> str:
    """How a character is shown that no font holds."""
    return f"[U+{ord(char):04X}]"


def _print_clusters(text: str) -> list[str]:
    body = _held("]")
    out: list[str] = []
    held = 0  # bit set: the families that hold the whole cluster so far
    before = "\n"
    for char in text:
        if (own := _always(char)) is not None:
            out.append(own)
            held = body
        elif _held(char) == 0:
            out.append(placeholder(char))
            held = body
        elif not _extends(before, char):
            out.append(char)
            held = _held(char)
        elif held & _held(char):
            out.append(char)
            held &= _held(char)
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
def _is_plain(char: str) -> bool:
    """Whether it prints as it is beside any others: nearly all that is ever written does."""
    plain = _always(char) is None and not _extends("", char) and _held(char) != 0
    return char == "\n" or plain


@cache
def _held(char: str) -> int:
    """The families that hold a character, as bits; looked up one by one: few are ever used."""
    if unicodedata.category(char) == "Co":
        return 0
    held = 0
    for bit, (firsts, lasts) in enumerate(_spans()):
        place = bisect_right(firsts, ord(char)) - 1
        if place >= 0 and ord(char) <= lasts[place]:
            held |= 1 << bit
    return held


@cache
def _spans() -> tuple[tuple[list[int], list[int]], ...]:
    """The first and the last code points of the ranges that each family holds, in order."""
    ranges: dict[str, str] = json.loads(COVERAGE.read_text(encoding="utf-8"))
    return tuple(_bounds(spans.split()) for spans in ranges.values())


def _bounds(spans: list[str]) -> tuple[list[int], list[int]]:
    pairs = sorted((span.partition("-") for span in spans), key=lambda pair: int(pair[0], 16))
    firsts = [int(first, 16) for first, _, _ in pairs]
    return firsts, [int(last or first, 16) for first, _, last in pairs]
