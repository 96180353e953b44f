"""Texts made to fit where they go."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
SLUG_CHARS = 60


def one_line(text: str) -> str:
    """A text without control characters and line breaks, each gap one space.

    >>> one_line("  two   gaps ")
    'two gaps'
    """
    return " ".join(_CONTROL.sub(" ", text).split())


def cut(text: str, most: int) -> str:
    """A text of at most so many characters; that it was cut is seen by its last one.

    >>> cut("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def slug(text: str, *, otherwise: str) -> str:
    """A text as an id of a pack; `otherwise` where no letter or figure of it can stand in one.

    >>> slug("Équipes & leading", otherwise="theme")
    'equipes-leading'
    """
    plain = unicodedata.normalize("NFKD", text[: 4 * SLUG_CHARS]).encode("ascii", "ignore").decode()
    return _NOT_IN_IDS.sub("-", plain.lower())[:SLUG_CHARS].strip("-") or otherwise
