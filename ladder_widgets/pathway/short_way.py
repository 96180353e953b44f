"""The short way: the fewest targets that serve every capability the programme asks for by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import Capability, Programme
from ladder_widgets.pathway.coverage import bears
from ladder_widgets.pathway.targets import SETTLED, Standing, TargetState

MOST = 20
"""More capabilities than this are not weighed against each other; no shipped programme has them."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """Targets to do, what each adds, and what is served or cannot be."""

    targets: tuple[TargetState, ...]
    adds: tuple[tuple[Capability, ...], ...]
    """For each target, the capabilities that no target before it serves."""
    served: tuple[Capability, ...]
    """Those that done targets serve already."""
    unserved: tuple[Capability, ...]
    """Those that no target of this stage or an earlier one serves."""


def find_short_way(standing: Standing, *, catalogue: Catalogue, programme: Programme) -> Way:
    """The fewest targets due in the present stage or before it that serve what is still unserved.

    Only capabilities that bear on leadership count. Of several ways of the same length it is the
    one whose targets are begun, due earlier and lower on the ladder: always the same one.
    """
    wanted = [c for c in programme.capabilities if bears(c)][:MOST]
    links = catalogue.links(programme)
    bit = {capability.code: 1 << n for n, capability in enumerate(wanted)}

    def mask(target: TargetState) -> int:
        return sum(bit.get(link.capability.code, 0) for link in links[target.id])

    asked = [t for t in standing.targets if 0 < t.step <= standing.expected_step]
    served = _union(mask(t) for t in standing.targets if t.status in SETTLED)
    open_ones = sorted(
        (t for t in asked if t.status not in SETTLED),
        key=lambda t: (t.status != "in-progress", str(t.due), t.step),
    )
    masks = [mask(t) & ~served for t in open_ones]
    chosen = [open_ones[n] for n in fewest(masks)]
    chosen.sort(key=lambda t: -(mask(t) & ~served).bit_count())
    adds, known = [], served
    for target in chosen:
        adds.append(tuple(c for c in wanted if bit[c.code] & mask(target) & ~known))
        known |= mask(target)
    return Way(
        targets=tuple(chosen),
        adds=tuple(adds),
        served=tuple(c for c in wanted if bit[c.code] & served),
        unserved=tuple(c for c in wanted if not bit[c.code] & known),
    )


def fewest(masks: Sequence[int]) -> tuple[int, ...]:
    """The positions of the fewest bit masks that together have every bit any of them has.

    Of several such choices, the one with the smallest positions. Exact: for each union of bits the
    best choice so far is kept, which is at most two to the number of bits.

    >>> fewest([0b001, 0b011, 0b110, 0b101])
    (0, 2)
    """
    best: dict[int, tuple[int, ...]] = {0: ()}
    for n in _useful(masks):
        for union, choice in list(best.items()):
            longer, now = (*choice, n), union | masks[n]
            held = best.get(now)
            if held is None or (len(longer), longer) < (len(held), held):
                best[now] = longer
    return best[_union(masks)]


def _useful(masks: Sequence[int]) -> list[int]:
    """The positions of the masks that are not part of one that stands before them."""
    kept: list[int] = []
    for n, mask in enumerate(masks):
        if mask and not any(mask & ~masks[k] == 0 for k in kept):
            kept.append(n)
    return kept


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
