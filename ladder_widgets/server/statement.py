"""The accessibility statement as a page of the app."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from ladder_widgets.server.handlers import PlainHandler, asset_names
from ladder_widgets.settings import resource
from ladder_widgets.widgets.markup import render


@cache
def _statement() -> str:
    text = resource("docs", "accessibility.md").read_text(encoding="utf-8")
    return str(MarkdownIt("commonmark", {"html": False}).render(text))


class StatementHandler(PlainHandler):
    """Shows what `docs/accessibility.md` says."""

    def get(self) -> None:
        """Send the page."""
        self.finish(
            render(
                "page_statement.html",
                statement=_statement(),
                back=self.base_url,
                assets=f"{self.base_url}ladder/assets/",
                names=asset_names(),
            )
        )
