"""Formulas in TeX as a plain tree of MathML elements, or as their source where that fails."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from ladder_widgets.evidence.tree import Block

MAX_CHARS = 3000
MAX_DEPTH = 16
"""Deeper formulas are shown as their source: no page shows them, and a stack has an end."""
LEAVES = {"mi", "mn", "mo", "ms", "mtext"}
PARTS = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3,
    "munderover": 3,
}  # fmt: skip
"""How many children these elements must have."""
OPENING, CLOSING = set("([{|\u2016"), set(")]}|\u2016")
ROWS = {"mrow", "msqrt", "mtr", "mtd"}
LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
LARGE = {
    "\u2211", "\u220f", "\u2210", "\u22c3", "\u22c2", "\u2a01", "\u2a02",
    "lim", "max", "min", "sup", "inf", "arg max", "arg min", "lim sup", "lim inf",
}  # fmt: skip
"""Operators with limits below and above, or beside them where the formula is within a line."""
UNSEEN = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag|displaystyle|limits)(?![A-Za-z])")
NUMBERED = re.compile(r"(\\(?:begin|end)\s*\{(?:align|alignat|gather|eqnarray|multline))\}")
"""Environments that would number their lines anew in each formula."""
INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b"))


def formula(tex: str, *, display: bool) -> Block:
    """A formula: its source as `tex`, its elements as `body` unless it cannot be read."""
    tex = tex.strip()
    return {"kind": "math", "display": display, "tex": tex, "tree": _tree(tex)}


def _tree(tex: str) -> Block | None:
    if len(tex) > MAX_CHARS:
        return None
    try:
        plain = NUMBERED.sub(r"\1*}", UNSEEN.sub("", tex))
        return _element(convert_to_element(plain), depth=0)
    except Exception:  # noqa: BLE001  # the library fails in its own many ways; the source remains
        return None


class _UnreadableError(ValueError):
    pass


def _element(element: Element, *, depth: int) -> Block:
    if depth > MAX_DEPTH:
        raise _UnreadableError
    tag = element.tag.rpartition("}")[2]
    if tag in LEAVES:
        return _leaf(tag, element.text or "")
    if tag == "mspace":
        return {"tag": tag, "em": _ems(element.get("width", ""))}
    children = [_element(child, depth=depth + 1) for child in element]
    if tag == "mtable":
        return _table(element, children)
    if tag in PARTS:
        return _fixed(tag, element, children)
    made: Block = {"tag": tag if tag in ROWS else "mrow", "body": _fenced(children)}
    if made["tag"] == "mrow" and len(element) and element[0].get("fence") == "true":
        made["fenced"] = True
    return made


def _leaf(tag: str, text: str) -> Block:
    # The library leaves its symbols as entities.
    text = html.unescape(text).translate(INVISIBLE)
    if text.strip() in LARGE:
        return {"tag": "mo", "text": text.strip(), "movable": True}
    return {"tag": tag, "text": text if tag == "mtext" else text.strip()}


def _fixed(tag: str, element: Element, children: list[Block]) -> Block:
    """An element whose parts have each their meaning."""
    if PARTS[tag] != len(children):
        raise _UnreadableError
    if "movable" in children[0]:
        tag = LIMITS.get(tag, tag)
    made: Block = {"tag": tag, "body": children}
    if tag == "mfrac" and element.get("linethickness", "1").startswith("0"):
        made["bare"] = True
    return made


def _table(element: Element, rows: list[Block]) -> Block:
    """Rows of cells, each a list of elements and all of one length."""
    cells = [[cell.get("body", [cell]) for cell in row.get("body", [])] for row in rows]
    width = max(map(len, cells), default=0)
    if not width:
        return {"tag": "mrow", "body": []}
    first = next(element.iter("mtd"), element)
    padded = [row + [[]] * (width - len(row)) for row in cells]
    return {"tag": "mtable", "rows": padded, "align": first.get("columnalign", "center")}


def _fenced(children: list[Block]) -> list[Block]:
    """The children with a matrix or fraction without a line, and the marks around it, as one."""
    made: list[Block] = []
    for child in children:
        is_inside = len(made) > 1 and _is_tall(made[-1]) and made[-2].get("text") in OPENING
        if is_inside and child.get("text") in CLOSING:
            inner = [made[-2], made[-1], child]
            made[-2:] = [{"tag": "mrow", "body": inner, "fenced": True}]
        else:
            made.append(child)
    return made


def _is_tall(element: Block) -> bool:
    return element["tag"] == "mtable" or "bare" in element


def _ems(width: str) -> float:
    """A space that the library knows, in widths of the letter M; there is none to the left."""
    try:
        return min(max(float(width.removesuffix("em")), 0), 4)
    except ValueError:
        return 0
