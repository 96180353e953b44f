"""The way in: requests that the gate refuses, and the address that lets a browser in."""

from __future__ import annotations

from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher

from ladder_widgets.server.gate import Gate
from ladder_widgets.server.handlers import PlainHandler
from ladder_widgets.widgets.markup import render

EARLIER = (
    "This address is used up or from an earlier start. "
    "Open the one that `ladder serve` printed last."
)
OPEN_TO_ALL = ("ladder/assets/", "ladder/left")
"""Paths below the base that hold nothing of anybody: even a page of refusal needs its sheet."""


class Refused(Matcher):
    """Matches the requests that the gate does not let in."""

    def __init__(self, gate: Gate, base_url: str) -> None:
        self._gate = gate
        self._sign_in = SignInMatcher(base_url)
        self._open = tuple(base_url + path for path in OPEN_TO_ALL)

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Keyword arguments for `RefusalHandler`, or None to try the next rule."""
        without_cookie = self._sign_in.match(request) is not None or (
            request.method in {"GET", "HEAD"} and request.path.startswith(self._open)
        )
        reason = self._gate.refusal(
            host=request.host,
            origin=request.headers.get("Origin") or request.headers.get("Sec-Websocket-Origin"),
            cookies=request.headers.get("Cookie", ""),
            without_cookie=without_cookie,
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


class RefusalHandler(PlainHandler):
    """Answers 403 to whatever the gate does not let in, for every method."""

    def prepare(self) -> None:
        """Refuse before any method is looked at."""
        self.finish_problem(403, self.path_kwargs["reason"])


class SignInHandler(PlainHandler):
    """Exchanges the token of the printed address for a session cookie."""

    def initialize(self, gate: Gate) -> None:
        """Take the gate that knows the token."""
        self._gate = gate

    def get(self) -> None:
        """Set the cookie and go on to the page, without the token in its address."""
        session = self._gate.exchange(self.get_query_argument("token"))
        if session is None:
            self.finish_problem(403, EARLIER)
            return
        self.set_cookie(
            self._gate.cookie, session, path=self.base_url, httponly=True, samesite="Strict"
        )
        if self.request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}:
            self.redirect(self.base_url, status=303)
        else:
            # A redirect within a navigation that another site began would not carry a strict
            # cookie; a page of our own that moves on by itself does.
            self.finish(render("page_entered.html", path=self.base_url))
