"""A trainee's words are in the store and in the page, and nowhere else, whatever goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from browser.conftest import Visitor
from browser.test_trip import kernel_id, kernel_process
from conftest import RunningServer, serve
from playwright.sync_api import BrowserContext, Page, expect

CANARY = "Xanthiphilomela"
"""A word that nobody else writes; it is typed into every field."""
STORE = ("ladder.sqlite", "ladder.sqlite-wal", "ladder.sqlite-shm")
TELEMETRY = ("api/metrics", "metrics", "api/status", "api/kernels", "api/sessions")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[RunningServer]:
    """A server with a folder of its own."""
    with serve(tmp_path / "data") as running:
        yield running


def places(server: RunningServer) -> list[str]:
    """Every file below the server's folder, but the store, that holds the word or is named so."""
    word = CANARY.encode()
    return [
        str(path)
        for path in server.data_dir.parent.rglob("*")
        if CANARY.casefold() in path.name.casefold()
        or (path.is_file() and path.name not in STORE and word in path.read_bytes())
    ]


def processes(server: RunningServer) -> list[str]:
    """What the server and its kernels were started with."""
    root = psutil.Process(server.process.pid)
    return [" ".join(p.cmdline()) + str(p.environ()) for p in [root, *root.children(True)]]


def fill(page: Page, server: RunningServer) -> None:
    """Type the word into every field of a new reflection."""
    page.goto(f"{server.origin}/#/reflect/new/team-working.1.a")
    page.get_by_label("Title", exact=True).fill(f"{CANARY} title")
    for prompt in ("What?", "So what?", "Now what?"):
        page.get_by_label(prompt, exact=True).fill(f"{CANARY} in {prompt} and on.")
    page.get_by_label("Tags").fill(f"{CANARY}-tag")
    page.get_by_text("Private note").click()
    page.get_by_label("For you alone").fill(f"{CANARY} note")
    expect(page.locator("[data-save-state=saved]")).to_be_visible()


def test_words_are_in_no_log_name_address_or_process_whatever_goes_wrong(
    watched: RunningServer, context: BrowserContext
) -> None:
    """Written, searched, refused, interrupted by a dead kernel and a broken store, exported."""
    visitor = Visitor(context.new_page())
    page = visitor.page
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(watched.address)
    visitor.live()
    fill(page, watched)
    titles = [page.title()]

    # A date that is none, a final entry that is refused, then one that is not.
    page.get_by_label("Day").fill(CANARY)
    page.get_by_role("button", name="Mark as final").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_visible()
    page.get_by_label("Day").fill("1")
    page.get_by_role("button", name="Mark as final").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(CANARY)
    titles.append(page.title())
    page.get_by_role("link", name="Export as evidence").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download PDF").click()
    names = [waiting.value.suggested_filename]
    page.goto(f"{watched.origin}/#/reflect")
    page.get_by_label("Search your reflections").fill(CANARY)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("1 of 1 reflection fits")).to_be_visible()
    fill(page, watched)

    kernel_process(kernel_id(page)).kill()
    page.get_by_label("What?", exact=True).fill(f"{CANARY} after the kernel")
    expect(page.locator("[data-save-state=saved]")).to_be_visible(timeout=30_000)
    running = processes(watched)
    told = [page.request.get(f"{watched.origin}/{path}").text() for path in TELEMETRY]

    # A table is gone: the statement that fails holds the words.
    with sqlite3.connect(watched.data_dir / "ladder.sqlite") as broken:
        broken.execute("ALTER TABLE revision RENAME TO elsewhere")
    broken.close()
    page.get_by_label("What?", exact=True).fill(f"{CANARY} into nothing")
    expect(page.locator("[data-save-state=refused]")).to_contain_text("Not saved")
    shown = page.locator("[data-save-state]").inner_text()

    assert CANARY in (watched.data_dir / "ladder.sqlite").read_bytes().decode(errors="ignore") or (
        CANARY.encode() in (watched.data_dir / "ladder.sqlite-wal").read_bytes()
    )
    for heard in (visitor.requests, titles, names, running, told, said, [shown]):
        assert [text for text in heard if CANARY in text] == []
    assert places(watched) == []
    assert CANARY not in watched.errors.read_text()
