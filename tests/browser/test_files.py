"""Files are added, told about, decided on, handed out and taken off again, in a real browser."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attachment_tools import docx, halves, jpeg, pdf, png, zipped
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Visitor
from conftest import RunningServer, serve
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect
from pypdf import PdfReader

from ladder_widgets.portfolio.model import Attachment
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server for the tests here; each writes an entry of its own."""
    with serve(tmp_path_factory.mktemp("files") / "data") as running:
        yield running


@pytest.fixture
def page(shared: RunningServer, visit: Callable[[str], Visitor]) -> Page:
    """An entry that is saved."""
    found = visit(f"{shared.address}#/reflect/new").page
    found.get_by_label("Title", exact=True).fill("With files")
    found.get_by_label("What?", exact=True).fill("I kept the certificate.")
    expect(found.locator("[data-save-state=saved]")).to_be_visible()
    return found


def payload(name: str, data: bytes) -> FilePayload:
    """A file as a person chooses it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def add(page: Page, name: str, data: bytes) -> None:
    """Choose a file in the form."""
    page.get_by_label("Add a file").set_input_files(payload(name, data))


def listed(page: Page) -> Locator:
    """The files of the entry."""
    return page.locator(".ladder-files > li")


def stored(page: Page, server: RunningServer) -> list[tuple[Attachment, bytes]]:
    """What is on disk for the entry of the page."""
    entry = page.evaluate("() => location.hash").rpartition("/")[2]
    with open_store(read_settings({}, data_dir=server.data_dir)) as store:
        return [store.attachment_data(file.id) for file in store.attachments(entry)]


def test_a_picture_is_added_without_where_it_was_taken(page: Page, shared: RunningServer) -> None:
    """What was taken out is said; the bytes on disk are a picture with nothing beside it."""
    add(page, "board.jpg", jpeg(author="A. Trainee"))

    expect(listed(page)).to_have_count(1)
    expect(listed(page)).to_contain_text("removed from it:")
    expect(page.get_by_text("board.jpg is attached.")).to_be_visible()
    ((file, data),) = stored(page, shared)
    assert file.name == "board.jpg"
    with Image.open(io.BytesIO(data)) as picture:
        assert dict(picture.getexif()) == {}


def test_a_file_comes_back_as_it_was_stored(page: Page, shared: RunningServer) -> None:
    """Under its own name, also after a reload."""
    add(page, "certificate.pdf", pdf())
    expect(listed(page)).to_have_count(1)
    page.reload()

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download certificate.pdf").click()

    assert waiting.value.suggested_filename == "certificate.pdf"
    assert Path(waiting.value.path()).read_bytes() == stored(page, shared)[0][1]


def test_a_large_file_arrives_whole_while_somebody_writes_on(
    page: Page, shared: RunningServer
) -> None:
    """It travels in pieces; what is typed meanwhile is saved."""
    noise = Image.frombytes("L", (2500, 2500), os.urandom(2500 * 2500))
    large = png(noise)
    assert len(large) > 4_000_000
    add(page, "scan.png", large)
    page.get_by_label("So what?", exact=True).press_sequentially("Typed on meanwhile.")

    expect(listed(page)).to_have_count(1, timeout=60_000)
    expect(page.locator("[data-save-state=saved]")).to_be_visible(timeout=60_000)
    ((_, data),) = stored(page, shared)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.tobytes() == noise.tobytes()
    assert page.get_by_label("So what?", exact=True).input_value() == "Typed on meanwhile."


REFUSED = (
    ("report.pdf", zipped({"a.txt": b"words"}), "Allowed are PDF, PNG, JPEG and Word"),
    ("locked.pdf", pdf(password="x"), "password"),
    ("nothing.pdf", b"", "empty"),
    ("large.pdf", b"%PDF-" + b"0" * 10_000_001, "10 MB are allowed"),
)


def test_what_cannot_be_attached_is_said_and_nothing_is_kept(
    page: Page, shared: RunningServer
) -> None:
    """The kind is what the content is, not what the name says."""
    for name, data, said in REFUSED:
        add(page, name, data)
        expect(page.locator("[data-announce=problem]")).to_contain_text(said)
        expect(page.locator("[data-announce=status]")).to_have_text("")

    expect(listed(page)).to_have_count(0)
    assert stored(page, shared) == []


def test_a_hostile_name_is_only_a_name(page: Page, shared: RunningServer) -> None:
    """No folder, no direction mark, no markup; the ending is that of the content."""
    add(page, "../../<img src=x onerror=alert(1)>\u202egpj.exe", png(halves()))

    expect(listed(page)).to_have_count(1)
    ((file, _),) = stored(page, shared)
    assert file.name.endswith(".png")
    assert not set(file.name) & set("/\\\u202e")
    assert listed(page).locator("img").count() == 0


def test_a_file_that_may_name_somebody_is_decided_on_before_the_entry_is_final(
    page: Page, shared: RunningServer, tmp_path: Path
) -> None:
    """It is kept with a reason, locked with the entry, and travels inside the PDF."""
    add(page, "letter.docx", docx("I wrote to Mrs Okafor about her scan."))
    expect(listed(page)).to_contain_text("may identify a person")
    page.get_by_role("button", name="Mark as final").click()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("A file may tell who")
    assert Axe().run(page, options={"runOnly": WCAG}).response["violations"] == []

    page.get_by_text("It may stay").click()
    page.get_by_label("Why?").fill("She gave it to me for teaching.")
    page.get_by_role("button", name="Keep it").click()
    expect(listed(page)).to_contain_text("Kept: She gave it to me for teaching.")
    expect(page.locator(".nhsuk-error-summary")).to_have_count(0)
    page.get_by_role("button", name="Mark as final").click()

    expect(page.get_by_text("Final", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Take it off")).to_have_count(0)
    page.get_by_role("link", name="Export as evidence").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download PDF").click()
    names = PdfReader(waiting.value.path()).attachments
    assert [name for name in names if name.endswith("letter.docx")]


def test_a_file_is_taken_off_and_its_bytes_go(page: Page, shared: RunningServer) -> None:
    """The focus goes to where another one can be added."""
    add(page, "certificate.pdf", pdf())
    expect(listed(page)).to_have_count(1)

    page.get_by_role("button", name=re.compile("^Take it off.*certificate.pdf$")).click()

    expect(listed(page)).to_have_count(0)
    expect(page.get_by_label("Add a file")).to_be_focused()
    assert stored(page, shared) == []
