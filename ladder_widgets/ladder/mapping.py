"""Which targets serve which capabilities of a curriculum: derived by a rule, or decided by people.

The rule is the kit's own. A *decision* names one target and one capability and wins over it, in
either direction; both kinds are told apart wherever they are shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from ladder_widgets.ladder.model import Capability, Id, Programme, Target, TargetId, Text, Value

Basis = Literal["confirmed", "derived"]


class Decision(Value, frozen=True):
    """Somebody's word on whether one target serves one capability of one programme."""

    programme: Id
    capability: Text
    target: TargetId
    serves: bool
    decided_by: Text
    decided_on: dt.date
    note: str = ""


class Link(Value, frozen=True):
    """A capability that a target serves, and what says so."""

    capability: Capability
    basis: Basis


def serves(target: Target, capability: Capability) -> bool:
    """Whether a target bears on a capability by the rule: one tag in common, and one GPC domain.

    No curriculum body has confirmed what follows from it.
    """
    tags, domains = set(target.bears_on), set(target.gpc_domains)
    return not (tags.isdisjoint(capability.bears_on) or domains.isdisjoint(capability.gpc_domains))


def link_targets(
    programme: Programme, targets: Iterable[Target], decisions: Iterable[Decision]
) -> dict[str, tuple[Link, ...]]:
    """The capabilities that each target serves, by the target's id.

    Confirmed ones come first, then those with most tags in common.
    """
    decided = {(d.target, d.capability): d.serves for d in decisions if d.programme == programme.id}
    links = {}
    for target in targets:
        found = []
        for capability in programme.capabilities:
            word = decided.get((target.id, capability.code))
            if word if word is not None else serves(target, capability):
                basis: Basis = "derived" if word is None else "confirmed"
                found.append(Link(capability=capability, basis=basis))
        wanted = set(target.bears_on)
        found.sort(key=lambda k: (k.basis == "derived", -len(wanted & set(k.capability.bears_on))))
        links[target.id] = tuple(found)
    return links
