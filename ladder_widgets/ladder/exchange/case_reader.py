"""A ladder read from a CASE package, 1.0 or 1.1: our own as it was, others as a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from ladder_widgets.errors import Fault, PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.exchange.case_format import (
    CREATOR,
    OURS,
    Item,
    Link,
    Package,
    identifier,
)
from ladder_widgets.ladder.exchange.case_own import own_ladder
from ladder_widgets.ladder.exchange.draft import draft_ladder, node_of
from ladder_widgets.ladder.exchange.jsonfile import take
from ladder_widgets.ladder.exchange.outline import Node, Outline, Tree, Warnings, check_tree
from ladder_widgets.ladder.exchange.texts import one_line
from ladder_widgets.ladder.model import Ladder

ITEMS = "CFItems, number"
Hung = tuple[int | None, int | None]
"""Under which item another hangs, None for the document, and its sequence number."""


def read_case(
    name: str,
    data: dict[str, Any],
    catalogue: Catalogue,
    *,
    today: dt.date,
    told: Warnings,
) -> Ladder:
    """The ladder of a CASE package; what had to be decided on the way is told.

    Args:
        name: What messages call the file.
        data: The object in it.
        catalogue: What is there already: frameworks to point into, ids that are taken.
        today: The day from which a draft counts.
        told: Gets the warnings.

    Raises:
        PackError: at least one place is wrong.
    """
    package = take(name, data, Package)
    items = package.items or ()
    tree = _tree(name, package, items, told)
    check_tree(tree, name, lambda n: (ITEMS, n + 1))
    ours = (package.document.extensions or {}).get(OURS)
    if ours is not None:
        return own_ladder(name, package, ours, tree, catalogue.frameworks.values())
    return draft_ladder(
        _outline(name, package, items, tree, catalogue.ladders), catalogue, today=today, told=told
    )


def _outline(
    name: str, package: Package, items: tuple[Item, ...], tree: Tree, known: Iterable[str]
) -> Outline:
    document = package.document
    nodes = tuple(_node(item, coded=document.creator != CREATOR) for item in items)
    faults = [
        Fault(f"{name}, {ITEMS}", n, "The item says nothing.", "Give it a fullStatement.")
        for n, node in enumerate(nodes, start=1)
        if not node.statement
    ]
    if not one_line(document.title):
        faults.append(Fault(f"{name}, CFDocument", 1, "It has no title.", "Give it one."))
    if faults:
        raise PackError(faults)
    return Outline(
        title=one_line(document.title),
        version=one_line(document.version or ""),
        creator=one_line(document.creator or ""),
        about=one_line(document.description or ""),
        kind="CASE",
        had=next((n for n in known if identifier("ladder", n) == document.identifier), ""),
        nodes=nodes,
        tree=tree,
    )


def _node(item: Item, *, coded: bool) -> Node:
    """An item; a code of our own is an id that it had, not one that people read."""
    code = item.human_coding_scheme or ""
    return node_of(
        title=item.abbreviated_statement or "",
        statement=item.full_statement,
        code=code if coded else "",
        had="" if coded else code,
        stage=", ".join(item.education_level or ()),
    )


# --- which item hangs under which -----------------------------------------------------


def _tree(name: str, package: Package, items: tuple[Item, ...], told: Warnings) -> Tree:
    hung = _hung(package, _numbers(name, items), items, told)
    parents = [hung[n][0] if n in hung else None for n in range(len(items))]
    place = {n: k for k, n in enumerate(hung)}
    for n, item in enumerate(items):
        if n not in hung:
            told.add("Items without a parent, which come last at the top", _called(item))
        elif hung[n][1] is None:
            about = "Items without a sequenceNumber, which come in the file's order"
            told.add(about, _called(item))

    def order(n: int) -> tuple[bool, bool, int, int]:
        number = hung[n][1] if n in hung else None
        return n not in hung, number is None, number or 0, place.get(n, n)

    return Tree(parents, sorted(range(len(items)), key=order))


def _hung(
    package: Package, numbers: dict[str, int], items: tuple[Item, ...], told: Warnings
) -> dict[int, Hung]:
    """Where each item hangs: by its first `isChildOf` towards something that is there."""
    home = {key.casefold() for key in (package.document.identifier, package.document.uri) if key}
    found: dict[int, Hung] = {}
    for association in package.associations or ():
        if association.association_type != "isChildOf":
            continue
        child = _find(association.origin, numbers)
        if child is None:
            about = "Associations of items that are not in the file, which are left out"
            told.add(about, association.origin.identifier or "one without an identifier")
            continue
        parent = _find(association.destination, numbers)
        if parent is None and home.isdisjoint(_keys(association.destination)):
            about = "Parents that are not in the file, whose items come last at the top"
            told.add(about, _called(items[child]))
            continue
        known = found.setdefault(child, (parent, association.sequence_number))
        if known[0] != parent:
            about = "Items with several parents, which hang under the first alone"
            told.add(about, _called(items[child]))
    return found


def _numbers(name: str, items: tuple[Item, ...]) -> dict[str, int]:
    """The number of each item by its identifier and, where no other has it, by its address."""
    numbers: dict[str, int] = {}
    faults = []
    for n, item in enumerate(items):
        first = numbers.setdefault(item.identifier.casefold(), n)
        if first != n or not item.identifier:
            problem = f"Item {first + 1} has the same identifier." if first != n else "It has none."
            remedy = "Give each item an identifier of its own."
            faults.append(Fault(f"{name}, {ITEMS}", n + 1, problem, remedy))
    if faults:
        raise PackError(faults)
    for n, item in enumerate(items):
        if item.uri:
            numbers.setdefault(item.uri.casefold(), n)
    return numbers


def _keys(link: Link) -> list[str]:
    return [key.casefold() for key in (link.identifier, link.uri) if key]


def _find(link: Link, numbers: dict[str, int]) -> int | None:
    return next((numbers[key] for key in _keys(link) if key in numbers), None)


def _called(item: Item) -> str:
    return item.human_coding_scheme or item.abbreviated_statement or item.full_statement
