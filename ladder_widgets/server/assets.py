"""What the page loads: files compressed when they were built, under names that hold their hash."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tornado.web

from ladder_widgets.server.handlers import PlainHandler
from ladder_widgets.widgets.base import STATIC

ASSETS = STATIC / "assets"
FOR_EVER = "public, max-age=31536000, immutable"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""What a browser may accept, best first, and how the compressed file's name ends."""


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()


class AssetHandler(PlainHandler):
    """Serves a built file as it lies there, in the best compression that the browser takes."""

    def get(self, name: str) -> None:
        """Send one built file; its name changes with its content, so it never grows old."""
        path = ASSETS / name
        kind = KINDS.get(path.suffix)
        if kind is None or path.parent != ASSETS or not path.is_file():
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", FOR_EVER)
        offered = self.request.headers.get("Accept-Encoding", "").replace(" ", "").split(",")
        for encoding, ending in ENCODINGS.items():
            if any(part == encoding or part.startswith(f"{encoding};q=0.") for part in offered):
                self.set_header("Content-Encoding", encoding)
                path = path.with_name(path.name + ending)
                break
        self.finish(_read(path))
