"""HTML as the plain tree that our documents are made of; scripts, styles and looks are dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from ladder_widgets.evidence.formulas import formula
from ladder_widgets.evidence.html_tables import table_block
from ladder_widgets.evidence.tree import Block, code, paragraph, words

FindPicture = Callable[[str, str, int], Block]
"""From a picture's address, alternative text and width to its block."""
LINKS = ("http://", "https://", "mailto:")
HIDDEN = ["script", "style", "template", "head", "svg", "noscript", "section.footnotes",
          "hr.footnotes-sep"]  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARTS = HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
MARKS = {
    "b": "strong", "strong": "strong", "dt": "strong", "i": "emph", "em": "emph", "s": "strike",
    "del": "strike", "sub": "sub", "sup": "sup",
}  # fmt: skip
NESTED = 6
"""A list, a quotation or a mark costs as much of the depth as six plain containers."""
MAX_DEPTH = 13 * NESTED
"""What lies deeper becomes plain words: no page shows it, and no tree may exhaust the stack."""
MAX_WIDTH = 10_000


def html_blocks(html: str, find_picture: FindPicture) -> list[Block]:
    """The blocks of a piece of HTML, in order; none where it shows no word and no picture."""
    # The end of a line tells that it is no address or file name, of which the parser would warn.
    soup = BeautifulSoup(f"{html}\n", "html.parser")
    notes = {str(note.get("id")): note for note in soup.select("section.footnotes li[id]")}
    for hidden in soup.select(",".join(HIDDEN)):
        hidden.extract()
    return _Reader(find_picture, notes).blocks(soup, depth=0)


