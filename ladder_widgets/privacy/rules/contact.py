"""How to reach a person: telephone numbers and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules.rule import Rule

BRITAIN = 44
LOCAL_MOST = 64
"""The longest part before the @ that e-mail knows; it also keeps the search short."""


class Email(Rule):
    """E-mail addresses."""

    code = "email"
    title = "E-mail address"
    what = "An e-mail address, also with [at], (at) or “dot” written out."
    why = "It names a person or leads to one."
    remedy = "Leave it out."
    flagged = (
        "Write to j.bloggs@example.org about it.",
        "his address was joe_b+ward@mail.example.org",
        "jo.bloggs [at] example.org",
    )
    clear = ("We met @ 9 in the mess.", "See example.org for more.")
    _at = re.compile(r"@| ?[\[({] ?at ?[\])}] ?", re.IGNORECASE)
    _local = re.compile(r"[\w.+'%-]+$")
    _domain = re.compile(r"(?:\w[\w-]{0,62}(?:\.| ?[\[({] ?dot ?[\])}] ?)){1,8}[^\W\d_]{2,24}")
    _spoken = re.compile(
        r"\b[a-z0-9_-]{1,40}(?: dot [a-z0-9_-]{1,40}){0,3} at [a-z0-9-]{1,40}"
        r"(?: dot [a-z]{2,12}){1,4}\b",
        re.IGNORECASE,
    )

    def find(self, page: Page) -> Iterator[Finding]:
        """From every sign in the middle outwards."""
        for sign in self._at.finditer(page.text):
            before = page.text[max(0, sign.start() - LOCAL_MOST) : sign.start()]
            local = self._local.search(before)
            domain = self._domain.match(page.text, sign.end())
            if local and domain:
                start = sign.start() - len(local.group().lstrip(".'"))
                if start < sign.start():
                    yield self.found(start, domain.end())
        for match in self._spoken.finditer(page.text):
            yield self.found(*match.span())


class Phone(Rule):
    """Telephone numbers, as the United Kingdom writes them and with any country's code."""

    code = "phone"
    title = "Telephone number"
    what = "A telephone number of the United Kingdom, or of any country with its code before it."
    why = "It leads to a patient, a relative or a colleague."
    remedy = "Leave it out."
    flagged = (
        "I rang his wife on 07700 900123.",
        "Call 020 7946 0018.",
        "Her number is +44 7700 900 456.",
    )
    clear = (
        "Bleep 2245 was mine.",
        "Blood pressure was 120/80, then 110 70.",
        "I rang 999 and 111.",
    )
    _shape = re.compile(
        r"(?<![\w.,/+-])(?:\+|00|\(?\+?(?=[0-9(]))\(?[0-9](?:[ ().-]{0,3}[0-9]){8,14}"
        r"(?![\w/]|[.,][0-9])"
    )

    _book = re.compile(r"\b(?:isbn|issn|doi)(?:-1[03])?[: ]*$")
    # No number of the United Kingdom ends in a group of one or two digits behind a hyphen.
    _code = re.compile(r"[0-9]-[0-9]{1,2}$")

    def find(self, page: Page) -> Iterator[Finding]:
        """Numbers long enough, as far as their country has such numbers."""
        if not page.has_digits:
            return
        for match in self._shape.finditer(page.text):
            other = self._book.search(page.before(match.start(), 16))
            if not other and not self._code.search(match.group()) and _can_be_called(match.group()):
                yield self.found(*match.span())


def _can_be_called(number: str) -> bool:
    # Only now: its tables take time and memory that a kernel without such digits never spends.
    import phonenumbers

    digits = re.sub(r"\D", "", number)
    if not (number.lstrip("(").startswith(("+", "0"))):
        return False
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(parsed):
        return True
    # Numbers for drama are valid nowhere, and slips in typing should not hide a number.
    british = parsed.country_code == BRITAIN and digits.startswith(
        ("01", "02", "03", "07", "08", "44", "0044")
    )
    return british and phonenumbers.is_possible_number(parsed)
