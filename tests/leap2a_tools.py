"""What the tests of Leap2A share: a small portfolio as a zip, and feeds written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from attachment_tools import pdf
from evidence_tools import PROFILE, catalogue, claim, make_entry

from ladder_widgets.evidence.bundle import Bundle, make_bundle
from ladder_widgets.evidence.leap2a.writer import write_leap2a
from ladder_widgets.portfolio.model import Answer, Attachment, Entry

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
DATA = Path(__file__).parent / "data" / "leap2a"


def attachment(entry: Entry, *, number: int = 1, name: str = "certificate.pdf") -> Attachment:
    """A PDF that belongs to an entry."""
    return Attachment(
        id=f"{number:032x}", entry_id=entry.id, name=name, kind="pdf", size=len(pdf()),
        digest="0" * 64, added_at=NOW,
    )  # fmt: skip


def reflection() -> Entry:
    """A reflection with links and a tag."""
    return make_entry(
        targets=("quality-improvement.2.a",), capabilities=(claim("GP 1"),), tags=("handover",)
    )


def goal(**changes: object) -> Entry:
    """A goal with a day."""
    content: dict[str, object] = {
        "model": "development-goal",
        "title": "Chair a meeting",
        "happened_on": None,
        "due_on": dt.date(2027, 3, 1),
        "answers": (Answer(prompt="aim", text="Chair the monthly meeting."),),
    }
    return make_entry(2, **{**content, **changes})


def zip_of(bundle: Bundle, files: Sequence[tuple[Attachment, bytes]] = ()) -> bytes:
    """A bundle as a Leap2A zip of one day."""
    return write_leap2a(bundle, catalogue=catalogue(), files=files, now=NOW)


def leap2a() -> bytes:
    """A portfolio with a reflection, a goal and a file."""
    entry = reflection()
    bundle = make_bundle([entry, goal()], profile=PROFILE)
    return zip_of(bundle, [(attachment(entry), pdf())])
