"""A supervisor without an account reads evidence, comments and signs; the trainee takes it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Visitor
from conftest import RunningServer, serve
from evidence_tools import TODAY, catalogue
from playwright.sync_api import Page, expect
from store_tools import settings_in, write

from ladder_widgets.evidence.export import export
from ladder_widgets.portfolio.comments import read_comments
from ladder_widgets.portfolio.keys import TrustedKey
from ladder_widgets.portfolio.store import open_store

NOTEBOOK = "faculty/review.ipynb"
SAID = "You noticed the change because you asked the night staff."


@pytest.fixture
def trainee(tmp_path: Path) -> Iterator[RunningServer]:
    """A trainee's app with a final entry."""
    folder = tmp_path / "trainee" / "data"
    with open_store(settings_in(folder)) as store:
        write(store, "We agreed one change.", state="final")
    with serve(folder) as running:
        yield running


@pytest.fixture
def evidence(trainee: RunningServer, tmp_path: Path) -> Path:
    """What the trainee hands over."""
    path = tmp_path / "evidence.zip"
    with open_store(settings_in(trainee.data_dir)) as store:
        path.write_bytes(
            export(
                "zip", store.entries(), profile=None, catalogue=catalogue(), today=TODAY,
                key=store.signing_key(),
            )
        )  # fmt: skip
    return path


@pytest.fixture
def page(tmp_path: Path, visit: Callable[[str], Visitor]) -> Iterator[Page]:
    """The review page, served on the supervisor's own machine."""
    with serve(tmp_path / "supervisor" / "data", "--pool-size", "1", NOTEBOOK) as running:
        visitor = visit(running.address)
        yield visitor.page
        assert visitor.complaints == []
        assert visitor.foreign_hosts() == set()


def choose(page: Page, path: Path) -> None:
    """Choose evidence, and see that it is open."""
    page.get_by_label("Choose the evidence").set_input_files(path)
    expect(page.get_by_role("heading", name="What you are looking at")).to_be_focused()


def faults(page: Page) -> list[str]:
    """What axe finds in the widget."""
    found = Axe().run(page, context={"include": [[".ladder"]]}).response
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]]


def test_what_is_said_comes_back_signed_beside_its_entry(
    page: Page, evidence: Path, trainee: RunningServer, visit: Callable[[str], Visitor]
) -> None:
    """Whose and when; the name counts as given until its key is trusted."""
    choose(page, evidence)
    expect(page.get_by_text("unchanged since exported")).to_be_visible()
    expect(page.get_by_text("We agreed one change.")).to_be_visible()
    assert faults(page) == []

    page.get_by_role("button", name="Sign and download").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    expect(page.locator(".nhsuk-error-summary li")).to_have_count(2)
    assert faults(page) == []

    page.get_by_label("Your comment on entry 1").fill(SAID)
    page.get_by_label("Your name").fill("Dr Invented Person")
    page.get_by_label("Your role").fill("clinical supervisor")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Sign and download").click()
    expect(page.get_by_role("heading", name="Signed")).to_be_focused()
    signed = evidence.with_name(waiting.value.suggested_filename)
    waiting.value.save_as(signed)
    page.set_viewport_size({"width": 320, "height": 700})
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    (comment,) = read_comments(signed.read_bytes())
    mine = visit(f"{trainee.address}#/import").page
    mine.get_by_label("Choose a file").set_input_files(signed)
    expect(mine.get_by_text("1 comment of others, by Dr Invented Person")).to_be_visible()
    mine.get_by_role("button", name="Import", exact=True).click()
    expect(mine.get_by_role("heading", name="Imported")).to_be_focused()
    mine.goto(f"{trainee.origin}/#/reflect/{comment.entry_id}")
    remark = mine.locator(".ladder-remark")
    expect(remark).to_contain_text(SAID)
    expect(remark).to_contain_text("Dr Invented Person, clinical supervisor")
    expect(remark).to_contain_text("name as given")
    assert faults(mine) == []

    with open_store(settings_in(trainee.data_dir)) as store:
        store.trust(TrustedKey(public=comment.public, name="My supervisor"))
    mine.reload()
    expect(remark).to_contain_text("key trusted as My supervisor")


def test_words_about_somebody_are_marked_and_signed_only_when_looked_at(
    page: Page, evidence: Path
) -> None:
    """The same rules as in the trainee's form; a replacement is one click."""
    choose(page, evidence)
    page.get_by_label("Your name").fill("Dr Invented Person")
    page.get_by_label("Your comment on entry 1").fill("Mrs Okafor was lucky to have you.")
    expect(page.locator(".ladder-finding")).to_contain_text("“Mrs Okafor”")
    page.get_by_role("button", name="Sign and download").click()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("may tell who")
    assert faults(page) == []

    page.locator("[data-replace]").click()
    expect(page.get_by_label("Your comment on entry 1")).to_have_value(
        "The patient was lucky to have you."
    )
    expect(page.locator(".ladder-finding")).to_have_count(0)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    with page.expect_download():
        page.get_by_role("button", name="Sign and download").click()


def test_what_is_typed_outlives_the_page_and_goes_when_it_is_to_be_forgotten(
    page: Page, evidence: Path
) -> None:
    """The same evidence brings the words back."""
    choose(page, evidence)
    page.get_by_label("Your comment on entry 1").fill(SAID)
    expect(page.locator("[data-save-state=saved]")).to_be_visible()

    page.reload()
    choose(page, evidence)
    expect(page.get_by_label("Your comment on entry 1")).to_have_value(SAID)
    page.get_by_label("Your name").fill("Dr Invented Person")
    with page.expect_download():
        page.get_by_role("button", name="Sign and download").click()
    page.get_by_role("button", name="Remove my words").click()
    choose(page, evidence)
    expect(page.get_by_label("Your comment on entry 1")).to_have_value("")
