"""Numbers that trusts, registers and the state give to a person or to an event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.near import search
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules.rule import Rule

# "number is", "no.:", "ID =", "#", "ref (": what may stand between a label and its number.
NUMBER_WORD = r"(?:numbers?|num|nos?|ids?|identifier|ref(?:erence)?s?|code|pin|#)"
BETWEEN = (
    rf"(?:[ .]{{0,2}}{NUMBER_WORD}\b)?[ .]?(?:[ ]?(?:is|was|of|for|are|being)\b)?[ ]?"
    r"[:=#(\"',]{0,2}[ ]?"
)


class NationalInsurance(Rule):
    """Two letters, six digits and a letter."""

    code = "national-insurance-number"
    title = "National Insurance number"
    what = "Two letters that are in use, six digits, and a letter from A to D, spaced or not."
    why = "A National Insurance number leads to one person."
    remedy = "Leave it out: no reflection needs it."
    flagged = ("The form gave QQ 12 34 56 C as her NI number.", "He quoted AB123456C.")
    clear = ("We used the AB 123 protocol.", "It was batch BG 12 34 56 A.")
    _shape = re.compile(
        r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
        r"[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[A-D]\b",
        re.IGNORECASE,
    )
    _called = re.compile(
        r"\b(?:ni|nino|national insurance)\b" + BETWEEN + r"\b([a-z]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}"
        r"[ -]?[0-9]{2}(?:[ -]?[a-z]\b)?)|\b([a-z]{2}(?:[ -]?[0-9]{2}){3}[ "
        r"-]?[a-z])\b(?=.{0,12}\b(?:ni|national insurance)\b)",
        re.IGNORECASE,
    )

    def find(self, page: Page) -> Iterator[Finding]:
        """By its shape, and any like it that is called one."""
        if not page.has_digits:
            return
        for match in search(self._shape, page.text, page.numbers):
            yield self.found(*match.span())
        for match in search(self._called, page.text, page.numbers):
            yield self.found(*match.span(match.lastindex or 0))


class HospitalNumber(Rule):
    """Numbers by which a trust or a practice knows a patient."""

    code = "hospital-number"
    title = "Hospital number"
    what = (
        "A number called a hospital, patient, unit, record or case number, MRN, PAS or CRN; one or "
        "two letters with six to eight digits."
    )
    why = "Whoever has access to the hospital's system can look the patient up."
    remedy = "Leave it out: no reflection needs it."
    flagged = (
        "Hospital number K123456 was on both charts.",
        "I searched for MRN 00482913.",
        "The hosp no. is 774-1029.",
    )
    clear = ("The number of patients in hospital was 412.", "We follow NG51.")
    _called = re.compile(
        r"\b(?:(?:hospital|hosp|patient|pt|unit|medical records?|case ?notes?|chart|record|"
        r"clinic|practice|pas|system|account|lab(?:oratory)?|sample|specimen|accession|episode|"
        r"admission|district|local|emis|systmone|epr|ehr|cerner|epic|dental|x-ray|radiology|"
        r"request)[ .]{1,2}(?:record |chart |id )?" + NUMBER_WORD + r"|mrn|crn|pid|hn|pas|rin|"
        r"(?:hospital|hosp|patient|pt)(?= ?[:#]))\b\.?"
        + BETWEEN
        + r"((?:[a-z]{0,3}[ /-]?)[0-9][0-9a-z]*(?:[ /-]?[0-9]{2,8}){0,3}[a-z]?)\b",
        re.IGNORECASE,
    )
    _shape = re.compile(
        r"(?<![\w/.#@-])(?:[A-Z]{1,2}-?[0-9]{6,8}[A-Z]?|(?!NCT|PMC|DOI|ISO|ISR)[A-Z]{3}[0-9]{6,7}|"
        r"[a-z][0-9]{6,7}|[0-9]{6,8}[A-Z])(?![\w@]|-[0-9])"
    )
    _a_paper = re.compile(r"\b(?:pmid|pmcid|doi|isrctn|isbn|nct|iras|rec|version|build|cd)\W{0,3}$")

    def find(self, page: Page) -> Iterator[Finding]:
        """By what they are called, and by their shape."""
        if not page.has_digits:
            return
        for match in search(self._called, page.text, page.numbers):
            if sum(c.isdigit() for c in match.group(1)) >= 4:  # noqa: PLR2004
                yield self.found(*match.span(1))
        for match in search(self._shape, page.text, page.numbers):
            if not self._a_paper.search(page.before(match.start(), 12)):
                yield self.found(*match.span())


class RegistrationNumber(Rule):
    """Numbers by which a register knows a professional."""

    code = "registration-number"
    title = "Registration number"
    what = (
        "Six or seven digits called a GMC, GDC, GPhC, HCPC or registration number, and PINs of the "
        "NMC wherever they stand."
    )
    why = "Public registers tell whose number it is."
    remedy = "Leave it out, and write “a colleague”."
    flagged = (
        "The locum (GMC 7999123) had signed it.",
        "Her NMC PIN was 99I0000E.",
        "GDC number: 299912",
    )
    clear = ("The GMC published 2024 figures.", "GDC Standards, principle 6.2")
    _called = re.compile(
        r"\b(?:gmc|gdc|gphc|hcpc|nmc|goc|gcc|gosc|ssc|registration|register|reg|prescriber|"
        r"smart ?card|staff|employee|payroll|assignment|performers? list)\b"
        r"(?:[ ]?(?:registration|reg|membership|performer))?"
        r"(?:[ ](?:number|no)[ ](?:of|for)[ ](?:the|my|his|her|a)[ ][a-z]{2,20})?"
        + BETWEEN
        + r"((?:[a-z]{2})?[ ]?[0-9]{5,8}|[0-9]{2}[a-z][0-9]{4}[a-z])\b(?![ ]?[0-9/])",
        re.IGNORECASE,
    )
    _after = re.compile(r"\b([0-9]{5,7})\b(?=[ (,]{1,2}(?:GMC|GDC|NMC|HCPC)\b)")
    _pin = re.compile(r"\b[0-9]{2}[A-Z][0-9]{4}[A-Z]\b")

    def find(self, page: Page) -> Iterator[Finding]:
        """By what they are called; PINs by their shape."""
        if not page.has_digits:
            return
        for pattern in (self._called, self._after):
            for match in search(pattern, page.text, page.numbers):
                yield self.found(*match.span(1))
        for match in self._pin.finditer(page.text):
            yield self.found(*match.span())


class IncidentReference(Rule):
    """References under which an event is on file."""

    code = "incident-reference"
    title = "Incident reference"
    what = (
        "The number of a Datix or LFPSE report, an incident, a complaint, an inquest or another "
        "case: after such a word, or by its shape (INC-, W and six digits)."
    )
    why = "It ties the reflection to a report with names in it, which others can read."
    remedy = "Write “it was reported”, without the reference."
    flagged = (
        "I filed it as Datix W123456.",
        "See INC-20871 for the details.",
        "The LFPSE reference was 2024-118-77.",
    )
    clear = ("I completed a Datix within 24 hours.", "In 2023 the incidents fell by 40%.")
    _called = re.compile(
        r"\b(?:datix(?:ed)?|dx|dif1|lfpse|nrls|steis|stei|incidents?|complaints?|pals|si|sui|psii|"
        r"rca|ulysses|inphase|radar|safeguard(?:ing)?|ir1|inquest|coroner'?s?|claim|investigation|"
        r"ticket|ombudsman|phso|case|significant event|sea|report|reference|ref)\b(?:[ ](?:report|"
        r"form|incident|case|entry|web|log|complaint|claim))?"
        + BETWEEN
        + r"((?:[a-z]{1,5}[ ]?[-/]?[ ]?)?[0-9]{2,}(?:[-/.][a-z0-9]{1,8}){0,3}[a-z]?|"
        r"[0-9a-z]{2,8}(?:[-/][0-9a-z]{2,8}){1,3})\b(?!%|:[0-9]| ?%)",
        re.IGNORECASE,
    )
    _shape = re.compile(
        r"\b(?:(?:INC|IR|SI|DIF|DTX|DATIX|LFPSE|WEB|SUI|PSII|COMP|CMP|PALS|SEA|RCA|IN|DW|PSI|"
        r"INCIDENT)(?:[-/#:]|[ ]?#)?[0-9]{4,}(?:[-/][0-9]{1,8}){0,2}|(?:INC|IR|SI|DIF|DTX|DATIX|"
        r"LFPSE|WEB|SUI|PSII|COMP|CMP|PALS|SEA|RCA|"
        r"IN)(?:[-/][A-Z0-9]{1,8}){0,2}[-/][0-9]{2,8}(?:[-/][0-9]{1,8}){0,2}|"
        r"[A-Z]{1,5}[/-]20[0-9]{2}[/-][0-9]{2,7}|W(?:EB)?[-]?[0-9]{5,7})\b",
        re.IGNORECASE,
    )
    _date = re.compile(
        r"(?:19|20)[0-9]{2}(?:[-/](?:19|20)?[0-9]{2})?|"
        r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{2}){1,2}|(?:19|20)[0-9]{2}([-/.])[0-9]{2}\2[0-9]{2}"
    )

    def find(self, page: Page) -> Iterator[Finding]:
        """By what they are called, and by their shape."""
        if not page.has_digits:
            return
        for match in search(self._called, page.text, page.numbers):
            reference = match.group(1)
            if sum(c.isdigit() for c in reference) >= 4 and not self._date.fullmatch(reference):  # noqa: PLR2004
                yield self.found(*match.span(1))
        for match in search(self._shape, page.text, page.numbers):
            yield self.found(*match.span())
