"""The plain tree of a document: blocks, and the inline pieces within them.

Markdown and HTML are read into it, Typst and HTML are written from it. It holds words and kinds
only; a word that looks like Typst or HTML stays a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Block = dict[str, Any]
"""A block or a piece: its `kind`, and what a template needs to show it."""


def words(text: str) -> list[Block]:
    """Plain words as pieces; none where there are none."""
    return [{"kind": "text", "text": text}] if text else []


def paragraph(pieces: Iterable[Block]) -> list[Block]:
    """Pieces as one paragraph without the space around them; none where nothing is shown."""
    body: list[Block] = []
    for piece in pieces:
        is_new = bool(body) and body[-1]["kind"] == "break" and piece["kind"] == "text"
        body.append(piece | {"text": piece["text"].lstrip()} if is_new else piece)
    while body and _is_space(body[0]):
        del body[0]
    while body and _is_space(body[-1]):
        del body[-1]
    return [{"kind": "par", "body": body}] if body else []


def sentence(text: str) -> list[Block]:
    """Words of ours as one paragraph."""
    return paragraph(words(text))


def code(text: str, *, role: str, language: str = "") -> list[Block]:
    """Lines of code or of a terminal, without empty ones around them; none where all are empty.

    `role` is ``source``, ``output`` or ``error``.
    """
    lines = "\n".join(text.splitlines()).strip("\n")
    block = {"kind": "code", "role": role, "text": lines, "language": language}
    return [block] if lines.strip() else []


def plain_text(pieces: Iterable[Block]) -> str:
    """The words of inline pieces, without their marks."""
    return "".join(map(_plain, pieces)).strip()


def take_title(blocks: list[Block], given: str = "") -> tuple[str, list[Block]]:
    """The words of the first heading, if it is of the first level, and the blocks without it.

    A title that was `given` already stays; then only a heading of the same words is taken out.
    """
    place = next((n for n, block in enumerate(blocks) if block["kind"] == "heading"), None)
    if place is None or blocks[place]["level"] != 1:
        return given, blocks
    title = plain_text(blocks[place]["body"])
    if not title or given not in ("", title):
        return given, blocks
    return title, blocks[:place] + blocks[place + 1 :]


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


def without_outline(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks with bold words in the place of headings.

    What a program printed does not belong to the outline of the document.
    """
    return [
        {"kind": "par", "body": [{"kind": "strong", "body": block["body"]}]}
        if block["kind"] == "heading"
        else block
        for block in blocks
    ]


def _plain(piece: Block) -> str:
    match piece["kind"]:
        case "footnote":
            return ""
        case "math":
            return str(piece["tex"])
        case _ if "body" in piece:
            return "".join(map(_plain, piece["body"]))
        case _:
            return str(piece.get("text", " "))


def _is_space(piece: Block) -> bool:
    if "body" in piece:
        return all(map(_is_space, piece["body"]))
    return piece["kind"] == "break" or (
        piece["kind"] in ("text", "code") and not piece["text"].strip()
    )
