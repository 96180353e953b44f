"""What each word of a page can be: no name, perhaps one, or certainly one."""

from __future__ import annotations

import re
from enum import IntEnum

from ladder_widgets.privacy import grammar
from ladder_widgets.privacy.lexicon import lexicon
from ladder_widgets.privacy.page import Word
from ladder_widgets.privacy.spelling import folded

GAELIC = re.compile(r"o'[a-z]{3}|(?:mc|mac|fitz)[a-z]{4}")
NAME_CAPITALS = re.compile(r"(?:[DO]'|Mc|Mac|De|La|Le|Di|Van|Fitz|[\w']+-)[A-Z]")
ARTICLED = re.compile(r"(?:al|el|ul)-[A-Z][a-z]{2}")
"""As in "al-Rashid": a surname whose article is small."""
IRISH = re.compile(r"o'(?!clock\b|er\b)[a-z]{4}")
SHORTENED = re.compile(r"n't$|'(?:m|d|ve|ll|re)$")
"""As in "I've" and "didn't"."""
LOUD_WORDS = 3
"""Fewer words in capitals are taken for abbreviations."""
MOSTLY = 0.8
SHORTEST_LOUD = 4
SHORTEST_SMALL = 4


class Kind(IntEnum):
    """From "certainly no name" to "certainly one"; `CLEAR` is a name that points to nobody here."""

    ORDINARY = 0
    CLEAR = 1
    UNKNOWN = 2
    MAYBE = 3
    SURNAME = 4
    GIVEN = 5


