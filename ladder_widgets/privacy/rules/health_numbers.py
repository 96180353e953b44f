"""The national patient numbers: ten digits, the last of which proves the others."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from nhs_number.validate import is_valid

from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules.rule import Rule

TEN = re.compile(r"(?<![\w+])(?<![0-9][.,/ -])[0-9](?:[ .-]?[0-9]){9}(?!\w)(?![.,/ -][0-9])")
NEAR_CHARS = 40
NUMBER = r"(?: ?(?:number|num|no|id|#))?\b[^;\n0-9]{0,18}$"
A_PHONE = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|fax|bleep)\b[^.0-9]{0,9}$"
    r"|\b(?:call|ring|rang|called)(?: (?:me|him|her|us|them))?(?: on)? $"
)


class _TenDigits(Rule):
    label: ClassVar[re.Pattern[str]]
    label_after: ClassVar[re.Pattern[str]]

    def find(self, page: Page) -> Iterator[Finding]:
        """Every ten digits that are called so, or that can be nothing else."""
        for match in TEN.finditer(page.text) if page.has_digits else ():
            before = page.before(match.start(), NEAR_CHARS)
            # A number that is called one is one, whatever slipped in typing.
            if (
                self.label.search(before)
                or self.label_after.match(page.after(match.end(), NEAR_CHARS))
                or (self._fits(re.sub(r"\D", "", match.group())) and not A_PHONE.search(before))
            ):
                yield self.found(*match.span())

    @abstractmethod
    def _fits(self, digits: str) -> bool: ...


class NHSNumber(_TenDigits):
    """Numbers of England, Wales and the Isle of Man, and those made for tests."""

    code = "nhs-number"
    title = "NHS number"
    what = (
        "Ten digits in a range of England, Wales and the Isle of Man, or in the one kept for "
        "tests, whose last digit fits the others (modulus 11); any ten that are called one."
    )
    why = "An NHS number leads to one patient."
    remedy = "Leave it out: no reflection needs it."
    flagged = (
        "Her NHS number is 999 458 2216.",
        "I wrote 9997310047 on the wrong form.",
        "NHS no: 999-458-2216",
    )
    clear = (
        "The department sees 400 000 people a year.",
        "The order 999 458 2217 fails the check digit.",
    )
    label = re.compile(r"\bnhs" + NUMBER)
    label_after = re.compile(r"\W{1,3}nhs (?:no|num)")

    def _fits(self, digits: str) -> bool:
        return digits[0] in "4679" and is_valid(digits)


class CHINumber(_TenDigits):
    """Numbers of Scotland, which begin with a date of birth."""

    code = "chi-number"
    title = "CHI number"
    what = (
        "Ten digits that begin with a date and whose last digit fits the others, as in Scotland's "
        "Community Health Index; any ten digits that are called a CHI number."
    )
    why = "A CHI number leads to one patient, and holds the date of birth."
    remedy = "Leave it out: no reflection needs it."
    flagged = ("CHI 0705861236 was on the label.", "The sticker said 010101 0001.")
    clear = ("We measured a chi squared of 10.2.",)
    label = re.compile(r"\bchi" + NUMBER)
    label_after = re.compile(r"\W{1,3}chi\b")

    def _fits(self, digits: str) -> bool:
        return 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12 and is_valid(digits)  # noqa: PLR2004


class HCNumber(_TenDigits):
    """Numbers of Northern Ireland."""

    code = "hc-number"
    title = "Health and Care number"
    what = (
        "Ten digits in Northern Ireland's range whose last digit fits the others; any ten digits "
        "that are called a Health and Care number."
    )
    why = "A Health and Care number leads to one patient."
    remedy = "Leave it out: no reflection needs it."
    flagged = ("H&C number 320 000 0031", "I had copied 3999999993 from another chart.")
    clear = ("Health and care in 2024 cost more than 3 200 000 pounds here.",)
    label = re.compile(
        r"\b(?:h ?(?:&|and|\+) ?c|hcn|hsc|health (?:and|&) (?:social )?care)" + NUMBER
    )
    label_after = re.compile(r"\W{1,3}(?:h ?& ?c|hcn)\b")

    def _fits(self, digits: str) -> bool:
        return "32" <= digits[:2] <= "39" and is_valid(digits)
