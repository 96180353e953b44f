"""What the tests of evidence share: a small catalogue, entries, a judge of PDFs."""

from __future__ import annotations

import datetime as dt
import io
import re
from functools import cache
from itertools import pairwise

import page
from bs4 import BeautifulSoup
from pypdf import PdfReader

from ladder_widgets.evidence.document import EvidenceDocument, make_document
from ladder_widgets.evidence.pdf import render, render_in_child, request_for
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Answer, CapabilityLink, Content, Entry, Profile

TODAY = dt.date(2026, 11, 22)
PROFILE = Profile(
    programme="general-practice", route="standard", grade="ST2", start=dt.date(2026, 8, 5)
)


@cache
def catalogue() -> Catalogue:
    """The catalogue that is shipped."""
    return load_catalogue()


def make_entry(number: int = 1, **changes: object) -> Entry:
    """A final entry written on 12 March 2026; `changes` replace parts of its content."""
    content: dict[str, object] = {
        "title": f"Leading the huddle {number}",
        "happened_on": dt.date(2026, 3, 10),
        "answers": (Answer(prompt="what", text="We agreed one change."),),
    }
    return Entry(
        id=f"{number:032x}",
        content=Content(**{**content, **changes}),  # type: ignore[arg-type]
        state="final",
        revision=2,
        written_at=dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC),
        created_at=dt.datetime(2026, 3, 12, 8, number % 60, tzinfo=dt.UTC),
    )


def write(text: str) -> tuple[Answer, ...]:
    """Answers with this text under the first prompt."""
    return (Answer(prompt="what", text=text),)


def claim(code: str, because: str = "I led it.") -> CapabilityLink:
    """A claim of one capability."""
    return CapabilityLink(code=code, because=because)


def pdf_of(document: EvidenceDocument, bundle: bytes) -> bytes:
    """The PDF of a document, without a signature."""
    return render(request_for(document, bundle))


def pdf_of_child(document: EvidenceDocument, bundle: bytes) -> bytes:
    """The same, made in a child process."""
    return render_in_child(request_for(document, bundle))


def document(*entries: Entry, profile: Profile | None = PROFILE) -> EvidenceDocument:
    """The document of these entries, made on 22 November 2026."""
    return make_document(entries, profile=profile, catalogue=catalogue(), today=TODAY)


def faults(pdf: bytes) -> list[str]:
    """What an independent judge finds wrong with a PDF/UA-1 and PDF/A-3a file."""
    limits = page.SafetyLimits(max_reference_depth=100_000)
    found = [
        f"{failure.rule_id}: {failure.message}"
        for profile in ("ua1", "3a")
        for failure in page.validate_pdf_bytes(pdf, profile=profile, limits=limits).failures
    ]
    return [fault for fault in found if not (LENGTH_RULE in fault and _lengths_are_true(pdf))]


LENGTH_RULE = "PDFA3A-STREAM-LENGTH-001"


def _lengths_are_true(pdf: bytes) -> bool:
    """Whether each stream ends where its length says.

    page-validation 0.11 takes a stream whose last byte is a carriage return (one in 256) for one
    byte shorter, since it reads that byte and the line feed after it as one line end.
    """
    ends = [
        start.end() + int(start[1])
        for start in re.finditer(rb"/Length (\d+)(?:(?!stream).)*>>\s*stream\n", pdf, re.DOTALL)
    ]
    return len(ends) == pdf.count(b"\nendstream") and all(
        pdf.startswith(b"\nendstream", end) for end in ends
    )


def words(pdf: bytes) -> str:
    """The text of a PDF with single spaces."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def page_faults(html: str) -> list[str]:
    """What is wrong with a page that is to stand by itself: acts, leads outside, lacks names."""
    soup = BeautifulSoup(html, "html.parser")
    found = [
        f"<{tag.name}>" for tag in soup(["script", "iframe", "object", "embed", "link", "base"])
    ]
    for tag in soup.find_all(recursive=True):
        for name, value in tag.attrs.items():
            if name.startswith("on"):
                found.append(f"{name} of <{tag.name}>")
            if name in ("src", "srcset", "data") and not str(value).startswith("data:image/"):
                found.append(f"{name} of <{tag.name}>")
            if name == "href" and not re.match(r"(#|https?://|mailto:)", str(value), re.IGNORECASE):
                found.append(f"{name} of <{tag.name}>")
    levels = [int(tag.name[1]) for tag in soup(re.compile(r"^h[1-6]$"))]
    found += [f"h{b} below h{a}" for a, b in pairwise(levels) if b > a + 1]
    if levels.count(1) != 1 or levels[:1] != [1]:
        found.append("not one h1 before all other headings")
    found += ["a picture without words" for tag in soup("img") if not tag.get("alt")]
    found += ["a heading of a table without scope" for tag in soup("th") if not tag.get("scope")]
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    return found + ["an id twice"] * (len(ids) != len(set(ids)))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
