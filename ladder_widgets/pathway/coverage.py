"""Whether a ladder covers a curriculum: each capability, stage by stage, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from ladder_widgets.ladder.catalogue import Catalogue, step_name
from ladder_widgets.ladder.mapping import Basis
from ladder_widgets.ladder.model import EXTENDING, Capability, Ladder, Programme, Route, Stage, Tag

BEARING: tuple[Tag, ...] = (
    "leadership",
    "management",
    "teamworking",
    "quality-improvement",
    "patient-safety",
)
"""A capability with one of these tags is one that the ladder is there to serve."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What serves one capability in one stage of a programme, on one basis.

    Where nothing does, `basis` is ``none`` and `gap_reason` says why, in a sentence.
    """

    programme: str
    capability: str
    stage: str
    targets: tuple[str, ...]
    basis: Basis | Literal["none"]
    gap_reason: str


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A capability that no target serves in any stage of its programme."""

    programme: Programme
    capability: Capability
    reason: str


class GroupCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many programmes and bearing capabilities a group of programmes has, and how many gaps."""

    group: str
    programmes: int
    capabilities: int
    gaps: int


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a steering group wants to see on one page."""

    groups: tuple[GroupCoverage, ...]
    gaps: tuple[Gap, ...]
    confirmed: int
    """Capabilities that at least one decision of people supports."""
    silent: tuple[Programme, ...]
    """Programmes on record without any bearing capability: nothing can be said of them."""

    @property
    def capabilities(self) -> int:
        """The bearing capabilities of all programmes."""
        return sum(group.capabilities for group in self.groups)


def bears(capability: Capability) -> bool:
    """Whether a capability is one that the ladder is there to serve."""
    return not set(BEARING).isdisjoint(capability.bears_on)


def steps_of_stages(route: Route) -> Iterator[tuple[Stage, range]]:
    """The stages of a route, each with the steps that fall due in it and in no earlier one."""
    reached = max((s.step or 0 for s in route.prior_stages), default=0)
    for stage in route.stages:
        step = max(stage.step or 0, reached)
        yield stage, range(reached + 1, step + 1)
        reached = step


def cover(catalogue: Catalogue, ladder: Ladder, programme: Programme) -> tuple[Coverage, ...]:
    """How a ladder covers the bearing capabilities of a programme, by stage of its usual route.

    A capability has one row for each stage and basis. Extending the Ladder never counts, since
    nobody is asked for it.
    """
    links = catalogue.links(programme)
    places = [place for place in catalogue.places(ladder) if place.number != EXTENDING]
    rows: list[Coverage] = []
    for capability in filter(bears, programme.capabilities):
        for stage, steps in steps_of_stages(programme.routes[0]):
            found: dict[Basis, list[str]] = {"confirmed": [], "derived": []}
            for place in places:
                for link in links[place.target.id]:
                    if place.number in steps and link.capability.code == capability.code:
                        found[link.basis].append(place.target.id)
            rows += _rows(programme, capability, stage, steps, found)
    return tuple(rows)


def _rows(
    programme: Programme,
    capability: Capability,
    stage: Stage,
    steps: range,
    found: Mapping[Basis, Sequence[str]],
) -> Iterator[Coverage]:
    reason = "" if any(found.values()) else _why_not(capability, stage, steps)
    kinds: list[tuple[Basis | Literal["none"], Sequence[str]]] = [("none", [])] if reason else []
    kinds += [(basis, targets) for basis, targets in found.items() if targets]
    for basis, targets in kinds:
        yield Coverage(
            programme=programme.id,
            capability=capability.code,
            stage=stage.id,
            targets=tuple(targets),
            basis=basis,
            gap_reason=reason,
        )


def find_gaps(programme: Programme, rows: Iterable[Coverage]) -> tuple[Gap, ...]:
    """The bearing capabilities of a programme that no row of `rows` serves in any stage."""
    served = {row.capability for row in rows if row.targets}
    return tuple(
        Gap(programme=programme, capability=capability, reason=_why_never(capability))
        for capability in programme.capabilities
        if bears(capability) and capability.code not in served
    )


def summarise(catalogue: Catalogue, rows: Iterable[Coverage]) -> Summary:
    """The coverage of every programme of the catalogue on one page; `rows` are those of `cover`."""
    by_programme: dict[str, list[Coverage]] = {name: [] for name in catalogue.programmes}
    for row in rows:
        by_programme[row.programme].append(row)
    programmes = catalogue.programmes.values()
    gaps = [gap for p in programmes for gap in find_gaps(p, by_programme[p.id])]
    groups = []
    for name in dict.fromkeys(p.group for p in programmes):
        members = [p for p in programmes if p.group == name]
        groups.append(
            GroupCoverage(
                group=name,
                programmes=len(members),
                capabilities=sum(bears(c) for p in members for c in p.capabilities),
                gaps=sum(gap.programme.group == name for gap in gaps),
            )
        )
    confirmed = {
        (row.programme, row.capability)
        for found in by_programme.values()
        for row in found
        if row.basis == "confirmed"
    }
    return Summary(
        groups=tuple(groups),
        gaps=tuple(gaps),
        confirmed=len(confirmed),
        silent=tuple(p for p in programmes if not any(map(bears, p.capabilities))),
    )


def _why_not(capability: Capability, stage: Stage, steps: range) -> str:
    if not steps:
        return f"No step falls due in {stage.title}."
    if not capability.gpc_domains:
        return _why_never(capability)
    names = " or ".join(step_name(n) for n in steps)
    return f"No target of {names} shares a GPC domain and a tag with it."


def _why_never(capability: Capability) -> str:
    if not capability.gpc_domains:
        return "It has no GPC domain, so nothing can be derived; a decision is needed."
    return "No target shares a GPC domain and a tag with it."
