"""Files that are no portfolio, are damaged, or are built to do harm are refused with the reason."""

from __future__ import annotations

import io
import struct
import warnings
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from attachment_tools import docx, pdf, zipped
from leap2a_tools import DATA, leap2a

from ladder_widgets.errors import Leap2AError
from ladder_widgets.evidence.leap2a import folder as limits
from ladder_widgets.evidence.leap2a import reader
from ladder_widgets.evidence.leap2a.reader import read_leap2a

FEED = (DATA / "archived.xml").read_bytes()
LAUGHS = b"""<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title></feed>"""
OUTSIDE = b"""<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&a;</title></feed>"""
PARAMETER = b"""<!DOCTYPE feed SYSTEM "http://example.org/x.dtd">
<feed xmlns="http://www.w3.org/2005/Atom"/>"""


def refusal(data: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(Leap2AError) as caught:
        read_leap2a(data)
    assert caught.value.__cause__ is None
    return str(caught.value)


@pytest.mark.parametrize("feed", [LAUGHS, OUTSIDE, PARAMETER])
def test_entities_are_refused(feed: bytes) -> None:
    """Of this file or from elsewhere; nothing is expanded or fetched."""
    assert "defines entities" in refusal(feed)
    assert "defines entities" in refusal(zipped({"leap2a.xml": feed}))


@pytest.mark.parametrize(
    "data",
    [b"", b"words", b"\xff\xfe<", b"<feed", b"<feed>&nbsp;</feed>", b"%PDF-1.7", b"{}", pdf()],
)
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    """The message says what to choose."""
    assert "Choose the zip that the portfolio wrote" in refusal(data)


@pytest.mark.parametrize("data", [b"<feed/>", b"<html/>", b'<rss version="2.0"/>'])
def test_xml_that_is_no_feed_is_refused(data: bytes) -> None:
    """It must be Atom."""
    assert "no Leap2A feed" in refusal(data)


def test_a_zip_without_a_feed_is_refused() -> None:
    """A Word document is a zip too."""
    assert "missing" in refusal(docx())


@pytest.mark.parametrize("name", ["portfolio/leap2a.xml", "a/b/LEAP2A.XML"])
def test_a_feed_in_a_folder_is_refused_with_the_remedy(name: str) -> None:
    """Somebody zipped the folder instead of the files."""
    assert "without their folder" in refusal(zipped({name: FEED}))


def test_several_feeds_are_refused() -> None:
    """Nobody could say which one is meant."""
    assert "2 files called" in refusal(zipped({"leap2a.xml": FEED, "old/leap2a.xml": FEED}))


@pytest.mark.parametrize(
    "name",
    ["../x", "files/../../x", "/etc/x", "\\x", "..\\x", "C:\\x", "C:x", "files\\..\\..\\x"],
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    """Although nothing is ever unpacked to the disk."""
    assert "lead out of it" in refusal(zipped({"leap2a.xml": FEED, name: b"x"}))


def test_two_files_of_one_name_are_refused() -> None:
    """Programs differ in which of them they show."""
    out = io.BytesIO()
    with warnings.catch_warnings(), ZipFile(out, "w") as folder:
        warnings.simplefilter("ignore")
        for data in (FEED, b"<feed/>"):
            folder.writestr("leap2a.xml", data)

    assert "stand for two files" in refusal(out.getvalue())


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    """By its ratio."""
    bomb = zipped({"leap2a.xml": FEED, "files/x.pdf": bytes(limits.SMALL_BYTES)})

    assert len(bomb) < 100_000
    assert "unfolds to 20.0 MB" in refusal(bomb)


def test_a_zip_that_lies_about_its_lengths_is_refused() -> None:
    """What unfolds to more than was said is damaged."""
    data = zipped({"leap2a.xml": FEED + b" " * 1_000_000})
    size = struct.pack("<I", len(FEED) + 1_000_000)
    lie = data.replace(size, struct.pack("<I", 1_000))

    assert lie != data
    assert "damaged" in refusal(lie)


def test_too_much_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if it did not shrink."""
    monkeypatch.setattr(limits, "MAX_UNFOLDED_BYTES", 1_000)

    assert "more than a portfolio has" in refusal(leap2a())


def test_too_many_parts_are_refused() -> None:
    """Each costs memory before it is read."""
    parts = {f"files/{n}": b"" for n in range(limits.MAX_PARTS)}

    assert "5,001 parts" in refusal(zipped({"leap2a.xml": FEED, **parts}))


def test_a_feed_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With or without its zip."""
    monkeypatch.setattr(limits, "MAX_FEED_BYTES", 100)

    assert "Its feed has" in refusal(FEED)
    assert "Its feed has" in refusal(zipped({"leap2a.xml": FEED}))


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is named."""
    monkeypatch.setattr(reader, "MAX_ITEMS", 1)

    assert "2 entries; 1 are allowed" in refusal(FEED)


def test_a_zip_that_was_cut_off_is_refused() -> None:
    """Wherever it ends."""
    whole = leap2a()

    for end in range(4, len(whole), len(whole) // 40):
        assert "damaged or was cut off" in refusal(whole[:end])


def test_a_damaged_part_is_refused() -> None:
    """Its sum does not fit: neither the feed nor a file is taken half."""
    out = io.BytesIO()
    with ZipFile(out, "w") as folder:
        folder.writestr("leap2a.xml", FEED)

    assert "damaged" in refusal(out.getvalue().replace(b"Induction", b"Abduction"))


def test_a_locked_zip_is_refused() -> None:
    """The bit that says so is enough."""
    data = bytearray(zipped({"leap2a.xml": FEED}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    assert "password" in refusal(bytes(data))


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_BZIP2])
def test_other_ways_of_packing_are_read(method: int) -> None:
    """As far as Python knows them."""
    out = io.BytesIO()
    with ZipFile(out, "w", method) as folder:
        folder.writestr("leap2a.xml", FEED)

    assert len(read_leap2a(out.getvalue()).entries) == 1


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not to the working folder, whatever the zip holds."""
    monkeypatch.chdir(tmp_path)
    read_leap2a(leap2a())

    assert list(tmp_path.iterdir()) == []
