"""Comments come beside their entries once, go with them, and are undone in one step."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from evidence_tools import catalogue
from store_tools import Clock, settings_in, write

from ladder_widgets.errors import BundleError, InputError
from ladder_widgets.evidence.export import export
from ladder_widgets.evidence.intake import read_any
from ladder_widgets.portfolio.backup import backup_store, restore_store
from ladder_widgets.portfolio.comments import Comment, sign_comment, write_comments
from ladder_widgets.portfolio.erase import erase_store
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


class TestWithTheirEntries:
    """Comments that travel on inside evidence."""

    @pytest.fixture
    def evidence(self, store):
        """The data of a portfolio with one comment."""
        (entry,) = store.entries()
        store.take_in(arriving(comment_on(entry.id, entry.written_at)))
        return export(
            "json",
            store.entries(),
            profile=None,
            catalogue=catalogue(),
            today=NOW.date(),
            comments=store.comments(entry.id),
        )

    def test_a_comment_comes_with_its_entry_and_goes_when_that_is_undone(self, tmp_path, evidence):
        """One step brings both, and takes both away."""
        with open_store(settings_in(tmp_path / "other"), now=Clock(NOW)) as other:
            looked = other.look_at(read_any(evidence, columns={}))
            assert (looked.comments, looked.earlier, looked.strange) == (1, 0, 0)
            other.take_in(read_any(evidence, columns={}))
            (entry,) = other.entries()
            assert [comment.text for comment in other.comments(entry.id)] == ["Well seen."]

            other.undo_intake()
            assert other.entries() == ()
            assert other.comments(entry.id) == ()

    def test_an_altered_comment_is_left_out_and_the_entry_comes(self, evidence):
        """The trainee's words are not lost for a false one of somebody else."""
        arrival = read_any(evidence.replace(b"Well seen.", b"Excellent."), columns={})

        assert arrival.comments == ()
        assert len(arrival.entries) == 1
        assert any("1 comments in it were altered" in warning for warning in arrival.warnings)

    def test_a_comment_under_another_entry_is_left_out(self, store, evidence):
        """It was signed for the entry that it names."""
        (entry,) = store.entries()
        moved = evidence.replace(f'"id": "{entry.id}"'.encode(), f'"id": "{"a" * 32}"'.encode())
        arrival = read_any(moved, columns={})

        assert (len(arrival.entries), arrival.comments) == (1, ())


def test_comments_are_in_a_backup_and_gone_after_erasing(tmp_path, store):
    """With everything else of the portfolio."""
    (entry,) = store.entries()
    store.take_in(arriving(comment_on(entry.id, entry.written_at)))
    settings = settings_in(tmp_path)
    backup_store(settings, tmp_path / "copy.sqlite")
    store.close()

    erase_store(settings)
    with open_store(settings) as empty:
        assert empty.comments(entry.id) == ()
    restore_store(settings, tmp_path / "copy.sqlite")
    with open_store(settings) as back:
        assert [comment.text for comment in back.comments(entry.id)] == ["Well seen."]
