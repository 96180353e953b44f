"""Plain text as XHTML of a feed, and the HTML of other portfolios as plain text.

What comes in is never kept as HTML: only words leave this module, with the marks of Markdown for
headings, lists, quotations, emphasis and links. Scripts, styles and embedded pages are dropped.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement, tostring

from ladder_widgets.evidence.leap2a.vocabulary import XHTML

MAX_TAGS = 20_000
"""More are no text that anybody wrote; the time to put them in order grows with their square."""
_HEADINGS = {f"h{n}": "#" * n + " " for n in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figure", "footer"}
    | {"header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul"}
    | set(_HEADINGS)
)
_DROPPED = frozenset(
    {"applet", "audio", "canvas", "embed", "frame", "frameset", "head", "iframe", "math"}
    | {"noscript", "object", "script", "select", "style", "svg", "template", "textarea"}
    | {"title", "video"}
)
_KEPT = _BLOCKS | frozenset(_MARKS) | frozenset({"a", "br", "img", "td", "th"})
_LISTS, _CELLS = frozenset({"ol", "ul"}), frozenset({"td", "th"})
_SCHEMES = frozenset({"http", "https", "mailto"})


def start_xhtml(content: Element) -> Element:
    """The one ``div`` of an XHTML content, with no attribute but its namespace."""
    content.set("type", "xhtml")
    return SubElement(content, "div", {"xmlns": XHTML})


def add_paragraphs(parent: Element, text: str) -> None:
    """Text as paragraphs; a single line end becomes a break."""
    for block in re.split(r"\n\s*\n", text.strip()):
        first, *more = block.split("\n")
        paragraph = SubElement(parent, "p")
        paragraph.text = first
        for line in more:
            SubElement(paragraph, "br").tail = line


def text_of_xhtml(content: Element) -> str:
    """The words of an XHTML content."""
    inside = [part for part in content.iter() if part is not content]
    for part in inside:
        part.tag = str(part.tag).rpartition("}")[2].lower()
        if part.tag in _DROPPED:
            part.text = None
            del part[:]
    try:
        html = "".join(tostring(part, encoding="unicode", method="html") for part in content)
    except RecursionError:  # nested a thousand times: what is left are its words
        return " ".join(" ".join(content.itertext()).split())
    return text_of_html(html) or (content.text or "")


def text_of_html(html: str) -> str:
    """The words of HTML, however broken."""
    if html.count("<") > MAX_TAGS:
        return _words(html)
    # Feeds are read by commands that may never meet HTML.
    import nh3

    safe = nh3.clean(
        html,
        tags=set(_KEPT),
        clean_content_tags=set(_DROPPED),
        attributes={"a": {"href"}, "img": {"alt"}},
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    return _words(safe)


def enclosed(html: str) -> tuple[str, ...]:
    """What pictures and links within a content say is enclosed, as Leap2A has it."""
    if "enclosure" not in html:
        return ()
    reader = _References()
    reader.feed(html)
    reader.close()
    return tuple(dict.fromkeys(reader.found))


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return reader.text()


class _References(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        target = given.get("src" if tag == "img" else "href")
        if given.get("rel") == "enclosure" and target:
            self.found.append(target)


class _Words(HTMLParser):
    """Writes Markdown as the pieces of HTML come; it builds no tree, so depth costs nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._line_ends = 0
        self._is_item = False
        self._lists: list[int | None] = []
        self._links: list[str] = []
        self._quotes = 0
        self._dropped = 0
        self._literal = 0

    def text(self) -> str:
        """Everything that was read, with at most one empty line between two blocks."""
        return "\n".join(line.rstrip() for line in "".join(self._pieces).split("\n")).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        elif tag in _BLOCKS:
            self._begin_block(tag)
        elif tag in _MARKS:
            self._put(_MARKS[tag])
        elif tag == "br":
            self._line_ends = min(self._line_ends + 1, 2)
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self._put("[" if self._links[-1] else "")
        elif tag == "img" and (alt := dict(attrs).get("alt")):
            self._put(f"[{alt}]")
        elif tag in _CELLS:
            self._put(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        elif tag in _BLOCKS:
            self._end_block(tag)
        elif tag in _MARKS:
            self._put(_MARKS[tag])
        elif tag == "a" and self._links and (address := self._links.pop()):
            self._put(f"]({address})")

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        if self._literal:
            self._put(data)
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        begins = self._line_ends or not self._pieces or self._pieces[-1].endswith((" ", "\n"))
        self._put(words.removeprefix(" ") if begins else words)

    def _put(self, text: str) -> None:
        if not text:
            return
        if self._line_ends:
            self._pieces.append("\n" * self._line_ends + "> " * min(self._quotes, 3))
            self._line_ends = 0
        self._pieces.append(text)
        self._is_item = False

    def _break(self, tag: str) -> None:
        """Begin a new line before the next words; within a list or table, without a space."""
        if not self._is_item:
            tight = self._lists or tag == "tr"
            self._line_ends = max(self._line_ends, 1 if tight else 2)

    def _begin_block(self, tag: str) -> None:
        self._break(tag)
        if tag in _LISTS:
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        self._quotes += tag == "blockquote"
        self._literal += tag == "pre"
        self._put(_HEADINGS.get(tag, ""))

    def _end_block(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
            self._lists.pop()
        self._quotes = max(0, self._quotes - (tag == "blockquote"))
        self._literal = max(0, self._literal - (tag == "pre"))
        self._is_item = False
        self._break(tag)

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        self._put("- " if number is None else f"{number}. ")
        self._is_item = True
        if number is not None:
            self._lists[-1] = number + 1
