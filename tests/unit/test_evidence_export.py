"""Formats, the CSV table, and writing a file whole or not at all."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from evidence_tools import PROFILE, TODAY, catalogue, claim, make_entry, write
from hypothesis import given
from strategies import any_texts

from ladder_widgets.errors import EvidenceError, UnknownIdError
from ladder_widgets.evidence.bundle import read_bundle
from ladder_widgets.evidence.export import (
    FORMATS,
    Format,
    csv_entries,
    export,
    file_name,
    format_of,
    write_export,
)
from ladder_widgets.evidence.leap2a.reader import read_leap2a
from ladder_widgets.portfolio.model import Entry, clean_text


def exported(format_: str, *entries: Entry) -> bytes:
    """An export of these entries."""
    return export(format_, entries, profile=PROFILE, catalogue=catalogue(), today=TODAY)


def table(*entries: Entry) -> list[dict[str, str]]:
    """The CSV table as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(csv_entries(entries), newline="")))


def test_file_name_holds_no_words() -> None:
    """Only what it is and the day."""
    assert file_name("pdf", TODAY) == "leadership-evidence-2026-11-22.pdf"


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_known_by_its_file_name(format_: Format) -> None:
    """Each has an ending of its own."""
    assert format_of(file_name(format_, TODAY)) == format_


@pytest.mark.parametrize("name", ["evidence", "pdf", "evidence.docx"])
def test_other_endings_stand_for_no_format(name: str) -> None:
    """Nothing is guessed."""
    assert format_of(name) is None


def test_leap2a_is_the_bundle_too() -> None:
    """The same entries as in any other format."""
    assert read_leap2a(exported("leap2a", make_entry())).bundle == read_bundle(
        exported("json", make_entry())
    )


def test_json_is_the_bundle() -> None:
    """The same that a PDF carries."""
    assert read_bundle(exported("json", make_entry())).entries[0].id == make_entry().id


def test_csv_says_that_it_is_utf8() -> None:
    """Excel takes a table without the mark for the local code page."""
    assert exported("csv", make_entry()).startswith(b"\xef\xbb\xbf")


def test_unknown_format_is_refused() -> None:
    """The message names those that exist."""
    with pytest.raises(UnknownIdError, match="pdf, html, zip, leap2a, json, csv"):
        exported("docx", make_entry())


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_to_export_is_refused(format_: str) -> None:
    """An empty file helps nobody."""
    with pytest.raises(EvidenceError, match="Choose at least one entry"):
        exported(format_)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "\uff1d"])
def test_formula_stays_a_text(start: str) -> None:
    """A cell that a spreadsheet might run is led by an apostrophe."""
    text = f'{start}HYPERLINK("x")'
    (row,) = table(make_entry(title=text, tags=(text,), capabilities=(claim(text),)))

    assert row["title"] == row["tags"] == f"'{text}"
    assert row["capabilities"].startswith("'")


@given(any_texts)
def test_table_reads_back_as_it_was_written(text: str) -> None:
    """Quotes, commas and line breaks survive."""
    text = clean_text(text)
    (row,) = table(make_entry(title=text, answers=write(text)))

    assert row["title"].removeprefix("'") == text.removeprefix("'")
    assert row["answers"] == f"what\n{text}"


def test_file_is_written_for_its_owner_only(tmp_path: Path) -> None:
    """And nothing else is left beside it."""
    path = tmp_path / "evidence.pdf"
    path.write_bytes(b"old")
    write_export(path, b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    """No folder is made on the way."""
    with pytest.raises(EvidenceError, match="cannot be written"):
        write_export(tmp_path / "none" / "x.pdf", b"new")


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """A folder of that name stays, and no half file is left."""
    path = tmp_path / "x.pdf"
    path.mkdir()
    with pytest.raises(EvidenceError, match="Choose another"):
        write_export(path, b"new")

    assert list(tmp_path.iterdir()) == [path]
