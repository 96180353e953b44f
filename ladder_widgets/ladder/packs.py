"""Content packs: folders of YAML and CSV, read and checked into a `Catalogue`.

A pack folder holds any of these; ids must be unique across all packs:

    <ladder>/ladder.yaml, <ladder>/themes/*.yaml, <ladder>/resources.yaml,
    <ladder>/changes.yaml, <ladder>/decisions.csv
    programmes/*.yaml, programmes/capabilities.csv
    reviews/*.yaml
    frameworks/*.yaml
    platforms/*.yaml
    reflection-models/*.yaml
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ladder_widgets.errors import Fault, PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.checks import (
    Place,
    check_asks,
    check_changes,
    check_decisions,
    check_frameworks,
    check_ladder,
    check_programmes,
    check_resources,
    check_unique,
    theme_ids,
)
from ladder_widgets.ladder.mapping import Decision
from ladder_widgets.ladder.model import (
    Ask,
    Capability,
    Change,
    Framework,
    Ladder,
    Programme,
    ReflectionModel,
    Resource,
    Theme,
)
from ladder_widgets.ladder.packcache import read_kept
from ladder_widgets.ladder.platform_checks import check_platforms
from ladder_widgets.ladder.platforms import Platform
from ladder_widgets.ladder.yamlfile import YamlFile
from ladder_widgets.settings import PACKAGE

T = TypeVar("T")
SHIPPED = PACKAGE / "packs"
CAPABILITY_COLUMNS = (
    "programme", "code", "title", "gpc-domains", "bears-on", "confidence", "source",
)  # fmt: skip
DECISION_COLUMNS = (
    "programme", "capability", "target", "serves", "decided-by", "decided-on", "note",
)  # fmt: skip
YES_NO = {"yes": True, "no": False}


@cache
def load_catalogue(extra: tuple[Path, ...] = (), keep_in: Path | None = None) -> Catalogue:
    """Everything in the shipped packs and in the `extra` folders, read once and kept.

    With the folder `keep_in` a copy is kept there for the next process (see `packcache`).

    Raises:
        PackError: at least one place is wrong; all of those found are listed.
    """
    folders = [SHIPPED, *extra]
    return read_kept(folders, keep_in, read_packs) if keep_in else read_packs(folders)


def read_packs(folders: Sequence[Path]) -> Catalogue:
    """Read pack folders anew; see the module for their layout.

    Raises:
        PackError: at least one place is wrong; all of those found are listed.
    """
    reader = _Reader()
    for folder in folders:
        reader.read(folder)
    return reader.catalogue()


def read_ladder(folder: Path) -> Ladder:
    """One ladder from the folder that holds its `ladder.yaml`, by itself.

    Raises:
        PackError: there is no ladder in it, or at least one place is wrong.
    """
    reader = _Reader()
    reader.ladder(folder.parent, folder / "ladder.yaml")
    if reader.faults:
        raise PackError(reader.faults)
    return reader.ladders[0][1]


class _Reader:
    """Collects values with the files they came from, and every fault on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.ladders: list[tuple[YamlFile, Ladder]] = []
        self.themes: list[tuple[YamlFile, Theme]] = []
        self.programmes: list[tuple[YamlFile, Place, Programme]] = []
        self.platforms: list[tuple[YamlFile, Platform]] = []
        self.models: list[tuple[YamlFile, ReflectionModel]] = []
        self.frameworks: list[tuple[YamlFile, Framework]] = []
        self.asks: list[tuple[YamlFile, Place, Ask]] = []
        self.capabilities: dict[str, list[Capability]] = defaultdict(list)
        self.capability_lines: list[tuple[str, int, str]] = []
        self.decisions: list[tuple[str, int, Decision]] = []

    def read(self, folder: Path) -> None:
        for path in sorted(folder.glob("*/ladder.yaml")):
            self.ladder(folder, path)
        for path in sorted(folder.glob("*/decisions.csv")):
            self._table(folder, path, DECISION_COLUMNS, self._decision)
        for path in sorted((folder / "programmes").glob("*.yaml")):
            self.programmes += self._list(folder, path, Programme)
        for path in sorted((folder / "reviews").glob("*.yaml")):
            self.asks += self._list(folder, path, Ask)
        for path in sorted((folder / "programmes").glob("*.csv")):
            self._table(folder, path, CAPABILITY_COLUMNS, self._capability)
        self.platforms += self._each(folder, folder / "platforms", Platform)
        self.models += self._each(folder, folder / "reflection-models", ReflectionModel)
        self.frameworks += self._each(folder, folder / "frameworks", Framework)

    def catalogue(self) -> Catalogue:
        platforms = [platform for _, platform in self.platforms]
        models = [model for _, model in self.models]
        self.faults += check_unique(("reflection model", f, (), v.id) for f, v in self.models)
        self.faults += check_unique(theme_ids(self.themes))
        self.faults += check_unique(("ladder", f, (), v.id) for f, v in self.ladders)
        self.faults += check_programmes(
            self.programmes, platforms={platform.id for platform in platforms}
        )
        self.faults += check_platforms(
            self.platforms,
            models={model.id: model for model in models},
            programmes={programme.id for _, _, programme in self.programmes},
        )
        self.faults += check_asks(self.asks, [programme for _, _, programme in self.programmes])
        self.faults += check_frameworks(self.frameworks, self.themes)
        self.faults += self._unknown_programmes()
        self.faults += check_decisions(
            self.decisions,
            targets={t for _, ladder in self.ladders for t in ladder.target_ids()},
            capabilities={
                (programme.id, capability.code)
                for _, _, programme in self.programmes
                for capability in self.capabilities[programme.id]
            },
        )
        if self.faults:
            raise PackError(self.faults)
        return Catalogue(
            ladders=[ladder for _, ladder in self.ladders],
            programmes=[
                msgspec.structs.replace(p, capabilities=tuple(self.capabilities[p.id]))
                for _, _, p in self.programmes
            ],
            platforms=platforms,
            models=models,
            decisions=[decision for _, _, decision in self.decisions],
            frameworks=[framework for _, framework in self.frameworks],
            asks=[ask for _, _, ask in self.asks],
        )

    def _open(self, folder: Path, path: Path) -> YamlFile | None:
        try:
            return YamlFile(path, str(path.relative_to(folder.parent)))
        except PackError as error:
            self.faults += error.faults
            return None

    def _convert(self, file: YamlFile, kind: type[T]) -> T | None:
        try:
            return file.convert(kind)
        except PackError as error:
            self.faults += error.faults
            return None

    def _each(self, folder: Path, inside: Path, kind: type[T]) -> list[tuple[YamlFile, T]]:
        found = []
        for path in sorted(inside.glob("*.yaml")):
            file = self._open(folder, path)
            value = self._convert(file, kind) if file else None
            if file and value is not None:
                found.append((file, value))
        return found

    def ladder(self, folder: Path, path: Path) -> None:
        file = self._open(folder, path)
        before = len(self.faults)
        pairs = self._each(folder, path.parent / "themes", Theme)
        themes_are_read = len(self.faults) == before
        self.themes += pairs
        if file is None or not isinstance(file.data, dict):
            return
        # Themes, resources and changes have files of their own, beside this one.
        file.data |= {"themes": [], "resources": [], "changes": []}
        ladder = self._convert(file, Ladder)
        if ladder is None:
            return
        order = [strand.id for strand in ladder.strands]
        if pairs or themes_are_read:
            self.faults += check_ladder(file, ladder, pairs)
        themes = sorted(
            (theme for _, theme in pairs if theme.strand in order),
            key=lambda theme: order.index(theme.strand),
        )
        resources = self._list(folder, path.parent / "resources.yaml", Resource)
        self.faults += check_resources(resources, themes={theme.id for theme in themes})
        changes = self._list(folder, path.parent / "changes.yaml", Change)
        whole = msgspec.structs.replace(
            ladder,
            themes=tuple(themes),
            resources=tuple(resource for *_, resource in resources),
            changes=tuple(change for *_, change in changes),
        )
        self.faults += check_changes(changes, whole)
        self.ladders.append((file, whole))

    def _list(self, folder: Path, path: Path, kind: type[T]) -> list[tuple[YamlFile, Place, T]]:
        """The values of a file that is a list, each with its place; none if there is no file."""
        file = self._open(folder, path) if path.exists() else None
        values = self._convert(file, list[kind]) if file else None  # type: ignore[valid-type]
        return [(file, (n,), value) for n, value in enumerate(values or ())] if file else []

    def _table(
        self,
        folder: Path,
        path: Path,
        columns: tuple[str, ...],
        take: Callable[[str, int, dict[str, Any]], None],
    ) -> None:
        """Give `take` each row of a CSV file with its line."""
        name = str(path.relative_to(folder.parent))
        try:
            with path.open(encoding="utf-8", newline="") as stream:
                reader = csv.DictReader(stream)
                if tuple(reader.fieldnames or ()) != columns:
                    remedy = f"The first line must be: {','.join(columns)}."
                    problem = "The columns are not the expected ones."
                    self.faults.append(Fault(name, 1, problem, remedy))
                    return
                for row in reader:
                    take(name, reader.line_num, row)
        except UnicodeDecodeError:
            self.faults.append(Fault(name, 1, "The file is not UTF-8 text.", "Save it as UTF-8."))
        except (OSError, csv.Error):
            self.faults.append(Fault(name, 1, "The table cannot be read.", "Save it as CSV."))

    def _capability(self, name: str, line: int, row: dict[str, Any]) -> None:
        programme = row.pop("programme")
        domains = _split(row["gpc-domains"])
        row |= {"gpc-domains": domains, "bears-on": _split(row["bears-on"])}
        try:
            capability = msgspec.convert(row, Capability, strict=False)
        except msgspec.ValidationError as error:
            self.faults.append(Fault(name, line, f"{error}.", "Correct this row."))
            return
        if any(c.code == capability.code for c in self.capabilities[programme]):
            problem = f"{programme} has {capability.code} twice."
            self.faults.append(Fault(name, line, problem, "Keep one of them."))
        self.capabilities[programme].append(capability)
        self.capability_lines.append((name, line, programme))

    def _decision(self, name: str, line: int, row: dict[str, Any]) -> None:
        row["serves"] = YES_NO.get(row["serves"], row["serves"])
        try:
            decision = msgspec.convert(row, Decision, strict=True)
        except msgspec.ValidationError as error:
            remedy = "Correct this row; serves is yes or no, decided-on a day such as 2026-11-23."
            self.faults.append(Fault(name, line, f"{error}.", remedy))
            return
        self.decisions.append((name, line, decision))

    def _unknown_programmes(self) -> Iterator[Fault]:
        known = {programme.id for _, _, programme in self.programmes}
        for name, line, programme in self.capability_lines:
            if programme not in known:
                problem = f"No programme is called {programme}."
                yield Fault(name, line, problem, "Correct the id, or add the programme.")


def _split(cell: str | Iterable[str]) -> list[str]:
    return [part.strip() for part in str(cell).split(";") if part.strip()]
