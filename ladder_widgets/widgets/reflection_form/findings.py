"""Findings as the form shows them: a list below each field, and marks in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

import msgspec

from ladder_widgets.ladder.model import ReflectionModel
from ladder_widgets.portfolio.findings import Place, look, texts_of
from ladder_widgets.portfolio.model import Content, Kept
from ladder_widgets.widgets.reflection_form.content import answer_field

ELSEWHERE = "entry-elsewhere"
"""Where findings are listed whose words the form shows without a field."""
MOST_CHARS = 60_000
"""A longer entry is looked at when it is marked as final, not with every pause in typing."""

Mark = tuple[int, int, str, bool]
"""Where a field is marked: from, to, the finding's digest, whether it is kept."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found in a field, however often its words stand there."""

    code: str
    digest: str
    words: str
    times: int
    why: str
    remedy: str
    replacement: str
    kept: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, by the id of the field that holds it; `marks` count as browsers count."""

    items: dict[str, tuple[Item, ...]]
    marks: dict[str, list[Mark]]

    @property
    def open(self) -> dict[str, int]:
        """How many findings of each field are neither mended nor kept."""
        counts = {field: sum(not i.kept for i in items) for field, items in self.items.items()}
        return {field: count for field, count in counts.items() if count}


def is_long(content: Content) -> bool:
    """Whether an entry is too long to be looked at while it is written."""
    return sum(len(text) for _, text in texts_of(content)) > MOST_CHARS


def show(content: Content, kept: Iterable[Kept], model: ReflectionModel) -> Shown:
    """Every finding of an entry, at the fields of its form."""
    return show_places(
        look(content, kept), dict(texts_of(content)), lambda field: field_id(field, model)
    )


def show_places(
    places: Iterable[Place], texts: Mapping[str, str], field_of: Callable[[str], str]
) -> Shown:
    """Findings in some texts, at the fields of a form that show these."""
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.field, []).append(place)
    items: dict[str, tuple[Item, ...]] = {}
    marks: dict[str, list[Mark]] = {}
    for field, here in found.items():
        shown_at = field_of(field)
        items[shown_at] = items.get(shown_at, ()) + _items(here, texts[field])
        if shown_at != ELSEWHERE:
            marks[shown_at] = [_mark(place, texts[field]) for place in here]
    return Shown(items=items, marks=marks)


def field_id(field: str, model: ReflectionModel) -> str:
    """The id of the form's field for a text of an entry."""
    kind, _, name = field.partition(".")
    if kind == "answer":
        shown = any(prompt.id == name for prompt in model.prompts)
        return answer_field(model.id, name) if shown else ELSEWHERE
    return f"because-{quote(name)}" if kind == "because" else f"entry-{kind}"


def _items(places: Iterable[Place], text: str) -> tuple[Item, ...]:
    same: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        same.setdefault((place.finding.code, place.digest), []).append(place)
    return tuple(_item(group, text) for group in same.values())


def _item(group: list[Place], text: str) -> Item:
    first = group[0].finding
    return Item(
        code=first.code,
        digest=group[0].digest,
        words=" ".join(text[first.start : first.end].split()),
        times=len(group),
        why=first.why,
        remedy=first.remedy,
        replacement=first.replacement,
        kept=group[0].kept,
    )


def _mark(place: Place, text: str) -> Mark:
    start = _in_browser(text, place.finding.start)
    end = start + _in_browser(text[place.finding.start :], place.finding.end - place.finding.start)
    return start, end, place.digest, bool(place.kept)


def _in_browser(text: str, position: int) -> int:
    """Code points before a position as a browser counts them, in units of UTF-16."""
    before = text[:position]
    return position if before.isascii() else len(before.encode("utf-16-le", "surrogatepass")) // 2


def explain(counts: Mapping[str, int]) -> dict[str, str]:
    """What the error summary says of each field with so many open findings."""
    return {
        field: (
            "1 place may tell who it is about."
            if n == 1
            else f"{n} places may tell who it is about."
        )
        + " Change it, or say why it stays."
        for field, n in counts.items()
    }
