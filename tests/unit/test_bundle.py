"""Foreign and damaged bundles, tables and faults while a file is written.

What a sound bundle and a sound table hold stands in test_evidence_bundle and test_evidence_export.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from evidence_tools import PROFILE, TODAY, catalogue, claim, make_entry, write
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import entries, profiles, texts

from ladder_widgets.errors import BundleError, BundleTooNewError, EvidenceError
from ladder_widgets.evidence.bundle import make_bundle, read_bundle, write_bundle
from ladder_widgets.evidence.export import COLUMNS, FORMATS, csv_entries, export, write_export
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.portfolio.model import Answer, Entry, Profile

SECRET = "Mrs Ada Example"
REMEDIES = ("Choose a bundle.json", "Export it again", "Update the kit")


def tree() -> dict[str, Any]:
    """A sound bundle as plain JSON, for a test to damage."""
    made: dict[str, Any] = json.loads(write_bundle(make_bundle([make_entry()], profile=PROFILE)))
    return made


def with_root(**changes: object) -> bytes:
    """A bundle with other values at its root."""
    return json.dumps(tree() | {k.replace("_", "-"): v for k, v in changes.items()}).encode()


def with_entry(**changes: object) -> bytes:
    """A bundle with other values in its entry."""
    made = tree()
    made["entries"][0] |= {k.replace("_", "-"): v for k, v in changes.items()}
    return json.dumps(made).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SECRET.encode(),
        b'{"format": "\xff ' + SECRET.encode() + b'"}',
        json.dumps({"format": SECRET}).encode(),
        b'{"format": ' + b"[" * 100_000,
        with_root()[:-30],
        with_root(format_version=SECRET),
        with_root(format_version=99, entries=SECRET),
        with_root(**{SECRET: 1}),
        with_root(**{f" - at {SECRET}": 1}),
        with_root(**{f" - at `$.{SECRET}": 1}),
        with_root(entries=SECRET),
        with_entry(**{SECRET: 1}),
        with_entry(id=SECRET),
        with_entry(state=SECRET),
        with_entry(written_at=SECRET),
        with_entry(content={"title": [SECRET]}),
    ],
    ids=[
        "empty", "words", "not-utf8", "other-format", "deep", "cut", "version", "newer", "key",
        "key-like-a-message", "key-like-a-path", "no-entries", "entry-key", "id", "state", "time",
        "content",
    ],
)  # fmt: skip
def test_refusal_has_a_remedy_and_quotes_nothing(data: bytes) -> None:
    """Whatever is wrong, the reader learns what to do, and a log learns no word."""
    with pytest.raises(BundleError) as caught:
        read_bundle(data)

    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__cause__)
    assert any(remedy in str(caught.value) for remedy in REMEDIES)
    assert not [part for part in SECRET.split() if part in shown]


@pytest.mark.parametrize("version", [0, -1, 1.5, 2.0, True, "2", None])
def test_version_that_never_was_is_refused(version: object) -> None:
    """Only whole numbers from 1 to the newest are read."""
    with pytest.raises(BundleError, match="damaged"):
        read_bundle(with_root(format_version=version))


@pytest.mark.parametrize("version", [2, 10**6])
def test_version_to_come_is_told_apart(version: int) -> None:
    """A newer bundle is not called damaged, whatever else it holds."""
    with pytest.raises(BundleTooNewError) as caught:
        read_bundle(with_root(format_version=version, new_part=[1]))

    assert (caught.value.version, caught.value.newest) == (version, 1)


def test_moment_without_a_zone_is_refused() -> None:
    """It could not be put in order with others."""
    with pytest.raises(BundleError, match=r"damaged at `\$\.entries\[0\]\.written-at`"):
        read_bundle(with_entry(written_at="2026-03-12T09:00:00"))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_our_words(data: bytes) -> None:
    """No other error escapes."""
    with pytest.raises(BundleError):
        read_bundle(data)


@settings(max_examples=30, deadline=None)
@given(st.lists(entries, max_size=3, unique_by=lambda e: e.id), st.none() | profiles, st.randoms())
def test_bundle_bytes_depend_on_the_entries_only(
    several: list[Entry], profile: Profile | None, random: Any
) -> None:
    """Not on their order, and not on the run."""
    first = write_bundle(make_bundle(several, profile=profile))
    random.shuffle(several)

    assert write_bundle(make_bundle(several, profile=profile)) == first
    assert write_bundle(read_bundle(first)) == first


@pytest.mark.parametrize("format_", FORMATS)
def test_same_input_gives_the_same_file(format_: str) -> None:
    """Every format is a function of its input."""
    made = {
        export(
            format_,
            [make_entry()],
            profile=None,
            catalogue=catalogue(),
            today=TODAY,
            key=SigningKey(b"a key that is only for the tests"),
        )
        for _ in range(2)
    }

    assert len(made) == 1


def rows(*several: Entry) -> list[list[str]]:
    """The table as a spreadsheet reads it, its header left out."""
    header, *found = csv.reader(io.StringIO(csv_entries(several), newline=""))
    assert tuple(header) == COLUMNS
    return found


@settings(max_examples=30, deadline=None)
@given(st.lists(entries, max_size=4))
def test_no_cell_begins_a_formula(several: list[Entry]) -> None:
    """One row an entry with every column, and no cell that a spreadsheet would run."""
    found = rows(*several)

    assert [len(row) for row in found] == [len(COLUMNS)] * len(several)
    assert not [cell for row in found for cell in row if cell.startswith(tuple("=+-@\t\r\n"))]


@pytest.mark.parametrize("breaker", ["\r", "\n", "\r\n", ",", '"', '",', '"\r\n'])
def test_formula_cannot_break_out_of_its_cell(breaker: str) -> None:
    """A line end, comma or quote in a text never starts another cell."""
    text = f"words{breaker}=1+1"
    (row,) = rows(
        make_entry(
            title=text, answers=write(text), capabilities=(claim("GP", text),), tags=("a", text)
        )
    )

    assert (row[1], row[6], row[7], row[8]) == (text, f"GP: {text}", f"a; {text}", f"what\n{text}")


@given(texts, texts)
def test_table_tells_the_prompts_apart(first: str, second: str) -> None:
    """Each answer stands under its prompt's id."""
    answers = (Answer(prompt="what", text=first), Answer(prompt="gone", text=second))
    (row,) = rows(make_entry(answers=answers))

    assert row[8] == f"what\n{first}\n\ngone\n{second}"


