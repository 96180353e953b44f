"""An entry is copied field by field into another portfolio, in a real browser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Visitor
from conftest import RunningServer, serve
from playwright.sync_api import BrowserContext, Page, expect

from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Answer, Content, Save, State, new_entry_id
from ladder_widgets.portfolio.profile import make_profile
from ladder_widgets.portfolio.store import Store, open_store
from ladder_widgets.settings import read_settings

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PASTED = "- asked who worried us\n- agreed one list\n\nIt ended on time."
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def write(store: Store, state: State) -> str:
    """An entry with a list in Markdown; answers with its id."""
    content = Content(
        title="Leading the round",
        happened_on=dt.date(2026, 3, 10),
        model="star",
        answers=(
            Answer(prompt="situation", text="The round had no order."),
            Answer(prompt="action", text=PASTED.replace("- ", "* ").replace("time", "**time**")),
        ),
        targets=("team-working.2.a",),
    )
    entry = new_entry_id()
    store.save(
        Save(entry_id=entry, base=0, writer=new_entry_id(), seq=1, content=content, state=state)
    )
    return entry


class Written:
    """A server with a final entry and a draft."""

    def __init__(self, server: RunningServer, final: str, draft: str) -> None:
        self.server, self.final, self.draft = server, final, draft


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    """A GP trainee's."""
    data = tmp_path_factory.mktemp("form") / "data"
    today = dt.date.today()
    start = today - dt.timedelta(days=100)
    with open_store(read_settings({}, data_dir=data)) as store:
        store.save_profile(
            make_profile(
                load_catalogue(), programme="general-practice", grade="ST2", start=start,
                today=today,
            )
        )  # fmt: skip
        final, draft = write(store, "final"), write(store, "draft")
    with serve(data) as running:
        yield Written(running, final, draft)


@pytest.fixture
def open_form(written: Written, visit: Callable[[str], Visitor]) -> Callable[[str], Page]:
    """The preview of an entry, as the kernel shows it."""

    def show(entry: str) -> Page:
        page = visit(written.server.address).page
        page.goto(f"{written.server.origin}/#/preview/{entry}")
        expect(
            page.get_by_role("heading", name="Leadership activity, field by field")
        ).to_be_visible()
        return page

    return show


def test_a_field_is_copied_as_plain_text_by_keyboard(
    written: Written, open_form: Callable[[str], Page], context: BrowserContext
) -> None:
    """What lies on the clipboard is what stands in the field; it is said politely."""
    context.grant_permissions(CLIPBOARD)
    page = open_form(written.final)
    button = page.get_by_role("button", name="Copy 2. How you approached it")
    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator("[data-announce=aside]")).to_have_text("Copied: 2. How you approached it.")
    assert page.evaluate("() => navigator.clipboard.readText()") == PASTED
    expect(button).to_be_focused()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24


def test_where_the_clipboard_is_refused_the_text_is_selected(
    written: Written, open_form: Callable[[str], Page]
) -> None:
    """And the keys for copying are named."""
    page = open_form(written.final)
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    page.get_by_role("button", name="Copy 2. How you approached it").click()

    expect(page.locator("[data-announce=aside]")).to_contain_text("Press Ctrl+C to copy it.")
    assert page.evaluate("() => getSelection().toString()").strip() == PASTED
    first = page.get_by_label(re.compile("^Why it shows")).first
    page.get_by_role("button", name="Copy why").first.click()
    expect(first).to_be_focused()


def test_another_portfolio_shows_its_own_form_and_keeps_what_was_typed(
    written: Written, open_form: Callable[[str], Page]
) -> None:
    """The focus stays where the choice was made; axe finds nothing."""
    page = open_form(written.final)
    why = page.get_by_label(re.compile("^Why it shows")).first
    why.fill("I changed the order of the round.")
    choice = page.locator("[data-page=preview]").get_by_label("E-portfolio")
    choice.focus()
    choice.select_option("horus")

    expect(page.get_by_role("heading", name="Reflection, field by field")).to_be_visible()
    expect(choice).to_be_focused()
    expect(why).to_have_value("I changed the order of the round.")
    for summary in page.locator("[data-page=preview] summary").all():
        summary.click()
    assert Axe().run(page, options={"runOnly": WCAG}).response["violations"] == []


def test_the_pdf_of_the_entry_is_one_button(
    written: Written, open_form: Callable[[str], Page]
) -> None:
    """Found from the list of evidence."""
    page = open_form(written.final)
    page.get_by_role("link", name="Evidence").last.click()
    page.get_by_role("link", name="Copy by field Leading the round").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download PDF of this entry").click()

    assert waiting.value.suggested_filename.endswith(".pdf")


def test_a_reason_is_linked_to_a_draft_and_the_form_goes_on_from_there(
    written: Written, open_form: Callable[[str], Page]
) -> None:
    """The form that was open in this very tab before finds no stranger's revision."""
    page = open_form(written.draft)
    page.goto(f"{written.server.origin}/#/reflect/{written.draft}")
    page.get_by_label("Task", exact=True).fill("To make it end.")
    expect(page.locator("[data-save-state=saved]")).to_be_visible()
    page.get_by_role("link", name="Preview for my e-portfolio").click()
    page.get_by_label(re.compile("^Why it shows")).first.fill("I led it.")
    page.get_by_role("button", name="Link it to the entry").first.click()
    expect(page.locator("[data-announce=status]")).to_contain_text("Linked: GP")
    expect(page.get_by_role("heading", name="Capabilities it may show")).to_be_focused()

    page.get_by_role("link", name="Leading the round").click()
    expect(page.get_by_label("Because")).to_have_value("I led it.")
    page.get_by_label("Result", exact=True).fill("It did.")
    expect(page.locator("[data-save-state=saved]")).to_be_visible()
    with open_store(read_settings({}, data_dir=written.server.data_dir)) as store:
        content = store.entry(written.draft).content
    assert (content.answer("task"), content.answer("result")) == ("To make it end.", "It did.")
    assert [link.because for link in content.capabilities] == ["I led it."]
