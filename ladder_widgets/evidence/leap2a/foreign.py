"""Entries of other portfolios as entries of the kit."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element

from ladder_widgets.evidence.bundle import BundleEntry
from ladder_widgets.evidence.leap2a.items import Item
from ladder_widgets.evidence.leap2a.notes import Note
from ladder_widgets.evidence.leap2a.values import Ability
from ladder_widgets.evidence.leap2a.vocabulary import MAX_TITLE, NAMESPACES, OURS
from ladder_widgets.portfolio.model import (
    MAX_ANSWER_CHARS,
    MAX_TITLE_CHARS,
    OLDEST_DATE,
    Answer,
    Content,
    clean_text,
)

FREE_MODEL, FREE_PROMPT = "just-write", "words"
"""The model that takes any words."""
GOAL_MODEL, GOAL_PROMPT = "development-goal", "aim"
ENTRY_KINDS = frozenset(
    {"entry", "activity", "meeting", "achievement", "publication", "affiliation", "plan"}
)
SUPPORTS = frozenset({"supports", "is_evidence_of"})
SUPPORTED = frozenset({"supported_by", "has_evidence"})
PARTS = frozenset({"has_part", "is_part_of"})
NEVER = dt.datetime.combine(OLDEST_DATE, dt.time(), dt.UTC)
"""When something was written that does not say so, in a feed that does not say so either."""


class Foreign:
    """The entries of one feed, and what they are said to show."""

    def __init__(
        self,
        items: Sequence[Item],
        notes: Counter[Note],
        *,
        feed_id: str,
        updated: dt.datetime | None,
    ) -> None:
        self._notes = notes
        self._feed_id = feed_id
        self._updated = updated or NEVER
        self._entries = {item.key for item in items if item.kind in ENTRY_KINDS}
        self._abilities = {item.key: item for item in items if item.kind == "ability"}
        self._shown: dict[str, list[str]] = {}
        for key, ability in self._abilities.items():
            for rel, href in ability.links:
                if rel in SUPPORTED:
                    self._shown.setdefault(href, []).append(key)

    def entry(self, item: Item) -> BundleEntry:
        """A draft with the words, dates and tags of an item."""
        updated, published = item.moment("updated"), item.moment("published")
        written = updated or published
        if written is None:
            self._notes[Note.NO_DATE] += 1
        self._notes[Note.RELATION] += sum(
            href in self._entries and rel not in PARTS for rel, href in item.links
        )
        return BundleEntry(
            id=stable_id(self._feed_id, item.key or f"number {item.number}"),
            state="draft",
            content=self._content(item),
            written_at=written or self._updated,
            created_at=published or written or self._updated,
        )

    def abilities(self, item: Item) -> tuple[Ability, ...]:
        """What an entry is said to show, from links in either direction."""
        named = [href for rel, href in item.links if rel in SUPPORTS]
        found = dict.fromkeys([*named, *self._shown.get(item.key, ())])
        abilities = (self._abilities[key] for key in found if key in self._abilities)
        return tuple(
            Ability(title=ability.title, text=ability.text)
            for ability in abilities
            if ability.title
        )

    def generator(self, root: Element) -> str:
        """The program that wrote the feed, in its own words."""
        said = root.findtext(f"{{{NAMESPACES['xmlns']}}}generator") or ""
        return " ".join(clean_text(said).split())[:MAX_TITLE] or "another portfolio"

    def _content(self, item: Item) -> Content:
        title = self._cut(item.title, MAX_TITLE_CHARS, Note.CUT_TITLE)
        text = self._cut(item.text, MAX_ANSWER_CHARS, Note.CUT_TEXT)
        is_goal = item.kind == "plan"
        prompt = GOAL_PROMPT if is_goal else FREE_PROMPT
        return Content(
            title=title,
            happened_on=item.day("end") if is_goal else item.day("start", "", "end"),
            due_on=item.day("target") if is_goal else None,
            model=GOAL_MODEL if is_goal else FREE_MODEL,
            answers=(Answer(prompt=prompt, text=text),) if text else (),
            tags=item.tags,
        )

    def _cut(self, text: str, most: int, note: Note) -> str:
        if len(text) <= most:
            return text
        self._notes[note] += 1
        return f"{text[: most - 1]}\N{HORIZONTAL ELLIPSIS}"


def stable_id(*names: str) -> str:
    """An id of 32 hexadecimal digits that the same names always give."""
    return uuid5(uuid5(NAMESPACE_URL, OURS), json.dumps(names)).hex
