"""The sections of an entry file: ``##`` headings and the text under each, letter by letter.

Only headings that Markdown sees count, so one inside a code fence, list or quotation is text. An
answer that could not be told from the file around it (it holds a heading of its own, or a fence
that nobody closed) stands whole in a fence marked ``answer``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ladder_widgets.errors import EntryFileError

FENCE_INFO = "answer"

# HTML blocks and link definitions may run to the end of a text and would hide the headings after
# them; inline marks are of no interest here and cost time.
_MARKDOWN = MarkdownIt("commonmark").disable(["html_block", "reference", "inline"])


class Section(NamedTuple):
    """A heading, its 1-based line, and the text up to the next one."""

    heading: str
    line: int
    text: str


def read_sections(lines: Sequence[str], *, start: int) -> Iterator[Section]:
    """The sections of a file whose text begins at line `start`, counted from 0.

    Raises:
        EntryFileError: there is text before the first heading.
    """
    tokens = _MARKDOWN.parse("\n".join(lines[start:]))
    headings = list(_headings(tokens))
    bounds = [begin for begin, _, _ in headings] + [len(lines) - start]
    _refuse_text_before(lines, start, start + bounds[0])
    for (begin, after, heading), end in zip(headings, bounds[1:], strict=True):
        fence = _sole_fence(tokens, after, end)
        inside = _trim(lines[start + after : start + end])
        if fence and _is_closed(inside[-1], fence):
            inside = inside[1:-1]
        yield Section(heading, start + begin + 1, "\n".join(inside))


def write_answer(text: str) -> str:
    """The text as it is where it reads back so, else in a fence longer than any within it."""
    probe = f"## a\n\n{text}\n\n## b\n".split("\n")
    try:
        if [(s.heading, s.text) for s in read_sections(probe, start=0)] == [("a", text), ("b", "")]:
            return text
    except EntryFileError:
        pass
    longest = max((len(run) for run in re.findall("~+", text)), default=0)
    fence = "~" * max(3, longest + 1)
    return f"{fence}{FENCE_INFO}\n{text}\n{fence}"


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """First line, line after and text of each ``##`` heading that stands in no list or quote."""
    for n, token in enumerate(tokens):
        if token.type == "heading_open" and token.markup == "##" and not token.level and token.map:
            yield token.map[0], token.map[1], tokens[n + 1].content


def _sole_fence(tokens: Sequence[Token], begin: int, end: int) -> Token | None:
    """The fence marked ``answer`` of a section that holds nothing else."""
    inside = [t for t in tokens if not t.level and t.map and begin <= t.map[0] < end]
    if len(inside) != 1 or inside[0].type != "fence" or inside[0].info.strip() != FENCE_INFO:
        return None
    return inside[0]


def _is_closed(last_line: str, fence: Token) -> bool:
    return bool(re.fullmatch(rf" {{0,3}}{fence.markup[0]}{{{len(fence.markup)},}}\s*", last_line))


def _refuse_text_before(lines: Sequence[str], start: int, end: int) -> None:
    for n in range(start, end):
        if lines[n].strip():
            message = (
                f"line {n + 1}: there is text before the first heading. "
                "Put it under a heading of the model, such as: ## What?"
            )
            raise EntryFileError(message)


def _trim(lines: Sequence[str]) -> Sequence[str]:
    filled = [n for n, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []
