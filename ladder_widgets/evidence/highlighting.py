"""Code as lines of coloured runs, by Pygments; each style has a colour in every template."""

from __future__ import annotations

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token
from pygments.util import ClassNotFound

from ladder_widgets.evidence.tree import Block

MAX_CHARS = 100_000
"""Longer code stays plain: nobody reads it, and a lexer would take seconds."""
STYLES = {
    Token.Comment: "comment",
    Token.Comment.Preproc: "keyword",
    Token.Keyword: "keyword",
    Token.Operator.Word: "keyword",
    Token.Name.Builtin: "name",
    Token.Name.Class: "name",
    Token.Name.Decorator: "name",
    Token.Name.Function: "name",
    Token.Name.Tag: "name",
    Token.Literal.Number: "number",
    Token.Literal.String: "string",
}
"""The style of each kind of token, and of those below it."""
Run = tuple[str, str]
"""A style, empty for plain text, and the text."""


def highlighted(block: Block) -> Block:
    """A block of code with its `lines` of runs, where its language is known."""
    lexer = _lexer(block["language"])
    if lexer is None or len(block["text"]) > MAX_CHARS:
        return block
    return {**block, "lines": _lines(lexer, block["text"])}


def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _lines(lexer: Lexer, text: str) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for token, value in lexer.get_tokens(text):
        first, *others = value.split("\n")
        for number, part in enumerate([first, *others]):
            if number:
                lines.append([])
            if part:
                lines[-1].append((_style(token), part))
    return lines


def _style(token: Token) -> str:
    while token is not None and token not in STYLES:
        token = token.parent
    return STYLES.get(token, "")