class Kinds:
    """The words of a page with what each of them can be."""

    def __init__(self, words: list[Word], small_words: frozenset[str]) -> None:
        self.words = words
        self.small_words = small_words
        self.known = lexicon()
        self.low = [bare(word.text) for word in words]
        self.loud = _loud(words)
        self.kinds = [self._judge(i) for i in range(len(words))]
        self._large_pairs()
        self._clear_phrases()

    def is_small_name(self, i: int) -> bool:  # noqa: PLR0911  # a rule each
        """Whether a word without a capital is a name that is no word: sarah, but not will."""
        low, known, word = self.low[i], self.known, self.words[i]
        if word.text[0].isupper() and not self.loud[i]:
            return False
        if IRISH.match(low):
            return True
        if low in known.both or low in known.clear:
            return False
        if known.is_ordinary(low) or low in known.dictionary or not known.is_name(low):
            return False
        before = self._before_particles(i)
        if len(low) < SHORTEST_SMALL:
            named = before in grammar.FAMILY or before in grammar.ROLES
            return named and len(low) == SHORTEST_SMALL - 1 and low in known.given
        if low in known.given:
            return True
        stands = (
            before in grammar.SURE_OBJECT_VERBS
            or before in grammar.NAMING
            or before in grammar.FAMILY
            or before in grammar.ROLES
        )
        return stands or (before in known.given and self.is_small_name(i - 1))

    def _before_particles(self, i: int) -> str:
        """The word before a name and the small words of that name: "the reg van der merwe"."""
        while i and self.words[i].gap == " " and self.low[i - 1] in grammar.PARTICLES:
            i -= 1
        return self.low[i - 1] if i and self.words[i].gap == " " else ""

    def next_low(self, i: int) -> str:
        """The next word of the same phrase in small letters, or nothing."""
        if i + 1 < len(self.words) and self.words[i + 1].gap in {" ", "' "}:  # "Saunders' idea"
            return self.low[i + 1]
        return ""

    def _judge(self, i: int) -> Kind:  # noqa: PLR0911  # a rule each
        text, low = self.words[i].text, self.low[i]
        if ARTICLED.match(text):
            return Kind.SURNAME
        if not text[0].isupper() or len(low) == 1 or low in grammar.FUNCTION_WORDS:
            return Kind.ORDINARY
        if SHORTENED.search(low):
            return Kind.ORDINARY
        if not text.isupper():
            return self._by_lists(i, text, low)
        if len(low) < SHORTEST_LOUD or (text in self.known.abbreviations and not self.loud[i]):
            return Kind.ORDINARY
        if len(low) == SHORTEST_LOUD and not self.loud[i]:
            return Kind.ORDINARY  # NELA, GIRO: four capitals are an abbreviation
        kind = self._by_lists(i, text.title(), low)
        return kind if kind >= Kind.SURNAME else Kind.ORDINARY

    def _by_lists(self, i: int, text: str, low: str) -> Kind:
        known = self.known
        both = low in known.both
        clear = low in known.clear
        if not clear and folded(text) in known.clear and (both or low not in known.given):
            return Kind.CLEAR  # Wilson's, but not Margaret's
        if low in known.given:
            owned = folded(text) in known.clear  # Ludwig's
            return Kind.MAYBE if both or clear or owned else Kind.GIVEN
        if clear:
            return Kind.CLEAR
        if low in known.surnames:
            return Kind.MAYBE if both or known.is_ordinary(low) else Kind.SURNAME
        return Kind.MAYBE if both else self._by_shape(i, text, low)

    def _by_shape(self, i: int, text: str, low: str) -> Kind:
        known = self.known
        if "-" in low:
            return self._hyphened(low, large=re.search(r"-[a-z]", text) is None)
        for word in (low, low.removesuffix("s")):
            if known.is_ordinary(word) or word in self.small_words:
                return Kind.ORDINARY
        if known.is_word(low) and not self._is_introduced(i):
            return Kind.ORDINARY
        if GAELIC.match(low):
            return Kind.SURNAME
        strange = any(c.isupper() for c in text[1:]) and not NAME_CAPITALS.match(text)
        return Kind.ORDINARY if strange else Kind.UNKNOWN  # SystmOne, iStat

    def _is_introduced(self, i: int) -> bool:
        """As in "the nurse practitioner Debs": there a word of the dictionary is a name too."""
        word = self.words[i]
        if word.first or word.gap != " " or self.next_low(i)[:1].isdigit():
            return False
        before = self.low[i - 1]
        after = self.low[i + 1 : i + 6]
        if len(after) > 1 and after[0] == "from" and after[1] in {"the", "our"}:
            return any(low in grammar.DEPARTMENTS for low in after[2:])
        single = before in grammar.FAMILY or before in grammar.ROLES
        large = i + 1 < len(self.words) and self.words[i + 1].text[0].isupper()
        return not large and (single or before in {"called", "named"})

    def _hyphened(self, low: str, *, large: bool) -> Kind:
        known = self.known
        parts = [part for part in low.split("-") if part]
        sure = [known.is_name(part) and part not in known.both for part in parts]
        if any(part in known.clear for part in parts) and not any(sure):
            return Kind.ORDINARY
        if any(sure) and (
            large or all(known.is_name(part) or not known.is_ordinary(part) for part in parts)
        ):
            return Kind.GIVEN if parts[0] in known.given else Kind.SURNAME
        if any(known.is_word(part) for part in parts):
            return Kind.ORDINARY
        return Kind.UNKNOWN

    def _large_pairs(self) -> None:
        """As in "JOHN SMITH": beside a sure name in capitals, short words can be names too."""
        for i in range(len(self.words) - 1):
            texts = self.words[i].text, self.words[i + 1].text
            if self.words[i + 1].gap != " " or not all(text.isupper() for text in texts):
                continue
            for one, other in ((i, i + 1), (i + 1, i)):
                if self.kinds[one] >= Kind.SURNAME and self.kinds[other] < Kind.MAYBE:
                    low, known = self.low[other], self.known
                    is_name = known.is_name(low) and texts[other - i] not in known.abbreviations
                    if is_name and len(low) >= SHORTEST_LOUD - 1:
                        self.kinds[other] = Kind.GIVEN

    def _clear_phrases(self) -> None:
        """What several words together name is no person's, whatever each may be."""
        for i, word in enumerate(self.words):
            phrase = folded(word.text)
            if not self.known.begins_phrase(phrase):
                continue
            for j in range(i + 1, min(i + self.known.longest_phrase, len(self.words))):
                if self.words[j].gap not in {" ", ". ", " & "}:
                    break
                phrase = f"{phrase} {folded(self.words[j].text)}"
                if phrase.removesuffix("'s") in self.known.clear_phrases:
                    self.kinds[i : j + 1] = [Kind.CLEAR] * (j + 1 - i)


def bare(text: str) -> str:
    """A word as the lists have it: small, without marks, and without the 's of what is owned."""
    return folded(text).removesuffix("'s")


def _loud(words: list[Word]) -> list[bool]:
    """Which words stand in a sentence that is written in capitals throughout."""
    marks: list[bool] = []
    begin = 0
    for end in range(1, len(words) + 1):
        if end < len(words) and not words[end].first:
            continue
        texts = [w.text for w in words[begin:end] if w.text[0].isalpha() and len(w.text) > 1]
        large = sum(text.isupper() for text in texts)
        loud = len(texts) >= LOUD_WORDS and large >= MOSTLY * len(texts)
        marks += [loud] * (end - begin)
        begin = end
    return marks
