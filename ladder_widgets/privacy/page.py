"""A text as the rules read it: plain characters in the same places, and its words."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from ladder_widgets.privacy.days import Day, days
from ladder_widgets.privacy.near import windows

LETTER = r"[^\W\d_]"
MARK = r"[\u0300-\u036f]"
WORD = re.compile(rf"{LETTER}(?:{LETTER}|{MARK}|['-](?={LETTER}))*|\d+")
# One character stands for one, so that places found here are places in the text itself.
PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009", " "),
        **dict.fromkeys("\u200a\u202f\u205f\u3000\t\v\f", " "),
        "\u2014": ",",  # a dash between words parts them as a comma does
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\x85": "\n",
    }
)
NUMBER = re.compile(r"[0-9]{2}")
SENTENCE_END = re.compile(r"[.!?:;\n\u2022*|>#]")


class Word(NamedTuple):
    """A word or a run of digits; `first` if it begins a sentence, `gap` is what stands before."""

    text: str
    start: int
    end: int
    gap: str
    first: bool


class Page:
    """One text, looked at once by every rule; nothing of it outlives the search."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(PLAIN)

    @cached_property
    def has_digits(self) -> bool:
        """Whether any rule about numbers has something to look at."""
        return re.search(r"\d", self.text) is not None

    @cached_property
    def numbers(self) -> list[tuple[int, int]]:
        """The parts of the text around its numbers, for rules about what numbers are called."""
        return windows(NUMBER, self.text)

    @cached_property
    def words(self) -> list[Word]:
        """Every word in its order."""
        words = []
        before = 0
        for match in WORD.finditer(self.text):
            start, end = match.span()
            gap = self.text[max(before, start - 8) : start]
            first = before == 0 or SENTENCE_END.search(gap) is not None
            words.append(Word(match.group(), start, end, gap, first))
            before = end
        return words

    @cached_property
    def days(self) -> list[Day]:
        """Every date, for the two rules about dates."""
        return list(days(self.text))

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Words that the text itself also writes with a small letter: they are no names here."""
        return frozenset(word.text for word in self.words if word.text.islower())

    def before(self, start: int, length: int) -> str:
        """What stands before a place, in small letters."""
        return self.text[max(0, start - length) : start].lower()

    def after(self, end: int, length: int) -> str:
        """What stands after a place, in small letters."""
        return self.text[end : end + length].lower()

    def begins_sentence(self, start: int) -> bool:
        """Whether a place is the first of a sentence."""
        before = self.text[max(0, start - 8) : start].rstrip(" \"'([")
        return start == 0 or not before or before[-1] in ".!?:;\n"
