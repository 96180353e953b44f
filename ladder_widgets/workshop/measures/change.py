"""A change on one page: whom it needs, and what drives it or holds it back.

The force field is Lewin's (*Field Theory in Social Science*, 1951).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from ladder_widgets.errors import InputError

LOW, HIGH = 1, 5
MIDDLE = 3

Way = Literal["work with", "win over", "keep in touch", "keep an eye on"]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a change touches: weight in the decision, support now and as needed, 1 to 5."""

    name: str
    influence: int
    support: int
    needed: int

    @property
    def way(self) -> Way:
        """What to do first, by where they stand on the grid."""
        if self.influence >= MIDDLE:
            return "work with" if self.support >= MIDDLE else "win over"
        return "keep in touch" if self.support >= MIDDLE else "keep an eye on"

    @property
    def distance(self) -> int:
        """Steps of support still missing, times influence: where an hour of talking goes first."""
        return max(0, self.needed - self.support) * self.influence


class Force(msgspec.Struct, frozen=True):
    """Something that drives a change or holds it back, by strength 1 to 5."""

    name: str
    side: Literal["drives", "holds back"]
    strength: int


class ForceField(msgspec.Struct, frozen=True):
    """The forces on a change, strongest first, and what they add up to."""

    forces: tuple[Force, ...]
    drives: int
    holds_back: int

    @property
    def balance(self) -> int:
        """Above 0 the change has more for it than against it, as the room judged it."""
        return self.drives - self.holds_back

    def without(self, *names: str) -> ForceField:
        """The same field once some forces are gone."""
        return force_field(force for force in self.forces if force.name not in names)


def by_distance(people: Iterable[Person]) -> tuple[Person, ...]:
    """People in the order in which to go to them; equal ones keep theirs.

    Raises:
        InputError: a score outside 1 to 5.
    """
    found = list(people)
    _check([score for p in found for score in (p.influence, p.support, p.needed)])
    return tuple(sorted(found, key=lambda person: -person.distance))


def force_field(forces: Iterable[Force]) -> ForceField:
    """The field of these forces.

    Raises:
        InputError: a strength outside 1 to 5.
    """
    found = sorted(forces, key=lambda force: -force.strength)
    _check([force.strength for force in found])
    drives = sum(force.strength for force in found if force.side == "drives")
    return ForceField(tuple(found), drives, sum(force.strength for force in found) - drives)


def _check(scores: Sequence[int]) -> None:
    if any(not LOW <= score <= HIGH for score in scores):
        message = f"Scores go from {LOW} to {HIGH}."
        raise InputError(message)
