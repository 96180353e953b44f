"""Who may talk to the server: checks that come before every handler, websockets included.

Voila and the Jupyter server leave these open (design §5): any Host and Origin is let in, so a
foreign page could reach a trainee's kernel by DNS rebinding, and the token is empty.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
INVITATION_S = 600
"""How long a one-time link for another device can be used."""
MAX_INVITATIONS = 8


class Gate:
    """The token of this run, the sessions it was exchanged for, and the names of this server."""

    def __init__(
        self,
        *,
        port: int,
        hosts: frozenset[str] = LOOPBACK,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = secrets.token_urlsafe(32)
        self.port = port
        self.hosts = hosts
        self._now_s = now_s
        self._sessions: dict[str, set[str]] = {}
        self._invitations: dict[str, float] = {}

    @property
    def cookie(self) -> str:
        """The cookie's name; it holds the port, since browsers share cookies between ports."""
        return f"ladder-{self.port}"

    def exchange(self, token: str) -> str | None:
        """A new session for the right token or an open invitation, None for anything else."""
        known = hmac.compare_digest(token.encode(), self.token.encode())
        if not (known or self._accept(token)):
            return None
        session = secrets.token_urlsafe(32)
        self._sessions[session] = set()
        return session

    def session(self, cookies: str) -> str | None:
        """The session that a request's Cookie header names, None without a known one."""
        try:
            morsel = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return None
        given = morsel.value.encode() if morsel else b""
        known = [s for s in self._sessions if hmac.compare_digest(given, s.encode())]
        return known[0] if known else None

    def tab_key(self, cookies: str) -> str:
        """What a tab keeps unsaved words under: it tells one session from another, nothing else."""
        session = self.session(cookies)
        return sha256(session.encode()).hexdigest()[:16] if session else ""

    def note_kernel(self, cookies: str, kernel: str) -> None:
        """Remember that a kernel works for a session."""
        session = self.session(cookies)
        if session is not None:
            self._sessions[session].add(kernel)

    def leave(self, cookies: str) -> frozenset[str]:
        """End a session: its cookie lets nobody in any more. Answers with its kernels."""
        session = self.session(cookies)
        return frozenset() if session is None else frozenset(self._sessions.pop(session))

    def invite(self) -> str:
        """A token good for one browser within ten minutes; only the newest few stay open."""
        token = secrets.token_urlsafe(16)
        self._invitations[token] = self._now_s() + INVITATION_S
        for old in list(self._invitations)[:-MAX_INVITATIONS]:
            del self._invitations[old]
        return token

    def _accept(self, token: str) -> bool:
        until_s = self._invitations.pop(token, None)
        return until_s is not None and self._now_s() < until_s

    def refusal(
        self, *, host: str, origin: str | None, cookies: str, without_cookie: bool
    ) -> str | None:
        """Why a request is refused, in words that tell nothing of the trainee; None lets it in.

        `host`, `origin` and `cookies` are the request's headers; `without_cookie` is true of
        what a browser may ask before it is let in.
        """
        if not self._known_host(host):
            return "This server does not go by that name."
        if origin is not None and not self._same_origin(origin, host):
            return "Requests from other sites are refused."
        if without_cookie or self.session(cookies) is not None:
            return None
        return "Open the address that `ladder serve` printed: it lets this browser in."

    def _known_host(self, host: str) -> bool:
        name, port = _split(f"//{host}")
        return name in self.hosts and (port is None or port == self.port)

    def _same_origin(self, origin: str, host: str) -> bool:
        # In this order: an Origin that cannot be split is refused before its scheme is looked at.
        same = _split(origin) == _split(f"//{host}")
        return same and urlsplit(origin).scheme in {"http", "https"}


def _split(address: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(address)
        name, port = parts.hostname, parts.port  # a port that is no number fails here
    except ValueError:
        return None, None
    # A name with anything around it (user, path, query) is no Host or Origin that a browser sends.
    plain = parts.username is None and not (parts.path or parts.query or parts.fragment)
    return (name, port) if plain else (None, None)
