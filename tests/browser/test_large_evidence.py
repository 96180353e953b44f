"""A large export and a summary narrative, in a real browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Visitor
from browser.test_never_lost import end_kernel
from conftest import RunningServer, serve
from playwright.sync_api import Page, expect
from process_tools import hold_child

from ladder_widgets.evidence.pdf import CHILD
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Answer, Content, Save, new_entry_id
from ladder_widgets.portfolio.profile import make_profile
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

MANY = 60
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GP trainee's store with many long entries."""
    data, today = tmp_path_factory.mktemp("large") / "data", dt.date.today()
    start = today - dt.timedelta(days=100)
    text = "We agreed one change. "
    with open_store(read_settings({}, data_dir=data)) as store:
        store.save_profile(
            make_profile(
                load_catalogue(), programme="general-practice", grade="ST2", start=start,
                today=today,
            )
        )  # fmt: skip
        for number in range(MANY):
            content = Content(
                title=f"Round {number}",
                happened_on=dt.date(2026, 3, 10),
                answers=(Answer(prompt="what", text=text),),
            )
            store.save(
                Save(
                    entry_id=new_entry_id(), base=0, writer="w", seq=1, content=content,
                    state="final",
                )
            )  # fmt: skip
    return data


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[RunningServer]:
    """The app on that store."""
    with serve(data) as running:
        yield running


@pytest.fixture
def show(server: RunningServer, visit: Callable[[str], Visitor]) -> Callable[[str], Page]:
    """A page of the app, once the kernel answers."""

    def show(route: str) -> Page:
        page = visit(server.address).page
        page.goto(f"{server.origin}/{route}")
        expect(page.locator("html")).to_have_attribute("data-ladder", "live")
        return page

    return show


def faults(page: Page) -> list[str]:
    """What axe finds."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]]


def test_a_large_export_shows_that_it_goes_on_and_ends_in_the_downloads(
    show: Callable[[str], Page], server: RunningServer
) -> None:
    """The page is usable meanwhile; the file comes when it is made."""
    page = show("#/evidence")
    with page.expect_download(timeout=60_000) as downloading:
        page.get_by_role("button", name="Download PDF").click()
        work = hold_child(server.process.pid, CHILD)
        expect(page.get_by_role("heading", name="Making your PDF")).to_be_visible()
        assert faults(page) == []
        work.resume()
    path = downloading.value.path()

    assert path.read_bytes().startswith(b"%PDF-")
    expect(page.get_by_role("button", name="Download PDF")).to_be_visible()


def test_a_large_export_outlives_its_kernel(
    show: Callable[[str], Page], server: RunningServer
) -> None:
    """What is lost on its way with a kernel is made anew by the next one, unasked."""
    page = show("#/evidence")
    with page.expect_download(timeout=60_000) as downloading:
        page.get_by_role("button", name="Download PDF").click()
        work = hold_child(server.process.pid, CHILD)
        expect(page.get_by_role("heading", name="Making your PDF")).to_be_visible()
        end_kernel(page)
        work.kill()

    assert downloading.value.path().read_bytes().startswith(b"%PDF-")


def test_a_large_export_is_cancelled(show: Callable[[str], Page], server: RunningServer) -> None:
    """Nothing is downloaded, the child has ended, and the choice is back."""
    page = show("#/evidence")
    came: list[object] = []
    page.on("download", lambda file: came.append(file))  # noqa: PLW0108  # it wraps functions only
    page.get_by_role("button", name="Download PDF").click()
    work = hold_child(server.process.pid, CHILD)
    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_text("Ended. Nothing was downloaded.")).to_be_visible()
    expect(page.get_by_role("button", name="Download PDF")).to_be_visible()
    assert came == []
    assert psutil.wait_procs([work], timeout=10) == ([work], [])


def test_a_narrative_is_written_from_chosen_entries(
    show: Callable[[str], Page], data: Path
) -> None:
    """What is chosen and typed is on disk once the page says so; the page has no fault."""
    page = show("#/evidence")
    page.get_by_role("link", name="Write a summary narrative").click()
    expect(page.get_by_role("heading", name="Write a summary narrative")).to_be_visible()
    page.get_by_label("What it sums up").select_option("quality-improvement")
    page.get_by_role("checkbox", name="Round 7", exact=True).check()
    area = page.get_by_label("What do they show together?")
    area.fill("I stopped deciding alone.")
    expect(area).not_to_have_attribute("data-saved", "0")
    expect(page.locator("[data-save-state]").first).to_contain_text("Saved")

    assert faults(page) == []
    with open_store(read_settings({}, data_dir=data)) as store:
        (made,) = (e.content for e in store.entries() if e.content.narrative)
    assert made.answer("narrative") == "I stopped deciding alone."
    assert made.narrative is not None
    assert made.narrative.scope == "quality-improvement"
    assert len(made.narrative.entries) == 1
