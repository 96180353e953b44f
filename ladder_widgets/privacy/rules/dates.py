"""Days that can be found in a calendar: dates of birth, and all others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ladder_widgets.privacy.days import MONTH_NAMES, Day
from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules.rule import Rule, sentence_case

BIRTH_BEFORE = re.compile(
    r"(?:\bd\.?[ ]?o\.?[ ]?b\b\.?|\bdate[ ]of[ ]birth\b|\bbirth[ -]?(?:day|date)\b|\bborn\b|"
    r"\bbirth\b|\bb\.)[^0-9.;\n]{0,26}$"
)
BIRTH_AFTER = re.compile(
    r"[ ,(:-]{0,4}(?:(?:as|is) (?:her|his|their) )?(?:d\.?o\.?b\b|date of birth|birthday)"
)
LEAD = re.compile(r"(?:on )?(?:the )?", re.IGNORECASE)
SINCE = re.compile(r"(since|until|till|by|from|before|after) ")
CENTURY = 60
"""Two digits up to here are of this century."""
NEAR_CHARS = 40


class DateOfBirth(Rule):
    """Days that the text calls a birthday."""

    code = "date-of-birth"
    title = "Date of birth"
    what = "A date after “DOB”, “date of birth”, “born” or “birthday”, or before them."
    why = "With little else, a date of birth leads to one person."
    remedy = "Leave it out, or give the age in decades: “in her forties”."
    flagged = (
        "DOB 12/03/1951",
        "She was born on the 4th of May 1962.",
        "His birthday is 9 June.",
        "1950-11-30 (date of birth)",
    )
    clear = ("She was born in Leeds.", "The baby was born in March 2024.")

    def find(self, page: Page) -> Iterator[Finding]:
        """Dates beside such words."""
        for day in page.days:
            if _is_birth(page, day):
                lead = LEAD.match(page.text, day.start, day.end)
                yield self.found(lead.end() if lead else day.start, day.end)


class ExactDate(Rule):
    """Days by their date."""

    code = "exact-date"
    title = "Exact date"
    what = (
        "A day of a month in any usual form, with or without its year or weekday; a month, a year, "
        "a weekday and a time of day alone are not flagged."
    )
    why = "With the place, a day tells colleagues and relatives who it was about."
    remedy = "Name the month, or the season."
    flagged = (
        "We met on 12/03/2024.",
        "On Tuesday 5th March I was the registrar.",
        "March 12, 2024 was a long day.",
        "It happened on the 12th, after lunch.",
        "Admitted 2024-03-12.",
        "the night of the third of April",
    )
    clear = (
        "I started in March 2024.",
        "Pain was 10/10, and blood pressure 120/80.",
        "In May 12 of us met.",
        "On the 4th floor it was calm.",
        "At 09:30 on Monday I began.",
    )

    def find(self, page: Page) -> Iterator[Finding]:
        """All dates; those of birth are more specific and win."""
        for day in page.days:
            yield self.found(day.start, day.end, _coarser(page, day))


def _is_birth(page: Page, day: Day) -> bool:
    lead = LEAD.match(page.text, day.start, day.end)
    start = lead.end() if lead else day.start
    before = BIRTH_BEFORE.search(page.before(start, NEAR_CHARS))
    return before is not None or BIRTH_AFTER.match(page.after(day.end, NEAR_CHARS)) is not None


def _coarser(page: Page, day: Day) -> str:
    """Month and year in the place of a day, so that the sentence still reads."""
    found = page.text[day.start : day.end].lower()
    if not day.month:
        since = SINCE.match(found)
        return sentence_case(page, day.start, f"{since[1]} then" if since else "one day")
    name = " ".join(filter(None, (MONTH_NAMES[day.month - 1], _year(day.year))))
    return sentence_case(page, day.start, f"in {name}" if found.startswith("on ") else name)


def _year(digits: str) -> str:
    if len(digits) != 2:  # noqa: PLR2004
        return digits
    return f"20{digits}" if int(digits) < CENTURY else f"19{digits}"
