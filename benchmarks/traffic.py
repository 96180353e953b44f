"""Counts what a page asks for and what it gets, websocket frames included."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OWN_SCHEMES = frozenset({"http", "https", "ws", "wss"})
BINARY = 2
MBIT = 1_000_000 / 8
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * MBIT,
    "uploadThroughput": 1.6 * MBIT,
}


@dataclass
class Request:
    """One request of a page: what for, and how many bytes came over the line for it."""

    url: str
    kind: str
    received: float = 0


class Traffic:
    """Listens to one page from before it is opened; cached answers count as no bytes."""

    def __init__(self, session: CDPSession) -> None:
        self.requests: dict[str, Request] = {}
        self.frames_bytes = 0
        self.socket_open_s: float | None = None
        self.first_frame_s: float | None = None
        self._wall_s = 0.0
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.dataReceived", self._came)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketCreated", self._socket)
        session.on("Network.webSocketHandshakeResponseReceived", self._opened)
        session.on("Network.webSocketFrameReceived", self._heard)
        session.on("Network.webSocketFrameSent", self._said)
        session.send("Network.enable")

    @property
    def total_bytes(self) -> int:
        """Everything: answers with their headers, and websocket frames both ways."""
        return round(sum(r.received for r in self.requests.values())) + self.frames_bytes

    @property
    def assets_bytes(self) -> int:
        """What came by request apart from the page itself."""
        return round(sum(r.received for r in self.requests.values() if r.kind != "Document"))

    @property
    def foreign(self) -> int:
        """How many requests went to another host."""
        hosts = [urlsplit(r.url).hostname for r in self.requests.values()]
        return sum(host not in LOOPBACK for host in hosts)

    def since(self, moment_s: float | None, origin_ms: float) -> float | None:
        """A moment of this session as milliseconds since a page's `performance.timeOrigin`."""
        return None if moment_s is None else (self._wall_s + moment_s) * 1000 - origin_ms

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if urlsplit(url).scheme not in OWN_SCHEMES:
            return
        self._wall_s = self._wall_s or event["wallTime"] - event["timestamp"]
        name = event["requestId"]
        if "redirectResponse" in event:
            earlier = self.requests.pop(name)
            earlier.received = event["redirectResponse"]["encodedDataLength"]
            self.requests[f"{name} redirect {len(self.requests)}"] = earlier
        self.requests[name] = Request(url, event.get("type", ""))

    def _came(self, event: dict[str, Any]) -> None:
        if request := self.requests.get(event["requestId"]):
            request.received += event["encodedDataLength"]

    def _finished(self, event: dict[str, Any]) -> None:
        if request := self.requests.get(event["requestId"]):
            request.received = event["encodedDataLength"]

    def _socket(self, event: dict[str, Any]) -> None:
        self.requests[event["requestId"]] = Request(event["url"], "WebSocket")

    def _opened(self, event: dict[str, Any]) -> None:
        self.socket_open_s = self.socket_open_s or event["timestamp"]
        request = self.requests[event["requestId"]]
        request.received = len(event["response"].get("headersText", ""))

    def _heard(self, event: dict[str, Any]) -> None:
        self.first_frame_s = self.first_frame_s or event["timestamp"]
        self._said(event)

    def _said(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        data = frame["payloadData"]
        payload = base64.b64decode(data) if frame["opcode"] == BINARY else data.encode()
        self.frames_bytes += len(payload)
