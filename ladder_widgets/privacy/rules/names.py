"""Names of people, in whatever place of a sentence they stand."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_widgets.privacy import grammar
from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.naming.reader import Reader
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules.rule import Rule, sentence_case


class Name(Rule):
    """Names with and without titles, alone, in full and in lists."""

    code = "name"
    title = "Name"
    what = (
        "A name after a title, a first name or surname that is common in the United Kingdom, and "
        "an unknown word with a capital where a person stands (“told”, “my consultant …”, "
        "“…'s daughter”) or where no thing or place explains it. Eponyms, "
        "authors, reports and organisations are not flagged, nor are "
        "“Patient A” and “Dr X”."
    )
    why = "A name identifies a patient, a relative or a colleague."
    remedy = "Say who it was to you: “the patient”, “her son”, “a colleague”."
    flagged = (
        "Mrs Okonkwo-Bell was waiting.",
        "i saw mr jones again",
        "Margaret told me about it.",
        "My consultant Zbysko disagreed.",
        "I worked with Priya, Tomos and Siân.",
        "The son, Declan O'Rourke, was angry.",
        "MRS SMITH WAS MOVED BEFORE LUNCH.",
        "J. Adeyemi signed the chart.",
    )
    clear = (
        "Her Parkinson's disease was worse.",
        "I used Gibbs' cycle, and Kolb's.",
        "Patient A asked Dr X and Nurse B.",
        "We will mark hope and grace in May.",
        "The Francis report and the Bawa-Garba case changed practice.",
        "We gave Hartmann's through a Foley catheter.",
    )

    def find(self, page: Page) -> Iterator[Finding]:
        """Every run of words that is a name."""
        reader = Reader(page)
        for first, last in reader.names():
            start = reader.words[first].start
            end = reader.words[last].end
            if reader.words[last].text[-2:].lower() == "'s":
                end -= 2
            if start < end:
                yield self.found(start, end, _person(page, reader, first, last))


def _person(page: Page, reader: Reader, first: int, last: int) -> str:
    """Words that can stand in a name's place; none where a role stands beside it already."""
    if reader.standing.is_named_beside(first):
        return ""
    person = "this person"
    if reader.is_titled(first, last):
        patient = reader.kinds.low[first] in grammar.PATIENT_TITLES
        person = "the patient" if patient else "a colleague"
    return sentence_case(page, reader.words[first].start, person)
