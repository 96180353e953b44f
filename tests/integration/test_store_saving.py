"""A save is committed, answered again, or refused whole; every change is counted."""

from __future__ import annotations

import datetime as dt

import pytest
from store_tools import MONDAY, Clock, content, settings_in, write

from ladder_widgets.errors import (
    ConflictError,
    InputError,
    UnknownIdError,
)
from ladder_widgets.portfolio.model import (
    Answer,
    Content,
    Profile,
    Save,
    Saved,
    new_entry_id,
)
from ladder_widgets.portfolio.store import open_store

pytestmark = pytest.mark.usefixtures("database")

CANARY = "QQ words that only the trainee reads"


@pytest.fixture
def store(tmp_path, database):
    """An empty store with a ticking clock."""
    with open_store(settings_in(tmp_path), now=Clock()) as opened:
        yield opened


class TestSaving:
    """The save and its answer."""

    def test_first_save_is_acknowledged(self, store):
        """The answer names revision, sequence number and moment of the commit."""
        entry_id = new_entry_id()

        saved = write(store, "One", entry_id=entry_id, seq=4)

        moment = store.entry(entry_id).written_at
        assert saved == Saved(entry_id=entry_id, revision=1, seq=4, written_at=moment)
        assert MONDAY < moment < MONDAY + dt.timedelta(minutes=1)

    def test_typing_on_is_one_revision(self, store):
        """Saves of one writer replace each other."""
        first = write(store, "O")
        write(store, "On", entry_id=first.entry_id, seq=2)
        write(store, "One", entry_id=first.entry_id, seq=7)

        history = store.history(first.entry_id)

        assert [(r.number, r.seq, r.content.answer("what")) for r in history] == [(1, 7, "One")]

    def test_repeat_is_answered_with_what_is_stored(self, store):
        """A save sent again neither writes nor pretends to be newer."""
        saved = write(store, "One", seq=5)

        again = write(store, "An older text", entry_id=saved.entry_id, seq=4)

        assert again == saved
        assert store.entry(saved.entry_id).content == content("One")

    def test_another_writer_makes_a_revision(self, store):
        """The text before stays in the history."""
        first = write(store, "One")
        write(store, "Two", entry_id=first.entry_id, base=1, writer="tab-2")

        texts = [r.content.answer("what") for r in store.history(first.entry_id)]

        assert texts == ["One", "Two"]
        assert store.entry(first.entry_id).created_at == first.written_at

    def test_conflict_changes_nothing(self, store):
        """The text that came too late is refused whole."""
        first = write(store, "One")
        write(store, "Two", entry_id=first.entry_id, base=1, writer="tab-2")
        before = (store.history(first.entry_id), store.version())

        with pytest.raises(ConflictError, match="based on revision 1, the store holds revision 2"):
            write(store, "Three", entry_id=first.entry_id, base=1, writer="tab-3")

        assert (store.history(first.entry_id), store.version()) == before

    def test_content_out_of_range_is_refused(self, store):
        """The rules of the model hold for every save, and nothing is begun."""
        entry_id = new_entry_id()
        wrong = Content(happened_on=dt.date(2027, 1, 1))

        with pytest.raises(InputError, match="out of range"):
            store.save(Save(entry_id=entry_id, base=0, writer="w", seq=1, content=wrong))

        assert store.head(entry_id) is None

    @pytest.mark.parametrize(
        "wrong",
        [
            {"entry_id": "../../etc"},
            {"writer": ""},
            {"writer": "w" * 65},
            {"seq": -1},
            {"base": -1},
            {"state": "published"},
            {"content": Content(answers=(Answer(prompt="What?", text=CANARY),))},
            {"content": Content(title=CANARY + "\ud83d")},
        ],
        ids=["id", "no-writer", "long-writer", "seq", "base", "state", "prompt", "half-character"],
    )
    def test_what_cannot_be_read_back_is_refused(self, store, wrong):
        """A save that breaks the rules of its fields would make the whole list unreadable."""
        good = {
            "entry_id": new_entry_id(),
            "base": 0,
            "writer": "w",
            "seq": 1,
            "content": content("x"),
        }

        with pytest.raises(InputError) as caught:
            store.save(Save(**(good | wrong)))

        assert CANARY not in str(caught.value)
        assert store.entries() == ()

    def test_profile_out_of_range_is_refused(self, store):
        """The present profile stays."""
        wrong = Profile(
            programme="general-practice", route="r", grade="ST1", start=dt.date(2026, 8, 5), wte=7
        )

        with pytest.raises(InputError, match="profile cannot be saved"):
            store.save_profile(wrong)

        assert store.profile() is None

    def test_mark_of_no_target_is_refused(self, store):
        """Only what looks like a target's id is marked."""
        with pytest.raises(InputError, match=r"quality-improvement\.2\.a"):
            store.mark("\ud83d", done=True)

    def test_half_a_character_in_an_id_is_refused(self, store):
        """An id from a broken command line finds nothing and breaks nothing."""
        with pytest.raises(InputError, match="half a character"):
            store.entry("\ud83d")


