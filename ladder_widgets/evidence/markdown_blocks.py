"""Markdown of a notebook as a plain tree: rendered to HTML, which has one reader for both."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from ladder_widgets.evidence.html_blocks import html_blocks
from ladder_widgets.evidence.pictures import MIME_TYPES, Pictures
from ladder_widgets.evidence.tree import Block


class MarkdownReader:
    """Reads the Markdown or HTML of one cell.

    Pictures come from the cell's attachments or from data addresses. One that would have to be
    read from a file or fetched is named, never opened.
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
        return self.html_blocks(_parser().render(source))

    def html_blocks(self, source: str) -> list[Block]:
        """The blocks of HTML that a cell shows or Markdown holds."""
        return html_blocks(source, self._find_picture)

    def _find_picture(self, source: str, alt: str, width: int) -> Block:
        alt = alt or self._alt
        if found := self._embedded(source):
            return self._pictures.block(*found, alt, width=width)
        return {"kind": "text", "text": f"[Picture not in the notebook: {alt}]"}

    def _embedded(self, source: str) -> tuple[str, str] | None:
        """MIME type and content of a picture that the notebook itself holds."""
        if source.startswith("attachment:"):
            held = self._attachments.get(source.removeprefix("attachment:"), {})
            return next(((kind, held[kind]) for kind in MIME_TYPES if kind in held), None)
        head, comma, content = source.partition(";base64,")
        kind = head.removeprefix("data:")
        return (kind, content) if comma and kind in MIME_TYPES[1:] else None


@cache
def _parser() -> MarkdownIt:
    """The one parser; it keeps nothing of a text."""
    return (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .use(tasklists_plugin)
        .use(gfm_autolink_plugin)
        .use(deflist_plugin)
        .use(dollarmath_plugin, allow_labels=False, allow_digits=False, double_inline=True)
        .use(amsmath_plugin)
    )
