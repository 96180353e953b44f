"""A ladder written as a CASE package (1EdTech), version 1.1 or 1.0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import msgspec

from ladder_widgets.ladder.exchange.case_format import (
    CREATOR,
    FORMAT,
    KINDS,
    OURS,
    CaseVersion,
    identifier,
    split,
)
from ladder_widgets.ladder.exchange.texts import one_line
from ladder_widgets.ladder.mapping import Link
from ladder_widgets.ladder.model import Framework, Ladder, Programme, Target, Theme
from ladder_widgets.ladder.packwriter import plain

TYPES = {
    "Strand": "One of the aspects of the ladder.",
    "Theme": "A topic within a strand, climbed step by step.",
    "Step": "A rung of a theme, for a stage of training.",
    "Target": "What somebody should be able to do at one step of one theme.",
}
Links = Mapping[str, tuple[Link, ...]]


def write_case(
    ladder: Ladder,
    *,
    frameworks: Mapping[str, Framework],
    mapped: Iterable[tuple[Programme, Links]] = (),
    on: dt.date,
    version: CaseVersion = "1.1",
) -> bytes:
    """The ladder as the JSON of a CFPackage.

    1.1 loses nothing. 1.0 has no extensions: it keeps titles, statements, codes, order, hierarchy
    and relations, not evidence, activities and resources.

    Args:
        ladder: What to write.
        frameworks: Names of the frameworks that targets point into, by code.
        mapped: Programmes whose capabilities the targets are related to, and which serve which.
        on: The day that is given as the last change.
        version: Of CASE.
    """
    return _Writer(ladder, frameworks, on, version).package(mapped)


class _Writer:
    """Writes one package; every item is hung up as it is made."""

    def __init__(
        self, ladder: Ladder, frameworks: Mapping[str, Framework], on: dt.date, version: CaseVersion
    ) -> None:
        self.ladder = ladder
        self.frameworks = frameworks
        self.changed = f"{on.isoformat()}T00:00:00+00:00"
        self.newest = version == "1.1"
        self.items: list[dict[str, Any]] = []
        self.associations: list[dict[str, Any]] = []

    def package(self, mapped: Iterable[tuple[Programme, Links]]) -> bytes:
        document = self._document()
        home = self._link("ladder", self.ladder.id, self.ladder.title)
        for n, strand in enumerate(self.ladder.strands, start=1):
            link = self._link("strand", f"{self.ladder.id}/{strand.id}", strand.title)
            self._item("Strand", link, plain(strand), under=home, number=n)
            own = (theme for theme in self.ladder.themes if theme.strand == strand.id)
            for m, theme in enumerate(own, start=1):
                self._theme(theme, link, m)
        self._replaced()
        for programme, links in mapped:
            self._serves(programme, links)
        types = [self._type(n, kind) for n, kind in enumerate(KINDS, start=1)]
        package = {
            "CFDocument": document,
            "CFItems": self.items,
            "CFAssociations": self.associations,
            "CFDefinitions": {"CFItemTypes": types},
        }
        return msgspec.json.format(msgspec.json.encode(package), indent=1)

    def _document(self) -> dict[str, Any]:
        data = plain(self.ladder)
        for field in ("strands", "themes"):
            data.pop(field)
        fields, rest = split("Ladder", data)
        approved = all(theme.review.status == "approved" for theme in self.ladder.themes)
        newest = {"frameworkType": "Competency framework", "caseVersion": "1.1"}
        return {
            **self._head("ladder", self.ladder.id),
            "creator": CREATOR,
            **fields,
            "language": "en",
            "adoptionStatus": "Adopted" if approved else "Draft",
            **(newest if self.newest else {}),
            **self._extensions({"format": FORMAT, **rest}),
        }

    def _theme(self, theme: Theme, strand: dict[str, str], number: int) -> None:
        home = self._link("theme", theme.id, theme.title)
        data = plain(theme)
        for field in ("strand", "steps"):
            data.pop(field)
        self._item("Theme", home, data, under=strand, number=number)
        levels = {level.step: level for level in self.ladder.steps}
        rungs = []
        for n, step in enumerate(theme.steps, start=1):
            level = levels[step.step]
            link = self._link("step", f"{theme.id}.{step.step}", level.title)
            rungs.append((step.number, link))
            data = plain(step)
            data.pop("targets")
            shown = {
                "humanCodingScheme": f"{theme.id}.{step.step}",
                "abbreviatedStatement": one_line(level.title),
                "educationLevel": [level.stage],
            }
            self._item("Step", link, data, under=home, number=n, shown=shown)
            for m, target in enumerate(step.targets, start=1):
                self._target(target, link, m, level.stage)
        rungs.sort(key=lambda rung: rung[0])
        for (_, lower), (_, upper) in pairwise(rungs):
            self._associate("precedes", lower, upper)

    def _target(self, target: Target, rung: dict[str, str], number: int, stage: str) -> None:
        home = self._link("target", target.id, target.title)
        shown = {"educationLevel": [stage]}
        self._item("Target", home, plain(target), under=rung, number=number, shown=shown)
        domains = [f"GPC {n}" for n in target.gpc_domains]
        for code in dict.fromkeys([*domains, *target.frameworks]):
            framework = self.frameworks.get(code.rpartition(" ")[0])
            title = f"{code}: {framework.title} ({framework.year})" if framework else code
            self._associate("isRelatedTo", home, self._outer("framework", code, title))

    def _replaced(self) -> None:
        """Each target that is gone, towards those that took its place."""
        titles = dict(self._titles())
        for change in self.ladder.changes:
            for former in change.was:
                gone = self._link("target", former.id, former.title)
                for name in change.now:
                    there = self._link("target", name, titles.get(name, name))
                    self._associate("replacedBy", gone, there)

    def _titles(self) -> Iterator[tuple[str, str]]:
        for change in self.ladder.changes:
            yield from ((former.id, former.title) for former in change.was)
        for theme in self.ladder.themes:
            for step in theme.steps:
                yield from ((target.id, target.title) for target in step.targets)

    def _serves(self, programme: Programme, links: Links) -> None:
        titles = dict(self._titles())
        for target_id in self.ladder.target_ids():
            home = self._link("target", target_id, titles[target_id])
            for link in links.get(target_id, ()):
                code = link.capability.code
                title = f"{programme.name}, {code}: {link.capability.title}"
                there = self._outer("capability", f"{programme.id}/{code}", title)
                notes = {
                    "confirmed": "Decided by people.",
                    "derived": "Derived by the kit's own rule; no curriculum body confirmed it.",
                }
                self._associate("isRelatedTo", home, there, notes=notes[link.basis])

    # --- parts of CASE ---

    def _head(self, kind: str, name: str) -> dict[str, str]:
        own = identifier(kind, name)
        return {"identifier": own, "uri": f"urn:uuid:{own}", "lastChangeDateTime": self.changed}

    def _link(self, kind: str, name: str, title: str) -> dict[str, str]:
        own = identifier(kind, name)
        return {"title": one_line(title) or name, "identifier": own, "uri": f"urn:uuid:{own}"}

    def _outer(self, kind: str, name: str, title: str) -> dict[str, str]:
        """A link to what is no item of CASE."""
        said = {"targetType": f"ext:{kind}"} if self.newest else {}
        return {**self._link(kind, name, title), **said}

    def _extensions(self, rest: dict[str, Any]) -> dict[str, Any]:
        return {"extensions": {OURS: rest}} if self.newest else {}

    def _type(self, level: int, kind: str) -> dict[str, str]:
        return {
            **self._head("item-type", kind),
            "title": kind,
            "description": TYPES[kind],
            "hierarchyCode": ".".join(["1"] * level),
        }

    def _item(
        self,
        kind: str,
        link: dict[str, str],
        data: dict[str, Any],
        *,
        under: dict[str, str],
        number: int,
        shown: Mapping[str, Any] | None = None,
    ) -> None:
        fields, rest = split(kind, data)
        self.items.append(
            {
                "identifier": link["identifier"],
                "uri": link["uri"],
                **(shown or {}),
                **fields,
                "CFItemType": kind,
                "CFItemTypeURI": self._link("item-type", kind, kind),
                "language": "en",
                "lastChangeDateTime": self.changed,
                **self._extensions(rest),
            }
        )
        self._associate("isChildOf", link, under, sequenceNumber=number)

    def _associate(
        self, kind: str, origin: dict[str, str], destination: dict[str, str], **more: Any
    ) -> None:
        ends = f"{kind}/{origin['identifier']}/{destination['identifier']}"
        if not self.newest:
            more.pop("notes", None)
        self.associations.append(
            {
                **self._head("association", ends),
                "associationType": kind,
                "originNodeURI": origin,
                "destinationNodeURI": destination,
                **more,
            }
        )