class TestReopening:
    """From final to draft."""

    def test_final_entry_becomes_a_new_draft(self, store):
        """The final text stays in the history as it was."""
        first = write(store, "One", state="final")

        saved = store.reopen(first.entry_id, writer="tab-2")

        states_ = [(r.number, r.state, r.content) for r in store.history(first.entry_id)]
        assert states_ == [(1, "final", content("One")), (2, "draft", content("One"))]
        assert (saved.revision, store.entry(first.entry_id).state) == (2, "draft")

    def test_reopened_entry_takes_any_first_number(self, store):
        """A new writer's first save is never taken for a repeat."""
        first = write(store, "One", state="final")
        store.reopen(first.entry_id, writer="tab-2")

        saved = write(store, "Two", entry_id=first.entry_id, base=2, writer="tab-2", seq=0)

        assert (saved.revision, saved.seq) == (2, 0)
        assert store.entry(first.entry_id).content == content("Two")

    def test_late_copy_of_the_final_save_is_a_repeat(self, store):
        """The save that made an entry final does not lock it again after it was reopened."""
        first = write(store, "One", state="final", seq=5)
        store.reopen(first.entry_id, writer="tab-1")

        write(store, "One", entry_id=first.entry_id, seq=5, state="final")

        assert store.entry(first.entry_id).state == "draft"

    def test_draft_cannot_be_reopened(self, store):
        """A draft is open already."""
        first = write(store, "One")

        with pytest.raises(InputError, match="draft already"):
            store.reopen(first.entry_id, writer="tab-2")

    def test_unknown_entry_cannot_be_reopened(self, store):
        """An id that names nothing is an error."""
        with pytest.raises(UnknownIdError):
            store.reopen(new_entry_id(), writer="tab-1")


class TestVersion:
    """The number that says that something changed."""

    def test_every_change_has_its_own_number(self, store):
        """Whoever shows the store notices every kind of change."""
        profile = Profile(
            programme="general-practice", route="r", grade="ST1", start=dt.date(2026, 8, 5)
        )
        first = write(store, "One", state="final")
        changes = [
            lambda: write(store, "Two"),
            lambda: store.save_profile(profile),
            lambda: store.mark("quality-improvement.1.a", done=True),
            lambda: store.delete(first.entry_id),
            lambda: store.undelete(first.entry_id),
            lambda: store.reopen(first.entry_id, writer="tab-2"),
        ]
        seen = [store.version()]
        for change in changes:
            change()
            seen.append(store.version())

        assert sorted(set(seen)) == seen

    def test_reading_is_no_change(self, store):
        """A page that refreshes does not make itself refresh again."""
        saved = write(store, "One")
        before = store.version()

        store.entries(), store.entry(saved.entry_id), store.marks(), store.profile()

        assert store.version() == before

    def test_number_rises_while_the_clock_stands(self, tmp_path):
        """Two changes within one tick are told apart."""
        with open_store(settings_in(tmp_path), now=lambda: MONDAY) as store:
            saved = write(store, "One")
            first = store.version()
            write(store, "Two", entry_id=saved.entry_id, seq=2)

            assert store.version() == first + 1

    def test_changes_elsewhere_are_seen(self, tmp_path):
        """Another program's save changes the number too."""
        with open_store(settings_in(tmp_path)) as here, open_store(settings_in(tmp_path)) as there:
            before = here.version()
            saved = write(there, "One")

            assert here.version() != before
            assert here.entry(saved.entry_id).content == content("One")


class TestClockChanges:
    """A clock that is put back or forward loses nothing and orders nothing anew."""

    def test_a_clock_that_was_put_back_keeps_every_revision_in_order(self, tmp_path):
        """What was written later is newer, whatever its time says."""
        clock = Clock()
        with open_store(settings_in(tmp_path), now=clock) as store:
            first = write(store, "Before", writer="one")
            clock.at -= dt.timedelta(days=400)
            write(store, "After", entry_id=first.entry_id, base=1, writer="two")

            history = store.history(first.entry_id)
            assert [r.content.answers[0].text for r in history] == ["Before", "After"]
            assert store.entry(first.entry_id).content == history[-1].content

    def test_an_entry_deleted_by_a_fast_clock_can_still_be_brought_back(self, tmp_path):
        """Its time lies ahead once the clock is right again."""
        clock = Clock()
        clock.at += dt.timedelta(days=4000)
        with open_store(settings_in(tmp_path), now=clock) as store:
            saved = write(store, "Words")
            store.delete(saved.entry_id)
        with open_store(settings_in(tmp_path), now=Clock()) as store:
            assert [item.entry.id for item in store.deleted()] == [saved.entry_id]
            store.undelete(saved.entry_id)

            assert store.entry(saved.entry_id).content == content("Words")
