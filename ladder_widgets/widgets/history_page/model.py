"""Every revision of an entry: what was written when, what changed, and the way back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.portfolio.changes import compare
from ladder_widgets.portfolio.model import Content, Revision, new_entry_id
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.history_page.fields import read_fields
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel


class HistoryPageModel(ViewModel):
    """Shows one revision beside another; by default the newest beside the one before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entry_id = ""
        self.number = ""
        self.beside = ""

    def open(self, ids: Sequence[str]) -> Reply:
        """Show ``ENTRY``, ``ENTRY/NUMBER`` or ``ENTRY/NUMBER/OTHER``."""
        self.entry_id, self.number, self.beside = [*ids, "", "", ""][:3]
        return super().open(ids)

    def markup(self) -> str:
        """The list of revisions, and one of them with what changed in it."""
        if not self.entry_id:
            return ""
        entry = self.desk.store.entry(self.entry_id)
        revisions = {str(r.number): r for r in self.desk.store.history(self.entry_id)}
        newest = str(entry.revision)
        shown = _pick(revisions, self.number or newest)
        before = revisions.get(str(shown.number - 1))
        other = _pick(revisions, self.beside) if self.beside else before
        return render(
            "history_page/history_page.html",
            entry=entry,
            revisions=list(reversed(revisions.values())),
            shown=shown,
            other=other,
            newest=entry.revision,
            fields=_compare(other.content if other else None, shown.content, self.desk.catalogue),
        )

    def commands(self) -> Mapping[str, Command]:
        """Going back to a revision."""
        return {"go-back": self._go_back}

    def _go_back(self, values: Values) -> Reply:
        entry_id, number = values.one("entry"), values.one("number")
        self.desk.store.restore(entry_id, int(number), writer=new_entry_id())
        said = f"Revision {number} is back as a draft. What stood there is in the history."
        return {"go": f"#/reflect/{entry_id}", "announce": said}


def _pick(revisions: Mapping[str, Revision], number: str) -> Revision:
    if number not in revisions:
        raise UnknownIdError("revision", number, revisions)
    return revisions[number]


def _compare(
    old: Content | None, new: Content, catalogue: Catalogue
) -> list[tuple[str, tuple[object, ...]]]:
    """Field by field what changed; without an older one, the new as it is."""
    after = read_fields(new, catalogue)
    before = after if old is None else read_fields(old, catalogue)
    return [
        (title, compare(before.get(title, ""), after.get(title, "")))
        for title in dict.fromkeys([*max(before, after, key=len), *after, *before])
        if before.get(title) or after.get(title)
    ]
