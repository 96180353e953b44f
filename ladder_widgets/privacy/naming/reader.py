"""Reads the words of a page for names: behind titles, by the lists, by their place, in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ladder_widgets.privacy import grammar
from ladder_widgets.privacy.naming.kinds import Kind, Kinds
from ladder_widgets.privacy.naming.standing import Standing
from ladder_widgets.privacy.naming.titles import Titles
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.spelling import folded

LETTERED = grammar.words("vitamin hepatitis group type plan grade class patient option appendix")
BESIDE = frozenset({", ", " / ", "/", " & ", " + "})
MOST_INITIALS = 5
NAME_SHAPE = re.compile(
    r"(?=.*[aeiouyw])[^\W\d_]['a-z\u00df-\u017f]+(?:[-'][^\W\d_]['a-z\u00df-\u017f]+)*"
)
PERSON_GOES_ON = (
    grammar.FUNCTION_WORDS | grammar.SPEECH | grammar.BE | grammar.STATES | grammar.KIN_AFTER
    | grammar.words("would will may shall used")
) - grammar.words("in team care room house home")  # fmt: skip
VOCATIVE = re.compile(
    r", (?:if|when) you\b|, (?:you|i|i'm|thank|thanks|sorry|please|can|could)\b", re.IGNORECASE
)
NO_SURNAMES = (
    grammar.FUNCTION_WORDS | grammar.ROLES | grammar.PLACE_HEADS | grammar.EPONYM_HEADS
    | grammar.SPEECH | grammar.MONTHS_AND_DAYS | grammar.FAMILY | grammar.TITLES
    | grammar.SOFT_TITLES
)  # fmt: skip
NO_NAMES = grammar.ROLES | grammar.FAMILY
SURE, RATHER = 3, 2
"""How surely a person stands in a place."""
NEAR_IN_LIST = 3
"""How far a public name tells what its neighbours in a list are."""
ROUNDS = 6
"""How far a list of names is followed from one that is known."""


class Reader:
    """Finds the names of one page."""

    def __init__(self, page: Page) -> None:
        self.text = page.text
        self.words = page.words
        self.kinds = Kinds(page.words, page.small_words)
        self.standing = Standing(page.text, self.kinds)
        self._low = self.kinds.low
        self._taken: set[int] = set()

    def names(self) -> list[tuple[int, int]]:
        """The first and last word of every name, in order."""
        found = list(Titles(self.kinds).names())
        for first, last in found:
            self._taken.update(range(first, last + 1))
        for run in self._runs():
            for first, last in self._parts(*run):
                if self._is_name(first, last):
                    found.append((self._with_forename(self._with_particles(first)), last))
                    self._taken.update(range(first, last + 1))
        found.extend(self._listed())
        return sorted(found)

    def is_titled(self, first: int, last: int) -> bool:
        """Whether a name that was found begins with a title."""
        low = self._low[first]
        titles = grammar.TITLES | grammar.SOFT_TITLES | grammar.ROLE_TITLES
        return first != last and (low in titles or self._low[first + 1] in titles)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Words that may be names, as far as nothing stands between them."""
        i = 0
        while i < len(self.words):
            if i in self._taken or not self._is_candidate(i):
                i += 1
                continue
            j = i
            while j + 1 < len(self.words) and j + 1 not in self._taken and self._is_linked(i, j):
                j += 1
            while j > i and not (
                self._is_candidate(j) or self._is_trailing_initial(j) or self._follows_given(j)
            ):
                j -= 1
            yield i, j
            i = j + 1

    def _is_candidate(self, i: int) -> bool:
        if self.kinds.kinds[i] > Kind.CLEAR:
            return True
        text = self.words[i].text
        if len(text) == 1:
            return text.isupper() and self._is_initial(i)
        return text[0].isalpha() and self.kinds.is_small_name(i)

    def _is_initial(self, i: int) -> bool:
        """Whether a single capital is the initial of the name after it."""
        k = i + 1
        most = min(i + MOST_INITIALS, len(self.words))
        while k < most and len(self.words[k].text) == 1 and self.words[k].gap in {". ", "."}:
            k += 1
        if k >= len(self.words) or self.words[k].gap not in {". ", ".", " "}:
            return False
        close = self.words[k].gap == " "
        if close and (self.words[k - 1].text in {"I", "A"} or self._before(i) in LETTERED):
            return False
        return self.kinds.kinds[k] >= (Kind.SURNAME if close else Kind.UNKNOWN)

    def _is_trailing_initial(self, j: int) -> bool:
        return len(self.words[j].text) == 1 and self.kinds.kinds[j - 1] >= Kind.SURNAME

    def _before(self, i: int) -> str:
        return self._low[i - 1] if i else ""

    def _is_linked(self, i: int, j: int) -> bool:
        """Whether the word after the j-th belongs to the run that began with the i-th."""
        kinds, following = self.kinds.kinds, self.words[j + 1]
        text = self.words[j].text
        if text.lower().endswith("'s"):
            return False
        if following.gap != " ":
            return len(text) == 1 and following.gap in {". ", "."} and self._is_candidate(j + 1)
        if self._low[j + 1] in grammar.PARTICLES and following.text[0].islower():
            k = j + 2
            if k < len(self.words) and self._low[k] in grammar.PARTICLES:
                k += 1
            return k < len(self.words) and kinds[k] > Kind.CLEAR and kinds[j] > Kind.CLEAR
        if self._low[j] in grammar.PARTICLES and j > i and self.words[j].text[0].islower():
            return kinds[j + 1] > Kind.CLEAR or self._low[j + 1] in grammar.PARTICLES
        if len(following.text) == 1:
            return (
                following.text.isupper()
                and following.text not in "IAVX"
                and kinds[j] >= Kind.SURNAME
            )
        return self._is_candidate(j + 1) or self._follows_given(j + 1)

    def _follows_given(self, k: int) -> bool:
        """As in "Annette Cropper": behind a given name a word with a capital is a surname."""
        text, low, kinds = self.words[k].text, self._low[k], self.kinds.kinds
        known = kinds[k - 1] is Kind.GIVEN or kinds[k - 1] is Kind.UNKNOWN
        if kinds[k] > Kind.CLEAR or not known or low in NO_SURNAMES:
            return False
        loud = text.isupper() and not self.words[k - 1].text.isupper()
        titled = text[0].isupper() and len(text) > 2 and not loud  # noqa: PLR2004
        return (
            titled
            and text not in self.kinds.known.abbreviations
            and not self.standing.is_heading(k - 1)
        )

    def _with_particles(self, first: int) -> int:
        """As in "van der Merwe": small words before a surname that belong to it."""
        while (
            first
            and self.words[first].gap == " "
            and self._low[first - 1] in grammar.PARTICLES - grammar.PLACE_PREPOSITIONS
            and self.words[first - 1].text.islower()
            and self.kinds.kinds[first] is not Kind.GIVEN
        ):
            first -= 1
        return first

    def _with_forename(self, first: int) -> int:
        """As in "Peregrine Foulkes": a word with a capital before a surname is its forename."""
        before, low = self.words[first - 1], self._before(first)
        if not first or before.first or self.words[first].gap != " " or first - 1 in self._taken:
            return first
        named = before.text.istitle() and len(low) > 2 and low not in NO_SURNAMES  # noqa: PLR2004
        plain = self.kinds.kinds[first - 1] is Kind.ORDINARY and low not in grammar.DETERMINERS
        return first - 1 if named and plain and self.kinds.kinds[first] is Kind.SURNAME else first

    def _parts(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """A run without months and days, which only stand beside a name."""
        begin = first
        for i in range(first, last + 1):
            if self._low[i] in grammar.MONTHS_AND_DAYS and self.kinds.kinds[i] is not Kind.MAYBE:
                if begin < i:
                    yield begin, i - 1
                begin = i + 1
        if begin <= last:
            yield begin, last

    def _kind(self, i: int) -> Kind:
        if (
            self.kinds.kinds[i] <= Kind.CLEAR
            and len(self._low[i]) > 1
            and self.kinds.is_small_name(i)
        ):
            return Kind.GIVEN
        return self.kinds.kinds[i]

    def _is_name(self, first: int, last: int) -> bool:
        kinds = [self._kind(i) for i in range(first, last + 1)]
        best = max(kinds)
        if self.standing.is_cited(first, last):
            return False
        initialled = first != last and len(self.words[first].text) == 1
        if not initialled and self.standing.is_eponym(
            last, sure=best is Kind.GIVEN or (first != last and best is Kind.SURNAME)
        ):
            return False
        if first == last:
            return not self._is_among_authors(first) and self._is_one_word_name(first, best)
        return self._is_full_name(first, last, kinds)

    def _is_one_word_name(self, i: int, kind: Kind) -> bool:  # noqa: PLR0911  # a rule each
        following = self.kinds.next_low(i)
        if self._before(i) in grammar.SAINTS or self._low[i] in NO_NAMES:
            return False
        if (
            kind < Kind.SURNAME
            and following in grammar.ROLES
            and self.words[i + 1].text[0].isupper()
        ):
            return False  # Senior House Officer
        stands = self.standing.person(i, i)
        if stands >= SURE:
            return (
                kind >= Kind.SURNAME
                or following in grammar.HOUSEHOLDS
                or self._before(i) not in grammar.DETERMINERS - {"that"}
            )
        if kind is Kind.UNKNOWN:
            return self._is_probable(i, stands)
        if kind < Kind.MAYBE or self.standing.is_place(i, i):
            return False
        if kind is Kind.SURNAME:
            if self._before(i) == "the" and not stands:
                return False  # "the Marsden", a hospital
            return not self.standing.is_heading(i) and not self._is_kind_of_thing(i)
        return kind is Kind.GIVEN or self._is_likely(i, stands)

    def _is_probable(self, i: int, stands: int) -> bool:  # noqa: PLR0911  # a rule each
        """Whether a word that no list knows is a name, by what is told of it or by its capital."""
        if self.words[i].text.isupper() or self.standing.is_place(i, i):
            return False
        if self._low[i] in self.kinds.known.towns:
            return False
        if self.words[i].first:
            if VOCATIVE.match(self.text, self.words[i].end):
                return True
            following = self.kinds.next_low(i)
            acts = following in grammar.SPEECH or following.endswith("ed")
            return acts and following not in grammar.OF_THINGS and not self.standing.is_heading(i)
        if self._before(i) == "the" and self._low[i].endswith("s"):
            return self._low[i][:-1] in self.kinds.known.surnames  # "the Okparas"
        if self.standing.is_heading(i) or self._before(i) in grammar.DETERMINERS:
            return False
        if self._is_among_things(i):
            return False
        return stands >= RATHER or self._has_capital_of_name(i)

    def _is_among_authors(self, i: int) -> bool:
        """As in "Juran, Crosby, Ohno": in a list with a public name the others are public too."""
        for step in (1, -1):
            k = self._joined(i, step)
            for _ in range(NEAR_IN_LIST):
                if not 0 <= k < len(self.words) or not self.words[k].text.istitle():
                    break
                if self.kinds.kinds[k] is Kind.CLEAR:
                    return True
                k = self._joined(k, step)
        return False

    def _is_among_things(self, i: int) -> bool:
        """As in "Gabapentin, Zyxatin and": in a list with what is no name, it is none."""
        for step in (1, -1):
            k = self._joined(i, step)
            if 0 <= k < len(self.words) and k not in self._taken:
                word, kind = self.words[k], self.kinds.kinds[k]
                large = word.text[0].isupper() and len(word.text) > 2  # noqa: PLR2004
                if large and (kind is Kind.CLEAR or (kind < Kind.CLEAR and not word.first)):
                    return self._low[k] not in grammar.FUNCTION_WORDS
        return False

    def _has_capital_of_name(self, i: int) -> bool:
        """Whether neither a thing nor a place explains the capital of a word that no list knows."""
        if not NAME_SHAPE.fullmatch(self.words[i].text):
            return False
        if self._before(i) in grammar.NOT_BEFORE_NAMES and self.words[i].gap == " ":
            return False
        following = self.kinds.next_low(i)
        if not following or following in PERSON_GOES_ON:
            return True
        if self.words[i + 1].text[0].isupper() or following[0].isdigit():
            return False
        return following.endswith(("ed", "ly")) or not self.kinds.known.is_word(following)

    def _is_likely(self, i: int, stands: int) -> bool:
        """Whether a word that is a given name as well as a word is the name here."""
        low, known = self._low[i], self.kinds.known
        if stands >= RATHER and low in known.surnames and self.standing.has_names_capital(i):
            return low not in known.clear
        if low not in known.given or low in known.clear or low in grammar.MONTHS_AND_DAYS:
            return False
        common = known.is_ordinary(low)
        if folded(self.words[i].text) in known.clear and not stands:
            return False  # "Ludwig's until proven otherwise"
        if self.standing.has_names_capital(i):
            return stands > 0 or not common
        return stands > 0 and not common

    def _is_kind_of_thing(self, i: int) -> bool:
        """As in "A Nayyar core": after "a" a name and a noun call a thing by its inventor."""
        following = self.kinds.next_low(i)
        return (
            self._before(i) in {"a", "an"}
            and following != ""
            and following not in grammar.FUNCTION_WORDS
        )

    def _is_full_name(self, first: int, last: int, kinds: list[Kind]) -> bool:
        best = max(kinds)
        named = sum(kind >= Kind.MAYBE for kind in kinds)
        place = self.standing.is_place(first, last) or (
            self._low[last] in grammar.PLACE_HEADS
            and self._low[last] not in self.kinds.known.given
            and best < Kind.GIVEN
        )
        stands = self.standing.person(first, last)
        if best is Kind.GIVEN:
            return stands >= SURE or not place or self._beside_preposition(first)
        if best is Kind.SURNAME:
            return stands >= SURE or not place
        if place or self._before(first) in grammar.SAINTS:
            return False
        if self._low[first] in self.kinds.known.given:
            return stands >= SURE or not self.standing.is_heading(first)
        if named < len(kinds):
            sure = not self.words[first].first and not self.standing.is_heading(first)
            return stands > 0 or (sure and self._before(first) not in grammar.DETERMINERS)
        return stands >= SURE

    def _beside_preposition(self, first: int) -> bool:
        """As in "in Anna Kovalenko's case": before a full name the preposition says little."""
        return self._before(first) in grammar.PLACE_PREPOSITIONS

    def _listed(self) -> Iterator[tuple[int, int]]:
        """Words in a list with names, or joined to one by "and"."""
        edge = sorted(self._taken)
        for _ in range(ROUNDS):
            more = []
            for i in edge:
                for step in (1, -1):
                    k = self._joined(i, step)
                    if 0 <= k < len(self.words) and k not in self._taken and self._may_be_listed(k):
                        self._taken.add(k)
                        more.append(k)
                        yield k, k
            edge = more

    def _joined(self, i: int, step: int) -> int:
        """The word that a comma or "and" joins to the i-th, or -1."""
        j, k = i + step, i + 2 * step
        if not 0 <= j < len(self.words):
            return -1
        gap = self.words[max(i, j)].gap
        if gap in BESIDE:
            return j
        if self._low[j] in {"and", "or"} and gap in {" ", ", "} and 0 <= k < len(self.words):
            return k if self.words[max(j, k)].gap == " " else -1
        return -1

    def _may_be_listed(self, i: int) -> bool:
        text, kind = self.words[i].text, self.kinds.kinds[i]
        if not text[0].isupper() or text.isupper() or text.endswith("'s"):
            return False
        if self.words[i].first and ":" not in self.words[i].gap:
            return False
        if (
            self.standing.is_cited(i, i)
            or self.standing.is_place(i, i)
            or self._low[i] in grammar.MONTHS_AND_DAYS
        ):
            return False
        return kind >= Kind.UNKNOWN and self._low[i] not in self.kinds.known.clear
