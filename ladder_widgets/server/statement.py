"""The accessibility statement as a page of the app."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from ladder_widgets.server.handlers import PlainHandler, render_page
from ladder_widgets.settings import resource


@cache
def _statement() -> str:
    text = resource("docs", "accessibility.md").read_text(encoding="utf-8")
    return str(MarkdownIt("commonmark", {"html": False}).render(text))


class StatementHandler(PlainHandler):
    """Shows what `docs/accessibility.md` says."""

    def get(self) -> None:
        """Send the page."""
        page = "page_statement.html"
        self.finish(render_page(page, base_url=self.base_url, statement=_statement()))
