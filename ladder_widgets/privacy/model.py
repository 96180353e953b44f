"""What a rule finds: a place in a text, never the text itself."""

from __future__ import annotations

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One place in a text that may identify a person.

    `start` and `end` count code points from the beginning of the text, `end` exclusive.
    `replacement` can stand in the place of what was found; it is empty where leaving it out is
    the better remedy. It never repeats a word of what was found.
    """

    code: str
    start: int
    end: int
    why: str
    remedy: str
    replacement: str = ""
