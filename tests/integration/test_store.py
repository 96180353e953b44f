"""The store keeps what it is given, lists it, and keeps owners apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from store_tools import Clock, content, settings_in, write
from strategies import contents, profiles, states, target_ids, tuples_of

from ladder_widgets.errors import (
    InputError,
    StoreError,
    UnknownIdError,
)
from ladder_widgets.portfolio.model import (
    Save,
    new_entry_id,
)
from ladder_widgets.portfolio.store import open_store

CANARY = "QQ words that only the trainee reads"


@pytest.fixture
def store(tmp_path):
    """An empty store with a ticking clock."""
    with open_store(settings_in(tmp_path), now=Clock()) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory):
    """One store for all examples of a property, which use entries of their own."""
    with open_store(settings_in(tmp_path_factory.mktemp("shared")), now=Clock()) as opened:
        yield opened


class TestRoundTrips:
    """What goes in comes out."""

    @settings(max_examples=60)
    @given(content=contents, state=states)
    def test_entry_comes_back_as_written(self, shared_store, content, state):
        """Whatever may be written is read back the same, by every way of reading."""
        entry_id = new_entry_id()
        save = Save(entry_id=entry_id, base=0, writer="w", seq=3, content=content, state=state)
        saved = shared_store.save(save)

        entry = shared_store.entry(entry_id)
        head = shared_store.head(entry_id)

        assert (entry.content, entry.state, entry.revision) == (content, state, 1)
        assert entry.written_at == entry.created_at == saved.written_at
        assert (head.content, head.writer, head.seq) == (content, "w", 3)
        assert shared_store.history(entry_id) == (head,)
        assert entry in shared_store.entries()

    @settings(max_examples=40)
    @given(profile=profiles)
    def test_profile_comes_back_as_saved(self, shared_store, profile):
        """A profile takes the place of the one before."""
        shared_store.save_profile(profile)

        assert shared_store.profile() == profile

    @settings(max_examples=25)
    @given(targets=tuples_of(target_ids))
    def test_marks_come_back_as_set(self, shared_store, targets):
        """A target is marked or not, however often it was said."""
        for target in (*targets, *targets):
            shared_store.mark(target, done=True)
        assert shared_store.marks() == set(targets)

        for target in (*targets, *targets):
            shared_store.mark(target, done=False)
        assert shared_store.marks() == frozenset()

    def test_everything_is_there_after_opening_again(self, tmp_path):
        """What was committed outlives the store that wrote it."""
        with open_store(settings_in(tmp_path)) as first:
            saved = write(first, "It rained.")
            first.mark("quality-improvement.1.a", done=True)

        with open_store(settings_in(tmp_path)) as second:
            assert second.entry(saved.entry_id).written_at == saved.written_at
            assert second.marks() == {"quality-improvement.1.a"}

    def test_answer_of_a_megabyte_is_kept(self, store):
        """A very long text is one save like any other."""
        long = "A line of text, \N{FACE WITH TEARS OF JOY}\n" * 60_000
        assert len(long) > 1_000_000

        saved = write(store, long)

        assert store.entry(saved.entry_id).content.answer("what") == long


class TestListing:
    """The list and the single entry."""

    def test_newest_written_comes_first(self, store):
        """Writing on in an old entry brings it to the top."""
        one, two, three = (write(store, text) for text in ("1", "2", "3"))
        write(store, "1, again", entry_id=one.entry_id, seq=2)

        listed = [entry.id for entry in store.entries()]

        assert listed == [one.entry_id, three.entry_id, two.entry_id]

    def test_state_narrows_the_list(self, store):
        """Drafts and finals can be asked for alone."""
        draft = write(store, "1")
        final = write(store, "2", state="final")

        assert [e.id for e in store.entries(state="draft")] == [draft.entry_id]
        assert [e.id for e in store.entries(state="final")] == [final.entry_id]

    def test_unknown_entry_names_near_ones(self, store):
        """A mistyped id is answered with the one that was meant."""
        saved = write(store, "1")

        with pytest.raises(UnknownIdError, match=f"Did you mean {saved.entry_id}"):
            store.entry(saved.entry_id[:-2])

    def test_history_of_nothing_is_an_error(self, store):
        """An entry without a history does not exist."""
        with pytest.raises(UnknownIdError, match="ladder entry list"):
            store.history(new_entry_id())

    def test_damaged_row_is_named_not_shown(self, store):
        """A row that somebody else wrote is reported by its entry, without its words."""
        saved = write(store, "1")
        with store._writing() as (conn, _):
            conn.exec_driver_sql("UPDATE revision SET content = ?", (f'{{"{CANARY}": 1}}',))

        with pytest.raises(StoreError, match=f"entry {saved.entry_id} cannot be read") as caught:
            store.entries()

        assert CANARY not in str(caught.value)


class TestDeleting:
    """Out of sight, and back."""

    def test_deleted_entry_is_out_of_sight(self, store):
        """It is neither listed nor found, but its history is not lost."""
        saved = write(store, "One")

        store.delete(saved.entry_id)

        assert store.entries() == ()
        assert len(store.history(saved.entry_id)) == 1
        with pytest.raises(UnknownIdError):
            store.entry(saved.entry_id)

    def test_undelete_brings_it_back_as_it_was(self, store):
        """Deleting can be undone, twice over too."""
        saved = write(store, "One")
        before = store.entries()

        for change in (store.delete, store.delete, store.undelete, store.undelete):
            change(saved.entry_id)

        assert store.entries() == before

    @pytest.mark.parametrize("change", ["delete", "undelete"])
    def test_unknown_entry_cannot_be_deleted(self, store, change):
        """An id that names nothing is an error."""
        with pytest.raises(UnknownIdError):
            getattr(store, change)(new_entry_id())

    def test_writing_on_in_a_deleted_entry_is_refused(self, store):
        """The words would be saved where nobody sees them; a repeat is still answered."""
        saved = write(store, "One")
        store.delete(saved.entry_id)

        with pytest.raises(InputError, match="was deleted"):
            write(store, "Two", entry_id=saved.entry_id, seq=2)

        assert write(store, "One", entry_id=saved.entry_id) == saved


class TestOwners:
    """One database, several people."""

    def test_nobody_sees_anothers_rows(self, tmp_path):
        """Two people in one database share nothing, not even an entry's id."""
        with (
            open_store(settings_in(tmp_path, user="ann")) as ann,
            open_store(settings_in(tmp_path, user="bob")) as bob,
        ):
            hers = write(ann, "Hers", state="final")
            his = write(bob, "His", entry_id=hers.entry_id, writer="tab-2")
            ann.mark("quality-improvement.1.a", done=True)

            assert ann.entry(hers.entry_id).content == content("Hers")
            assert bob.entry(his.entry_id).content == content("His")
            assert (bob.marks(), bob.profile()) == (frozenset(), None)

    def test_nobody_changes_anothers_rows(self, tmp_path):
        """Another's entry does not exist for saving on, reopening or deleting."""
        with (
            open_store(settings_in(tmp_path, user="ann")) as ann,
            open_store(settings_in(tmp_path, user="bob")) as bob,
        ):
            hers = write(ann, "Hers", state="final")
            before = (ann.entries(), ann.version())

            for change in (bob.delete, bob.undelete, bob.entry, bob.history):
                with pytest.raises(UnknownIdError) as caught:
                    change(hers.entry_id)
                assert caught.value.allowed == ()
            with pytest.raises(UnknownIdError):
                bob.reopen(hers.entry_id, writer="tab-2")
            bob.mark("quality-improvement.1.a", done=False)

            assert (ann.entries(), ann.version()) == before
