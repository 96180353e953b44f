"""One visit of a page in a fresh browser, from the navigation to the first character that stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from apps import App
from playwright.sync_api import Browser, BrowserContext, Page
from quiet import settle
from traffic import SLOW_LINE, Traffic

WITHIN_MS = 120_000
SEEN = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const files = performance.getEntriesByType("resource");
  const last = (ending) => Math.max(
    0, ...files.filter((f) => new URL(f.name).pathname.endsWith(ending)).map((f) => f.responseEnd));
  return {
    ...benchMarks,
    origin: performance.timeOrigin,
    html: page.responseEnd,
    painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    sheets: last(".css"),
    scripts: last(".js"),
  };
}"""


@dataclass(frozen=True)
class Visit:
    """What one visit took: milliseconds since the navigation began, bytes, requests.

    `busy_percent` is what the rest of the machine did just before it.
    """

    busy_percent: float
    ready_ms: float
    saved_ms: float
    total_bytes: int
    frames_bytes: int
    assets_bytes: int
    requests: int
    foreign: int
    steps_ms: dict[str, float]


@contextmanager
def fresh_browser(browser: Browser, app: App) -> Iterator[BrowserContext]:
    """A context with an empty cache, signed in to the app."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(WITHIN_MS)
    if app.cookie is not None:
        name, value = app.cookie
        context.add_cookies([{"name": name, "value": value, "url": app.origin}])
    try:
        yield context
    finally:
        context.close()


def open_page(
    context: BrowserContext, app: App, *, slow: bool = False
) -> tuple[Page, Traffic, float]:
    """Open the app and type one character; back as soon as the page says that it arrived.

    The third value is how busy the machine was with other work just before, in percent.
    """
    page = context.new_page()
    page.add_init_script(app.probe())
    session = context.new_cdp_session(page)
    traffic = Traffic(session)
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW_LINE)
    # A new window of Chromium loads its own toolbars for a while; nobody's figures hold that.
    busy_percent = settle()
    page.goto(app.address, wait_until="commit")
    page.wait_for_function("() => window.benchMarks?.saved")
    return page, traffic, busy_percent


def visit(context: BrowserContext, app: App, *, slow: bool) -> Visit:
    """Measure one visit; what the page loads after the character still counts as its bytes."""
    page, traffic, busy_percent = open_page(context, app, slow=slow)
    page.wait_for_load_state("networkidle")
    seen = page.evaluate(SEEN)
    result = Visit(
        busy_percent=busy_percent,
        ready_ms=seen["ready"],
        saved_ms=seen["saved"],
        total_bytes=traffic.total_bytes,
        frames_bytes=traffic.frames_bytes,
        assets_bytes=traffic.assets_bytes,
        requests=len(traffic.requests),
        foreign=traffic.foreign,
        steps_ms=_steps(seen, traffic),
    )
    leave(page)
    return result


def leave(page: Page) -> None:
    """Go elsewhere first, as a person does: the page tells its server to end the kernel."""
    page.goto("about:blank")
    page.close()


def _steps(seen: dict[str, Any], traffic: Traffic) -> dict[str, float]:
    """The moments of a visit, in milliseconds since the navigation began."""
    origin_ms = seen["origin"]
    moments = {
        "page received": seen["html"],
        "style sheet received": seen["sheets"],
        "first paint": seen.get("painted"),
        "last script received": seen["scripts"],
        "text area ready, character typed": seen["typed"],
        "websocket open": traffic.since(traffic.socket_open_s, origin_ms),
        "first frame from the kernel": traffic.since(traffic.first_frame_s, origin_ms),
        "kernel has answered (live)": seen.get("live"),
        "saved": seen["saved"],
    }
    return {name: moment for name, moment in moments.items() if moment}
