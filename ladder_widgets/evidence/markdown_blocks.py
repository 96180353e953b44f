"""Markdown as a plain tree of blocks and inline pieces that the template renders.

The tree holds words and kinds only; a word that looks like Typst or HTML stays a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ladder_widgets.evidence.html_tables import table_blocks, visible_text
from ladder_widgets.evidence.pictures import MIME_TYPES, Pictures

Block = dict[str, Any]
LINKS = ("http://", "https://", "mailto:")
MARKS = {"strong": "strong", "em": "emph", "s": "strike"}


class MarkdownReader:
    """Reads the Markdown of one cell; pictures come from its attachments or from data addresses.

    A picture that would have to be read from a file or fetched is named, never opened.
    """

    def __init__(
        self,
        pictures: Pictures,
        *,
        attachments: Mapping[str, Mapping[str, str]] | None = None,
        alt: str = "",
        fallback: str = "Picture",
    ) -> None:
        self._pictures = pictures
        self._attachments = attachments or {}
        self._alt = alt or fallback

    def blocks(self, source: str) -> list[Block]:
        """The blocks of a source text, in order."""
        parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        return self._blocks(SyntaxTreeNode(parser.parse(source)).children)

    def _blocks(self, nodes: Iterable[SyntaxTreeNode]) -> list[Block]:
        return [block for node in nodes for block in self._block(node)]

    def _block(self, node: SyntaxTreeNode) -> list[Block]:  # noqa: PLR0911  an arm for each kind
        match node.type:
            case "heading":
                return [{"kind": "heading", "level": int(node.tag[1]), "body": self._body(node)}]
            case "paragraph":
                return [{"kind": "par", "body": self._body(node)}]
            case "bullet_list" | "ordered_list":
                return [self._list(node)]
            case "blockquote":
                return [{"kind": "quote", "body": self._blocks(node.children)}]
            case "fence" | "code_block":
                return [{"kind": "code", "text": node.content.rstrip("\n")}]
            case "table":
                return [self._table(node)]
            case "hr":
                return [{"kind": "rule"}]
            case "html_block":
                return _html_blocks(node.content)
            case _:
                return []

    def _list(self, node: SyntaxTreeNode) -> Block:
        return {
            "kind": "list",
            "ordered": node.type == "ordered_list",
            "start": int(node.attrs.get("start", 1)),
            "items": [self._blocks(item.children) for item in node.children],
        }

    def _table(self, node: SyntaxTreeNode) -> Block:
        parts = [
            [[self._body(cell) for cell in row.children] for row in part.children]
            for part in node.children
        ]
        header, rows = (*parts, [])[:2]
        return {"kind": "table", "columns": len(header[0]), "header": header, "rows": rows}

    def _body(self, node: SyntaxTreeNode) -> list[Block]:
        return [piece for inline in node.children for piece in self._pieces(inline)]

    def _pieces(self, node: SyntaxTreeNode) -> list[Block]:
        return [piece for child in node.children for piece in self._piece(child)]

    def _piece(self, node: SyntaxTreeNode) -> list[Block]:  # noqa: PLR0911  as above
        match node.type:
            case "text" | "text_special":
                return _words(node.content)
            case "softbreak":
                return _words(" ")
            case "hardbreak":
                return [{"kind": "break"}]
            case "code_inline":
                return [{"kind": "code", "text": node.content}]
            case "image":
                return [self._picture(node)]
            case "link":
                return self._link(node)
            case "html_inline":
                is_break = node.content.lower().startswith("<br")
                return [{"kind": "break"}] if is_break else []
            case mark if mark in MARKS:
                return [{"kind": MARKS[mark], "body": self._pieces(node)}]
            case _:
                return []

    def _link(self, node: SyntaxTreeNode) -> list[Block]:
        """Only addresses that lead out of the document; others leave their words."""
        url, body = str(node.attrs.get("href", "")), self._pieces(node)
        if url.lower().startswith(LINKS) and body:
            return [{"kind": "link", "url": url, "body": body}]
        return body

    def _picture(self, node: SyntaxTreeNode) -> Block:
        source, alt = str(node.attrs.get("src", "")), _plain(node) or self._alt
        if found := self._embedded(source):
            return self._pictures.block(*found, alt)
        return {"kind": "text", "text": f"[Picture not in the notebook: {alt}]"}

    def _embedded(self, source: str) -> tuple[str, str] | None:
        """MIME type and content of a picture that the notebook itself holds."""
        if source.startswith("attachment:"):
            held = self._attachments.get(source.removeprefix("attachment:"), {})
            return next(((kind, held[kind]) for kind in MIME_TYPES if kind in held), None)
        head, comma, content = source.partition(";base64,")
        kind = head.removeprefix("data:")
        return (kind, content) if comma and kind in MIME_TYPES[1:] else None


def first_heading(blocks: Iterable[Block]) -> str:
    """The words of the first block, if it is a heading of the first level."""
    for block in blocks:
        is_title = block["kind"] == "heading" and block["level"] == 1
        return plain_text(block["body"]) if is_title else ""
    return ""


def plain_text(pieces: Iterable[Block]) -> str:
    """The words of inline pieces, without their marks."""
    return "".join(
        plain_text(piece["body"]) if "body" in piece else str(piece.get("text", " "))
        for piece in pieces
    ).strip()


def level_headings(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks with headings that never skip a level, as PDF/UA asks."""
    above: list[int] = []

    def levelled(block: Block) -> Block:
        if block["kind"] != "heading":
            return block
        while above and above[-1] >= block["level"]:
            above.pop()
        above.append(block["level"])
        return {**block, "level": len(above)}

    return [levelled(block) for block in blocks]


def text_blocks(text: str) -> list[Block]:
    """Plain words as one paragraph; none where there are none."""
    words = " ".join(text.split())
    return [{"kind": "par", "body": _words(words)}] if words else []


def _html_blocks(html: str) -> list[Block]:
    return table_blocks(html) or text_blocks(visible_text(html))


def _words(text: str) -> list[Block]:
    return [{"kind": "text", "text": text}] if text else []


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(child.content for child in node.children).strip()
