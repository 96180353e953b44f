"""A framework of any shape as a tree of items in order, whatever file it came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from ladder_widgets.errors import Fault, PackError
from ladder_widgets.ladder.exchange.places import Where
from ladder_widgets.ladder.exchange.texts import cut, one_line

MAX_LEVELS = 12
"""A framework with more levels than this is a mistake, or meant to exhaust its reader."""
NAMED = 3
NAME_CHARS = 50


class Warnings:
    """What a reader had to decide for itself: one line for each kind of thing, with examples."""

    def __init__(self) -> None:
        self._found: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, about: str, name: str) -> None:
        """One more item of which `about` is true."""
        self._found[about].append(cut(one_line(name).rstrip("."), NAME_CHARS))

    def lines(self) -> tuple[str, ...]:
        """Each kind of thing once, in order of first appearance."""
        return tuple(
            f"{about}: {'; '.join(names[:NAMED])}"
            + (f" and {len(names) - NAMED} more." if len(names) > NAMED else ".")
            for about, names in self._found.items()
        )


class Tree:
    """Which item hangs under which, by number; None stands for the framework itself."""

    def __init__(self, parents: Sequence[int | None], ordered: Iterable[int]) -> None:
        """`parents` has one for each item; `ordered` is the order of items under one parent."""
        self.children: defaultdict[int | None, list[int]] = defaultdict(list)
        for n in ordered:
            self.children[parents[n]].append(n)
        self.level = [0] * len(parents)
        above: list[int | None] = [None]
        number = 0
        while above:
            number += 1
            below = [n for parent in above for n in self.children.get(parent, ())]
            for n in below:
                self.level[n] = number
            above = list(below)

    @property
    def depth(self) -> int:
        """How many levels there are."""
        return max(self.level, default=0)

    def loose(self) -> list[int]:
        """The items that lie in a circle, or hang under one."""
        return [n for n, level in enumerate(self.level) if not level]

    def leaves(self) -> Iterator[tuple[int, ...]]:
        """The way from the top to each item with nothing under it, in order."""
        ahead: list[tuple[int, ...]] = [(n,) for n in reversed(self.children[None])]
        while ahead:
            path = ahead.pop()
            below = self.children.get(path[-1])
            if below:
                ahead += [(*path, n) for n in reversed(below)]
            else:
                yield path


def check_tree(tree: Tree, name: str, where: Callable[[int], Where]) -> None:
    """Refuse what is no tree that a ladder can be made of; `where` says what messages call items.

    Raises:
        PackError: items in circles, too many levels, or no item at all.
    """
    faults = []
    if loose := tree.loose():
        part, number = where(loose[0])
        problem = f"The item lies in a circle of parents, or under one; {len(loose)} items do."
        remedy = "Give one of the circle another parent."
        faults.append(Fault(f"{name}, {part}", number, problem, remedy))
    if tree.depth > MAX_LEVELS:
        part, number = where(tree.level.index(tree.depth))
        problem = f"The item stands on level {tree.depth}."
        remedy = f"At most {MAX_LEVELS} levels can be read: take some out."
        faults.append(Fault(f"{name}, {part}", number, problem, remedy))
    if not tree.level:
        faults.append(Fault(name, 1, "The framework has no items.", "Export it again, with them."))
    if faults:
        raise PackError(faults)


class Node(msgspec.Struct, frozen=True):
    """One item of a framework: what it is called, what it says, the code its publisher gave it.

    `had` is the id that it had in a ladder, if it comes from one.
    """

    title: str
    statement: str
    code: str = ""
    had: str = ""
    stage: str = ""

    @property
    def name(self) -> str:
        """The title with its code before it, unless it begins so."""
        return f"{self.code} {self.title}" if self.code not in self.title[:40] else self.title

    @property
    def wanted(self) -> str:
        """What an id is made of."""
        return self.had or self.title


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """A framework of somebody else: what is said of it as a whole, its items and their order."""

    title: str
    version: str
    creator: str
    about: str
    kind: str
    """The kind of file it was read from."""
    had: str = ""
    """The id that it has as a ladder of ours."""
    nodes: tuple[Node, ...]
    tree: Tree
