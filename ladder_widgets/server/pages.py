"""The handlers of our own: refusal, sign-in, assets and the app's page."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import tornado.web
from jupyter_core.utils import ensure_async
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher
from voila.tornado.handler import TornadoVoilaHandler

from ladder_widgets.server.gate import Gate
from ladder_widgets.widgets.base import STATIC
from ladder_widgets.widgets.markup import render

FIRST_PAINT = "<!--ladder:first-paint-->"
EARLIER = "This address is from an earlier start. Open the one that `ladder serve` printed last."
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Refused(Matcher):
    """Matches the requests that the gate does not let in."""

    def __init__(self, gate: Gate, base_url: str) -> None:
        self._gate = gate
        self._base_url = base_url

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Keyword arguments for `RefusalHandler`, or None to try the next rule."""
        reason = self._gate.refusal(
            host=request.host,
            origin=request.headers.get("Origin") or request.headers.get("Sec-Websocket-Origin"),
            cookies=request.headers.get("Cookie", ""),
            signing_in=SignInMatcher(self._base_url).match(request) is not None,
        )
        return None if reason is None else {"path_kwargs": {"reason": reason.encode()}}


class SignInMatcher(Matcher):
    """Matches the one request that brings a token."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """An empty dictionary for `GET /?token=…`, else None."""
        here = request.method == "GET" and request.path == self._base_url
        return {} if here and "token" in request.query_arguments else None


class PlainHandler(tornado.web.RequestHandler):
    """Base of the handlers that Jupyter knows nothing of: strict headers, no server name."""

    def set_default_headers(self) -> None:
        """Send the headers every answer has."""
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def write_error(self, status_code: int, **_details: Any) -> None:
        """Say that it did not work, without a traceback."""
        self.finish(render("page_problem.html", message=f"The server answered {status_code}."))


class RefusalHandler(PlainHandler):
    """Answers 403 to whatever the gate does not let in, for every method."""

    def prepare(self) -> None:
        """Refuse before any method is looked at."""
        self.set_status(403)
        reason = self.path_kwargs["reason"]
        self.finish(render("page_problem.html", message=reason))


class SignInHandler(PlainHandler):
    """Exchanges the token of the printed address for a session cookie."""

    def initialize(self, gate: Gate) -> None:
        """Take the gate that knows the token."""
        self._gate = gate

    def get(self) -> None:
        """Set the cookie and go on to the page, without the token in its address."""
        session = self._gate.exchange(self.get_query_argument("token"))
        if session is None:
            self.set_status(403)
            self.finish(render("page_problem.html", message=EARLIER))
            return
        self.set_cookie(
            self._gate.cookie, session, path=self.request.path, httponly=True, samesite="Strict"
        )
        if self.request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}:
            self.redirect(self.request.path, status=303)
        else:
            # A redirect within a navigation that another site began would not carry a strict
            # cookie; a page of our own that moves on by itself does.
            self.finish(render("page_entered.html", path=self.request.path))


class AssetHandler(PlainHandler):
    """Serves the bundle by name from the one folder it is built into."""

    def get(self, name: str) -> None:
        """Send one built file."""
        path = STATIC / name
        if path.parent != STATIC or not path.is_file():
            raise tornado.web.HTTPError(404)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.set_header("Content-Type", "text/javascript" if kind.endswith("javascript") else kind)
        self.set_header("Cache-Control", "no-cache")
        data = path.read_bytes()
        self.set_etag_header()
        self.finish(data)


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
    """The app's page: Voila's rendering with the first paint put in at request time."""

    def initialize(self, *, first_paint: Callable[[], str], **kwargs: Any) -> None:
        """Take what paints the page, besides what Voila needs."""
        super().initialize(**kwargs)
        self._first_paint = first_paint

    async def get(self, path: str | None = None) -> None:
        """Send the page; nothing else lives below it."""
        if path:
            raise tornado.web.HTTPError(404)
        html = "".join([chunk async for chunk in self.get_generator(path="")])
        self.finish(html.replace(FIRST_PAINT, self._first_paint(), 1))

    def write_error(self, status_code: int, **_details: Any) -> None:
        """Say that it did not work, without a traceback."""
        missing = status_code == HTTPStatus.NOT_FOUND
        message = "There is no such page." if missing else "Load the page again: it did not start."
        self.finish(render("page_problem.html", message=message))
