"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from ladder_widgets.ladder.model import Value

MOST_WORDS = 20_000
"""Longer texts are shown one after the other: comparing them would take too long to wait for."""
_WORD = re.compile(r"\s+|\w+|[^\w\s]+")


class Piece(Value, frozen=True):
    """A stretch of text that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """The way from one text to another: same and removed make the old, same and added the new.

    >>> [(p.kind, p.text) for p in compare("We met.", "We all met.")]
    [('same', 'We '), ('added', 'all '), ('same', 'met.')]
    """
    return tuple(Piece(kind=kind, text=text) for kind, text in _pieces(old, new) if text)


def _pieces(old: str, new: str) -> Iterator[tuple[Literal["same", "added", "removed"], str]]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if old == new:
        yield "same", old
    elif len(before) + len(after) > MOST_WORDS:
        yield "removed", old
        yield "added", new
    else:
        for _, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            gone, come = "".join(before[a:b]), "".join(after[c:d])
            if gone == come:
                yield "same", gone
            else:
                yield "removed", gone
                yield "added", come
