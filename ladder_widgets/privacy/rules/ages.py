"""Ages that few people reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.near import search, windows
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules.rule import Rule, sentence_case

NUMBER = r"(?:9[0-9]|1[01][0-9]|12[0-2])"
ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
TEENS = rf"(?:{ONES}|ten|eleven|twelve|thirteen|fourteen|fifteen)"
WORDS = rf"(?:ninety(?:[- ]?{ONES})?|(?:one |a )?hundred(?:(?: and|-and)?[ -]{TEENS})?)"
AGE = rf"(?:{NUMBER}|{WORDS})"
OLD = (
    r"(?:[ -]?(?:years?|yrs?|y)[ -]?(?:old|o|of[ -]age|young)\b"
    r"|[ -]?(?:yo|y/o|y\.o\.?|y-o|yrs?|y)\b)"
)
PERSON = (
    r"(?:wom[ae]n|m[ae]n|lady|ladies|gent(?:lem[ae]n)?|females?|males?|patients?|residents?|pt|"
    r"person|nonagenarian|widow(?:er)?|mother|father|mum|dad|nan|gran|grand(?:mother|father|ma|"
    r"dad)|husband|wife|sister|brother|aunt|uncle|nun|veteran|relative|neighbour|friend|chap|guy)"
)
SUBJECT = rf"(?:he|she|they|who|{PERSON})"
BEING = (
    r"(?:is|was|were|are|being|would be|will be|turned|(?:had|has|have) (?:just )?turned|turns)"
    r" (?:now |only |already |nearly |almost |just |about |over |aged )?"
)
# What is measured in the same numbers goes on otherwise: "she was 94 on air".
ENDS = (
    r"(?=[.,;:)!?](?![0-9])|$|\n| (?:and (?!over|above|steady|stable|regular|rising|falling|on|"
    r"then)|but|with|when|who|at the time|so|yet|next|this|last|years|in (?:may|june|july|march|"
    r"april)))"
)
OR_MORE = r"(?!%|[./:][0-9]| ?(?:and (?:over|above)|or (?:over|more|older)|\+|plus))"
HIGH = re.compile(r"9[0-9]|1[0-2][0-9]|ninet|hundred|centenarian", re.IGNORECASE)
"""Without one of these there is no such age, and nothing else needs to be asked."""
FORMS = (
    rf"(?<![\w.])(?<![0-9][/-])(?P<it>{AGE}{OLD})(?![ -]?(?:ago|later|of (?:experience|service)))",
    (
        r"\b(?P<it>(?:aged?:?|age (?:of|is|was)|turned|turning) (?:about |around |nearly |almost )?"
        rf"{AGE}\b(?: years\b)?){OR_MORE}"
    ),
    rf"(?<![\w./-])(?P<it>{NUMBER}[ ]?(?:year |yr )?[/ ]?[MF])\b(?![-'.]\w)",
    rf"(?<![\w./:-])(?P<it>[MF](?:[ ]?/?[ ]?|, ){NUMBER})\b(?![%./]| ?(?:%|per cent))",
    (
        rf"(?:^|(?<=[.!?] )|(?<=\n))(?P<it>{NUMBER})(?=, (?:frail|independent|liv(?:es|ed|ing)|"
        r"widowed|alone|deaf|blind|confused|unwell|fit|female|male|retired|still|found|fell)\b)"
    ),
    rf"\b{SUBJECT} {BEING}(?P<it>{AGE}){ENDS}",
    (
        rf"\b(?:(?:couple|pair|twins|sisters|brothers|both)(?: of)? )?(?P<it>(?:(?<=of )|(?<=s )|"
        rf"(?<=both )|aged ){AGE} and {AGE}(?:{OLD}|\b))"
    ),
    rf"\b{PERSON}'s (?:now |only |nearly |almost )?(?P<it>{AGE}){ENDS}",
    (
        rf"\b(?:s?he's|they're|who's|i'm|i am) (?:now |only |already |nearly |almost |just )?"
        rf"(?P<it>{AGE}){ENDS}"
    ),
    (
        rf"\b{PERSON}(?:,| \(| -) ?(?P<it>{AGE})"
        r"(?=[,;)]|\.(?![0-9])| (?:with|who|from|was|living)\b)"
    ),
    (
        rf"\b{PERSON} (?:of|at) (?P<it>{AGE}(?: years?)?)\b"
        r"(?! of|%| ?(?:mg|bpm|and over|or over))"
    ),
    rf"\b(?P<it>(?:{NUMBER}(?:st|nd|rd|th)|ninetieth|ninety-\w+|hundredth) birthday)\b",
    (
        rf"\b(?P<it>(?:{NUMBER}(?:st|nd|rd|th)|ninet(?:ieth|y-\w+)|hundredth) year)\b(?! of "
        rf"(?!(?:his|her|their) ))"
    ),
    r"\b(?P<it>(?:(?:an?|the|our|this) )?(?:super-?)?centenarians?)\b",
    rf"\bat (?P<it>{AGE}),? (?:she|he|they|my|her|his)\b",
    (
        rf"\b(?-i:[A-Z][a-z]+|(?:M(?:rs?|s|iss)|Patient|Pt) [A-Z]\.?)(?:,| \() "
        rf"?(?P<it>{NUMBER})(?=[),]| (?:with|who)\b)"
    ),
)
PRONOUNS = {"she": "her", "her": "her", "woman": "her", "lady": "her", "mother": "her",
            "he": "his", "his": "his", "him": "his", "man": "his", "gentleman": "his"}  # fmt: skip
NEAR_CHARS = 40


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compiled when a text holds such a number: few do, and it takes a tenth of the start-up."""
    return tuple(re.compile(form, re.IGNORECASE) for form in FORMS)


