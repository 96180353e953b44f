"""What a supervisor finds on the pages of an evidence PDF, and how they lead to each other."""

from __future__ import annotations

import io

from evidence_tools import PROFILE, TODAY, catalogue, claim, document, faults, make_entry, pdf_of
from pypdf import PdfReader

from ladder_widgets.evidence.export import export
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.portfolio.model import Narrative

BUNDLE = b"{}"
CODES = [c.code for c in catalogue().programme("general-practice").capabilities]


def pages(pdf: bytes) -> list[str]:
    """The words of each page."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def many(count: int) -> bytes:
    """A PDF of entries that claim a capability and three targets each."""
    places = [place.target.id for place in catalogue().places(catalogue().ladder)]
    entries = [
        make_entry(n, capabilities=(claim(CODES[n % 5]),), targets=tuple(places[n::40][:3]))
        for n in range(1, count + 1)
    ]
    return pdf_of(document(*entries), BUNDLE)


def test_one_entry_is_its_own_document() -> None:
    """No cover and no tables: its title is the first heading, all on one page."""
    (only,) = pages(pdf_of(document(make_entry(capabilities=(claim(CODES[0]),))), BUNDLE))

    assert "Shows 1 entry, 1 capability, 0 targets of the ladder" in only
    assert "Leading the huddle 1" in only
    assert "Summary" not in only
    assert only.endswith("Page 1 of 1")


def test_many_entries_have_a_cover_a_summary_and_a_page_each() -> None:
    """Page numbers in the table of entries are those at the foot of the pages."""
    made = pages(many(12))

    assert made[0].startswith("Leadership evidence Programme General Practice")
    assert made[1].startswith("Leadership evidence · General Practice · ST2 Summary The ladder")
    for number in range(1, 13):
        at = next(n for n, page in enumerate(made) if f"{number}. Leading the huddle" in page)
        assert f"{number} Leading the huddle {number} 10 March 2026 {at + 1}" in " ".join(
            made[1:at]
        )
        assert made[at].endswith(f"Page {at + 1} of {len(made)}")


def test_table_of_capabilities_leads_to_the_entries() -> None:
    """Each mention of an entry is a link to a page of this PDF."""
    reader = PdfReader(io.BytesIO(many(12)))
    summary = reader.pages[1]
    links = [note.get_object() for note in summary["/Annots"]]

    assert len(links) >= 12
    assert all(link["/Subtype"] == "/Link" for link in links)
    assert not any("/URI" in link.get("/A", {}) for link in links)


def test_headers_of_long_tables_are_repeated() -> None:
    """On each page that a table goes on over, and the judge finds no fault in it."""
    pdf = many(200)
    contents = [page for page in pages(pdf) if "No. Title Date Page" in page]

    assert len(contents) > 3
    assert faults(many(60)) == []


def test_signed_file_says_how_to_check_it() -> None:
    """And never that it was checked; without a signature it says nothing of it."""
    entries = [make_entry(1), make_entry(2)]
    key = SigningKey(b"a key that is only for the tests")
    signed, plain = (
        export("pdf", entries, profile=PROFILE, catalogue=catalogue(), today=TODAY, key=each)
        for each in (key, None)
    )

    assert "unchanged since it was exported" in pages(signed)[0]
    assert "ladder verify" in pages(signed)[0]
    assert "verified" not in " ".join(pages(signed)).casefold()
    assert "ladder verify" not in " ".join(pages(plain))


def test_name_given_for_an_export_is_on_the_cover() -> None:
    """And in the running head of every other page."""
    pdf = export(
        "pdf", [make_entry(1), make_entry(2)], profile=PROFILE, catalogue=catalogue(),
        today=TODAY, trainee="Robin Oak",
    )  # fmt: skip
    made = pages(pdf)

    assert "Trainee Robin Oak" in made[0]
    assert all("Robin Oak" in page for page in made[1:])


def test_narratives_are_quoted_before_the_entries() -> None:
    """On a page that the summary names, with links to what they draw on; no fault is found."""
    content = Narrative(scope=CODES[0], entries=(make_entry(1).id, "f" * 32))
    summing = make_entry(7, model="summary-narrative", title="My year", narrative=content)
    pdf = pdf_of(document(make_entry(1), make_entry(2), summing), BUNDLE)
    made = pages(pdf)
    at = next(n for n, page in enumerate(made) if "Summary narratives My year" in page)

    assert f"Of Title Page {CODES[0]}" in made[1]
    assert f"My year {at + 1}" in made[1]
    assert "drawn from Entry 1 and 1 not in this document" in made[at]
    assert at < next(n for n, page in enumerate(made) if "1. Leading the huddle 1" in page)
    assert faults(pdf) == []
    assert faults(pdf_of(document(summing), BUNDLE)) == []
