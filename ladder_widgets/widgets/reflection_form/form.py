"""What the parts of the reflection form share: the open entry, and reading its fields."""

from __future__ import annotations

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.model import Content, Entry, Revision
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.reflection_form.content import Read, read_form
from ladder_widgets.widgets.viewmodel import Values, ViewModel


class EntryForm(ViewModel):
    """One entry that is open in a form; `errors` are what its error summary says, by field."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entry_id = ""
        self.fresh = Content()
        self.errors: dict[str, str] = {}

    def _stored(self, entry_id: str) -> Entry | None:
        return self.desk.store.entry(entry_id) if self.desk.store.head(entry_id) else None

    def _head(self, entry_id: str) -> Revision:
        head = self.desk.store.head(entry_id)
        if head is None:
            message = "This entry is not there any more. Begin a new one: #/reflect/new"
            raise InputError(message)
        return head

    def _read(self, values: Values, old: Content) -> Read:
        profile = self.desk.profile()
        return read_form(
            values,
            old,
            catalogue=self.desk.catalogue,
            programme=profile.programme if profile else None,
            today=self.desk.today(),
        )