class AgeOverEightyNine(Rule):
    """Ages of ninety and more."""

    code = "age-over-89"
    title = "Age over 89"
    what = (
        "An age of ninety or more, in digits or words, and “centenarian”; “in her nineties” is not "
        "flagged."
    )
    why = "So few people are as old that the age helps to find out who it is."
    remedy = "Give the decade: “in her nineties”."
    flagged = (
        "A 94-year-old woman was waiting.",
        "He was aged 91.",
        "91F with a fall",
        "A ninety-four-year-old had called.",
        "She turned 100 last week.",
        "She is 93 and lives alone.",
    )
    clear = (
        "A woman in her nineties was waiting.",
        "He was aged 81.",
        "Her oxygen saturation was 94%.",
        "Her heart rate was 94 and steady.",
        "We saw 94 patients.",
    )

    def find(self, page: Page) -> Iterator[Finding]:
        """Every age in any of its forms."""
        parts = windows(HIGH, page.text)
        for pattern in _patterns() if parts else ():
            for match in search(pattern, page.text, parts):
                start, end = match.span("it")
                yield self.found(start, end, _decade(page, start, end))


def _decade(page: Page, start: int, end: int) -> str:
    """The decade, so that the sentence still reads."""
    found = page.text[start:end].lower()
    if found.endswith("birthday"):
        return "birthday"
    if found.startswith("turn"):
        return "had a birthday"
    if re.match(rf"[ ,]{{1,2}}(?:\w+ )?{PERSON}\b", page.after(end, 2 * NEAR_CHARS)):
        return sentence_case(page, start, "very elderly")
    old = re.search(r"1[0-2][0-9]|hundred", found)
    words = re.findall(r"[a-z]+", page.before(start, NEAR_CHARS))
    whose = next((PRONOUNS[word] for word in reversed(words) if word in PRONOUNS), "their")
    decade = "over a hundred" if old else f"in {whose} nineties"
    if words and words[-1] in {"a", "an", "the", "this", "our", "my"}:
        return f"patient {decade}"
    return sentence_case(page, start, decade)
