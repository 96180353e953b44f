"""A real Chromium, and a page that notes whatever it asks for and complains about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from conftest import RunningServer
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

CHROMIUM_OPTIONS = [
    "--no-sandbox",  # the tests may run as root, where Chromium's sandbox does not start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIVE_WITHIN_MS = 30_000
PAGE_WITHIN_MS = 60_000
"""The first page of a machine that has read nothing from its disk yet."""


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for the whole run; each test gets a context of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


class Visitor:
    """A page, with what it requested and what it reported as wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(f"{message.text} at {message.location}")
                if message.type == "error"
                else None
            ),
        )

    def foreign_hosts(self) -> set[str]:
        """Hosts other than this machine that the page asked for anything."""
        hosts = {
            urlsplit(url).hostname
            for url in self.requests
            if url.split(":")[0] not in {"data", "blob"}
        }
        return {str(host) for host in hosts - {"127.0.0.1", "localhost"}}

    def live(self) -> None:
        """Wait until the kernel has answered."""
        expect(self.page.locator("html")).to_have_attribute(
            "data-ladder", "live", timeout=LIVE_WITHIN_MS
        )


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser context with nothing in it."""
    fresh = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    fresh.set_default_timeout(30_000)
    fresh.set_default_navigation_timeout(PAGE_WITHIN_MS)
    yield fresh
    fresh.close()


@pytest.fixture
def visit(context: BrowserContext) -> Callable[[str], Visitor]:
    """Open an address in a new page and wait for the kernel."""

    def open_page(address: str) -> Visitor:
        visitor = Visitor(context.new_page())
        visitor.page.goto(address)
        visitor.live()
        return visitor

    return open_page


@pytest.fixture
def app(visit: Callable[[str], Visitor], server: RunningServer) -> Visitor:
    """The trainee app, signed in and live."""
    return visit(server.address)


def choose_programme(
    page: Page | Locator, *, typed: str, name: str, grade: str, wte: str = "100"
) -> None:
    """Fill in the profile as a first visitor does."""
    page.get_by_role("link", name="Choose your programme").click()
    page.get_by_label("Type part of its name").fill(typed)
    page.get_by_role("button", name=re.compile(rf"^{re.escape(name)} ")).click()
    page.get_by_label("Grade", exact=True).select_option(grade)
    today = date.today()
    start = page.get_by_role("group", name="First day in this grade")
    start.get_by_label("Day").fill("1")
    start.get_by_label("Month").fill(str(today.month))
    start.get_by_label("Year").fill(str(today.year))
    page.get_by_label("Working time").select_option(wte)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="My ladder", level=1)).to_be_visible()


def choose_in(browser: Browser, address: str) -> None:
    """Choose a programme in a browser of its own, so that the server's trainee has one."""
    context = browser.new_context()
    visitor = Visitor(context.new_page())
    visitor.page.goto(address)
    visitor.live()
    choose_programme(visitor.page, typed="gen prac", name="General Practice", grade="ST2")
    context.close()
