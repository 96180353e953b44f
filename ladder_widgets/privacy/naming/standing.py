"""Whether the words around a place tell that a person stands there, or that none does."""

from __future__ import annotations

import re

from ladder_widgets.privacy import grammar
from ladder_widgets.privacy.naming.kinds import MOSTLY, Kind, Kinds

CITED = re.compile(
    r"(?:'s)?,? (?:\(?(?:19|20)[0-9]{2}[a-z]?\b(?!-)|et al|and colleagues|& co)"
    r"|, [A-Z]\.(?: ?[A-Z]\.)*,? \(?(?:19|20)"
)
ASIDE = re.compile(
    r"(?:,| -|:)? ?\(?(?:who|whom|whose|aged)\b|(?:,| -|:| \() ?(?:ST|CT|FY|F|IMT|DCT)[1-8]\b| "
    r"?\((?:OT|PT|SLT|SALT|CNS|ANP|ACP|HCA|SHO|SpR|SPR|GP|RN|SN|NIC|MHLT|HR|PA)[,)]|(?:,| -| \() "
    r"?an? (?:[0-9]{1,3}|[a-z]+)[- ]year|(?:,| \() ?[1-9][0-9](?=[,)]| and| who| with| was)|,? "
    r"\(?[0-3]?[0-9][/.-][01]?[0-9][/.-][0-9]{2}"
)
ILLNESS = re.compile(
    r"(?:itis|osis|omas?|[ae]?emia|plegia|paresis|pathy|ectomy|otomy|ostomy|plasty|trophy|plasia|"
    r"oedema|algia|phasia|kinesia|genesis|uria|oscopy)$"
)
"""Endings of what has been called after somebody: "Todd's paresis"."""
GRADED = re.compile(r" (?:I{1,3}V?[ab]?|IV|VI{0,3}|[0-9]{1,2}[ab]?)\b(?! ?(?:y|M\b|F\b|[0-9]))")
"""As in "Fitzpatrick IV", "Bosniak 2"."""
CALLED_OUT = re.compile(
    r", (?:love|dear|mate|darling|pet|sweetheart|my love|please|can you|could you|are you|"
    r"you're|listen|look at me|squeeze|wake up)\b"
)
"""As in "Grace, love, can you squeeze my hand?"."""
AROUND = 4
LONG = 3


