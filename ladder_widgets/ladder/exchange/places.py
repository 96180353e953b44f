"""Where the values of a file that is no pack stand, and the checks of a whole ladder of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ladder_widgets.errors import Fault, PackError
from ladder_widgets.ladder.checks import (
    Place,
    check_changes,
    check_frameworks,
    check_ladder,
    check_resources,
    check_unique,
    theme_ids,
)
from ladder_widgets.ladder.model import Framework, Ladder
from ladder_widgets.ladder.yamlfile import Step, explain

Where = tuple[str, int]
"""A part of a file as messages call it, such as a sheet's rows, and the number within it."""


class Places:
    """A part of a file that values were read from; knows where each of them stands."""

    def __init__(self, name: str, where: Mapping[Place, Where]) -> None:
        """`where` holds at least the place ``()``, the whole."""
        self.name = name
        self._where = where

    def find(self, place: Sequence[Step]) -> Where:
        """Where a value stands, or its nearest parent."""
        known = tuple(place)
        while known not in self._where and known:
            known = known[:-1]
        return self._where[known]

    def line(self, place: Sequence[Step]) -> int:
        """The number of a value within its part of the file."""
        return self.find(place)[1]

    def fault(self, place: Sequence[Step], problem: str, remedy: str) -> Fault:
        """A fault at a value."""
        part, number = self.find(place)
        return Fault(f"{self.name}, {part}", number, problem, remedy)

    def each(self, field: str, count: int) -> list[Places]:
        """The values of a list as parts that are checked by themselves, such as themes."""
        inner: list[dict[Place, Where]] = [{(): self.find((field, n))} for n in range(count)]
        for known, at in self._where.items():
            match known:
                case (str(named), int(n), *rest) if named == field and n < count:
                    inner[n][tuple(rest)] = at
        return [Places(self.name, where) for where in inner]


def build_ladder(data: object, whole: Places, frameworks: Iterable[Framework]) -> Ladder:
    """A ladder from plain data, checked as a pack is.

    Raises:
        PackError: at least one place is wrong.
    """
    try:
        ladder = msgspec.convert(data, Ladder)
    except msgspec.ValidationError as error:
        raise PackError([explain(error, whole.fault)]) from None
    parts = whole.each("themes", len(ladder.themes))
    pairs = list(zip(parts, ladder.themes, strict=True))
    listed = [(whole, ("resources", n), r) for n, r in enumerate(ladder.resources)]
    changes = [(whole, ("changes", n), c) for n, c in enumerate(ladder.changes)]
    faults = [
        *check_ladder(whole, ladder, pairs),
        *check_unique(theme_ids(pairs)),
        *check_frameworks([(whole, framework) for framework in frameworks], pairs),
        *check_resources(listed, themes={theme.id for theme in ladder.themes}),
        *check_changes(changes, ladder),
    ]
    if faults:
        raise PackError(faults)
    return ladder
