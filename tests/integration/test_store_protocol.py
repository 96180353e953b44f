"""The saving protocol under any order of saves: nothing acknowledged is ever missing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from store_tools import Clock, content, settings_in

from ladder_widgets.errors import ConflictError, InputError
from ladder_widgets.portfolio.model import Save
from ladder_widgets.portfolio.store import open_store

IDS = ("a" * 32, "b" * 32)
entry_ids = st.sampled_from(IDS)
writers = st.sampled_from(["tab-1", "tab-2", "tab-3"])


class SavingProtocol(RuleBasedStateMachine):
    """Forms save, resend, reopen and delete as they like; a list of acknowledgements is the model.

    The model knows for each revision the last save that was acknowledged, and nothing else.
    """

    @initialize()
    def open(self):
        """Begin with an empty store."""
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(settings_in(self.folder), now=Clock())
        self.acknowledged = {}
        self.deleted = set()
        self.count = 0

    @rule(
        entry_id=entry_ids,
        writer=writers,
        seq=st.integers(0, 6),
        behind=st.integers(0, 2),
        state=st.sampled_from(["draft", "draft", "final"]),
    )
    def save(self, entry_id, writer, seq, behind, state):
        """A form saves, based on the newest revision or on one it read long ago."""
        head = self.store.head(entry_id)
        base = max(0, (head.number if head else 0) - behind)
        self.count += 1
        save = Save(
            entry_id=entry_id,
            base=base,
            writer=writer,
            seq=seq,
            content=content(f"text {self.count}"),
            state=state,
        )
        before = self._seen()
        try:
            saved = self.store.save(save)
        except (ConflictError, InputError):
            assert self._seen() == before
            return
        if head and (head.writer, head.number) == (writer, saved.revision) and seq <= head.seq:
            assert self._seen() == before
        else:
            self.acknowledged[entry_id, saved.revision] = (writer, saved.seq, save.content, state)
        self._resend(save, saved)

    def _resend(self, save, saved):
        before = self._seen()
        assert self.store.save(save) == saved
        assert self._seen() == before

    @rule(entry_id=entry_ids, writer=writers)
    def reopen(self, entry_id, writer):
        """A form reopens an entry, final or not, there or not."""
        before = self._seen()
        head = self.store.head(entry_id)
        try:
            saved = self.store.reopen(entry_id, writer=writer)
        except InputError:
            assert self._seen() == before
        else:
            kept = (writer, saved.seq, head.content, "draft")
            self.acknowledged[entry_id, saved.revision] = kept

    @rule(entry_id=entry_ids, delete=st.booleans())
    def delete_or_undelete(self, entry_id, delete):
        """An entry is taken out of sight, or brought back."""
        if self.store.head(entry_id) is None:
            return
        (self.store.delete if delete else self.store.undelete)(entry_id)
        (self.deleted.add if delete else self.deleted.discard)(entry_id)

    @rule()
    def open_again(self):
        """The program ends and begins anew."""
        self.store.close()
        self.store = open_store(settings_in(self.folder), now=self.store._now)

    @invariant()
    def nothing_acknowledged_is_missing(self):
        """The store holds exactly what was acknowledged, revision by revision."""
        found = {
            (entry_id, r.number): (r.writer, r.seq, r.content, r.state)
            for entry_id, history in self._seen().items()
            for r in history
        }
        assert found == self.acknowledged

    @invariant()
    def list_shows_the_newest_of_what_is_there(self):
        """Each entry that is not deleted is listed once, as its newest revision."""
        listed = {e.id: (e.revision, e.content, e.state) for e in self.store.entries()}
        expected = {
            entry_id: (history[-1].number, history[-1].content, history[-1].state)
            for entry_id, history in self._seen().items()
            if entry_id not in self.deleted
        }
        assert listed == expected

    def _seen(self):
        known = (entry_id for entry_id in IDS if self.store.head(entry_id))
        return {entry_id: self.store.history(entry_id) for entry_id in known}

    def teardown(self):
        """Leave nothing behind."""
        self.store.close()
        shutil.rmtree(self.folder)


def test_no_order_of_saves_loses_what_was_acknowledged(database):
    """Forms, copies of saves, deletions and new starts in any order, on each kind of database."""
    examples = settings(max_examples=25, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(SavingProtocol, settings=examples)
