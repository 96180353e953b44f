"""What a trainee is told of a foreign feed: how many of what, never a word of it."""

from __future__ import annotations

from collections import Counter
from enum import Enum


class Note(Enum):
    """A kind of loss or guess; its value is the sentence, which ends in a number."""

    NO_VERSION = "The feed does not say its version of Leap2A; it was read as well as possible"
    OTHER_VERSION = "The feed is of another version of Leap2A; it was read as well as possible"
    MISSING = "Files that the feed names and that are not there"
    ELSEWHERE = "Files that lie on the web, which were not fetched"
    UNLINKED = "Files that belong to no entry, which were left out"
    KIND = (
        "Parts that are no entries, such as pages, folders, people and organisations, "
        "which were left out"
    )
    JOURNAL = "Journals, whose entries were taken and whose own title and text were left out"
    EMPTY = "Entries with neither title, text nor file, which were left out"
    TWICE = "Entries whose id comes twice in the feed, of which the first was taken"
    NO_ID = "Entries without an id, known by their place in the feed only"
    NO_DATE = "Entries that do not say when they were written, dated by the feed"
    CUT_TITLE = "Titles that were too long and were cut"
    CUT_TEXT = "Texts that were too long and were cut"
    RELATION = "Links between entries, which were left out"


_PLAIN = frozenset({Note.NO_VERSION, Note.OTHER_VERSION})
"""Notes of the feed as a whole, which have no number."""


def sentences(notes: Counter[Note]) -> tuple[str, ...]:
    """The notes as sentences, in the order of their kinds."""
    return tuple(
        f"{note.value}." if note in _PLAIN else f"{note.value}: {notes[note]}."
        for note in Note
        if notes[note]
    )