class Standing:
    """Asks of the words of a page whether a person stands in a place."""

    def __init__(self, text: str, kinds: Kinds) -> None:
        self._text = text
        self._kinds = kinds
        self._words = kinds.words
        self._low = kinds.low

    def person(self, first: int, last: int) -> int:
        """How sure it is that a person stands here: 3 very, 2 rather, 1 maybe, 0 not at all."""
        if not self._ends_well(last):
            return 0
        if self._beside(first) in grammar.PLACE_PREPOSITIONS:
            return 0
        return max(self._before(first), self._after(last))

    def is_named_beside(self, first: int) -> bool:
        """Whether the word before says who it is: "her son Tom"."""
        before = self._beside(first)
        return before in grammar.FAMILY or before in grammar.ROLES

    def is_cited(self, first: int, last: int) -> bool:
        """Whether a year or "et al." follows, as after authors, or "a book by" stands before."""
        if self._beside(first) == "by" and first > 1 and self._low[first - 2] in grammar.PUBLISHED:
            return True
        end = self._words[last].end
        return CITED.match(self._text, end, end + 30) is not None

    def is_place(self, first: int, last: int) -> bool:
        """Whether it is the name of a place or an organisation: "in Hampton", "Tait Road"."""
        if self._beside(first) in grammar.PLACE_PREPOSITIONS:
            return True
        for i in (last + 1, last + 2):
            if i >= len(self._words) or self._words[i].gap != " ":
                return False
            large = self._words[i].text[0].isupper()
            if self._low[i] in grammar.PLACE_HEADS and (
                large or self._low[i] in grammar.SURE_PLACE_HEADS
            ):
                return not self._owns(last) or self._low[i] in grammar.SURE_PLACE_HEADS
            if not large or self._low[i] in grammar.SPEECH:
                return False
        return False

    def is_eponym(self, last: int, *, sure: bool) -> bool:  # noqa: PLR0911  # a rule each
        """Whether something is called by this name: "Tinel's sign", "the Moss technique"."""
        head = self._kinds.next_low(last)
        if not head:
            return False
        if head in {"v", "vs"} and not self._words[last + 2 :][:1]:
            return False
        if head in {"v", "vs"}:
            return self._words[last + 2].text[0].isupper()  # "v upset" is no case at law
        if head in grammar.EPONYM_HEADS:
            large = self._words[last + 1].text[0].isupper()  # "the Cass Review"
            return large or not (sure and head in grammar.SOFT_HEADS)
        if head in grammar.PUBLISHED:
            return True
        if ILLNESS.search(head):
            return True
        if GRADED.match(self._text, self._words[last].end):
            return not sure
        second = self._kinds.next_low(last + 1)
        between = (
            head in grammar.FUNCTION_WORDS or head in grammar.SPEECH or head in grammar.OBJECT_VERBS
        )
        return second in grammar.EPONYM_HEADS - grammar.SOFT_HEADS and not between and not sure

    def is_heading(self, i: int) -> bool:
        """Whether most longer words around have capitals: then a capital tells nothing."""
        texts = [word.text for word in self._words[max(0, i - AROUND) : i + AROUND + 1]]
        longer = [text for text in texts if text[0].isalpha() and len(text) > LONG]
        return len(longer) > AROUND - 1 and sum(t[0].isupper() for t in longer) >= MOSTLY * len(
            longer
        )

    def _beside(self, first: int) -> str:
        """The word before in the same phrase, in small letters, or nothing."""
        return self._low[first - 1] if first and self._words[first].gap == " " else ""

    def _owns(self, last: int) -> bool:
        return self._words[last].text.lower().endswith("'s")

    def _ends_well(self, last: int) -> bool:
        """As in "Kolb's", without what a person owns, is no person here."""
        return (
            not self._owns(last)
            or self._kinds.next_low(last) in grammar.KIN_AFTER
            or self._is_last(last)
        )

    def _is_last(self, last: int) -> bool:
        return last + 1 >= len(self._words) or self._words[last + 1].gap != " "

    def _before(self, first: int) -> int:  # noqa: PLR0911  # a rule each
        before = self._beside(first)
        earlier = self._low[first - 2] if before and first > 1 else ""
        if self.is_named_beside(first) or before in grammar.NAMING or self._is_addressed(first):
            return 3
        if self._is_called(before, earlier):
            return 3
        if before in grammar.OBJECT_VERBS:
            unknown = self._kinds.kinds[first] is Kind.UNKNOWN and not self._words[first].first
            if unknown and before in grammar.OF_PLACES:
                return 0
            return 3 if unknown or before in grammar.SURE_OBJECT_VERBS else 2
        if before.endswith("ed") and self._kinds.next_low(first) in grammar.TOLD:
            return 3
        if before == "of" and earlier in grammar.OF_PEOPLE:
            return 3
        if before in grammar.OBJECT_PREPOSITIONS:
            sure = before in {"to", "with"} and earlier in grammar.SURE_SPEAKING
            if sure:
                return 3
            near = self._low[max(0, first - 2 - AROUND) : first - 1]
            if before == "to" and any(low in grammar.GIVING for low in near):
                return 2
            return 2 if earlier in grammar.SPEAKING else 1 if before in grammar.NEAR else 0
        return 3 if self._is_named_after_role(first) else 0

    @staticmethod
    def _is_called(before: str, earlier: str) -> bool:
        """As in "his name was Zed" and "call me Zed"."""
        if before in grammar.BE:
            return earlier in grammar.NAMING
        return before in {"me", "him", "her", "them"} and earlier in {"call", "calls"}

    def _is_addressed(self, first: int) -> bool:
        """As in "Thank you, Zed", "sorry, Zed" and "Sorry Zed,"."""
        if not first or self._words[first].gap not in {", ", " "}:
            return False
        if self._words[first].gap == " ":
            ends = self._text[self._words[first].end : self._words[first].end + 1] in {
                ",",
                ".",
                "!",
            }
            return ends and self._low[first - 1] in {"thanks", "sorry", "cheers"}
        return self._low[first - 1] in {"thanks", "sorry", "cheers"} or (
            self._low[max(0, first - 2) : first] == ["thank", "you"]
        )

    def _is_named_after_role(self, first: int) -> bool:
        """As in "The registrar, Zed, ...": a name between commas, or in brackets, after a role."""
        if not first or self._words[first].gap not in {", ", " (", " - ", ": ", " = "}:
            return False
        following = self._text[self._words[first].end : self._words[first].end + 2]
        if (
            following == ", "
            and self._words[first + 1 :]
            and self._low[first + 1] in grammar.BE | grammar.SPEECH
        ):
            near = self._low[max(0, first - 1 - AROUND) : first]
            return any(low in grammar.FAMILY or low in grammar.ROLES for low in near)
        role = self._low[first - 1]
        return (role in grammar.FAMILY or role in grammar.ROLES) and self._text[
            self._words[first].end : self._words[first].end + 1
        ] in {",", ")", ".", ""}

    def _after(self, last: int) -> int:  # noqa: PLR0911  # a rule each
        if self._owns(last):
            return 3 if self._kinds.next_low(last) in grammar.KIN_AFTER else 0
        end = self._words[last].end
        following = self._kinds.next_low(last)
        if ASIDE.match(self._text, end, end + 30) or self._has_role_aside(end):
            return 3
        if following in {"from", "in"} and self._is_department(last + 2):
            return 3
        if following in grammar.HOUSEHOLDS and not self._words[last].first:
            return 3
        with_me = following == "and" and self._kinds.next_low(last + 1) in {"i", "me", "myself"}
        if with_me or following in grammar.FOR_SURE:
            return 3
        if CALLED_OUT.match(self._text, end):
            return 3
        if self._low[last] == "will" and following in grammar.BE | {"had", "has", "did", "does"}:
            return 3  # no other "will" goes on so
        if following in grammar.BE and self._low[last] in grammar.MONTHS_AND_DAYS:
            return 0  # "May was our worst month"
        if following in grammar.BE:
            state = self._kinds.next_low(last + 1)
            return 3 if state in grammar.SURE_STATES else 2 if state in grammar.STATES else 0
        return 2 if following in grammar.SPEECH else 0

    def _is_department(self, i: int) -> bool:
        """As in "Zed from the site team", "Zed in pharmacy"."""
        near = self._low[i : i + 3]
        near = near[1:] if near and near[0] in {"the", "our", "my"} else near[:1]
        return any(low in grammar.DEPARTMENTS for low in near)

    def _has_role_aside(self, end: int) -> bool:
        """As in "X, the charge nurse, ...": a role after a comma, or in brackets."""
        match = re.match(r"(?:,| -|:| \() ?", self._text[end : end + 4])
        if match is None:
            return False
        rest = self._text[end + match.end() : end + match.end() + 48]
        words = re.findall(r"[A-Za-z0-9'-]+|[^ ]", rest)[: AROUND + 1]
        if not words:
            return False
        led = words[0] in {"my", "our", "the", "his", "her", "their", "a", "an", "another"}
        for word in words[1:] if led else words[:2]:
            if not word[0].isalnum():
                return False
            if word.lower() in grammar.ROLES or word.lower() in grammar.FAMILY:
                return led or self._closes(rest, word)
        return False

    @staticmethod
    def _closes(rest: str, word: str) -> bool:
        after = rest[rest.index(word) + len(word) :]
        return re.match(r"[,).]| (?:on|in|for|from|at|and)\b", after) is not None

    def has_names_capital(self, i: int) -> bool:
        """Whether nothing but a name explains the capital of a word here."""
        word = self._words[i]
        low = self._low[i]
        if word.first or low in grammar.MONTHS_AND_DAYS or self.is_heading(i):
            return False
        before = self._beside(i)
        return before not in grammar.DETERMINERS and self._kinds.kinds[i] is Kind.MAYBE
