"""Where a patient lay: beds, bays, rooms and wards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ladder_widgets.privacy.lexicon import lexicon
from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules.rule import Rule, sentence_case

CAP = r"[A-Z][\w'-]{1,30}"
SMALL_NUMBERS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty)"
)
NUMBER = rf"(?:[0-9]{{1,3}}[A-Za-z]?|[A-Za-z][0-9]{{1,2}}[A-Za-z]?|{SMALL_NUMBERS})"
# "ward 3 times", "bed 24 hours", "bay 4 patients": the number counts what follows.
COUNTS = (
    r"(?![-/.,:]?[0-9])(?!['%+])(?![ -](?:times?|days?|weeks?|months?|years?|hours?|hrs?|h|mins?|"
    r"minutes?|nights?|patients?|people|beds?(?! ?[0-9A-Ha-h]\b)|bedded|nurses?|doctors?|staff|"
    r"of (?:them|us|these|those)|per|or more|more|others?|to one|shifts?|rounds?|different|"
    r"consultants?|trainees?|members?|sisters?|care|wards?(?! ?[0-9])|bays?(?! ?[0-9]))\b)"
)
LABEL = (
    r"(?:(?:labour |delivery |birthing |relatives' )?rooms?|side[- ]?(?:rooms?|rms?)|"
    r"sr|s/r|rm|cubicles?|"
    r"cubes?|trolley|trollies|theatres?|bed[- ]?spaces?|beds?|bays?|wards?|resus(?: bay)?|pod|"
    r"chair|cot|incubator|couch|majors|minors|corridor)"
)
NUMBERED = re.compile(
    rf"\b(?P<label>{LABEL})(?:[ ]?(?:number|no\.?|num|#))?[ :-]{{0,2}}{NUMBER}\b{COUNTS}"
    rf"(?:(?:,? (?:in |on |of )?| ?[-/] ?){LABEL} ?(?:{NUMBER}\b{COUNTS}|[A-H]\b)){{0,3}}",
    re.IGNORECASE,
)
BY_SHAPE = (
    re.compile(r"\b(?:[Bb](?:ay)?[0-9]{1,2}[/ ,-]{0,2}[Bb](?:ed)?[0-9]{1,2}|SR ?[0-9]{1,2})\b"),
    re.compile(r"\b[A-Z][0-9]{1,2}[A-Z]?(?=,? (?i:bed|bay|side ?room) ?[0-9])"),
    re.compile(
        rf"\b(?i:bays?|beds?|side room|cubicle|pod) [A-W]\b(?!')(?!\.[A-Z])"
        rf"(?:,? (?i:beds?|cubicle) ?{NUMBER}\b)?"
    ),
)
FROM_BAY = re.compile(
    r"\b(?i:beds?|bays?|wards?|rooms?)\b[^.\n]{0,20}\b(?:from|to|in|on) "
    r"(?P<it>(?!B12)[A-Z][0-9]{1,2})\b"
)
NAMED = re.compile(rf"\b(?P<name>{CAP}(?: {CAP}){{0,2}}) (?:[Ww]ard|WARD)\b")
BY_NAME = (
    re.compile(r"\b(?P<name>[a-z]{3,15}) ward\b", re.IGNORECASE),
    re.compile(rf"\b[Ww]ard (?:called |named )?(?P<name>{CAP})\b"),
    re.compile(
        rf"\b(?P<name>{CAP}) (?:[Uu]nit|[Ss]uite|[Cc]ourt|[Ll]odge|[Hh]ouse)"
        r"(?:,? (?:bed|room|bay) [0-9]{1,2})?\b"
    ),
)
SELDOM = frozenset({"chair", "corridor", "majors", "minors", "couch", "pod", "cot"})
"""These are numbered seldom: a word after the number says what is counted."""
KINDS = {
    "side": "a side room", "sr": "a side room", "s/r": "a side room", "ward": "the ward",
    "unit": "the unit", "bay": "one of the bays", "bed": "one of the beds", "room": "a room",
    "rm": "a room", "cub": "a cubicle", "theatre": "theatre", "resus": "the resuscitation area",
    "troll": "a trolley", "chair": "a chair",
}  # fmt: skip


class Place(Rule):
    """Beds, bays, rooms and wards by number or name."""

    code = "place"
    title = "Bed, bay, room or ward"
    what = "A bed, bay, cubicle, room, theatre or ward with its number, letter or name."
    why = "With the week, it tells colleagues and relatives who lay there."
    remedy = "Write “a bed”, “a side room”, “a medical ward”."
    flagged = (
        "The patient in bed 4 fell.",
        "Bay 2 Bed 3 was empty.",
        "I was called to ward 7B.",
        "She was moved to Cedar Ward.",
        "Side room three was locked.",
    )
    clear = (
        "I went to the ward 3 times.",
        "The medical ward has 28 beds.",
        "We ran bed 24 hours a day.",
        "The Emergency Department was full.",
    )

    def find(self, page: Page) -> Iterator[Finding]:
        """By number, by letter, then wards by name."""
        for start, end in _places(page.text):
            yield self.found(start, end, _reads(page, start, end))


def _places(text: str) -> Iterator[tuple[int, int]]:
    for match in NUMBERED.finditer(text):
        counted = match["label"].lower() in SELDOM and re.match(r" [a-z]", text[match.end() :][:2])
        if not counted:
            yield match.span()
    for pattern in BY_SHAPE:
        for match in pattern.finditer(text):
            yield match.span()
    for match in FROM_BAY.finditer(text):
        yield match.span("it")
    yield from _named(text)


def _named(text: str) -> Iterator[tuple[int, int]]:
    for match in NAMED.finditer(text):
        for word in re.finditer(r"\S+", match["name"]):
            if not _is_clinical(word.group()):
                yield match.start() + word.start(), match.end()
                break
    for pattern in BY_NAME:
        for match in pattern.finditer(text):
            if match["name"].lower() in lexicon().ward_names:
                yield match.span()


def _is_clinical(word: str) -> bool:
    """Whether a word says what kind of ward it is, and not which."""
    known, low = lexicon(), word.lower().removesuffix("'s")
    return low not in known.ward_names and (known.is_ordinary(low) or word.isupper())


def _reads(page: Page, start: int, end: int) -> str:
    """The kind of place, so that the sentence still reads."""
    found = page.text[start:end].lower()
    text = next((KINDS[kind] for kind in KINDS if kind in found), "a place there")
    if re.search(r"\b(?:the|a|an|our|my|this|that) $", page.before(start, 6)):
        text = text.rpartition(" ")[2].replace("beds", "bed").replace("bays", "bay")
        return {"room": "side room"}.get(text, text) if "side" in found else text
    return sentence_case(page, start, text)
