"""A workshop in a notebook: its aims, plan, activities and notes, on a screen and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
from markdown_it import MarkdownIt

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.settings import read_settings
from ladder_widgets.widgets.markup import render
from ladder_widgets.workshop.model import Activity, Part, Reflection, Workshop
from ladder_widgets.workshop.packs import Loaded, find_workshop, read_workshop

T = TypeVar("T", Part, Activity)
LINES = 4
"""Empty lines to write on, on paper."""


class Shown(msgspec.Struct, frozen=True):
    """Something a notebook shows: as HTML on a screen, as Markdown on paper."""

    html: str
    markdown: str

    def _repr_mimebundle_(self, **_asked: object) -> dict[str, str]:
        plain = {"text/plain": self.markdown}
        return {"text/html": self.html, "text/markdown": self.markdown, **plain}


class WorkshopPage:
    """What a workshop's notebook shows; `workshop` holds the values."""

    def __init__(self, loaded: Loaded, catalogue: Catalogue) -> None:
        self.workshop: Workshop = loaded.workshop
        self._loaded = loaded
        self._catalogue = catalogue

    def __repr__(self) -> str:
        return f"WorkshopPage({self.workshop.id!r})"

    def about(self) -> Shown:
        """What it is about, what people will be able to do, and which targets it serves."""
        titles = {name: self._title(name) for name in self.workshop.targets}
        return show("about", workshop=self.workshop, titles=titles)

    def plan(self) -> Shown:
        """The timings, as a table."""
        rows = zip(map(_clock, self.workshop.starts()), self.workshop.parts, strict=True)
        return show("plan", rows=list(rows), minutes=self.workshop.minutes)

    def activity(self, activity_id: str) -> Shown:
        """One activity of the room, with room to write on paper.

        Raises:
            UnknownIdError: the workshop has no such activity.
        """
        activity = _find("activity", self.workshop.activities, activity_id)
        reflects = activity if isinstance(activity, Reflection) else None
        model = self._catalogue.model(reflects.model) if reflects else None
        titles = {name: self._title(name) for name in (reflects.targets if reflects else ())}
        kind = str(activity.__struct_config__.tag)
        return show(
            "activity", kind=kind, activity=activity, model=model, titles=titles, lines=LINES
        )

    def preparation(self) -> Shown:
        """What to bring and set up: for the facilitator, closed until opened."""
        return _closed(show("preparation", workshop=self.workshop), "Before people arrive")

    def notes(self, part_id: str) -> Shown:
        """The facilitator's notes on a part, closed until opened.

        Raises:
            UnknownIdError: the workshop has no such part.
        """
        part = _find("part", self.workshop.parts, part_id)
        return _closed(show("notes", part=part), f"For the facilitator: {part.title}")

    def sources(self) -> Shown:
        """The publications it rests on."""
        return show("sources", sources=self.workshop.sources)

    def data(self, table_id: str) -> Path:
        """The file of one of its tables, for `pandas.read_csv`.

        Raises:
            UnknownIdError: the workshop has no such table.
        """
        return self._loaded.table(table_id)

    def _title(self, target_id: str) -> str:
        return self._catalogue.place(target_id).target.title


def open_workshop(which: str | Path) -> WorkshopPage:
    """The workshop of this id, or that of a file, which is read anew and checked.

    Raises:
        UnknownIdError: there is no such workshop.
        PackError: a file is wrong; every place found is listed.

    Example:
        >>> open_workshop("quality-improvement").workshop.minutes
        75
    """
    extra = read_settings().packs
    catalogue = load_catalogue(extra)
    if isinstance(which, Path):
        return WorkshopPage(read_workshop(which, catalogue), catalogue)
    return WorkshopPage(find_workshop(which, extra), catalogue)


def _find(kind: str, items: tuple[T, ...], wanted: str) -> T:
    for item in items:
        if item.id == wanted:
            return item
    raise UnknownIdError(kind, wanted, (item.id for item in items))


def show(template: str, **values: object) -> Shown:
    """A template for the screen and for paper: both are made of the same Markdown."""
    paper = render(f"workshop/{template}.md", paper=True, **values)
    screen = render(f"workshop/{template}.md", paper=False, **values)
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return Shown(f'<div class="ladder-workshop">{reader.render(screen)}</div>', paper)


def _closed(shown: Shown, title: str) -> Shown:
    """The same behind a heading that is opened on purpose: a projector shows the heading only."""
    opening = f'<details class="ladder-facilitator"><summary>{title}</summary>'
    return Shown(f"{opening}{shown.html}</details>", f"**{title}**\n\n{shown.markdown}")


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
