"""A ladder drafted from a SmartEvidence framework of Mahara (.matrix)."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import msgspec
import nh3

from ladder_widgets.errors import Fault, PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.exchange.draft import draft_ladder, node_of
from ladder_widgets.ladder.exchange.jsonfile import take
from ladder_widgets.ladder.exchange.outline import Outline, Tree, Warnings, check_tree
from ladder_widgets.ladder.exchange.places import Where
from ladder_widgets.ladder.exchange.texts import cut, one_line
from ladder_widgets.ladder.model import VERSION, Ladder

_BLOCK = re.compile(r"<(?=/?(?:p|li|br|div|h[1-6]|td|tr|ul|ol)\b)", re.IGNORECASE)
ELEMENTS = "standardelements, number"
MAX_MARKUP = 10_000
"""What stands further on in a description is not kept anyway; deep markup takes long to read."""
MAX_FIGURES = 18
"""A number with more figures counts no standards."""


class Standard(msgspec.Struct, frozen=True):
    """A standard, the top level of a framework."""

    standardid: int | str
    shortname: str | None = None
    name: str | None = None
    description: str | None = None


class Element(Standard, frozen=True, kw_only=True):
    """An element of a standard; both spellings of its parent are about."""

    elementid: int | str
    parentelementid: int | str | None = None
    parentid: int | str | None = None

    @property
    def parent(self) -> str:
        """The parent's id, empty for an element right under its standard."""
        given = self.parentid if self.parentelementid is None else self.parentelementid
        return "" if given is None else str(given).strip()


class Body(msgspec.Struct, frozen=True):
    """What a framework says."""

    name: str
    standards: tuple[Standard, ...]
    standardelements: tuple[Element, ...] = ()
    description: str | None = None


class Matrix(msgspec.Struct, frozen=True):
    """A whole .matrix file; other fields are left out."""

    framework: Body


def read_matrix(
    name: str, data: dict[str, Any], catalogue: Catalogue, *, today: dt.date, told: Warnings
) -> Ladder:
    """The ladder of a .matrix file, as a draft; what had to be decided on the way is told.

    Raises:
        PackError: at least one place is wrong.
    """
    framework = take(name, data, Matrix).framework
    tree = _Hanger(name, framework, told).tree()
    check_tree(tree, name, lambda n: _where(framework, n))
    rows = (*framework.standards, *framework.standardelements)
    nodes = [node_of(title=row.shortname or row.name or "", statement=_said(row)) for row in rows]
    faults = [
        _fault(name, framework, n, "It has no name.", "Give it one.")
        for n, node in enumerate(nodes)
        if not node.statement
    ]
    if not one_line(framework.name):
        faults.append(Fault(f"{name}, framework", 1, "It has no name.", "Give it one."))
    if faults:
        raise PackError(faults)
    # A framework of ours ends with its version, since Mahara has no place for one.
    title, _, version = one_line(framework.name).rpartition(" ")
    if not title or not re.fullmatch(VERSION, version):
        title, version = one_line(framework.name), ""
    outline = Outline(
        title=title,
        version=version,
        creator="",
        about=_text(framework.description or ""),
        kind="SmartEvidence",
        nodes=tuple(nodes),
        tree=tree,
    )
    return draft_ladder(outline, catalogue, today=today, told=told)


def _said(row: Standard) -> str:
    return _text(row.description or "") or row.name or ""


def _text(markup: str) -> str:
    """The words of HTML; what is no markup stays as it is."""
    markup = cut(markup, MAX_MARKUP)
    if "<" in markup:
        spaced = _BLOCK.sub(" <", markup)
        markup = nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style"})
    return one_line(html.unescape(markup))


def _where(framework: Body, number: int) -> Where:
    """What messages call a standard or an element, which are numbered in one row."""
    within = number - len(framework.standards)
    return ("standards, number", number + 1) if within < 0 else (ELEMENTS, within + 1)


def _fault(name: str, framework: Body, number: int, problem: str, remedy: str) -> Fault:
    part, number = _where(framework, number)
    return Fault(f"{name}, {part}", number, problem, remedy)


class _Hanger:
    """Finds the parent of each standard and element."""

    def __init__(self, name: str, framework: Body, told: Warnings) -> None:
        self.name = name
        self.framework = framework
        self.told = told
        self.faults: list[Fault] = []

    def tree(self) -> Tree:
        standards = self._standards()
        elements = self._elements()
        first = len(self.framework.standards)
        parents: list[int | None] = [None] * first
        for n, element in enumerate(self.framework.standardelements, start=first):
            standard = self._number(element)
            if standard not in standards:
                problem = "No standard has its standardid."
                allowed = ", ".join(str(known) for known in list(standards)[:12])
                self._wrong(n, problem, f"Allowed: {allowed or 'none'}.")
                continue
            parents.append(self._parent(n, element, standards[standard], elements))
        if self.faults:
            raise PackError(self.faults)
        return Tree(parents, range(len(parents)))

    def _standards(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for n, standard in enumerate(self.framework.standards):
            number = self._number(standard)
            if number is None:
                self._wrong(n, "Its standardid is no whole number.", "Number the standards.")
            elif found.setdefault(number, n) != n:
                self._wrong(n, "Another standard has its standardid.", "Give each its own.")
        return found

    def _elements(self) -> dict[tuple[int | None, str], int]:
        found: dict[tuple[int | None, str], int] = {}
        first = len(self.framework.standards)
        for n, element in enumerate(self.framework.standardelements, start=first):
            key = (self._number(element), str(element.elementid).strip())
            if found.setdefault(key, n) != n:
                problem = "Another element of the standard has its elementid."
                self._wrong(n, problem, "Give each element its own.")
        return found

    def _parent(
        self,
        number: int,
        element: Element,
        standard: int,
        elements: dict[tuple[int | None, str], int],
    ) -> int:
        named = element.name or element.shortname or str(element.elementid)
        if isinstance(element.standardid, str):
            about = "Elements whose standardid is text, which Mahara would leave out"
            self.told.add(about, named)
        if element.parent in {"", "0"}:
            return standard
        parent = elements.get((self._number(element), element.parent))
        if parent is None:
            if element.parent != str(element.standardid):
                about = "Parents that are not in the file, whose elements hang under the standard"
                self.told.add(about, named)
            return standard
        if parent > number:
            about = "Elements that stand before their parents, which Mahara would not hang up"
            self.told.add(about, named)
        return parent

    def _number(self, row: Standard) -> int | None:
        """The standardid as a number; text is understood, and told of elsewhere."""
        given = row.standardid
        if isinstance(given, int):
            return given
        return int(given) if given.strip().isdecimal() and len(given) <= MAX_FIGURES else None

    def _wrong(self, number: int, problem: str, remedy: str) -> None:
        self.faults.append(_fault(self.name, self.framework, number, problem, remedy))
