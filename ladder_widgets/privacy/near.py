"""Searches only where something stands that a pattern cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterator

BEFORE, AFTER = 90, 80


def windows(mark: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The parts of a text around each mark; parts that touch are one, so none is read twice."""
    found: list[tuple[int, int]] = []
    for match in mark.finditer(text):
        start, end = max(0, match.start() - BEFORE), min(len(text), match.end() + AFTER)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def search(
    pattern: re.Pattern[str], text: str, parts: list[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    """Every place of a pattern in these parts."""
    for start, end in parts:
        yield from pattern.finditer(text, start, end)
