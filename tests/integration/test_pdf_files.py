"""What is attached to entries travels inside their PDF."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import attachment_tools as tools
import pytest
from evidence_tools import PROFILE, TODAY, catalogue, faults, make_entry, words
from pypdf import PdfReader
from pypdf.generic import StreamObject

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence import export as exporting
from ladder_widgets.evidence.bundle import make_bundle, read_bundle
from ladder_widgets.evidence.export import check_files, export
from ladder_widgets.portfolio.model import Attachment, Entry

ADDED = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


def attached(entry: Entry, data: bytes, name: str, kind: str = "pdf") -> tuple[Attachment, bytes]:
    """A file of an entry, as the store gives it."""
    item = Attachment(
        id=f"{abs(hash((entry.id, name))):032x}"[:32],
        entry_id=entry.id,
        name=name,
        kind=kind,  # type: ignore[arg-type]  # the tests name them
        size=len(data),
        digest="0" * 64,
        added_at=ADDED,
    )
    return item, data


def made(*files: tuple[Attachment, bytes], entries: list[Entry], in_child: bool = False) -> bytes:
    """The PDF of some entries with their files."""
    return export(
        "pdf", entries, profile=PROFILE, catalogue=catalogue(), today=TODAY,
        files=files, in_child=in_child,
    )  # fmt: skip


@pytest.mark.parametrize("in_child", [False, True], ids=["here", "child"])
def test_files_travel_inside_the_pdf(in_child: bool) -> None:
    """Each as it is, beside the data; the PDF is as accessible and archivable as without."""
    entry = make_entry()
    scan, photo = tools.pdf("A certificate"), tools.png() * 3
    files = (
        attached(entry, scan, "Zo\u00eb \U0001f600 (2).pdf"),
        attached(entry, photo, "board.png", "png"),
    )
    pdf = made(*files, entries=[entry], in_child=in_child)

    held = PdfReader(io.BytesIO(pdf)).attachments
    assert held["entry-1-Zo\u00eb \U0001f600 (2).pdf"] == [scan]
    assert held["entry-1-board.png"] == [photo]
    assert read_bundle(held["bundle.json"][0]) == make_bundle(
        [entry], profile=PROFILE, attachments=[attachment for attachment, _ in files]
    )
    assert faults(pdf) == []
    assert pdf.startswith(b"%PDF-1.7")


def test_files_are_listed_with_their_entry() -> None:
    """Under the name that they have inside, with kind and size; names may be alike."""
    first, second = make_entry(1), make_entry(2)
    pdf = made(
        *(attached(entry, tools.pdf(), "cpd.pdf") for entry in (first, second)),
        entries=[first, second],
    )

    printed = words(pdf)
    size = max(1, round(len(tools.pdf()) / 1000))
    for number in (1, 2):
        assert f"entry-{number}-cpd.pdf (PDF, {size} kB)" in printed
    assert printed.count("Files inside this PDF") == 2
    assert faults(pdf) == []


def test_a_file_says_what_it_is_and_where_it_belongs() -> None:
    """Type, relationship, time and entry, for whatever reads the PDF later."""
    entry = make_entry()
    root = PdfReader(io.BytesIO(made(attached(entry, b"%PDF-1.4", "a.pdf"), entries=[entry])))
    _, file = (reference.get_object() for reference in root.trailer["/Root"]["/AF"])

    stream = file["/EF"]["/F"].get_object()
    assert isinstance(stream, StreamObject)
    assert file["/AFRelationship"] == "/Supplement"
    assert file["/Desc"] == f"Attached to entry 1 ({entry.id})"
    assert stream["/Subtype"] == "/application/pdf"
    assert stream["/Params"]["/Size"] == 8
    assert "20261121" in stream["/Params"]["/ModDate"]


def test_the_same_files_give_the_same_bytes() -> None:
    """Here, again, and in a child; without files nothing is touched."""
    entry = make_entry()
    file = attached(entry, tools.png(), "a.png", "png")
    first = made(file, entries=[entry])

    assert made(file, entries=[entry]) == first
    assert made(file, entries=[entry], in_child=True) == first
    assert "Files inside" not in words(made(entries=[entry]))


def test_files_of_other_entries_stay_out() -> None:
    """Only what belongs to a chosen entry goes."""
    chosen, other = make_entry(1), make_entry(2)
    pdf = made(attached(other, b"secret", "a.pdf"), entries=[chosen])

    assert list(PdfReader(io.BytesIO(pdf)).attachments) == ["bundle.json"]


def test_more_files_than_a_pdf_carries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before their bytes are read; the sentence says how much is allowed."""
    monkeypatch.setattr(exporting, "MAX_FILES_BYTES", 1_000_000)
    item, _ = attached(make_entry(), bytes(600_000), "a.pdf")

    check_files([item])
    with pytest.raises(EvidenceError, match=r"1\.2 MB together; one export carries 1\.0 MB"):
        check_files([item, item])


def test_the_tests_write_nothing_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files go through pipes only, never onto a disk."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    entry = make_entry()
    made(attached(entry, tools.png(), "a.png", "png"), entries=[entry], in_child=True)

    assert list(tmp_path.iterdir()) == []
