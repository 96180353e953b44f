"""The files of a feed, and which entry each belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from ladder_widgets.evidence.bundle import BundleEntry
from ladder_widgets.evidence.leap2a.folder import Folder
from ladder_widgets.evidence.leap2a.foreign import stable_id
from ladder_widgets.evidence.leap2a.items import Item, path_in_zip
from ladder_widgets.evidence.leap2a.notes import Note
from ladder_widgets.evidence.leap2a.values import ImportedFile

NAMELESS = "attachment"
_OWN_KEY = re.compile(r"portfolio:file-([0-9a-f]{32})")
_WEB = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ATTACHES = frozenset({"related", "enclosure", "has_part", "relation"})
"""How portfolios link an entry to the item of a file."""


class Attached:
    """Finds the files of each entry, and counts those that are missing or belong to none."""

    def __init__(
        self,
        items: Sequence[Item],
        folder: Folder,
        notes: Counter[Note],
        *,
        feed_id: str,
        ours: bool,
    ) -> None:
        self._folder = folder
        self._notes = notes
        self._feed_id = feed_id
        self._ours = ours
        self._resources = {item.key: item for item in items if item.kind == "resource"}
        self._linked: set[str] = set()
        self._missing: set[str] = set()
        self._back: dict[str, list[str]] = {}
        for key, resource in self._resources.items():
            for rel, href in resource.links:
                if rel in {"related", "relation", "is_part_of"}:
                    self._back.setdefault(href, []).append(key)

    def files_of(self, item: Item, entry: BundleEntry) -> tuple[ImportedFile, ...]:
        """The files of an entry, each once, whether it names them or they name it."""
        named = [href for rel, href in item.links if rel in _ATTACHES]
        keys = dict.fromkeys([*named, *item.enclosed(), *self._back.get(item.key, ())])
        found = [
            file
            for key in keys
            if key in self._resources
            for file in self._of_resource(self._resources[key], entry)
        ]
        direct = [href for rel, href in item.links if rel == "enclosure"]
        for href in dict.fromkeys([*direct, *item.enclosed(), item.source]):
            if href and href not in self._resources:
                found += self._file(href, item, entry, title="")
        return tuple(found)

    def note_unlinked(self) -> None:
        """Count the files that no entry asked for; called once all of them did."""
        left = self._resources.keys() - self._linked
        self._notes[Note.UNLINKED] += sum(
            1 for key in left if any(self._paths(self._resources[key]))
        )

    def _of_resource(self, resource: Item, entry: BundleEntry) -> Iterator[ImportedFile]:
        self._linked.add(resource.key)
        for href in dict.fromkeys(self._paths(resource)):
            yield from self._file(href, resource, entry, title=resource.title)

    def _paths(self, resource: Item) -> Iterator[str]:
        yield from (href for rel, href in resource.links if rel == "enclosure" and href)
        if resource.source:
            yield resource.source

    def _file(
        self, href: str, holder: Item, entry: BundleEntry, *, title: str
    ) -> Iterator[ImportedFile]:
        if _WEB.match(href):
            self._notes[Note.ELSEWHERE] += 1
            return
        path = path_in_zip(href)
        data = self._folder.read(path)
        if data is None:
            if path not in self._missing:
                self._missing.add(path)
                self._notes[Note.MISSING] += 1
            return
        yield ImportedFile(
            id=self._id(holder, path, entry),
            name=_name(title, path),
            added_at=holder.moment("updated") or entry.written_at,
            data=data,
        )

    def _id(self, holder: Item, path: str, entry: BundleEntry) -> str:
        own = _OWN_KEY.fullmatch(holder.key) if self._ours else None
        return own[1] if own else stable_id(self._feed_id, entry.id, holder.key, path)


def _name(title: str, path: str) -> str:
    """What people call a file: its title if that has the same ending, else its name in the zip."""
    last = PurePosixPath(path)
    if last.suffix and title.lower().endswith(last.suffix.lower()):
        return title
    return last.name or NAMELESS
