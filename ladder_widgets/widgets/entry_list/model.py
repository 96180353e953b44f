"""Every reflection: searching, filtering, pinning, duplicating, deleting and bringing back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from ladder_widgets.ladder.catalogue import Place
from ladder_widgets.ladder.model import ReflectionModel
from ladder_widgets.pathway.arcp import review_name, review_year
from ladder_widgets.pathway.targets import pick_next
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.filters import Filter, choose
from ladder_widgets.portfolio.model import (
    DELETED_DAYS,
    MAX_TITLE_CHARS,
    PINNED,
    Save,
    new_entry_id,
    pinned,
)
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

AT_A_TIME = 50
"""How many entries are shown before somebody asks for more."""
LATELY = dt.timedelta(days=30)
DELETED = "deleted"
JUST_WRITE = "just-write"
"""The model for a thought that will not wait."""
COPY = " (copy)"


class EntryListModel(ViewModel):
    """Shows the entries that fit, or those in the bin."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.bin = False
        self.words = ""
        self.when = ""
        self.filter = Filter()
        self.shown = AT_A_TIME
        self.just_deleted = ""

    def open(self, ids: Sequence[str]) -> Reply:
        """Show the list, or the bin (``deleted``)."""
        self.bin = list(ids) == [DELETED]
        return super().open(ids)

    def markup(self) -> str:
        """The bin, or the list with its search form."""
        if self.bin:
            found = self.desk.store.deleted()
            return render("entry_list/bin.html", deleted=found, days=DELETED_DAYS)
        entries, pins = self.desk.entries(), pinned(self.desk.store.marks())
        periods = self._periods()
        fitting = choose(
            entries,
            msgspec.structs.replace(self.filter, **_days(periods.get(self.when))),
            pinned=pins,
            found=self.desk.store.search(self.words) if self.words.strip() else None,
        )
        linked = {t.split(".")[0] for e in entries for t in e.content.targets}
        return render(
            "entry_list/entry_list.html",
            total=len(entries),
            fitting=fitting,
            shown=fitting[: self.shown],
            pinned=pins,
            words=self.words,
            when=self.when,
            periods={name: title for name, (title, _, _) in periods.items()},
            filter=self.filter,
            narrowed=bool(self.words.strip() or self.when or self.filter != Filter()),
            themes=[
                theme
                for ladder in self.desk.catalogue.ladders.values()
                for theme in ladder.themes
                if theme.id in linked
            ],
            codes=sorted({k.code for e in entries for k in e.content.capabilities}),
            tags=sorted({tag for e in entries for tag in e.content.tags}, key=str.casefold),
            in_bin=len(self.desk.store.deleted()),
            deleted=self.just_deleted,
            starts=[self.desk.catalogue.model(JUST_WRITE), *self._templates()],
            next_up=[] if entries else self._first_steps(),
        )

    def _templates(self) -> list[ReflectionModel]:
        return [m for m in self.desk.catalogue.models.values() if m.kind == "template"]

    def _first_steps(self) -> list[Place]:
        """For an empty list: what is due first, as something to write about."""
        standing = self.desk.standing()
        due = pick_next(standing) if standing else ()
        return [self.desk.catalogue.place(target.id) for target in due]

    def _periods(self) -> dict[str, tuple[str, dt.date, dt.date]]:
        """What can be asked of the day: by name a title, the first day and the last."""
        today = self.desk.today()
        periods = {"lately": ("The last 30 days", today - LATELY, today)}
        profile, standing = self.desk.profile(), self.desk.standing()
        programme = self.desk.programme()
        if profile is not None and standing is not None and programme is not None:
            name = review_name(programme)
            first, last = review_year(profile, standing)
            title = f"This {name} year: {uk_date(first)} to {uk_date(last)}"
            periods["review"] = (title, first, last)
            before = first - dt.timedelta(days=1)
            start = review_year(profile, standing, back=1)[0]
            title = f"The {name} year before: {uk_date(start)} to {uk_date(before)}"
            periods["review-before"] = (title, start, before)
        return periods

    def commands(self) -> Mapping[str, Command]:
        """Narrowing the list, and what can be done with one entry of it."""
        return {
            "filter-entries": self._filter,
            "all-entries": self._all,
            "more-entries": self._more,
            "pin": self._pin,
            "duplicate": self._duplicate,
            "delete": self._delete,
            "undelete": self._undelete,
            "empty-bin": self._empty_bin,
        }

    def _filter(self, values: Values) -> Reply:
        self.words = values.one("words")
        self.when = values.one("when")
        self.filter = Filter(
            state=values.one("state"),
            theme=values.one("theme"),
            step=values.one("step"),
            capability=values.one("capability"),
            tag=values.one("tag"),
        )
        self.shown = AT_A_TIME
        self.refresh()
        return {}

    def _all(self, values: Values) -> Reply:  # noqa: ARG002  # a button has nothing to say
        return self._filter(Values({}))

    def _more(self, values: Values) -> Reply:  # noqa: ARG002
        last = f"#entry-{self.shown}"
        self.shown += AT_A_TIME
        self.refresh()
        return {"focus": last}

    def _pin(self, values: Values) -> Reply:
        entry_id = self.desk.store.entry(values.one("entry")).id
        pin = entry_id not in pinned(self.desk.store.marks())
        self.desk.store.mark(PINNED + entry_id, done=pin)
        self.refresh()
        return {"announce": "Pinned to the top of your list." if pin else "No longer pinned."}

    def _duplicate(self, values: Values) -> Reply:
        old = self.desk.store.entry(values.one("entry")).content
        title = old.title[: MAX_TITLE_CHARS - len(COPY)] + COPY
        new = new_entry_id()
        content = msgspec.structs.replace(old, title=title)
        save = Save(entry_id=new, base=0, writer=new_entry_id(), seq=0, content=content)
        self.desk.store.save(save)
        return {"go": f"#/reflect/{new}", "announce": "This is a copy. The first stays as it is."}

    def _delete(self, values: Values) -> Reply:
        entry_id = values.one("entry")
        if self.desk.store.head(entry_id) is not None:
            self.desk.store.delete(entry_id)
            self.just_deleted = entry_id
        self.open(())
        return {
            "go": "#/reflect",
            "announce": f"Deleted. It can be brought back for {DELETED_DAYS} days.",
        }

    def _undelete(self, values: Values) -> Reply:
        self.desk.store.undelete(values.one("entry"))
        self.just_deleted = ""
        self.refresh()
        return {"announce": "It is back."}

    def _empty_bin(self, values: Values) -> Reply:  # noqa: ARG002
        gone = self.desk.store.purge(everything=True)
        self.just_deleted = ""
        self.refresh()
        return {"announce": f"{gone} gone for good.", "focus": "h1"}


def _days(period: tuple[str, dt.date, dt.date] | None) -> dict[str, dt.date]:
    return {} if period is None else {"since": period[1], "until": period[2]}
