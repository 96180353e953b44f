"""A bargain over several things at once: which packages leave both sides better off.

Each side says what every option is worth to it. A package takes one option of every issue; one is
efficient if no other is better for one side and no worse for the other (Raiffa, *The Art and
Science of Negotiation*, 1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

import msgspec

from ladder_widgets.errors import InputError

MAX_PACKAGES = 5000
"""More than any table can talk about; the number grows with every issue."""


class Option(msgspec.Struct, frozen=True):
    """One way to settle an issue, and what it is worth to either side."""

    issue: str
    name: str
    ours: float
    theirs: float


class Package(msgspec.Struct, frozen=True):
    """One option of every issue, with its worth to either side."""

    options: tuple[Option, ...]
    ours: float
    theirs: float

    @property
    def words(self) -> str:
        """The options in one line."""
        return ", ".join(f"{option.issue}: {option.name}" for option in self.options)


def packages(options: Sequence[Option]) -> tuple[Package, ...]:
    """Every package, in the order of issues and options.

    Raises:
        InputError: no option, or too many packages.
    """
    issues: dict[str, list[Option]] = {}
    for option in options:
        issues.setdefault(option.issue, []).append(option)
    if not issues or prod(map(len, issues.values())) > MAX_PACKAGES:
        message = f"A bargain has at least one option and at most {MAX_PACKAGES} packages."
        raise InputError(message)
    return tuple(
        Package(chosen, sum(o.ours for o in chosen), sum(o.theirs for o in chosen))
        for chosen in product(*issues.values())
    )


def possible(found: Sequence[Package], *, ours: float, theirs: float) -> tuple[Package, ...]:
    """Packages that are worth more to each side than what it does without an agreement."""
    return tuple(p for p in found if p.ours > ours and p.theirs > theirs)


def efficient(found: Sequence[Package]) -> tuple[Package, ...]:
    """Packages that none of the others beats for one side at no cost to the other."""
    return tuple(one for one in found if not any(_beats(other, one) for other in found))


def _beats(one: Package, other: Package) -> bool:
    at_least = one.ours >= other.ours and one.theirs >= other.theirs
    return at_least and (one.ours, one.theirs) != (other.ours, other.theirs)
