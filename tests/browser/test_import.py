"""Evidence leaves one portfolio as a bundle and comes into another, looked at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.conftest import Visitor
from conftest import RunningServer, serve
from playwright.sync_api import Page, expect
from store_tools import settings_in, write

from ladder_widgets.evidence.verify import verify
from ladder_widgets.portfolio.store import open_store

CSV = "Thing,When\nRun charts,2026-10-01\nChairing a meeting,2026-10-02\n"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RunningServer]:
    """A server on an empty store."""
    with serve(tmp_path / "fresh" / "data") as running:
        yield running


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server on a store with a final entry."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    with open_store(settings_in(folder)) as store:
        write(store, "We agreed one change.", state="final")
    with serve(folder) as running:
        yield running


def download(visit: Callable[[str], Visitor], server: RunningServer, to: Path) -> None:
    """Save the bundle that the Evidence page gives."""
    page = visit(f"{server.address}#/evidence").page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download bundle").click()
    waiting.value.save_as(to)
    assert waiting.value.suggested_filename.endswith(".zip")


def choose(page: Page, path: Path) -> None:
    """Choose a file on the import page."""
    page.get_by_label("Choose a file").set_input_files(path)


def test_a_bundle_is_looked_at_imported_and_undone(
    filled: RunningServer,
    fresh: RunningServer,
    visit: Callable[[str], Visitor],
    tmp_path: Path,
) -> None:
    """Nothing is stored before the button is pressed; the focus follows."""
    download(visit, filled, tmp_path / "evidence.zip")
    assert verify((tmp_path / "evidence.zip").read_bytes()).content == "unaltered"

    page = visit(f"{fresh.address}#/evidence").page
    page.get_by_role("link", name="Import a file").click()
    choose(page, tmp_path / "evidence.zip")
    expect(page.get_by_role("heading", name="What the file brings")).to_be_focused()
    expect(page.get_by_text("A day on call")).to_be_visible()
    with open_store(settings_in(fresh.data_dir)) as store:
        assert store.entries() == ()

        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_role("heading", name="Imported")).to_be_focused()
        assert [e.content.title for e in store.entries()] == ["A day on call"]

        page.get_by_role("button", name="Undo the import").click()
        expect(page.get_by_role("heading", name="Undone")).to_be_focused()
        assert store.entries() == ()


def test_columns_of_a_table_are_said_once(
    fresh: RunningServer, visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    """The second file of the same kind needs no answer."""
    (tmp_path / "courses.csv").write_text(CSV)
    page = visit(f"{fresh.address}#/import").page

    choose(page, tmp_path / "courses.csv")
    page.get_by_label("Title of the course").select_option("Thing")
    page.get_by_label("Day it was completed").select_option("When")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Chairing a meeting")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Imported")).to_be_focused()

    choose(page, tmp_path / "courses.csv")
    expect(page.get_by_text("It is all here already.")).to_be_visible()


def test_what_cannot_be_read_is_said_and_changes_nothing(
    fresh: RunningServer, visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    """In an alert; another file can be chosen."""
    page = visit(f"{fresh.address}#/import").page
    for name, data, says in (
        ("x.zip", b"PK\x03\x04 cut off", "damaged"),
        ("x.pdf", b"%PDF-1.7 of nobody", "PDF"),
    ):
        (tmp_path / name).write_bytes(data)

        choose(page, tmp_path / name)

        expect(page.locator("[data-announce=problem]")).to_contain_text(says)
        expect(page.get_by_label("Choose a file")).to_be_visible()
