"""Days of a calendar in a text, in all usual forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ladder_widgets.privacy.near import search, windows

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
A_MONTH = re.compile(rf"\b{MONTH}|[0-9]{MONTH}", re.IGNORECASE)
DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
ORDINAL = rf"{DAY}[ ]?(?:st|nd|rd|th)"
WORDS = (
    r"(?:twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[- ]first|"
    r"thirtieth|twentieth|nineteenth|eighteenth|seventeenth|sixteenth|fifteenth|fourteenth|"
    r"thirteenth|twelfth|eleventh|tenth|ninth|eighth|seventh|sixth|fifth|fourth|third|second|first)"
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?s?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?s?\b[.,]?)"
YEAR = r"(?:(?:19|20)[0-9]{2}|'?[0-9]{2}(?![0-9:.%/]|[ ]?(?:mg|ml|am|pm|hours|%)))\b"
LEAD = (
    rf"(?:(?:on[ ])?(?:the[ ])?(?:(?:morning|afternoon|evening|night)[ ]of[ ](?:the[ ])?)?"
    rf"{WEEKDAY}?[ ]?(?:the[ ])?)?"
)
TO = r"[ ]?(?:-|to|until|till|and|&|or|/|,)[ ]?"
NUMERIC = re.compile(
    rf"(?<![\w./:-])(?:(?:on|dated)[ ])?(?:(?:the[ ])?{WEEKDAY}[ ])?"
    r"(?P<a>[0-9]{1,2})(?P<sep>[ ]?[/.\\-][ ]?)(?P<b>[0-9]{1,2})(?P=sep)"
    r"(?P<year>[12][0-9]{3}|'?[0-9]{2})(?![\w/]|[.,-][0-9]|%)",
    re.IGNORECASE,
)
ISO = re.compile(
    r"(?<![\w./-])(?:on[ ])?(?P<year>(?:19|20)[0-9]{2})(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])"
    r"(?P=sep)(?P<day>[0-3]?[0-9])(?![0-9]|[-/][0-9])",
    re.IGNORECASE,
)
COMPACT = re.compile(
    r"(?<![\w./-])(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])(?![\w.-])"
)
SHORT = re.compile(
    rf"\b(?P<on>on|dated|since|until|from)[ ](?:the[ ])?(?:{WEEKDAY}[ ])?(?P<day>{DAY})"
    r"(?:/(?P<month>0?[1-9]|1[0-2])|(?<=[0-9][0-9])\.(?P<other>0[1-9]|1[0-2])(?![.,]?[0-9]|[ "
    r"]?[a-z]))(?![\w/]|[.,-][0-9]|[ ]?(?:pain|on|score|severity|to[ ][0-9]+/))",
    re.IGNORECASE,
)
TOLD = re.compile(
    rf"\b(?:died|passed[ ]away|admitted|discharged|readmitted|seen|reviewed|clerked|operated|"
    rf"scanned|booked|due|listed|closed|sent|received|reported|"
    rf"op|surgery|scan|clinic|admission|home|fell|bled|delivered|happened|back)[ "
    rf"](?P<day>{DAY})/(?P<month>0?[1-9]|1[0-2])(?![\w/]|[.-][0-9]|[ ](?:ago|later|history|hx|"
    rf"of)\b)",
    re.IGNORECASE,
)
"""As in "died 21/12"; "seen 3/7 later" counts days, and so it is weeks and months below."""
PARTS_OF_TIME = {7: 14, 12: 18}
"""Days and months are written as parts of 7 and 12: up to these they are no dates."""
DAY_MONTH = re.compile(
    rf"(?<![\w./:-]){LEAD}(?P<first>{DAY}(?:[ ]?(?:st|nd|rd|th))?{TO})?"
    rf"(?P<day>{ORDINAL}|{DAY}|{WORDS})[ ]?(?:day[ ])?(?P<of>of[ ])?[-/, ]?(?P<month>{MONTH})"
    rf"(?:(?:[ ]?[-/,]?[ ]?|[ ]in[ ])(?P<year>{YEAR}))?",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(
    rf"(?<![\w/-])(?P<in>in[ ])?{LEAD}(?P<month>{MONTH})[ -]?(?P<the>the[ ])?"
    rf"(?P<day>{ORDINAL}|{DAY}(?![0-9])|{WORDS})\b(?![:%]|[.][0-9])"
    rf"(?:(?:[ ]?-[ ]?|[ ]to[ ])(?:{ORDINAL}|{DAY}(?![0-9])))?"
    rf"(?:(?:[ ]?,[ ]?|[ ])(?P<year>(?:19|20)[0-9]{{2}})\b)?",
    re.IGNORECASE,
)
FEAST = (
    r"(?:(?:christmas|xmas|x-mas|new[ ]year'?s)[ ](?:day|eve)|boxing[ ]day|st[ ]stephen's[ ]day|"
    r"burns[ ]night|hogmanay|halloween|bonfire[ ]night|guy[ ]fawkes[ ]night)\b"
)
A_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
A_FEAST = re.compile(
    r"(?:mas|year'?s|boxing|stephen's)[ ](?:day|eve)|burns[ ]night|hogmanay|halloween|bonfire|"
    r"fawkes",
    re.IGNORECASE,
)
A_DIGIT = re.compile(
    r"[0-9](?:st|nd|rd|th)\b|[0-9]/[0-9]|the (?:twent|thirt)[a-z]+-", re.IGNORECASE
)
ALONE = (
    (
        A_WEEKDAY,
        (
            # "Friday 13th", "Sun 2,"
            re.compile(
                rf"\b(?:on[ ])?(?:the[ ])?{WEEKDAY}[ ](?:(?:the[ ])?(?:{ORDINAL}|{WORDS})|"
                rf"{DAY}(?=[.,;)]|$|\n))"
                r"(?![ ](?:of|week|month|time|floor|on|shift|day|night|call|attempt))\b",
                re.IGNORECASE,
            ),
            # "last Tuesday (12th)"
            re.compile(rf"\b{WEEKDAY}[ ]?\([ ]?(?:the[ ])?{ORDINAL}[ ]?\)", re.IGNORECASE),
        ),
    ),
    (
        A_FEAST,
        (
            # "Christmas Day 2023", "on Boxing Day": days that each year has once
            re.compile(
                rf"\b(?:(?:on|since|until|till|by|dated|was|is|call|worked|last)[ ]{FEAST}"
                rf"(?:,?[ ](?:19|20)[0-9]{{2}}\b)?|{FEAST},?[ ](?:19|20)[0-9]{{2}}\b)"
                r"(?![ ](?:rotas?|cover|shifts?|off|leave|staffing|dinner|lunch|parade|honours|"
                r"resolutions?)\b)",
                re.IGNORECASE,
            ),
        ),
    ),
    (
        A_DIGIT,
        (
            # "3/3: first nights", as a diary has it
            re.compile(
                rf"(?:(?<=\n)|^)(?:[-*\u2022][ ])?{DAY}/(?:0?[1-9]|1[0-2])[ ]?[:-](?=[ ][A-Za-z])"
            ),
            # "on the 12th": but not "on the 4th floor"
            re.compile(
                rf"\b(?:on|since|until|till|by|from|before|after|dated|around|about|for)[ ]the[ ]"
                rf"{ORDINAL}\b(?:{TO}(?:the[ ])?{ORDINAL}\b)?"
                r"(?:[ ]of[ ](?:the|that|this|last|next)[ ](?:\w+[ ])?month)?(?=[.,;:)!?]|$|\n|[ "
                r"](?:[-,]|i|we|he|she|they|it|you|my|our|his|her|their|the|a|an|and|but|when|"
                r"where|with|for|in|at|to|after|before|because|as|so|by|that|there|this|while|"
                r"during|who|which|was|were|had|came|patient|pt|mr|mrs|dr|saw|felt|led|did|"
                r"following|again|if|is|s?he'd|i'd)\b)",
                re.IGNORECASE,
            ),
            # "since the twenty-eighth"
            re.compile(
                r"\b(?:on|since|until|till|by)[ ]the[ ](?:twenty-[a-z]{5,7}|thirty-first)"
                r"(?=[.,;)]|$|\n|[ ](?:and|but|i|we|he|she|they)\b)",
                re.IGNORECASE,
            ),
            # "from 5th to 9th May" leaves its first day alone
            re.compile(rf"\b(?:from|between)[ ]{ORDINAL}(?=[ ](?:to|until|and)[ ])", re.IGNORECASE),
        ),
    ),
)
# "version 3.10.12", "standard 6.2.11"
NUMBERED = re.compile(
    r"\b(?:version|release|python|v|section|chapter|standard|para(?:graph)?|table|figure|"
    r"principle)\.? ?$"
)
SHORT_VERBS = frozenset({"may", "mar", "march"})
"""Months that are other words in small letters."""
MOST_DAYS, MOST_MONTHS = 31, 12


class Day(NamedTuple):
    """One date: its place, its month (0: not told), and its year in the digits that it has."""

    start: int
    end: int
    month: int
    year: str


def days(text: str) -> Iterator[Day]:
    """Every date in a text; what leads to it ("on the") is part of its place."""
    yield from _numeric(text)
    parts = windows(A_MONTH, text)
    for match in search(DAY_MONTH, text, parts):
        if not _is_other_word(match):
            yield Day(_begin(match), match.end(), _month(match["month"]), _digits(match["year"]))
    for match in search(MONTH_DAY, text, parts):
        if not _is_other_word(match) and not _counts(match):
            start = max(_begin(match), match.start() + len(match["in"] or ""))
            yield Day(start, match.end(), _month(match["month"]), _digits(match["year"]))
    for mark, patterns in ALONE:
        parts = windows(mark, text)
        for pattern in patterns:
            for match in search(pattern, text, parts):
                yield Day(*match.span(), 0, "")


def _begin(match: re.Match[str]) -> int:
    """Where a date begins: a space before it stays where it is."""
    return match.start() + len(match.group()) - len(match.group().lstrip(" "))


def _numeric(text: str) -> Iterator[Day]:
    for match in NUMERIC.finditer(text):
        a, b = int(match["a"]), int(match["b"])
        day, month = (a, b) if b <= MOST_MONTHS else (b, a)
        named = NUMBERED.search(text[max(0, match.start() - 12) : match.start()].lower())
        if 1 <= month <= MOST_MONTHS and 1 <= day <= MOST_DAYS and not named:
            yield Day(*match.span(), month, _digits(match["year"]))
    for pattern in (ISO, COMPACT):
        for match in pattern.finditer(text):
            if 1 <= int(match["day"]) <= MOST_DAYS:
                yield Day(*match.span(), int(match["month"]), match["year"])
    for match in SHORT.finditer(text):
        start = match.start() if match["on"].lower() == "on" else match.end("on") + 1
        yield Day(start, match.end(), int(match["month"] or match["other"]), "")
    for match in TOLD.finditer(text):
        month = int(match["month"])
        if int(match["day"]) > PARTS_OF_TIME.get(month, 0):
            yield Day(match.start("day"), match.end(), month, "")


def _is_other_word(match: re.Match[str]) -> bool:
    """Whether a month in small letters is a verb here: "the 12 may be late"."""
    month, groups = match["month"], match.groupdict()
    if not month.islower() or month.rstrip(".") not in SHORT_VERBS:
        return False
    in_digits = match["day"][0].isdigit()
    plain = match["day"].isdigit() and month != "march"
    sure = groups.get("of") or match["year"] or (in_digits and not plain)
    ordinal = in_digits and not match["day"].isdigit()
    return not sure or ("of" not in groups and not match["year"] and not ordinal)


def _counts(match: re.Match[str]) -> bool:
    """Whether what follows a month is no day of it: "in March 30 came", "May first ask"."""
    if not match["day"][0].isdigit():
        return not match["the"]
    if match["year"] or not match["day"].isdigit():
        return False
    following = match.string[match.end() : match.end() + 2]
    return following[:1].isdigit() or (
        bool(match["in"]) and re.match(r" \w", following) is not None
    )


def _digits(year: str | None) -> str:
    return (year or "").strip("'")


def _month(name: str) -> int:
    starts = [month.lower()[:3] for month in MONTH_NAMES]
    return starts.index(name.lower()[:3]) + 1
