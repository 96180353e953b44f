"""The main job in a real browser: choose a programme, read a target, reflect, take the PDF."""

from __future__ import annotations

import os
import re
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from browser.conftest import Visitor, choose_programme
from conftest import RunningServer, serve
from evidence_tools import faults
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

REFLECTION = "The board round had no order, so I asked the nurse in charge who worried her most."


def wait_saved(page: Page, field: str, text: str, data_dir: Path) -> None:
    """Wait until the form says saved, and hold it to that: the words are on disk."""
    expect(page.locator("[data-save-state=saved]")).to_be_visible(timeout=30_000)
    with open_store(read_settings({}, data_dir=data_dir)) as store:
        written = [a.text for e in store.entries() for a in e.content.answers]
    assert text in written, f"{field} says saved, the store holds {len(written)} other answers"


def kernel_id(page: Page) -> str:
    """The id of the kernel that a page talks to now."""
    script = "JSON.parse(document.getElementById('ladder-config').textContent).kernel"
    return str(page.evaluate(script))


def kernel_process(kernel: str) -> psutil.Process:
    """The process of a kernel."""
    return next(
        process
        for process in psutil.process_iter(["cmdline"])
        if any(kernel in part for part in process.info["cmdline"] or ())
    )


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory):
    """A server of this module's own: the tests below are one trip, in order."""
    with serve(tmp_path_factory.mktemp("trip") / "data") as running:
        yield running


def test_a_first_visitor_chooses_a_programme_and_it_is_remembered(
    visit: Callable[[str], Visitor], trip: RunningServer
) -> None:
    """Typing part of a name finds the programme; a reload still knows it."""
    visitor = visit(trip.address)
    page = visitor.page

    choose_programme(page, typed="gen prac", name="General Practice", grade="ST2", wte="80")
    page.reload()
    visitor.live()

    expect(page.locator("header")).to_contain_text("General Practice · ST2 · 80%")
    assert visitor.foreign_hosts() == set()
    assert visitor.complaints == []


def test_the_map_leads_to_a_target_and_its_capabilities(
    visit: Callable[[str], Visitor], trip: RunningServer
) -> None:
    """A target says what it asks, why, how, and which of the trainee's capabilities it serves."""
    page = visit(trip.address).page

    page.get_by_role("link", name="Run two test cycles of your own").first.click()

    expect(page.get_by_role("heading", name="Run two test cycles of your own")).to_be_visible()
    card = page.locator("[data-page=target]")
    for words in (
        "What patients gain",
        "eLearning",
        "Face-to-face course",
        "At work",
        "Reflect",
        "GP 10",
    ):
        expect(card).to_contain_text(words)
    expect(card).to_contain_text("Draft")
    page.go_back()
    expect(page.get_by_role("heading", name="My ladder", level=1)).to_be_visible()


def test_a_reflection_is_on_disk_as_it_is_typed_and_outlives_a_killed_kernel(
    visit: Callable[[str], Visitor], trip: RunningServer
) -> None:
    """Saved means committed; after kill -9 the page recovers by itself and nothing is missing."""
    visitor = visit(f"{trip.address}#/reflect/new/quality-improvement.2.a")
    page = visitor.page
    page.wait_for_url(re.compile("#/reflect/new/quality-improvement.2.a$"))
    what = page.get_by_label("What?", exact=True)

    what.press_sequentially(REFLECTION, delay=5)
    wait_saved(page, "What?", REFLECTION, trip.data_dir)
    assert int(what.get_attribute("data-saved") or 0) > 0

    page.reload()
    visitor.live()
    expect(what).to_have_value(REFLECTION)

    before = kernel_id(page)
    killed = kernel_process(before)
    so_what = page.get_by_label("So what?", exact=True)
    so_what.press_sequentially("Before the kernel ended. ", delay=5)
    os.kill(killed.pid, signal.SIGKILL)
    so_what.press_sequentially("After the kernel ended.", delay=5)

    page.wait_for_function(
        "old => JSON.parse(document.getElementById('ladder-config').textContent).kernel !== old",
        arg=before,
        timeout=30_000,
    )
    visitor.live()
    wait_saved(page, "So what?", "Before the kernel ended. After the kernel ended.", trip.data_dir)
    expect(so_what).to_be_focused()
    assert visitor.foreign_hosts() == set()


def test_an_entry_is_linked_marked_final_and_taken_along_as_pdf(
    visit: Callable[[str], Visitor], trip: RunningServer, tmp_path: Path
) -> None:
    """The PDF holds the words and the codes, and an independent judge finds no fault in it."""
    visitor = visit(trip.address)
    page = visitor.page
    page.get_by_role("link", name="Reflect", exact=True).click()
    page.get_by_role("link", name="Run two test cycles of your own").click()

    page.get_by_label("Add a capability").select_option("GP 10")
    page.get_by_label("Because").fill("I changed the round after asking.")
    expect(page.locator("[data-save-state=saved]")).to_be_visible()
    page.get_by_role("button", name="Mark as final").click()
    expect(page.get_by_text("Final", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Mark .* as done$")).click()
    page.get_by_role("link", name="Export as evidence").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download PDF").click()
    pdf = tmp_path / "evidence.pdf"
    waiting.value.save_as(pdf)

    assert re.fullmatch(
        r"leadership-evidence-\d{4}-\d\d-\d\d\.pdf", waiting.value.suggested_filename
    )
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(pdf).pages).split())
    for words in (REFLECTION, "GP 10", "I changed the round after asking."):
        assert words in text
    assert faults(pdf.read_bytes()) == []
    page.get_by_role("link", name="My ladder", exact=True).click()
    expect(page.get_by_text(re.compile(r"^1 of \d+ targets done"))).to_be_visible()
    assert visitor.foreign_hosts() == set()
    assert visitor.complaints == []


def test_only_the_owner_can_read_the_data_folder(trip: RunningServer) -> None:
    """The folder is 0700, every file in it 0600, while the store is open."""
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in trip.data_dir.rglob("*")}

    assert stat.S_IMODE(trip.data_dir.stat().st_mode) == 0o700
    assert set(modes.values()) <= {0o600, 0o700}
    assert "ladder.sqlite" in modes


def test_no_word_of_an_entry_is_in_the_servers_output(trip: RunningServer) -> None:
    """What the server printed holds no reflective text."""
    assert "board round" not in trip.errors.read_text()
