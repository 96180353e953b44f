"""The coverage of every programme as a grid: programmes down, what capabilities bear on across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import Ladder, Programme, Tag
from ladder_widgets.pathway.coverage import BEARING, Coverage, cover

WARMTHS = (1, 10, 30, 60)
"""From so many targets on, a field of the grid is one shade warmer."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One programme and one tag: its capabilities, how many of them are served, and how well."""

    tag: Tag
    capabilities: int
    served: int
    fewest: int
    """The targets of the capability that has the fewest; 0 if there is none."""

    @property
    def warmth(self) -> int:
        """0 for nothing to serve or nothing served, else 1 to 4 by the fewest targets."""
        return sum(self.fewest >= start for start in WARMTHS)


class Grid:
    """The coverage of all programmes by one ladder, worked out when it is first asked for."""

    def __init__(self, catalogue: Catalogue, ladder: Ladder) -> None:
        self.catalogue = catalogue
        self.ladder = ladder

    @cached_property
    def rows(self) -> Mapping[str, Sequence[Coverage]]:
        """The rows of `cover` by the id of the programme."""
        programmes = self.catalogue.programmes.values()
        return {p.id: cover(self.catalogue, self.ladder, p) for p in programmes}

    def fields(self, programme: Programme) -> tuple[Field, ...]:
        """One field for each tag that bears on leadership, in the order of `BEARING`."""
        targets: dict[str, set[str]] = {}
        for row in self.rows[programme.id]:
            targets.setdefault(row.capability, set()).update(row.targets)
        found = []
        for tag in BEARING:
            codes = [c.code for c in programme.capabilities if tag in c.bears_on]
            counts = [len(targets[code]) for code in codes]
            field = Field(
                tag=tag,
                capabilities=len(codes),
                served=sum(count > 0 for count in counts),
                fewest=min(counts, default=0),
            )
            found.append(field)
        return tuple(found)
