"""Looking for what may identify somebody in the open entry, and deciding on what is found."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_widgets.portfolio.findings import hints_for
from ladder_widgets.portfolio.model import MAX_REASON_CHARS, Content, Kept, clean_text
from ladder_widgets.privacy.hints import Hint
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.reflection_form.content import Read, problems_before_final
from ladder_widgets.widgets.reflection_form.findings import Shown, explain, is_long, show
from ladder_widgets.widgets.reflection_form.form import EntryForm
from ladder_widgets.widgets.viewmodel import Command, Reply, Values

DATE_FIELD = "entry-date-day"
FOUND = "Something you wrote may tell who it is about. It is listed below the field."


class Looking(EntryForm):
    """Findings as one writes; a final entry has none that is not decided on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found = Shown(items={}, marks={})
        self.hints: tuple[Hint, ...] = ()

    def looking_commands(self) -> Mapping[str, Command]:
        """Looking again, keeping what was found, and taking that back."""
        return {"look": self._look, "keep": self._keep, "ask-again": self._ask_again}

    def _look_at(self, content: Content) -> Shown:
        """What is found in the words of the open entry, as far as it is looked at already."""
        if is_long(content):
            return Shown(items={}, marks={})
        kept = self.desk.store.kept(self.entry_id)
        return show(content, kept, self.desk.catalogue.model(content.model))

    def _hints_at(self, content: Content) -> tuple[Hint, ...]:
        """Gentle hints on the open reflection; none while it is too long to be looked at."""
        model = self.desk.catalogue.model(content.model)
        return (
            ()
            if is_long(content) or model.kind in {"goal", "narrative"}
            else hints_for(content, model)
        )

    def _look(self, values: Values) -> Reply:
        """Say where the stored words may identify somebody; lists follow if they are others now."""
        entry = self._stored(values.one("entry"))
        if entry is None or entry.id != self.entry_id or entry.state == "final":
            return {}
        before = self.found.open
        found = self._look_at(entry.content)
        if found.items != self.found.items or self._hints_at(entry.content) != self.hints:
            self.refresh()
        more = sum(found.open.values()) > sum(before.values())
        return {"marks": found.marks, **({"say": FOUND} if more else {})}

    def _keep(self, values: Values) -> Reply:
        code, digest = values.one("code"), values.one("digest")
        reason = clean_text(values.one(f"reason.{digest}")).strip()
        if not reason:
            return {"problem": "Say in a few words why it may stay."}
        kept = Kept(code=code, digest=digest, reason=reason[:MAX_REASON_CHARS])
        self.desk.store.keep(self.entry_id, [kept])
        return self._decided("Kept, with your reason.")

    def _ask_again(self, values: Values) -> Reply:
        self.desk.store.ask_again(self.entry_id, values.one("code"), values.one("digest"))
        return self._decided("Marked again.")

    def _decided(self, said: str) -> Reply:
        entry = self._stored(self.entry_id)
        before, now = self.found.items, self._look_at(entry.content if entry else self.fresh).open
        self.errors = {f: said for f, said in self.errors.items() if f in now or f not in before}
        self.refresh()
        return {"say": said}

    def _problems(self, read: Read) -> dict[str, str]:
        problems = problems_before_final(read.content, self.desk.catalogue)
        kept = self.desk.store.kept(self.entry_id)
        model = self.desk.catalogue.model(read.content.model)
        problems |= explain(show(read.content, kept, model).open)
        if read.date_problem:
            problems[DATE_FIELD] = read.date_problem
        return problems

    def _mended(self, read: Read) -> bool:
        """Whether something that was reported is right now; it is no longer reported then."""
        if not self.errors or is_long(read.content):
            return False
        problems = self._problems(read)
        still = {field: problems[field] for field in self.errors if field in problems}
        mended = still != self.errors
        self.errors = still
        return mended
