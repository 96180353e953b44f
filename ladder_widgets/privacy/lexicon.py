"""The words that the rules about names know: who is called so, and what is not a person."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ladder_widgets.privacy.spelling import ENDING, shelf_of, stems

WORDS = Path(__file__).parent / "built" / "words.txt"
"""Built by `make setup` (frontend/words.py) from the lists in `data` and from packages."""

if not WORDS.is_file():
    # Only then: the errors bring difflib along, which no check of a text needs.
    from ladder_widgets.errors import SettingsError

    message = (
        f"The word lists of the privacy check are missing: {WORDS} is not built. "
        "Run make setup in a checkout, or install the kit again."
    )
    raise SettingsError(message)


class WordSet:
    """A set of words in a tenth of the memory of one: every kernel holds these."""

    __slots__ = ("_shelves",)

    def __init__(self, lines: Iterable[str]) -> None:
        self._shelves = {shelf_of(line.strip()): line for line in lines}

    def __contains__(self, word: str) -> bool:
        return f" {word} " in self._shelves.get(shelf_of(word), "")


class Lexicon:
    """All word lists, each under the name that it has in the file."""

    def __init__(self, text: str) -> None:
        lists = {}
        for section in text.split("\n\n"):
            name, *lines = section.split("\n")
            lists[name] = lines
        self.clear_phrases = frozenset(lists.pop("clear_phrases"))
        sets = {name: WordSet(lines) for name, lines in lists.items()}
        self.given = sets["given"]
        self.surnames = sets["surnames"]
        self.both = sets["both"]
        self.ordinary = sets["ordinary"]
        self.dictionary = sets["dictionary"]
        self.towns = sets["towns"]
        self.ward_names = sets["ward_names"]
        self.abbreviations = sets["abbreviations"]
        self.clear = sets["clear"]
        self._first_words = frozenset(p.partition(" ")[0] for p in self.clear_phrases)
        self.longest_phrase = max(phrase.count(" ") + 1 for phrase in self.clear_phrases)

    def begins_phrase(self, word: str) -> bool:
        """Whether a clear phrase begins with a word."""
        return word in self._first_words

    def is_ordinary(self, word: str) -> bool:
        """Whether a word in small letters is one of every day, of medicine or of a place."""
        return word in self.ordinary or (
            ENDING.match(word) is not None and word not in self.given and word not in self.surnames
        )

    def is_word(self, word: str) -> bool:
        """Whether a word in small letters is any of English, in whatever form."""
        if self.is_ordinary(word) or word in self.dictionary:
            return True
        return any(stem in self.ordinary or stem in self.dictionary for stem in stems(word))

    def is_name(self, word: str) -> bool:
        """Whether somebody is called by a word in small letters, whatever else it means."""
        plain = word.replace("'", "")  # o'hara stands in the lists as ohara
        return plain in self.given or plain in self.surnames


@cache
def lexicon() -> Lexicon:
    """The lexicon, read when it is first asked for."""
    return Lexicon(WORDS.read_text("utf-8"))
