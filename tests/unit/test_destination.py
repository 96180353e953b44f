"""Evidence that is made for one e-portfolio."""

from __future__ import annotations

import msgspec
import pytest
from evidence_tools import PROFILE, TODAY, catalogue, claim, make_entry

from ladder_widgets.evidence.destination import destination, upload_warnings
from ladder_widgets.evidence.document import make_document
from ladder_widgets.evidence.html_page import render_html
from ladder_widgets.ladder.platforms import Upload

CODES = [c.code for c in catalogue().programme("general-practice").capabilities]


def test_pages_say_where_each_entry_goes() -> None:
    """The platform on the cover, the kind of entry beside each."""
    entries = [make_entry(1), make_entry(2, model="significant-event")]
    to = destination(entries, catalogue().platform("fourteenfish"), catalogue())
    made = make_document(entries, profile=PROFILE, catalogue=catalogue(), today=TODAY, to=to)

    assert made.platform == "FourteenFish (RCGP Trainee Portfolio)"
    assert [page.goes_to for page in made.entries] == list(to.kinds.values())
    assert f"<dt>Goes to</dt><dd>{made.entries[1].goes_to}</dd>" in render_html(made).decode()


@pytest.mark.parametrize(("linked", "warned"), [(3, 0), (4, 1)])
def test_an_entry_with_too_many_links_is_named_by_its_id(linked: int, warned: int) -> None:
    """Never by its title."""
    entry = make_entry(1, capabilities=tuple(claim(code) for code in CODES[:linked]))
    found = destination([entry], catalogue().platform("fourteenfish"), catalogue()).warnings

    assert len(found) == warned
    assert all("Entry 00000000 is linked to 4" in text for text in found)
    assert all(entry.content.title not in text for text in found)


@pytest.mark.parametrize(
    ("most", "size", "advice"),
    [(2.0, 2_000_000, None), (2.0, 2_000_001, "2.0 MB; Horus takes 2 MB (confidence: low)"),
     (None, 10**9, None)],
)  # fmt: skip
def test_a_file_that_is_too_large_is_said(
    most: float | None, size: int, advice: str | None
) -> None:
    """A limit that is not known is not a limit."""
    upload = Upload(kinds=None, max_mb=most, confidence="low", source="none")
    platform = msgspec.structs.replace(catalogue().platform("horus"), upload=upload)

    assert bool(advice) == bool(upload_warnings(platform, size, entries=3))
    assert (advice or "") in "".join(upload_warnings(platform, size, entries=3))
