"""Markdown as plain text that can be pasted anywhere: no marks, sane breaks, no word lost.

Only what is surely a mark goes: emphasis, backticks, hashes of headings, fences, rules; bullets
become ``- ``. Line breaks stay where they were typed, and so do ``>`` (it may mean *more than*)
and anything that looks like HTML. Where taking marks away would join or lose words, the text
stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

LONGEST = 100_000
"""A longer text only gets sane breaks: reading it as Markdown would take seconds."""
MOST_READINGS = 8
"""Marks within marks show only once the outer ones are gone, so a text is read until it rests."""
KEPT_AS_TYPED = (
    "autolink", "backticks", "blockquote", "code", "entity", "escape", "html_block", "html_inline",
    "image", "lheading", "link", "reference",
)  # fmt: skip
"""What the parser is not to see; links and backticks are dealt with here."""
_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"!?\[([^\[\]]+)\]\(([^()\s]+)\)")
_CODE = re.compile(r"(`+)([^`\n]+)\1(?!`)")
_GAP = re.compile(r"\n(?:[^\S\n]*\n)+")


def plain_text(text: str) -> str:
    r"""The text without marks; it is idempotent.

    >>> plain_text("# Plan\n* **ask** early\n* [read](https://example.org/guide)")
    'Plan\n- ask early\n- read (https://example.org/guide)'
    """
    typed = _breaks(text)
    if len(typed) > LONGEST:
        return typed
    shown = typed
    for _ in range(MOST_READINGS):
        again = _read(shown)
        if again == shown:
            return shown if _words(shown) == _words(typed) else typed
        shown = again
    return typed


def _breaks(text: str) -> str:
    """One empty line at most between paragraphs, none at the ends, nothing at the end of a line."""
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return _GAP.sub("\n\n", lines).strip("\n")


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


@cache
def _parser() -> MarkdownIt:
    # A tenth of a second to import, and only who opens a form needs it.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable(list(KEPT_AS_TYPED))


def _read(text: str) -> str:
    from markdown_it.tree import SyntaxTreeNode

    tree = SyntaxTreeNode(_parser().parse(text))
    return _breaks(_blocks(tree.children, text.split("\n")))


def _blocks(nodes: Sequence[SyntaxTreeNode], lines: Sequence[str]) -> str:
    """Blocks below each other, with an empty line between two where there was one."""
    shown = ""
    for node in nodes:
        text = _block(node, lines)
        first = node.map[0] if node.map else 0
        gap = "\n\n" if first and not lines[first - 1].strip() else "\n"
        shown = f"{shown}{gap}{text}" if shown and text else shown or text
    return shown


def _block(node: SyntaxTreeNode, lines: Sequence[str]) -> str:
    match node.type:
        case "paragraph" | "heading":
            return "\n".join(_inline(child) for child in node.children)
        case "fence":
            return f"{node.info.strip()}\n{node.content}".strip("\n")
        case "bullet_list" | "ordered_list":
            return _blocks(node.children, lines)
        case "list_item":
            return _item(node, lines)
        case _:  # a rule
            return ""


def _item(node: SyntaxTreeNode, lines: Sequence[str]) -> str:
    """An item with its bullet or its number as typed; what follows in it stands below its words."""
    mark = f"{node.info}{node.markup} " if node.info else "- "
    inside = _blocks(node.children, lines).split("\n")
    below = [f"{' ' * len(mark)}{line}".rstrip() for line in inside[1:]]
    return "\n".join([f"{mark}{inside[0]}".rstrip(), *below])


def _inline(node: SyntaxTreeNode) -> str:
    """The words of a paragraph without marks, or as typed where a mark holds words apart."""
    bare = "".join(_piece(child) for child in node.children)
    bare = _CODE.sub(r"\2", _LINK.sub(r"\1 (\2)", bare))
    return bare if _words(bare) == _words(node.content) else node.content


def _piece(node: SyntaxTreeNode) -> str:
    if node.type in {"softbreak", "hardbreak"}:
        return "\n"
    return "".join(_piece(child) for child in node.children) if node.children else node.content
