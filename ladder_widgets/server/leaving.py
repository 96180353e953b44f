"""*Leave this computer*: the session ends, and with it every kernel that worked for it."""

from __future__ import annotations

from jupyter_core.utils import ensure_async

from ladder_widgets.server.gate import Gate
from ladder_widgets.server.handlers import PlainHandler, render_page

FORGET = '"storage"'
"""What the browser forgets of this server besides the cookie: what tabs kept of unsaved words."""


class OutHandler(PlainHandler):
    """Ends the session of the browser that asks.

    The gate has seen the origin, so that no other site can do it.
    """

    def initialize(self, gate: Gate) -> None:
        """Take the gate that knows the sessions."""
        self._gate = gate

    async def post(self) -> None:
        """End the session first: a page that is open elsewhere must not get a fresh kernel."""
        kernels = self._gate.leave(self.request.headers.get("Cookie", ""))
        manager = self.settings["kernel_manager"]
        for kernel in kernels:
            if kernel in manager:
                await ensure_async(manager.shutdown_kernel(kernel, now=True))
        # Jupyter names a visitor by a cookie of its own; both hold the port in their names.
        for name in self.request.cookies:
            if name.endswith(f"-{self._gate.port}"):
                self.clear_cookie(name, path=self.base_url)
        self.set_header("Clear-Site-Data", FORGET)
        self.redirect(f"{self.base_url}ladder/left", status=303)


class LeftHandler(PlainHandler):
    """Says that nothing is left here."""

    def get(self) -> None:
        """A page that needs no session."""
        self.finish(render_page("page_left.html", base_url=self.base_url))
