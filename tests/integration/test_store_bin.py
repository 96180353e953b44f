"""Deleted entries: brought back for thirty days, gone after that with all that belongs to them."""

from __future__ import annotations

import datetime as dt

import pytest
from store_tools import MONDAY, Clock, bytes_with, settings_in, write

from ladder_widgets.errors import InputError, UnknownIdError
from ladder_widgets.portfolio.model import DELETED_DAYS, PINNED, Kept
from ladder_widgets.portfolio.store import open_store

pytestmark = pytest.mark.usefixtures("database")

CANARY = "Zanzibarquaver"
KEPT = Kept(code="name", digest="0" * 32, reason="It is my own.")


@pytest.fixture
def clock():
    """A clock that a test may put forward."""
    return Clock()


@pytest.fixture
def store(tmp_path, clock, database):
    """An empty store."""
    with open_store(settings_in(tmp_path), now=clock) as opened:
        yield opened


def test_the_bin_shows_what_was_deleted_and_until_when(store):
    """The last deleted comes first, with the day on which it is gone."""
    first, second = write(store, "One"), write(store, "Two")
    store.delete(first.entry_id)
    store.delete(second.entry_id)

    found = store.deleted()

    assert [d.entry.content.answer("what") for d in found] == ["Two", "One"]
    assert found[0].gone_on == (MONDAY + dt.timedelta(days=DELETED_DAYS)).date()


def test_an_entry_can_be_brought_back_until_its_last_day(store, clock, tmp_path):
    """A store that is opened within the thirty days still has it."""
    saved = write(store, "One")
    store.delete(saved.entry_id)
    clock.at += dt.timedelta(days=DELETED_DAYS) - dt.timedelta(minutes=1)

    with open_store(settings_in(tmp_path), now=clock) as again:
        again.undelete(saved.entry_id)
        assert again.entry(saved.entry_id).content.answer("what") == "One"


def test_after_thirty_days_opening_the_store_purges_it(store, clock, tmp_path):
    """History, words, pin and kept findings go too; no byte of it stays in the folder."""
    gone, stays = write(store, CANARY), write(store, "Stays")
    write(store, f"{CANARY} again", entry_id=gone.entry_id, base=1, writer="tab-2")
    store.mark(PINNED + gone.entry_id, done=True)
    store.keep(gone.entry_id, [KEPT])
    store.delete(gone.entry_id)
    clock.at += dt.timedelta(days=DELETED_DAYS)

    with open_store(settings_in(tmp_path), now=clock) as again:
        assert again.deleted() == ()
        assert again.head(gone.entry_id) is None
        assert again.search(CANARY) == frozenset()
        assert again.marks() == frozenset()
        assert again.kept(gone.entry_id) == ()
        assert [e.id for e in again.entries()] == [stays.entry_id]
        with pytest.raises(UnknownIdError):
            again.undelete(gone.entry_id)
    store.close()
    assert bytes_with(tmp_path, CANARY) == []


def test_purging_everything_empties_the_bin_at_once(store, tmp_path):
    """For whoever does not want to wait."""
    write(store, "Stays")
    store.delete(write(store, CANARY).entry_id)

    assert store.purge() == 0
    assert store.purge(everything=True) == 1
    assert bytes_with(tmp_path, CANARY) == []


def test_an_older_revision_is_gone_back_to_as_a_new_draft(store):
    """Nothing is overwritten: what stood there before is one step back in the history."""
    first = write(store, "One")
    write(store, "Two", entry_id=first.entry_id, base=1, writer="tab-2", state="final")

    saved = store.restore(first.entry_id, 1, writer="tab-3")

    history = store.history(first.entry_id)
    assert saved.revision == 3
    assert [(r.state, r.content.answer("what")) for r in history] == [
        ("draft", "One"),
        ("final", "Two"),
        ("draft", "One"),
    ]
    assert store.search("one") == {first.entry_id}
    with pytest.raises(UnknownIdError):
        store.restore(first.entry_id, 9, writer="tab-3")


def test_a_finding_is_kept_with_a_reason_until_asked_again(store):
    """The last reason counts; each entry has its own."""
    first, second = write(store, "One"), write(store, "Two")
    store.keep(first.entry_id, [KEPT])
    store.keep(first.entry_id, [Kept(code="name", digest="0" * 32, reason="She agreed.")])

    assert [k.reason for k in store.kept(first.entry_id)] == ["She agreed."]
    assert store.kept(second.entry_id) == ()
    store.ask_again(first.entry_id, "name", "0" * 32)
    assert store.kept(first.entry_id) == ()
    with pytest.raises(InputError):
        store.keep(first.entry_id, [Kept(code="name", digest="0" * 32, reason="")])
    with pytest.raises(UnknownIdError):
        store.keep("f" * 32, [KEPT])
