"""What the server and a kernel take: the time of a first paint, and memory."""

from __future__ import annotations

import gzip
import http.client
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

import psutil
from apps import HERE, OURS_COLD, VOILA_COLD, App
from playwright.sync_api import Browser, Page
from quiet import settle
from visits import fresh_browser, leave, open_page
from workplace import WITHIN_S, Workplace

KERNEL_ID = re.compile(rb'"kernel": "([\w-]+)"')
ROUTES = {
    "ladder": "#/ladder",
    "theme": "#/theme/quality-improvement",
    "target": "#/target/quality-improvement.2.a",
    "evidence": "#/evidence",
}
"""Pages that between them show all the content; the last is where a PDF is made."""


@dataclass(frozen=True)
class Memory:
    """What a kernel holds, in bytes: of its own, with its share of what is shared, and resident."""

    uss: float
    pss: float
    rss: float


def typical(measured: Sequence[Memory]) -> Memory:
    """The median of each figure."""
    return Memory(
        uss=median(one.uss for one in measured),
        pss=median(one.pss for one in measured),
        rss=median(one.rss for one in measured),
    )


def first_paint_ms(app: App, runs: int) -> list[float]:
    """How long the server takes for our page, connection and transfer on loopback included."""
    return [_fetch_ms(app) for _ in range(runs)]


def _fetch_ms(app: App) -> float:
    settle()
    connection = http.client.HTTPConnection(urlsplit(app.origin).netloc, timeout=WITHIN_S)
    headers = {"Cookie": "=".join(app.cookie or ()), "Origin": app.origin}
    as_browsers = {**headers, "Accept-Encoding": "gzip"}
    connection.connect()
    start_s = time.perf_counter()
    connection.request("GET", urlsplit(app.address).path, headers=as_browsers)
    page = connection.getresponse().read()
    spent_ms = (time.perf_counter() - start_s) * 1000
    if kernel := KERNEL_ID.search(gzip.decompress(page)):
        connection.request("POST", f"/ladder/leave/{kernel[1].decode()}", headers=headers)
        connection.getresponse().read()
    connection.close()
    return spent_ms


def our_kernel(workplace: Workplace, browser: Browser) -> Memory:
    """Our kernel once every page was seen, an entry saved and a PDF made."""
    app = workplace.ladder(OURS_COLD, "--pool-size=0", entry=HERE / "board-round.md")
    with fresh_browser(browser, app) as context:
        page, *_ = open_page(context, app)
        for name, route in ROUTES.items():
            page.goto(f"{app.origin}/{route}")
            page.locator(f"[data-page={name}] h1").wait_for()
        _make_pdf(page)
        memory = _held(app)
        leave(page)
    return memory


def bare_kernel(workplace: Workplace, browser: Browser) -> Memory:
    """A kernel of stock Voila with the one-textarea notebook, after one character."""
    app = workplace.voila(VOILA_COLD, preheat=False)
    with fresh_browser(browser, app) as context:
        page, *_ = open_page(context, app)
        memory = _held(app)
        leave(page)
    return memory


def _make_pdf(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile(r"\bPDF\b")).first.click()
    waiting.value.delete()


def _held(app: App) -> Memory:
    """What the app's one kernel holds once it rests, processes that it started included."""
    settle()
    kernel = app.kernel()
    held = [p.memory_full_info() for p in (kernel, *_children(kernel))]
    return Memory(
        uss=sum(one.uss for one in held),
        pss=sum(one.pss for one in held),
        rss=sum(one.rss for one in held),
    )


def _children(kernel: psutil.Process) -> list[psutil.Process]:
    return [process for process in kernel.children(recursive=True) if process.is_running()]
