"""Capabilities that an entry may show by its targets and is not linked to yet."""

from __future__ import annotations

import msgspec

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.mapping import Basis
from ladder_widgets.ladder.model import Capability, Programme, Target
from ladder_widgets.portfolio.model import Content


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A capability, the entry's targets that serve it, and what says so."""

    capability: Capability
    targets: tuple[Target, ...]
    basis: Basis

    @property
    def opening(self) -> str:
        """How a justification may begin; only the trainee knows how it goes on."""
        return f"I worked on {' and '.join(f'“{target.title}”' for target in self.targets)} by "


def suggest(content: Content, programme: Programme, catalogue: Catalogue) -> tuple[Suggestion, ...]:
    """The capabilities that the entry's targets serve, strongest first, linked ones left out.

    Stronger is: confirmed by somebody, then served by more of its targets, then sharing more tags
    with them; then the order of the curriculum.
    """
    linked = {link.code for link in content.capabilities}
    targets = [catalogue.place(name).target for name in catalogue.carry_all(content.targets)]
    links = catalogue.links(programme)
    found = []
    for capability in programme.capabilities:
        serving = [
            (target, link.basis)
            for target in targets
            for link in links[target.id]
            if link.capability.code == capability.code
        ]
        if serving and capability.code not in linked:
            confirmed = any(basis == "confirmed" for _, basis in serving)
            found.append(
                Suggestion(
                    capability=capability,
                    targets=tuple(target for target, _ in serving),
                    basis="confirmed" if confirmed else "derived",
                )
            )
    return tuple(sorted(found, key=_weakness))


def _weakness(suggestion: Suggestion) -> tuple[bool, int, int]:
    wanted = set(suggestion.capability.bears_on)
    common = sum(len(wanted & set(target.bears_on)) for target in suggestion.targets)
    return suggestion.basis == "derived", -len(suggestion.targets), -common
