"""What changed between two texts, and which entries a filter lets through."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_texts, entries

from ladder_widgets.portfolio.changes import MOST_WORDS, compare
from ladder_widgets.portfolio.filters import Filter, choose, day_of
from ladder_widgets.server.machine import is_shared_account


@given(any_texts, any_texts)
def test_the_pieces_make_both_texts(old: str, new: str) -> None:
    """Same and removed are the old text, same and added the new; no piece is empty."""
    pieces = compare(old, new)

    assert "".join(p.text for p in pieces if p.kind != "added") == old
    assert "".join(p.text for p in pieces if p.kind != "removed") == new
    assert all(p.text for p in pieces)


@given(any_texts)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    """Nothing came and nothing went."""
    assert {p.kind for p in compare(text, text)} <= {"same"}


def test_very_long_texts_are_not_compared_word_by_word() -> None:
    """They are shown one after the other."""
    old, new = "word " * MOST_WORDS, "other " * MOST_WORDS

    assert [p.kind for p in compare(old, new)] == ["removed", "added"]


@given(st.lists(entries, max_size=8), st.data())
def test_pinned_entries_come_first_and_nothing_else_changes_places(
    several: list, data: st.DataObject
) -> None:
    """An empty filter lets everything through; what a search found narrows it."""
    ids = [entry.id for entry in several]
    pinned = set(data.draw(st.lists(st.sampled_from(ids)))) if ids else set()
    shown = [entry.id for entry in choose(several, Filter(), pinned=pinned)]

    assert shown == [i for i in ids if i in pinned] + [i for i in ids if i not in pinned]
    assert choose(several, Filter(), found=()) == ()


@given(entries, st.dates(), st.dates())
def test_an_entry_fits_the_days_on_both_ends(entry: object, since: dt.date, until: dt.date) -> None:
    """Both days are included; an entry without a date counts by the day it was written."""
    day = day_of(entry)  # type: ignore[arg-type]
    fits = Filter(since=since, until=until).lets_through(entry)  # type: ignore[arg-type]

    assert fits == (since <= day <= until)


@pytest.mark.parametrize(
    ("name", "shared"),
    [
        ("ward7b", True),
        ("ED-Shared", True),
        ("guest", True),
        ("library_03", True),
        ("jsmith", False),
        ("stewardson", False),
        ("root", False),
    ],
)
def test_an_account_of_several_people_is_known_by_its_name(name: str, shared: bool) -> None:
    """Whole words count, not parts of them."""
    assert is_shared_account(name) == shared
