"""A drawing as SVG text with its words and its data: readable without colour, sight or scripts.

Every drawing has a title and a description for screen readers, shapes and words where others use
colour alone, and the same figures as a table.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import msgspec

WIDTH = 760
INK = "#212b32"
GREY = "#4c6272"
BLUE = "#005eb8"
RED = "#8a1538"
PALE = "#e8edee"
WHITE = "#ffffff"
FONT_SIZE = 14

Row = Sequence[str]


class Drawing(msgspec.Struct, frozen=True):
    """A finished drawing: `svg` for the eye, `description` and the table for everybody."""

    title: str
    description: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def alt(self) -> str:
        """What the drawing says, for whoever does not see it."""
        return f"{self.title}. {self.description}"

    def _repr_mimebundle_(self, **_asked: object) -> tuple[dict[str, str], dict[str, Any]]:
        """What a notebook shows: drawing and table; the drawing alone, with its words, on paper."""
        data = {
            "text/html": self._html(),
            "image/svg+xml": self.svg,
            "text/plain": f"{self.title}\n{self.description}",
        }
        return data, {"alt": self.alt, "image/svg+xml": {"alt": self.alt}}

    def _html(self) -> str:
        details = ET.Element("details")
        ET.SubElement(details, "summary").text = "The figures as a table"
        table = ET.SubElement(details, "table")
        ET.SubElement(table, "caption").text = self.title
        head = ET.SubElement(ET.SubElement(table, "thead"), "tr")
        for column in self.columns:
            ET.SubElement(head, "th", scope="col").text = column
        body = ET.SubElement(table, "tbody")
        for first, *others in self.rows:
            line = ET.SubElement(body, "tr")
            ET.SubElement(line, "th", scope="row").text = first
            for value in others:
                ET.SubElement(line, "td").text = value
        table_html = ET.tostring(details, encoding="unicode", method="html")
        encoded = base64.b64encode(self.svg.encode()).decode()
        # As a picture, not as part of the page: pages that clean HTML let no other SVG through.
        source = f"data:image/svg+xml;base64,{encoded}"
        picture = ET.Element("img", {"src": source, "alt": self.alt, "style": "max-width: 100%"})
        return ET.tostring(picture, encoding="unicode", method="html") + table_html


class Canvas:
    """Collects shapes for one drawing; places are in pixels from the top left."""

    def __init__(self, height: float) -> None:
        self.height = height
        self._shapes: list[ET.Element] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, **style: str) -> None:
        """A straight line."""
        self._add("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, {"stroke": GREY} | style)

    def path(self, points: Sequence[tuple[float, float]], **style: str) -> None:
        """A line through points."""
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        style = {"fill": "none", "stroke": BLUE, "stroke-width": "2", "points": joined} | style
        self._add("polyline", {}, style)

    def circle(self, x: float, y: float, size: float = 4, **style: str) -> None:
        """An ordinary point."""
        self._add("circle", {"cx": x, "cy": y, "r": size}, {"fill": BLUE} | style)

    def diamond(self, x: float, y: float, size: float = 8) -> None:
        """A point to look at: told by its shape first, by its colour second."""
        corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
        joined = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
        self._add("polygon", {}, {"points": joined, "fill": WHITE, "stroke": RED} | WIDE)

    def box(self, x: float, y: float, width: float, height: float, **style: str) -> None:
        """A rectangle."""
        place = {"x": x, "y": y, "width": width, "height": height}
        self._add("rect", place, {"fill": BLUE} | style)

    def words(self, x: float, y: float, text: str, **style: str) -> None:
        """One line of words, from `x` to the right unless `text-anchor` says otherwise."""
        base = {"fill": INK, "font-size": str(FONT_SIZE), "font-family": "Arial, sans-serif"}
        self._add("text", {"x": x, "y": y}, base | style).text = text

    def finish(self, title: str, description: str, columns: Row, rows: Sequence[Row]) -> Drawing:
        """The drawing with all shapes so far, under its title."""
        # Two drawings in one notebook must not share the ids that name them.
        mark = hashlib.sha256(f"{title}{description}{rows}".encode()).hexdigest()[:10]
        top = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {self.height + TITLE_ROOM:.0f}",
            "width": str(WIDTH),
            "height": f"{self.height + TITLE_ROOM:.0f}",
            "style": "max-width: 100%; height: auto",
            "role": "img",
            "aria-labelledby": f"t{mark} d{mark}",
        }
        svg = ET.Element("svg", top)
        ET.SubElement(svg, "title", id=f"t{mark}").text = title
        ET.SubElement(svg, "desc", id=f"d{mark}").text = description
        ET.SubElement(svg, "rect", {"width": "100%", "height": "100%", "fill": WHITE})
        heading = {"x": "12", "y": "24", "font-size": "16", "font-weight": "bold", "fill": INK}
        ET.SubElement(svg, "text", heading | {"font-family": "Arial, sans-serif"}).text = title
        ET.SubElement(svg, "g", transform=f"translate(0 {TITLE_ROOM})").extend(self._shapes)
        text = ET.tostring(svg, encoding="unicode")
        return Drawing(title, description, text, tuple(columns), tuple(map(tuple, rows)))

    def _add(self, tag: str, place: Mapping[str, float], style: Mapping[str, str]) -> ET.Element:
        numbers = {name: f"{value:.1f}" for name, value in place.items()}
        shape = ET.Element(tag, numbers | {k.replace("_", "-"): v for k, v in style.items()})
        self._shapes.append(shape)
        return shape


TITLE_ROOM = 40
WIDE = {"stroke-width": "2.5"}


class Scale:
    """Values on a stretch of pixels."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        """From the least to the greatest of `values`, which fall on `start` and `end`."""
        self.low, self.high = min(values), max(values)
        if self.low == self.high:
            self.low, self.high = self.low - 1, self.high + 1
        self._start, self._end = start, end

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self._start + share * (self._end - self._start)


def shown(value: float) -> str:
    """A number in few digits, as it stands in a table or beside a line."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004
