"""Saving the form as it is typed, and what to do where another window saved the same entry."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_widgets.errors import ConflictError, InputError
from ladder_widgets.portfolio.model import Content, Save, new_entry_id
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.reflection_form.conflict import Conflict, as_other
from ladder_widgets.widgets.reflection_form.looking import Looking
from ladder_widgets.widgets.viewmodel import Command, Reply, Values

CHANGED_ELSEWHERE = "changed in another window. Choose above which to keep."


class Saving(Looking):
    """Every change becomes a save; nothing that somebody else wrote is written over unseen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.conflict: Conflict | None = None

    def saving_commands(self) -> Mapping[str, Command]:
        """Saving, and choosing between two windows."""
        return {
            "save": self._save,
            "save-late": self._save_late,
            "take-mine": self._take_mine,
            "take-theirs": self._take_theirs,
            "take-both": self._take_both,
        }

    def _save(self, values: Values) -> Reply:
        entry_id = values.one("save-entry")
        head = self.desk.store.head(entry_id)
        old = head.content if head else self.fresh if entry_id == self.entry_id else Content()
        read = self._read(values, old)
        try:
            saved = self.desk.store.save(_save_of(values, read.content))
        except ConflictError as error:
            self.entry_id = entry_id
            self.conflict = Conflict(theirs=self._head(entry_id), mine=read.content)
            self.refresh()
            return {"refused": CHANGED_ELSEWHERE, "conflict": error.entry_id == entry_id}
        self.conflict = None
        self.entry_id = entry_id
        if head is None or _shape(read.content) != _shape(old) or self._mended(read):
            self.refresh()
        at = saved.written_at.isoformat()
        return {"saved": {"revision": saved.revision, "seq": saved.seq, "at": at}}

    def _save_late(self, values: Values) -> Reply:
        """Save what a tab kept from before it was loaded again, as another entry if need be."""
        entry_id = values.one("save-entry")
        head = self.desk.store.head(entry_id)
        content = self._read(values, head.content if head else Content()).content
        try:
            self.desk.store.save(_save_of(values, content))
        except (ConflictError, InputError):
            # Somebody else wrote on, locked it or deleted it: nothing is lost, nothing overwritten.
            entry_id = self._as_other(content)
        said = "What was not saved before is saved now."
        return {"go": f"#/reflect/{entry_id}", "announce": said}

    def _as_other(self, content: Content) -> str:
        entry_id, other = new_entry_id(), as_other(content)
        save = Save(entry_id=entry_id, base=0, writer=new_entry_id(), seq=0, content=other)
        return self.desk.store.save(save).entry_id

    def _take_mine(self, values: Values) -> Reply:  # noqa: ARG002  # a button has nothing to say
        base = self._head(self.entry_id).number
        self.conflict = None
        self.refresh()
        return {"base": base, "announce": "Yours is kept. The other is in the history."}

    def _take_theirs(self, values: Values) -> Reply:  # noqa: ARG002
        self.conflict = None
        self.open([self.entry_id])
        return {"drop": True, "announce": "This is what the other window saved.", "focus": "h1"}

    def _take_both(self, values: Values) -> Reply:
        # The form as it is now: somebody may have typed on since the two were compared.
        other = self._as_other(self._read(values, self._head(self.entry_id).content).content)
        self.conflict = None
        self.refresh()
        return {"drop": True, "go": f"#/reflect/{other}", "announce": "Both are kept."}


def _save_of(values: Values, content: Content) -> Save:
    return Save(
        entry_id=values.one("save-entry"),
        base=int(values.one("save-base", "0")),
        writer=values.one("save-writer"),
        seq=int(values.one("save-seq", "0")),
        content=content,
    )


def _shape(content: Content) -> tuple[object, ...]:
    """What decides which fields the form has; its HTML changes only with this."""
    return content.model, content.targets, tuple(link.code for link in content.capabilities)
