"""The words that the rules about names know: who is called so, and what is not a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
# Letters that stand for no letter and a mark: Łukasz, Søren, Şahin without its dot.
LETTERS = str.maketrans("łøđıæœßþð", "lodiaostd")
ENDING = re.compile(
    r".{3,}(?:tions?|sions?|ments?|ness|ings?|it(?:y|ies)|ships?|isms?|olog(?:y|ists?|ical)|ical|"
    r"[ai]bl[ey]|ful(?:ly)?|less|ous(?:ly)?|ive(?:s|ly)?|ly|ed|[ae]nc(?:e|es|y)|itis|osis|omas?|"
    r"ectomy|scop(?:y|ic)|[ae]emia|uria|path(?:y|ic)|mycin|cillin|olol|[aeio]pril|statin|azole|"
    r"xaban|parin|[aiu]mab|i[sz](?:es?|ed)|graph(?:y|s|ic)?|plasty|ostomy|otomy|metry|tropic|"
    r"azepam|caine|floxacin|sartan|triptan|gliptin|gliflozin|glutide|prazole|setron|dipine)$"
)
"""What names end in rarely, and English or medical words often."""


class WordSet:
    """A set of words in a tenth of the memory of one: every kernel holds these."""

    __slots__ = ("_shelves",)

    def __init__(self, words: Iterable[str]) -> None:
        shelves: dict[str, list[str]] = {}
        for word in words:
            shelves.setdefault(word[:2], []).append(word)
        self._shelves = {key: f" {' '.join(shelf)} " for key, shelf in shelves.items()}

    def __contains__(self, word: str) -> bool:
        return f" {word} " in self._shelves.get(word[:2], "")


class Lexicon:
    """All word lists of the folder `data`, read once."""

    def __init__(self) -> None:
        self.given = WordSet(_words("given-names.txt"))
        self.surnames = WordSet(_words("surnames.txt"))
        self.both = WordSet(_words("both-names.txt"))
        self.ordinary = WordSet(_words("ordinary-words.txt"))
        self.ward_names = WordSet(_words("ward-names.txt"))
        self.abbreviations = WordSet(_words("abbreviations.txt"))
        phrases = [folded(phrase) for phrase in _phrases("clear-names.txt")]
        self.clear = WordSet({phrase for phrase in phrases if " " not in phrase})
        self.clear_phrases = frozenset(phrase for phrase in phrases if " " in phrase)
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

    def is_name(self, word: str) -> bool:
        """Whether somebody is called by a word in small letters, whatever else it means."""
        return word in self.given or word in self.surnames


@cache
def lexicon() -> Lexicon:
    """The lexicon, read when it is first asked for."""
    return Lexicon()


def folded(word: str) -> str:
    """A word in small letters without its marks, as the lists are written."""
    word = word.casefold()
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(LETTERS)


def _words(name: str) -> Iterator[str]:
    seen: set[str] = set()
    for line in _lines(name):
        for word in line.split():
            if word not in seen:
                seen.add(word)
                yield word


def _phrases(name: str) -> Iterator[str]:
    for line in _lines(name):
        yield from (phrase.strip() for phrase in line.split(",") if phrase.strip())


def _lines(name: str) -> list[str]:
    text = (DATA / name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
