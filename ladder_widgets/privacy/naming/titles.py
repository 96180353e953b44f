"""Names behind a title."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_widgets.privacy import grammar
from ladder_widgets.privacy.naming.kinds import Kind, Kinds

ALL_TITLES = grammar.TITLES | grammar.SOFT_TITLES | grammar.ROLE_TITLES
MOST_WORDS = 5
SHORTEST_SMALL = 4
JOINED = frozenset({" ", ". ", ".", "  "})
SECOND_WORDS = grammar.words(
    "specialist practitioner manager consultant surgeon nurse sister coordinator associate lt ldr "
    "cdr"
)
LARGE_TITLES = frozenset({"Ms", "Miss", "Sir", "Dame", "Rev"})
"""With their capital these are titles and nothing else."""


class Titles:
    """Finds titles with the name behind each."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._words = kinds.words
        self._low = kinds.low
        self._known = kinds.known

    def names(self) -> Iterator[tuple[int, int]]:
        """The first and last word of every such name, mostly the title included."""
        i = 0
        while i < len(self._words) - 1:
            if self._is_title(i):
                last = max(self._last_of_name(i), self._couple(i))
                if last > i:
                    yield self._begin(i), last
                    i = last
            i += 1

    def _is_title(self, i: int) -> bool:
        # "two major Duke's" is about criteria.
        return self._low[i] in ALL_TITLES and self._words[i].text != "major"

    def _begin(self, i: int) -> int:
        """As in "the nurse Emily", where the role stays, and "by staff nurse Ofori"."""
        if self._low[i] not in grammar.ROLES and self._low[i] not in grammar.ROLE_TITLES:
            return i
        before = self._low[i - 1] if i and self._words[i].gap == " " else ""
        if before in {"staff", "charge", "student", "ward", "senior", "junior", "specialist"}:
            before = self._low[i - 2] if i > 1 and self._words[i - 1].gap == " " else ""
            if before not in grammar.DETERMINERS:
                return i - 1
        return i + 1 if before in grammar.DETERMINERS else i

    def _last_of_name(self, i: int) -> int:
        """The last word of the name after a title, or the title's own place if none follows."""
        j = self._after_initials(self._after_roles(i + 1))
        if j >= len(self._words) or self._words[j].gap not in JOINED:
            return i
        if not self._can_follow(i, j):
            return i
        last = j
        while last + 1 < len(self._words) and last - i < MOST_WORDS and self._continues(last + 1):
            last += 1
        while last > j and self._low[last] in grammar.PARTICLES:
            last -= 1
        return last

    def _couple(self, i: int) -> int:
        """As in "Mr and Mrs Fielding", "Mr & Mrs X"."""
        if i + 3 >= len(self._words) or self._low[i] not in grammar.TITLES:
            return i
        k = i + 1 if self._words[i + 1].gap == " & " else i + 2
        if k == i + 2 and self._low[i + 1] != "and":
            return i
        if self._low[k] not in grammar.TITLES and self._low[k] not in {"ms", "miss"}:
            return i
        last = self._last_of_name(k)
        return last if last > k else i

    def _after_roles(self, j: int) -> int:
        """As in "Nurse Specialist Kjær": the title has several words."""
        while j < len(self._words) - 1 and self._words[j].gap == " ":
            if self._low[j] not in SECOND_WORDS or self._words[j].text.islower():
                break
            j += 1
        return j

    def _after_initials(self, j: int) -> int:
        """As in "Dr. J. K. Rao": initials belong to the name."""
        while j < len(self._words) - 1 and self._words[j].gap in JOINED:
            text = self._words[j].text
            if len(text) > 1 or self._words[j + 1].gap not in JOINED:
                break
            small = text.islower() and self._words[j + 1].gap == ". "  # "mrs w. clegg"
            if self._words[j + 1].text[0].islower() is not small:
                break
            j += 1
        return j

    def _can_follow(self, i: int, j: int) -> bool:
        word, low = self._words[j], self._low[j]
        public = f"{self._low[j - 1]} {low}" in self._known.clear_phrases
        if public or len(low) < 2 or low[0].isdigit() or low in grammar.NOT_AFTER_TITLES:  # noqa: PLR2004
            return False
        title = self._low[i] in grammar.TITLES
        hard = title or self._words[i].text in LARGE_TITLES
        if word.text[0].isupper() and not self._kinds.loud[j]:
            return self._large_can_follow(j, hard=hard)
        if low in grammar.PARTICLES and j + 1 < len(self._words):
            return hard and self._words[j + 1].text[0].isalpha()
        return self._small_can_follow(i, low, title=title)

    def _small_can_follow(self, i: int, low: str, *, title: bool) -> bool:
        named, ordinary = self._known.is_name(low), self._known.is_ordinary(low)
        if title:
            return (named or not ordinary) and low not in grammar.ROLES
        if self._low[i] == "ms":  # hardly anything else is written so before a name
            return named or not self._known.is_word(low)
        sure = named and not ordinary and low not in self._known.both
        return sure and len(low) >= SHORTEST_SMALL

    def _large_can_follow(self, j: int, *, hard: bool) -> bool:
        text, low = self._words[j].text, self._low[j]
        if text.isupper() and (text in self._known.abbreviations or len(low) <= 3):  # noqa: PLR2004
            return False
        if low in grammar.ROLES or low in grammar.TITLES:
            return False
        kind = self._kinds.kinds[j]
        return hard or kind is not Kind.ORDINARY

    def _continues(self, j: int) -> bool:  # noqa: PLR0911  # one way out for each kind of word
        """Whether a name goes on with a word."""
        word, low = self._words[j], self._low[j]
        if word.gap != " " and not (word.gap == ". " and len(self._words[j - 1].text) == 1):
            return False
        if self._words[j - 1].text.lower().endswith("'s"):
            return False
        if low in grammar.PARTICLES and j + 1 < len(self._words) and self._words[j + 1].gap == " ":
            return self._kinds.kinds[j + 1] >= Kind.UNKNOWN
        if self._kinds.loud[j] or not word.text[0].isupper():
            behind_particle = self._low[j - 1] in grammar.PARTICLES and not self._known.is_ordinary(
                low
            )
            return behind_particle or self._goes_on_small(low)
        if len(word.text) == 1:
            return (
                word.text != "I"
                and j + 1 < len(self._words)
                and self._words[j + 1].text[0].isupper()
            )
        if word.text.isupper() and word.text in self._known.abbreviations:
            return False
        return self._kinds.kinds[j] >= Kind.UNKNOWN and low not in grammar.MONTHS_AND_DAYS

    def _goes_on_small(self, low: str) -> bool:
        known = self._known
        sure = known.is_name(low) and low not in known.both and len(low) > 2  # noqa: PLR2004
        return sure and not known.is_ordinary(low)
