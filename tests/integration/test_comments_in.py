"""Comments come beside their entries once, go with them, and are undone in one step."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from store_tools import Clock, settings_in, write

from ladder_widgets.errors import BundleError, InputError
from ladder_widgets.evidence.intake import read_any
from ladder_widgets.portfolio.comments import Comment, sign_comment, write_comments
from ladder_widgets.portfolio.intake import Arrival
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.portfolio.store import open_store

KEY = SigningKey(bytes(range(32)))
NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path):
    """A store with one entry."""
    with open_store(settings_in(tmp_path), now=Clock(NOW)) as opened:
        write(opened, "We met.")
        yield opened


def comment_on(entry_id, written_at):
    """A signed comment on one revision."""
    bare = Comment(
        id="c" * 32,
        entry_id=entry_id,
        entry_written_at=written_at,
        bundle="b" * 64,
        text="Well seen.",
        name="Dr Example",
        written_at=NOW,
        public=KEY.public,
    )
    return sign_comment(bare, KEY)


def arriving(*comments):
    """What their file brings."""
    return read_any(write_comments(comments, KEY), columns={})


def test_a_comment_comes_beside_its_entry_once_and_is_undone(store):
    """Looking changes nothing; a second time neither."""
    (entry,) = store.entries()
    given = comment_on(entry.id, entry.written_at)

    looked = store.look_at(arriving(given))
    assert (looked.comments, looked.earlier, looked.strange) == (1, 0, 0)
    assert store.comments(entry.id) == ()

    taken = store.take_in(arriving(given))
    assert store.comments(entry.id) == (given,)
    assert not store.take_in(arriving(given)).changes

    assert store.undo_intake(taken.number).comments == 1
    assert store.comments(entry.id) == ()
    assert store.entries() == (entry,)


def test_a_comment_on_an_earlier_revision_is_counted_as_such(store):
    """A revision is known by when it was written."""
    (entry,) = store.entries()

    taken = store.take_in(arriving(comment_on(entry.id, NOW - dt.timedelta(days=9))))

    assert (taken.comments, taken.earlier) == (1, 1)


def test_a_comment_on_an_unknown_entry_is_left_out(store):
    """It is told, and changes nothing."""
    taken = store.take_in(arriving(comment_on("f" * 32, NOW)))

    assert (taken.comments, taken.strange, taken.changes) == (0, 1, False)


def test_a_comment_goes_and_comes_back_with_its_entry(store):
    """The bin keeps it; what is purged is gone with it."""
    (entry,) = store.entries()
    given = comment_on(entry.id, entry.written_at)
    store.take_in(arriving(given))

    store.delete(entry.id)
    store.undelete(entry.id)
    assert store.comments(entry.id) == (given,)

    store.delete(entry.id)
    store.purge(everything=True)
    assert store.comments(entry.id) == ()


def test_a_forged_comment_is_never_stored(store):
    """Neither as a file nor past the reading of one."""
    (entry,) = store.entries()
    forged = msgspec.structs.replace(comment_on(entry.id, NOW), text="Outstanding.")

    with pytest.raises(BundleError, match="altered"):
        arriving(forged)
    with pytest.raises(InputError, match="altered"):
        store.take_in(Arrival(source="comments", entries=(), comments=(forged,)))
