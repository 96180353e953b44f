"""One entry of a feed: its fields, whoever wrote it and in whichever form of Leap2A."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from ladder_widgets.evidence.leap2a.markup import enclosed, text_of_html, text_of_xhtml
from ladder_widgets.evidence.leap2a.vocabulary import NAMESPACES, OURS, is_leap, term
from ladder_widgets.portfolio.model import OLDEST_DATE, clean_text

_ATOM = f"{{{NAMESPACES['xmlns']}}}"
_RDF = f"{{{NAMESPACES['xmlns:rdf']}}}"
_LAST_YEAR = 2200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Item:
    """An ``entry`` of a feed, read as it is asked for."""

    def __init__(self, element: Element, number: int) -> None:
        self._element = element
        self.number = number

    @property
    def key(self) -> str:
        """Its id, which links name; empty if it has none."""
        return self.said("id")

    @cached_property
    def kind(self) -> str:
        """The Leap2A type; a feed entry without one is an ``entry``."""
        found = self._element.find(f"{_RDF}type")
        return term(found.get(f"{_RDF}resource", "")) if found is not None else "entry"

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Each link as its relation and where it leads."""
        found = self._element.findall(f"{_ATOM}link")
        return tuple((term(link.get("rel", "alternate")), link.get("href", "")) for link in found)

    @property
    def tags(self) -> tuple[str, ...]:
        """The words of categories that have no scheme."""
        found = (c.get("term", "") for c in self._categories() if not c.get("scheme"))
        return tuple(dict.fromkeys(filter(None, map(_line, found))))

    @property
    def title(self) -> str:
        """The title as one line of words."""
        found = self._element.find(f"{_ATOM}title")
        return _line(_text(found)) if found is not None else ""

    @cached_property
    def text(self) -> str:
        """The content as plain text, or the summary where there is no content."""
        for name in ("content", "summary"):
            found = self._element.find(_ATOM + name)
            if found is not None and (text := clean_text(_text(found)).strip()):
                return text
        return ""

    @property
    def source(self) -> str:
        """The file that is the content, as older versions of Leap2A have it."""
        found = self._element.find(f"{_ATOM}content")
        return found.get("src", "") if found is not None else ""

    def said(self, name: str) -> str:
        """The words of a plain element of Atom."""
        return (self._element.findtext(_ATOM + name) or "").strip()

    def own(self, name: str) -> str:
        """The JSON of an element of ours, empty if it has none."""
        return self._element.findtext(f"{{{OURS}}}{name}") or ""

    def moment(self, name: str) -> dt.datetime | None:
        """A moment of Atom, ``updated`` or ``published``; None if there is no sensible one."""
        return read_moment(self.said(name))

    def day(self, *points: str) -> dt.date | None:
        """The first sensible `leap2:date` of some points; an empty point is one without any."""
        dates = dict(reversed([*self._dates()]))
        return next((dates[point] for point in points if point in dates), None)

    def belongs(self, scheme: str, name: str) -> bool:
        """Whether it is in a category of a scheme of Leap2A."""
        return any(
            term(c.get("scheme", "")) == scheme and c.get("term") == name
            for c in self._categories()
        )

    def enclosed(self) -> tuple[str, ...]:
        """What its HTML says is enclosed: pictures within the text."""
        content = self._element.find(f"{_ATOM}content")
        if content is None or content.get("type", "text") == "text":
            return ()
        if content.get("type") == "html":
            return enclosed(content.text or "")
        found = (e for e in content.iter() if e.get("rel") == "enclosure")
        return tuple(dict.fromkeys(filter(None, (e.get("src") or e.get("href") for e in found))))

    def _categories(self) -> list[Element]:
        return self._element.findall(f"{_ATOM}category")

    def _dates(self) -> Iterator[tuple[str, dt.date]]:
        for element in self._element:
            space, _, name = str(element.tag)[1:].partition("}")
            if name != "date" or not is_leap(space):
                continue
            points = (v for k, v in element.attrib.items() if k.rpartition("}")[2] == "point")
            if day := _read_day(element.text or ""):
                yield term(next(points, "")), day


def read_moment(text: str) -> dt.datetime | None:
    """A moment as Atom writes it; one without a zone is taken for UTC."""
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not OLDEST_DATE.year <= found.year <= _LAST_YEAR:
        return None
    return found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)


def path_in_zip(href: str) -> str:
    """The name of a file in the zip that a link names."""
    return unquote(href.partition("#")[0]).removeprefix("./")


def _read_day(text: str) -> dt.date | None:
    found = _DAY.match(text.strip())
    try:
        day = dt.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
    return day if day and day >= OLDEST_DATE and day.year <= _LAST_YEAR else None


def _text(element: Element) -> str:
    match element.get("type", "text"):
        case "xhtml":
            return text_of_xhtml(element)
        case "html" | "text/html":
            return text_of_html(element.text or "")
        case _:
            return "".join(element.itertext())


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())
