"""The app's page, and the end of the kernel behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

import tornado.web
from jupyter_core.utils import ensure_async
from voila.tornado.handler import TornadoVoilaHandler

from ladder_widgets.server.gate import Gate
from ladder_widgets.server.handlers import PlainHandler, asset_names, problem_page

KERNEL = re.compile(r'"kernel": "([\w-]+)"')
TAB_KEY = '"tab": ""'
FIRST_PAINT = "<!--ladder:first-paint-->"
THEME = "ladder-theme"
"""The cookie that holds this browser's choice of theme; no cookie follows the system."""
THEMES = frozenset({"light", "dark"})


class LeaveHandler(PlainHandler):
    """Ends the kernel of a page that was left.

    Voila's own handler asks for a form token that a beacon cannot bring; the gate has already seen
    the cookie and the origin.
    """

    async def post(self, kernel_id: str) -> None:
        """End the kernel, if it is still there."""
        manager = self.settings["kernel_manager"]
        if kernel_id in manager:
            await ensure_async(manager.shutdown_kernel(kernel_id, now=True))
        self.set_status(204)


class PageHandler(TornadoVoilaHandler):  # type: ignore[misc]  # Voila is untyped
    """The app's page: Voila's rendering, filled at request time with what must be fresh."""

    def initialize(self, *, first_paint: Callable[[], str], gate: Gate, **kwargs: Any) -> None:
        """Take what paints the page and who is let in, besides what Voila needs."""
        super().initialize(**kwargs)
        self._first_paint = first_paint
        self._gate = gate

    async def get(self, path: str | None = None) -> None:
        """Send the page; nothing else lives below it."""
        if path:
            raise tornado.web.HTTPError(404)
        html = "".join([chunk async for chunk in self.get_generator(path="")])
        names = asset_names()
        for name in names:
            html = html.replace(f"ladder/assets/{name}", f"ladder/assets/{names[name]}")
        html = self._bind(html)
        theme = self.get_cookie(THEME, "")
        if theme in THEMES:
            html = html.replace("<html ", f'<html data-theme="{escape(theme)}" ', 1)
        self.finish(html.replace(FIRST_PAINT, self._first_paint(), 1))

    def _bind(self, html: str) -> str:
        """The page with the key of this browser's session, whose kernel it is from now on."""
        cookies = self.request.headers.get("Cookie", "")
        kernel = KERNEL.search(html)
        if kernel is not None:
            self._gate.note_kernel(cookies, kernel.group(1))
        return html.replace(TAB_KEY, f'"tab": "{self._gate.tab_key(cookies)}"', 1)

    def write_error(self, status_code: int, **_details: Any) -> None:
        """Say that it did not work, without a traceback."""
        self.finish(problem_page(status_code, base_url=self.base_url))