class _Reader:
    def __init__(self, find_picture: FindPicture, notes: dict[str, Tag]) -> None:
        self._find_picture = find_picture
        self._notes = notes

    def blocks(self, node: Tag, *, depth: int) -> list[Block]:
        """Parts that stand by themselves; the words between them are paragraphs."""
        if depth > MAX_DEPTH:
            return paragraph(words(_one_line(node.get_text(" "))))
        blocks: list[Block] = []
        between: list[Block] = []
        for child in node.children:
            if isinstance(child, Tag) and _is_part(child):
                blocks += paragraph(between) + self._part(child, depth=depth + 1)
                between = []
            else:
                between += self._pieces(child, depth=depth + 1)
        return blocks + paragraph(between)

    def _part(self, tag: Tag, *, depth: int) -> list[Block]:  # noqa: PLR0911  an arm for each kind
        match tag.name:
            case "table":
                block = table_block(tag, lambda cell: self._flat(cell, depth=depth + NESTED))
                return [block] if block else []
            case "ul" | "ol":
                return self._list(tag, depth=depth + NESTED)
            case "pre":
                return _code(tag)
            case "hr":
                return [{"kind": "rule"}]
            case "blockquote":
                body = self.blocks(tag, depth=depth + NESTED)
                return [{"kind": "quote", "body": body}] if body else []
            case "div" | "section" if "math" in tag.get_attribute_list("class"):
                return [formula(tag.get_text(), display=True)]
            case "dt":
                return paragraph(self._pieces(tag, depth=depth))
            case name if name in HEADINGS:
                made = paragraph(self._flat(tag, depth=depth))
                return [{"kind": "heading", "level": int(name[1]), **p} | _HEADING for p in made]
            case _:
                return self.blocks(tag, depth=depth)

    def _list(self, tag: Tag, *, depth: int) -> list[Block]:
        found = (self.blocks(item, depth=depth) for item in tag.find_all("li", recursive=False))
        items = [item for item in found if item]
        start = str(tag.get("start", "1"))
        return [
            {
                "kind": "list",
                "ordered": tag.name == "ol",
                "start": int(start) if start.isascii() and start.isdigit() else 1,
                "items": items,
            }
        ] * bool(items)

    def _pieces(self, node: PageElement, *, depth: int) -> list[Block]:  # noqa: C901, PLR0911  as above
        if type(node) is NavigableString:
            return words(_spaced(node))
        if not isinstance(node, Tag):
            return []  # comments and declarations
        if depth > MAX_DEPTH:
            return words(_spaced(node.get_text()))
        match node.name:
            case "br":
                return [{"kind": "break"}]
            case "img":
                return [self._picture(node)]
            case "input" if node.get("type") == "checkbox":
                return words("\u2611" if node.has_attr("checked") else "\u2610")
            case "code" | "kbd" | "samp" | "tt":
                return [{"kind": "code", "text": _one_line(node.get_text())}]
            case "span" | "eq" if "math" in node.get_attribute_list("class"):
                return [formula(node.get_text(), display=False)]
            case "sup" if "footnote-ref" in node.get_attribute_list("class"):
                return self._footnote(node, depth=depth)
            case "a" if str(node.get("href", "")).lower().startswith(LINKS) and node.contents:
                body = self._all(node, depth=depth + NESTED)
                return [{"kind": "link", "url": str(node["href"]), "body": body}] if body else []
            case name if name in MARKS:
                body = self._all(node, depth=depth + NESTED)
                return [{"kind": MARKS[name], "body": body}] if body else []
            case _:
                return self._all(node, depth=depth)

    def _all(self, tag: Tag, *, depth: int) -> list[Block]:
        return [piece for child in tag.children for piece in self._pieces(child, depth=depth + 1)]

    def _flat(self, tag: Tag, *, depth: int) -> list[Block]:
        """All that a tag holds as pieces of one line; what stood by itself begins a new one."""
        pieces: list[Block] = []
        for part in self._parts(tag, depth=depth):
            pieces += [{"kind": "break"}, *part] if pieces else part
        return pieces

    def _parts(self, tag: Tag, *, depth: int) -> Iterator[list[Block]]:
        for block in self.blocks(tag, depth=depth):
            match block["kind"]:
                case "par" | "heading":
                    yield block["body"]
                case "list":
                    for item in block["items"]:
                        text = [piece for part in item for piece in part.get("body", [])]
                        yield [*words("\u2022 "), *(p for p in text if p["kind"] in _INLINE)]
                case "code":
                    yield [{"kind": "code", "text": block["text"]}]
                case "math" | "picture":
                    yield [block | {"display": False}]
                case "table" | "quote":
                    # A table within a table leaves its words.
                    yield words(_one_line(tag.get_text(" ")))
                    return

    def _footnote(self, reference: Tag, *, depth: int) -> list[Block]:
        """A note where it is referred to; only once deep, for a note may refer to itself."""
        link = reference.find("a")
        target = str(link.get("href", "")) if isinstance(link, Tag) else ""
        note = self._notes.get(target.removeprefix("#"))
        if note is None:
            return words(_one_line(reference.get_text()))
        for back in note.select("a.footnote-backref"):
            back.extract()
        inner = _Reader(self._find_picture, {})
        body = inner._flat(note, depth=depth + NESTED)
        return [{"kind": "footnote", "body": body}] if body else []

    def _picture(self, tag: Tag) -> Block:
        width = str(tag.get("width", "")).removesuffix("px")
        pixels = int(width) if width.isascii() and width.isdigit() else 0
        alt = _one_line(str(tag.get("alt", "")))
        return self._find_picture(str(tag.get("src", "")), alt, min(pixels, MAX_WIDTH))


_HEADING = {"kind": "heading"}
_INLINE = {"text", "strong", "emph", "strike", "sub", "sup", "code", "link", "picture", "math",
           "footnote", "break"}  # fmt: skip


def _code(tag: Tag) -> list[Block]:
    """Code of Markdown has a language or none; other lines are what a program printed."""
    inner = tag.find("code")
    if not isinstance(inner, Tag):
        return code(tag.get_text(), role="output")
    named = (str(c) for c in inner.get_attribute_list("class") if c)
    language = next((c.removeprefix("language-") for c in named if c.startswith("language-")), "")
    return code(tag.get_text(), role="source", language=language)


def _is_part(tag: Tag) -> bool:
    """Whether it stands by itself: such a tag, or an inline one that somebody put around one."""
    return tag.name in PARTS or tag.find(list(PARTS)) is not None


def _spaced(text: str) -> str:
    """Runs of white space as one space, those at the ends too: pieces follow each other."""
    found = _one_line(text)
    if not found:
        return " " if text else ""
    return " " * text[0].isspace() + found + " " * text[-1].isspace()


def _one_line(text: str) -> str:
    return " ".join(text.split())
