"""What all handlers of our own share: headers, and problems told in words."""

from __future__ import annotations

import json
from functools import cache
from http import HTTPStatus
from typing import Any

import tornado.web

from ladder_widgets.errors import SettingsError
from ladder_widgets.widgets.base import STATIC
from ladder_widgets.widgets.markup import render

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""Of the trainee app: nothing but its own files, no inline script, no inline style."""

NOTEBOOK_POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; frame-src 'none'; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Of pages of other notebooks, never of the trainee app: still no other host, no inline script.

anywidget loads a widget's code from `blob:` and puts its styles inline; pictures come as data.
"""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@cache
def asset_names() -> dict[str, str]:
    """The built names by plain name: ``{"page.js": "page-UOPPFY6X.js", …}``.

    Raises:
        SettingsError: the browser's part is not built.
    """
    try:
        names: dict[str, str] = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    except FileNotFoundError as error:
        message = "The browser's part of the app is not built. Run: make frontend"
        raise SettingsError(message) from error
    return names


def render_page(template: str, *, base_url: str, **values: Any) -> str:
    """A whole page beside the app, made from `page.html`, with the sheet that was built for it."""
    assets = f"{base_url}ladder/assets/"
    return render(template, back=base_url, assets=assets, names=asset_names(), **values)


def problem_page(status: int, *, base_url: str, message: str | None = None) -> str:
    """A whole page that says what went wrong and what to do."""
    missing = "There is no such page. Open the app from its start."
    failed = "That did not work. Nothing you saved is lost: load the page again."
    shown = message or (missing if status == HTTPStatus.NOT_FOUND else failed)
    return render_page("page_problem.html", base_url=base_url, message=shown)


class PlainHandler(tornado.web.RequestHandler):
    """Base of the handlers that Jupyter knows nothing of: strict headers, no server name."""

    def set_default_headers(self) -> None:
        """Send the headers every answer has."""
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    @property
    def base_url(self) -> str:
        """Where the app lies on this server: ``/``, or a prefix such as ``/user/x/``."""
        return str(self.settings["base_url"])

    def finish_problem(self, status: int, message: str | None = None) -> None:
        """Answer with a page that says what is wrong."""
        self.set_status(status)
        self.finish(problem_page(status, base_url=self.base_url, message=message))

    def write_error(self, status_code: int, **_details: Any) -> None:
        """Say that it did not work, without a traceback."""
        self.finish(problem_page(status_code, base_url=self.base_url))


class NothingHere(PlainHandler):
    """Answers 404 to whatever nothing else serves, for every method."""

    def prepare(self) -> None:
        """Answer before any method is looked at."""
        self.finish_problem(404)
