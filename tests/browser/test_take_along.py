"""A phone takes its file at the end of a workshop, by a finger and by a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Visitor
from conftest import serve
from join_tools import WORKSHOP, Joinery, hosting
from playwright.sync_api import Browser, Page, expect

from ladder_widgets.evidence.intake import read_any
from ladder_widgets.evidence.verify import verify
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings
from ladder_widgets.workshop.live.model import Room

WORDS = "I was sure that the form had worked."
NAME = "Robin Example"
PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def joinery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joinery]:
    """A running join application."""
    with hosting(tmp_path_factory.mktemp("along") / "data") as running:
        yield running


@pytest.fixture
def room(joinery: Joinery) -> Room:
    """A room with nothing on."""
    return joinery.rooms.begin(WORKSHOP, "2026.1")


@pytest.fixture
def phone(browser: Browser, joinery: Joinery, room: Room) -> Iterator[Page]:
    """A phone that came in by the code on the screen."""
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="en-GB")  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{joinery.address}/#{room.code}")
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    yield page
    context.close()


def faults(page: Page) -> list[str]:
    """What axe finds wrong."""
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def test_a_phone_takes_what_it_wrote(
    phone: Page, joinery: Joinery, room: Room, tmp_path: Path, visit: Callable[[str], Visitor]
) -> None:
    """Nothing is offered before the end; then one file, signed, which the app takes in."""
    expect(phone.get_by_role("heading", name="Take it with you")).to_have_count(0)
    joinery.rooms.show(room.id, "reflect")
    phone.get_by_label("What?", exact=False).first.fill(WORDS)
    phone.get_by_role("button", name="Send").tap()
    expect(phone.get_by_text("Sent.")).to_be_visible()
    joinery.rooms.end(room.id)
    expect(phone.get_by_role("heading", name="Take it with you")).to_be_visible()
    phone.get_by_label("A name for the certificate").fill(NAME)
    phone.get_by_label("Put this name on the attendance list").check()
    assert faults(phone) == []
    phone.get_by_role("button", name="Take it with you").tap()
    link = phone.get_by_role("link", name="Save the file")
    with phone.expect_download() as download:
        link.tap()
    assert faults(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    file = tmp_path / "taken.zip"
    download.value.save_as(file)

    assert download.value.suggested_filename.startswith(f"workshop-{WORKSHOP}-")
    assert verify(file.read_bytes()).content == "unaltered"
    texts = [
        a.text for e in read_any(file.read_bytes(), columns={}).entries for a in e.content.answers
    ]
    assert WORDS in texts
    assert joinery.rooms.attendees(room.id) == (NAME,)
    with serve(tmp_path / "app" / "data") as app:
        page = visit(f"{app.address}#/import").page
        page.get_by_label("Choose a file").set_input_files(file)
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_role("heading", name="Imported")).to_be_focused()
        page.get_by_role("link", name="See your reflections").click()
        expect(page.get_by_text("course, workshop").first).to_be_visible()
        with open_store(read_settings({}, data_dir=app.data_dir)) as store:
            kept = [a.text for e in store.entries() for a in e.content.answers]
        assert WORDS in kept


def test_a_keyboard_takes_it_without_a_name(phone: Page, joinery: Joinery, room: Room) -> None:
    """Also by whoever reloads the page after the end; a pressed button makes one file."""
    joinery.rooms.end(room.id)
    expect(phone.get_by_role("heading", name="Thank you")).to_be_focused()
    phone.reload()
    phone.get_by_role("button", name="Take it with you").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("link", name="Save the file")).to_be_visible()
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Save the file")).to_be_focused()

    assert joinery.rooms.attendees(room.id) == ()
