"""What people and machines do wrong: the page says so in words, and keeps what was typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from browser.conftest import Visitor
from browser.test_trip import kernel_id, kernel_process
from conftest import RunningServer, serve
from evidence_tools import faults
from playwright.sync_api import Page, expect

from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

HOSTILE = (
    "<script>alert(1)</script> </textarea><img src=x onerror=alert(1)> {{ 7*7 }} "
    '#read("/etc/passwd") *bold* $x$ @ref \\ '
    "مرحبا שלום 中文 日本 😀 e\u0301 \u202eabc\u202c end"
)


def write(page: Page, server: RunningServer, text: str, *, title: str = "Odd input") -> None:
    """Write a new entry whose first answer is `text`, as one paste."""
    page.goto(f"{server.origin}/#/reflect/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("What?", exact=True).fill(text)


def answers(data_dir: Path) -> set[str]:
    """Every answer that is on disk."""
    with open_store(read_settings({}, data_dir=data_dir)) as store:
        return {answer.text for entry in store.entries() for answer in entry.content.answers}


def saved(page: Page) -> None:
    """Wait until the form says that all of it is saved."""
    expect(page.locator("[data-save-state=saved]")).to_be_visible(timeout=30_000)


def test_hostile_text_is_only_text_from_the_field_to_the_pdf(
    app: Visitor, server: RunningServer, tmp_path: Path
) -> None:
    """Nothing in a field is ever run or lost, and the PDF of it has no fault."""
    page = app.page
    write(page, server, HOSTILE, title=HOSTILE)
    saved(page)

    page.get_by_role("button", name="Mark as final").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    page.get_by_role("link", name="Export as evidence").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download PDF").click()
    waiting.value.save_as(tmp_path / "evidence.pdf")

    assert HOSTILE in answers(server.data_dir)
    data = (tmp_path / "evidence.pdf").read_bytes()
    assert faults(data) == []
    assert app.complaints == []


def test_a_reflection_of_a_megabyte_is_saved(app: Visitor, server: RunningServer) -> None:
    """A book pasted into a field is saved like a sentence."""
    long = "A sentence of a very long reflection. " * 27_600
    write(app.page, server, long)

    saved(app.page)

    assert long in answers(server.data_dir)


def test_ten_thousand_links_are_saved_looked_at_and_exported(
    app: Visitor, server: RunningServer, tmp_path: Path
) -> None:
    """A list of addresses is text: nothing in it is followed, and the PDF has no fault."""
    page = app.page
    links = " ".join(f"https://example.org/page/{number}" for number in range(10_000))
    write(page, server, links, title="Ten thousand links")
    saved(page)
    page.get_by_role("button", name="Mark as final").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ten thousand links", timeout=30_000)
    page.get_by_role("link", name="Export as evidence").click()
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Download PDF").click()
    waiting.value.save_as(tmp_path / "evidence.pdf")

    assert links in answers(server.data_dir)
    assert faults((tmp_path / "evidence.pdf").read_bytes()) == []
    assert app.foreign_hosts() == set()


def test_a_locked_store_is_said_and_the_text_is_saved_once_it_is_free(
    app: Visitor, server: RunningServer
) -> None:
    """Another program holds the store: the text stays in the page and is written afterwards."""
    page = app.page
    write(page, server, "Before.")
    saved(page)
    other = sqlite3.connect(server.data_dir / "ladder.sqlite", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        page.get_by_label("What?", exact=True).fill("While it was locked.")
        expect(page.locator("[data-save-state=refused]")).to_contain_text("Not saved")
        assert "While it was locked." not in answers(server.data_dir)
    finally:
        other.rollback()
        other.close()

    saved(page)

    assert "While it was locked." in answers(server.data_dir)
    assert page.get_by_label("What?", exact=True).input_value() == "While it was locked."


def test_a_full_disk_is_said_and_what_was_typed_stays(
    visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    """No room left: nothing is called saved, the words stay in the field, older ones on disk."""
    with serve(tmp_path / "data") as server:
        page = visit(server.address).page
        write(page, server, "Before it was full.")
        saved(page)
        full = 256 * 1024
        psutil.Process(kernel_process(kernel_id(page)).pid).rlimit(
            psutil.RLIMIT_FSIZE, (full, full)
        )
        more = "More than the disk has room for. " * 30_000
        page.get_by_label("What?", exact=True).fill(more)

        expect(page.locator("[data-save-state=refused]")).to_contain_text(
            "Not saved", timeout=30_000
        )

        assert page.get_by_label("What?", exact=True).input_value() == more
        assert "Before it was full." in answers(server.data_dir)


@pytest.mark.parametrize("route", ["#/target/no-such-target", "#/theme/x", "#/reflect/0", "#/zzz"])
def test_an_address_that_names_nothing_is_said(
    visit: Callable[[str], Visitor], server: RunningServer, route: str
) -> None:
    """An old or mistyped address leads to a message or to the ladder, never to an empty page."""
    page = visit(f"{server.address}{route}").page

    shown = page.locator("[data-page]:not([hidden]) h1, [role=alert]:not(:empty)")
    expect(shown.first).to_be_visible()

    page.get_by_role("link", name="Reflect", exact=True).click()
    page.get_by_role("link", name="Write a reflection").click()

    expect(page.get_by_label("What?", exact=True)).to_be_visible()
