"""A ladder read back from a CASE package that the kit wrote, whoever edited it since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from ladder_widgets.errors import Fault, PackError
from ladder_widgets.ladder.checks import Place
from ladder_widgets.ladder.exchange.case_format import FORMAT, KINDS, OURS, Package, join
from ladder_widgets.ladder.exchange.outline import Tree
from ladder_widgets.ladder.exchange.places import Places, Where, build_ladder
from ladder_widgets.ladder.model import Framework, Ladder


def own_ladder(
    name: str, package: Package, ours: object, tree: Tree, frameworks: Iterable[Framework]
) -> Ladder:
    """The ladder of a package; order and hierarchy are those of `tree`, not of the file.

    Raises:
        PackError: a newer kit wrote it, or at least one place is wrong.
    """
    if not isinstance(ours, dict) or not isinstance(ours.get("format"), int):
        fault = Fault(
            f"{name}, CFDocument", 1, f"extensions.{OURS} has no format.", "Export again."
        )
        raise PackError([fault])
    if ours["format"] > FORMAT:
        problem = f"It has format {ours['format']}; this kit reads up to {FORMAT}."
        raise PackError([Fault(f"{name}, CFDocument", 1, problem, "Update the kit.")])
    if tree.depth > len(KINDS):
        n, problem = tree.level.index(len(KINDS) + 1), "It hangs under a target."
        remedy = f"The levels of a ladder are: {', '.join(KINDS)}."
        raise PackError([Fault(f"{name}, CFItems, number", n + 1, problem, remedy)])
    return _Own(name, package, tree).ladder(ours, frameworks)


class _Own:
    """Puts the items together again, and remembers where each value stood."""

    def __init__(self, name: str, package: Package, tree: Tree) -> None:
        self.name = name
        self.document = package.document
        self.items = package.items or ()
        self.children = tree.children
        self.where: dict[Place, Where] = {(): ("CFDocument", 1)}

    def ladder(self, ours: dict[str, Any], frameworks: Iterable[Framework]) -> Ladder:
        rest = {key: value for key, value in ours.items() if key != "format"}
        strands: list[dict[str, Any]] = []
        themes: list[dict[str, Any]] = []
        for number in self.children[None]:
            strand = self._value("Strand", number, ("strands", len(strands)))
            strands.append(strand)
            for below in self.children[number]:
                theme = self._theme(below, ("themes", len(themes)))
                themes.append({**theme, "strand": strand.get("id")})
        head = join("Ladder", msgspec.to_builtins(self.document), rest)
        data = {**head, "strands": strands, "themes": themes}
        return build_ladder(data, Places(self.name, self.where), frameworks)

    def _theme(self, number: int, place: Place) -> dict[str, Any]:
        theme = self._value("Theme", number, place)
        theme["steps"] = []
        for n, below in enumerate(self.children[number]):
            rung: Place = (*place, "steps", n)
            step = self._value("Step", below, rung)
            step["targets"] = [
                self._value("Target", target, (*rung, "targets", m))
                for m, target in enumerate(self.children[below])
            ]
            theme["steps"].append(step)
        return theme

    def _value(self, kind: str, number: int, place: Place) -> dict[str, Any]:
        self.where[place] = ("CFItems, number", number + 1)
        fields = msgspec.to_builtins(self.items[number])
        rest = (fields.get("extensions") or {}).get(OURS)
        return join(kind, fields, rest if isinstance(rest, dict) else {})
