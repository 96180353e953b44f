"""Who asks whom in a team, and how its work is shared out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from ladder_widgets.errors import InputError


class AskNetwork(msgspec.Struct, frozen=True):
    """People, and the pairs in which the first goes to the second for help or a decision."""

    people: tuple[str, ...]
    asks: frozenset[tuple[str, str]]

    @property
    def asked(self) -> dict[str, int]:
        """By how many people each one is asked, all people, most first."""
        counted = Counter(to for _, to in self.asks)
        return dict(sorted(((p, counted[p]) for p in self.people), key=lambda pair: -pair[1]))

    @property
    def density(self) -> float:
        """The share of all pairs that could ask each other and do."""
        possible = len(self.people) * (len(self.people) - 1)
        return len(self.asks) / possible if possible else 0.0

    @property
    def mutual(self) -> float:
        """The share of askings that also go the other way: help among equals."""
        both = sum((to, who) in self.asks for who, to in self.asks)
        return both / len(self.asks) if self.asks else 0.0

    def alone(self) -> tuple[str, ...]:
        """Those who neither ask nor are asked."""
        busy = {person for pair in self.asks for person in pair}
        return tuple(person for person in self.people if person not in busy)

    def holds_together(self) -> tuple[str, ...]:
        """Those without whom the others would fall into more separate groups."""
        whole = self._groups(without=None)
        return tuple(
            person
            for person in self.people
            if person not in self.alone() and self._groups(without=person) > whole
        )

    def _groups(self, *, without: str | None) -> int:
        """How many groups there are, whichever way people ask."""
        near: dict[str, set[str]] = {p: set() for p in self.people if p != without}
        for who, to in self.asks:
            if without not in (who, to):
                near[who].add(to)
                near[to].add(who)
        groups = 0
        while near:
            groups += 1
            ahead = [next(iter(near))]
            while ahead:
                ahead += near.pop(ahead.pop(), set())
        return groups


def ask_network(asks: Iterable[tuple[str, str]], people: Iterable[str] = ()) -> AskNetwork:
    """The network of (who asks, who is asked); `people` adds those who are in no pair.

    Raises:
        InputError: somebody asks themselves.
    """
    pairs = frozenset(asks)
    if any(who == to for who, to in pairs):
        raise InputError("Nobody asks themselves: leave such a pair out.")
    names = [*people, *(person for pair in sorted(pairs) for person in pair)]
    return AskNetwork(tuple(dict.fromkeys(names)), pairs)


def load_shares(hours: Mapping[str, float]) -> dict[str, float]:
    """Each person's share of the team's hours, largest first.

    Raises:
        InputError: hours below 0, or none at all.
    """
    total = sum(hours.values())
    if total <= 0 or min(hours.values()) < 0:
        raise InputError("Hours are 0 or more, and somebody must have some.")
    return dict(sorted(((p, h / total) for p, h in hours.items()), key=lambda pair: -pair[1]))
