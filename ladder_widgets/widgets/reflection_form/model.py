"""Writing a reflection: every change is saved as it is made, final entries are locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ladder_widgets.evidence.remarks import remarks_in
from ladder_widgets.ladder.catalogue import Place
from ladder_widgets.ladder.model import Capability
from ladder_widgets.pathway.suggest import suggest
from ladder_widgets.portfolio.entry_fields import scopes
from ladder_widgets.portfolio.model import (
    MAX_TITLE_CHARS,
    Content,
    Entry,
    Save,
    check_entry_id,
    new_entry_id,
    pinned,
)
from ladder_widgets.widgets.dates import DateParts
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.entry_list.model import EntryListModel
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.reflection_form.attached import ACCEPTED, Attached
from ladder_widgets.widgets.reflection_form.content import Read, answer_field
from ladder_widgets.widgets.reflection_form.findings import is_long
from ladder_widgets.widgets.reflection_form.looking import DATE_FIELD
from ladder_widgets.widgets.viewmodel import Command, Reply, Values

MANY_LINKS = 3
UNDATED = ("goal", "narrative")
"""Kinds of models for what did not happen on a day; no reflection is changed into one."""


class ReflectionFormModel(Attached):
    """Shows a form for an entry, a locked final entry, or (with none open) the list of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = EntryListModel(desk)

    # --- what is open ------------------------------------------------------------

    def open(self, ids: Sequence[str]) -> Reply:
        """Show the list (no id), a new entry (`new`, with a model and a target if named), or one.

        ``new/with/MODEL/TARGET`` begins an entry of another model than the usual one. A page that
        began an entry before this kernel answered names it: ``new/as/ID``.
        """
        self.errors = {}
        self.conflict = None
        match list(ids):
            case [] | ["deleted"]:
                self.entry_id = ""
                self.list.open(ids)
            case ["new", *target, "as", entry_id]:
                self._begin(target, entry_id)
            case ["new", *target]:
                self._begin(target, new_entry_id())
            case [entry_id, *_]:
                self.entry_id = self.desk.store.entry(entry_id).id
        if self.entry_id:
            self.list.just_deleted = ""
        return super().open(ids)

    def _begin(self, how: Sequence[str], entry_id: str) -> None:
        wanted, target = (how[1:2], how[2:]) if how[:1] == ["with"] else ((), how)
        model = self.desk.catalogue.model(wanted[0] if wanted else Content().model)
        place = self.desk.catalogue.place(target[0]) if target else None
        self.entry_id = check_entry_id(entry_id)
        self.fresh = Content(
            title=place.target.title if place else model.title if model.kind == "narrative" else "",
            happened_on=None if model.kind in UNDATED else self.desk.today(),
            model=model.id,
            targets=(place.target.id,) if place else (),
            ladder=(place.ladder if place else self.desk.ladder).version,
        )

    def markup(self) -> str:
        """The list, the form or the locked entry."""
        if not self.entry_id:
            return self.list.markup()
        entry = self._stored(self.entry_id)
        content = entry.content if entry else self.fresh
        model = self.desk.catalogue.model(content.model)
        self.found = self._look_at(content)
        self.hints = self._hints_at(content)
        shown = {prompt.id for prompt in model.prompts}
        places = [self._place(target) for target in content.targets]
        values = {
            "entry": entry,
            "entry_id": self.entry_id,
            "content": content,
            "model": model,
            "models": [m for m in self.desk.catalogue.models.values() if m.kind not in UNDATED],
            "scopes": scopes(self.desk.catalogue, self.desk.profile()),
            "sources": self._sources(content),
            "elsewhere": [a for a in content.answers if a.prompt not in shown and a.text.strip()],
            "targets": list(zip(content.targets, places, strict=True)),
            "shown_title": self.desk.catalogue.shown_title,
            "codes": self._titles(),
            "many_links": MANY_LINKS,
            "errors": self.errors,
            "pinned": self.entry_id in pinned(self.desk.store.marks()),
            "answer_field": answer_field,
            "files": self._files(),
            "remarks": remarks_in(self.desk.store, entry).get(entry.id) if entry else None,
            "file_limit": self.desk.attachment_mb,
            "accepted": ACCEPTED,
        }
        if entry and entry.state == "final":
            marks = self.desk.store.marks()
            todo = [p for p in places if p is not None and p.target.id not in marks]
            return render("reflection_form/final.html", **values, todo=todo)
        return render(
            "reflection_form/reflection_form.html",
            **values,
            ladders=self.desk.catalogue.ladders.values(),
            word_count=sum(len(a.text.split()) for a in content.answers if a.prompt in shown),
            suggested=self._suggested(content),
            date=DateParts.of(content.due_on if model.kind == "goal" else content.happened_on),
            found=self.found.items,
            conflict=self.conflict,
            differences=self.conflict.differences(self.desk.catalogue) if self.conflict else [],
            hints=self.hints,
            long=is_long(content),
            max_title=MAX_TITLE_CHARS,
        )

    def _place(self, target_id: str) -> Place | None:
        try:
            return self.desk.catalogue.place(target_id)
        except LookupError:  # retired since: the link stays, readable by its former title
            return None

    def _sources(self, content: Content) -> list[Entry]:
        """What a narrative may draw on: final entries, and those that were chosen before."""
        if not self.desk.catalogue.is_narrative(content.model):
            return []
        chosen = content.narrative.entries if content.narrative else ()
        return [
            entry
            for entry in self.desk.entries()
            if not self.desk.catalogue.is_narrative(entry.content.model)
            and (entry.state == "final" or entry.id in chosen)
        ]

    def _titles(self) -> dict[str, Capability]:
        programme = self.desk.programme()
        return {c.code: c for c in programme.capabilities} if programme else {}

    def _suggested(self, content: Content) -> list[Capability]:
        programme = self.desk.programme()
        if programme is None:
            return []
        return [s.capability for s in suggest(content, programme, self.desk.catalogue)]

    # --- what can be done ----------------------------------------------------------

    def commands(self) -> Mapping[str, Command]:
        """Saving, marking as final, reopening, and what the list can do."""
        listed = {name: self._from_list(run) for name, run in self.list.commands().items()}
        return {
            **listed,
            **self.saving_commands(),
            **self.looking_commands(),
            **self.file_commands(),
            "check-date": self._check_date,
            "finalise": self._finalise,
            "reopen": self._reopen,
        }

    def _from_list(self, run: Command) -> Command:
        """What the list does shows at once, here or in the form that asked for it."""

        def command(values: Values) -> Reply:
            reply = run(values)
            if reply.get("go") == "#/reflect":
                self.entry_id = ""
            self.refresh()
            return reply

        return command

    def _check_date(self, values: Values) -> Reply:
        """Report a date that is none, once its three fields are left."""
        read = self._read(values, self.fresh)
        self.errors.pop(DATE_FIELD, None)
        if read.date_problem:
            self.errors[DATE_FIELD] = read.date_problem
        self.refresh()
        return {"say": read.date_problem} if read.date_problem else {}

    def _finalise(self, values: Values) -> Reply:
        entry_id = values.one("entry")
        head = self.desk.store.head(entry_id)
        content = head.content if head else self.fresh
        # The form as it stands counts: a date that was not taken over is no longer what is typed.
        typed = self._read(values, content) if "title" in values else Read(content=content)
        self.errors = self._problems(Read(content=content, date_problem=typed.date_problem))
        if self.errors or head is None:
            self.refresh()
            return {"focus": ".nhsuk-error-summary"}
        goal = self.desk.catalogue.is_goal(content.model)
        reached = content.happened_on or (self.desk.today() if goal else None)
        self.desk.store.save(
            Save(
                entry_id=entry_id,
                base=head.number,
                writer=head.writer,
                seq=head.seq + 1,
                content=msgspec.structs.replace(content, happened_on=reached),
                state="final",
            )
        )
        self.open([entry_id])
        return {
            "go": f"#/reflect/{entry_id}",
            "announce": "Reached. It is locked now." if goal else "Marked as final and locked.",
            "focus": "h1",
        }

    def _reopen(self, values: Values) -> Reply:
        entry_id = values.one("entry")
        self.desk.store.reopen(entry_id, writer=new_entry_id())
        self.open([entry_id])
        return {"announce": "Open for writing again.", "focus": "h1"}
