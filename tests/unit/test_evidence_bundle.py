"""The bundle goes out and comes back whole; anything else is refused in plain words."""

from __future__ import annotations

import json

import pytest
from evidence_tools import PROFILE, make_entry
from hypothesis import given
from hypothesis import strategies as st
from strategies import entries, profiles

from ladder_widgets.errors import BundleError, BundleTooNewError
from ladder_widgets.evidence.bundle import make_bundle, read_bundle, write_bundle
from ladder_widgets.portfolio.model import Entry, Profile


@given(st.lists(entries, max_size=4), st.none() | profiles)
def test_bundle_comes_back_whole(several: list[Entry], profile: Profile | None) -> None:
    """Bundle, bytes, bundle: nothing is lost or changed."""
    bundle = make_bundle(several, profile=profile)

    assert read_bundle(write_bundle(bundle)) == bundle


def test_bundle_holds_what_was_written() -> None:
    """Every entry with its content and times."""
    entry = make_entry()
    (held,) = read_bundle(write_bundle(make_bundle([entry], profile=PROFILE))).entries

    assert (held.id, held.content, held.written_at) == (entry.id, entry.content, entry.written_at)


def test_same_entries_give_the_same_bytes() -> None:
    """Their order of choice does not matter."""
    first, second = make_entry(1), make_entry(2)

    assert write_bundle(make_bundle([first, second], profile=None)) == write_bundle(
        make_bundle([second, first], profile=None)
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"%PDF-1.7", "not JSON"),
        (b"[]", "not JSON"),
        (b'{"format": "other"}', "its format is not leadership-ladder-bundle"),
        (b'{"format": "leadership-ladder-bundle", "format-version": 1}', "damaged"),
    ],
    ids=["bytes", "pdf", "list", "other", "cut"],
)
def test_other_file_is_refused(data: bytes, problem: str) -> None:
    """A file that is no bundle is named as such."""
    with pytest.raises(BundleError, match=problem):
        read_bundle(data)


def test_newer_format_is_refused() -> None:
    """A bundle of a newer kit is not half read."""
    data = json.dumps({"format": "leadership-ladder-bundle", "format-version": 2, "new": 1})

    with pytest.raises(BundleTooNewError, match="format version 2; this kit reads up to 1"):
        read_bundle(data.encode())


def test_damaged_bundle_is_not_quoted() -> None:
    """The message says where the fault lies, and holds no word of an entry."""
    text = write_bundle(make_bundle([make_entry()], profile=None)).decode()
    damaged = text.replace('"final"', '"private words"').encode()

    with pytest.raises(BundleError, match="entries.*state") as caught:
        read_bundle(damaged)
    assert "private" not in str(caught.value)
    assert caught.value.__cause__ is None