def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """The file stays as it was."""
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(EvidenceError, match="cannot be written.*Choose another folder with -o"):
        write_export(tmp_path / "file" / "x.pdf", b"new")

    assert (tmp_path / "file").read_bytes() == b"mine"


def full_disk(*_: object) -> None:
    """What the kernel says when nothing is left."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def stop(*_: object) -> None:
    """Somebody presses Ctrl-C."""
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("fault", "raised"), [(full_disk, EvidenceError), (stop, KeyboardInterrupt)]
)
@pytest.mark.parametrize("before", [None, b"old"], ids=["new", "replaced"])
def test_interrupted_write_leaves_all_as_it_was(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[..., None],
    raised: type[BaseException],
    before: bytes | None,
) -> None:
    """No half file, no temporary file, and an older export is not touched."""
    path = tmp_path / "x.pdf"
    if before is not None:
        path.write_bytes(before)
    monkeypatch.setattr(os, "fsync", fault)
    with pytest.raises(raised):
        write_export(path, SECRET.encode())

    left = {found.name: found.read_bytes() for found in tmp_path.iterdir()}
    assert left == ({} if before is None else {"x.pdf": before})


def test_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the cause, and holds no byte of the evidence."""
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(EvidenceError, match="No space left on device") as caught:
        write_export(tmp_path / "x.pdf", SECRET.encode())

    assert SECRET not in "".join(traceback.format_exception(caught.value))
