"""Gentle hints on how a reflection is written; they never change it, and the writer decides.

What stands behind them: `The reflective practitioner` (AoMRC, COPMeD, GMC and MSC, 2018) asks for
what was learned and what is planned, leaves facts to the records of the event, and reminds of
courts, which may read a reflection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from ladder_widgets.privacy.page import PLAIN

SectionKind = Literal["describe", "think", "plan", "free"]
WORD = re.compile(r"\w+(?:['-]\w+)*")
ENOUGH_WORDS = 60
"""A shorter entry is still being begun."""
MOST_DESCRIPTION = 0.5
PLAN = re.compile(
    r"\b(?:i|we)(?:'ll| will| shall| am going to| are going to| plan to| intend to| aim to| hope to"
    r"| want to| would like to| need to| am planning| have arranged| have booked| have signed up)\b"
    r"|\b(?:next time|in future|in the future|from now on|going forward|my plan|action plan|my aim"
    r"|my goal|next steps?|by the end of|from here on|will (?:try|start|stop|ask|make|use|keep))\b",
    re.IGNORECASE,
)
LIABILITY = re.compile(
    r"\bnegligen(?:t|tly|ce)\b|\b(?:my|our|his|her|their) (?:own )?fault\b"
    r"|\bat fault\b|\bliab(?:le|ility)\b"
    r"|\bbreach(?:ed|es)? (?:of |my |our |the )?(?:duty|duties|standard|protocol)\b"
    r"|\bmalpractice\b|\bincompeten(?:t|ce|tly)\b|\breckless(?:ly|ness)?\b"
    r"|\b(?:i|we) (?:killed|harmed|caused (?:the|his|her|their|this) (?:death|harm|injury))\b"
    r"|\b(?:i|we|to) (?:accept|admit) (?:full )?(?:blame|responsibility|liability|fault)\b"
    r"|\b(?:i|we) (?:am|was|were|are) to blame\b|\bblame (?:lies|lay) with\b|\bsubstandard\b"
    r"|\bguilty of\b|\bdereliction\b|\bculpab(?:le|ility)\b|\bunforgivabl[ey]\b|\binexcusabl[ey]\b",
    re.IGNORECASE,
)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a reflection, and what its question asks for."""

    kind: SectionKind
    text: str


class Hint(msgspec.Struct, frozen=True, kw_only=True):
    """One hint; with `section` (its index), `start` and `end` where it is about a place."""

    code: str
    text: str
    section: int | None = None
    start: int | None = None
    end: int | None = None


def hints(sections: Sequence[Section]) -> tuple[Hint, ...]:
    """All hints on the sections of one reflection: on the whole first, then by place."""
    return (*_on_balance(sections), *_on_plans(sections), *_on_liability(sections))


def _on_balance(sections: Sequence[Section]) -> Iterator[Hint]:
    described = sum(_count(s) for s in sections if s.kind == "describe")
    thought = sum(_count(s) for s in sections if s.kind in {"think", "plan"})
    asked = any(s.kind == "describe" for s in sections) and any(
        s.kind in {"think", "plan"} for s in sections
    )
    words = described + thought
    if asked and words >= ENOUGH_WORDS and described > MOST_DESCRIPTION * words:
        yield Hint(
            code="mostly-description",
            text=(
                "More than half of this describes what happened. A reflection need not hold the "
                "facts: what did you learn from it?"
            ),
        )


def _on_plans(sections: Sequence[Section]) -> Iterator[Hint]:
    words = sum(_count(section) for section in sections)
    planned = any(section.kind == "plan" and section.text.strip() for section in sections)
    told = any(PLAN.search(section.text.translate(PLAIN)) for section in sections)
    if words >= ENOUGH_WORDS and not planned and not told:
        yield Hint(
            code="no-plan",
            text="Nothing here looks ahead yet. What will you do differently, or again?",
        )


def _on_liability(sections: Sequence[Section]) -> Iterator[Hint]:
    for index, section in enumerate(sections):
        for match in LIABILITY.finditer(section.text.translate(PLAIN)):
            yield Hint(
                code="liability",
                text=(
                    "This sounds like a verdict. A court can ask for reflections: say what you "
                    "learned, and leave blame and cause to those who look into them."
                ),
                section=index,
                start=match.start(),
                end=match.end(),
            )


def _count(section: Section) -> int:
    return sum(1 for _ in WORD.finditer(section.text))
