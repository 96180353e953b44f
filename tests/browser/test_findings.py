"""What may identify somebody is marked as one types, can be changed in place, kept or undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Visitor
from conftest import RunningServer, serve
from playwright.sync_api import Browser, Locator, Page, expect

NAMED = "Mrs Okafor was waiting. I told Mrs Okafor why."
RECTS = """layer => {
  const field = layer.parentElement.querySelector("textarea");
  const range = document.createRange();
  const mark = layer.querySelector("mark");
  range.selectNodeContents(mark);
  const box = range.getBoundingClientRect();
  const frame = field.getBoundingClientRect();
  return { left: box.left - frame.left, top: box.top - frame.top, width: box.width,
           size: getComputedStyle(mark).fontSize === getComputedStyle(field).fontSize,
           inside: box.bottom <= frame.bottom && box.right <= frame.right };
}"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server for the tests here; each writes an entry of its own."""
    with serve(tmp_path_factory.mktemp("findings") / "data") as running:
        yield running


@pytest.fixture
def form(shared: RunningServer, visit: Callable[[str], Visitor]) -> Page:
    """A new reflection, the caret in *What?*."""
    page = visit(f"{shared.address}#/reflect/new").page
    expect(page.locator("[data-page=reflect]:not([hidden]):not([data-stale])")).to_have_count(1)
    what(page).focus()
    return page


def what(page: Page) -> Locator:
    """The field that is written in."""
    return page.get_by_label("What?", exact=True)


def marks(page: Page) -> Locator:
    """The marks in it."""
    return page.locator(".ladder-marked:has(#answer-what-so-what-now-what-what) mark")


def test_a_name_is_marked_and_explained_below_its_field(form: Page) -> None:
    """Each place has a mark that readers with a screen reader find as a list instead."""
    form.keyboard.type(NAMED)

    expect(marks(form)).to_have_text(["Mrs Okafor", "Mrs Okafor"])
    listed = form.locator("#answer-what-so-what-now-what-what-findings")
    expect(listed.get_by_role("listitem")).to_have_count(1)
    expect(listed).to_contain_text("“Mrs Okafor” (2 times)")
    assert "answer-what-so-what-now-what-what-findings" in str(
        what(form).get_attribute("aria-describedby")
    )
    layer = form.locator(".ladder-marked__layer").first
    assert layer.get_attribute("aria-hidden") == "true"
    expect(what(form)).to_be_focused()
    expect(what(form)).to_have_value(NAMED)


def test_marks_move_with_the_words_around_them(form: Page) -> None:
    """Typing before a mark shifts it at once; a change within it takes it off until looked at."""
    form.keyboard.type(NAMED)
    expect(marks(form)).to_have_count(2)
    form.keyboard.press("Control+Home")
    form.keyboard.type("Then ")

    expect(marks(form)).to_have_text(["Mrs Okafor", "Mrs Okafor"])
    form.keyboard.press("Control+Home")
    for _ in range(8):
        form.keyboard.press("Delete")
    expect(marks(form)).to_have_text(["Mrs Okafor"])


def test_a_replacement_is_one_click_and_undo_brings_the_words_back(form: Page) -> None:
    """As if it were typed: saved, and known to the field's own Undo."""
    form.keyboard.type(NAMED)
    # A list for half of a name that was typed on since has nothing to replace.
    expect(form.locator(".ladder-finding")).to_contain_text("“Mrs Okafor” (2 times)")
    button = form.locator("[data-replace]").first
    words = str(button.get_attribute("data-with"))
    button.click()

    expect(what(form)).to_have_value(NAMED.replace("Mrs Okafor", words))
    expect(what(form)).to_be_focused()
    expect(marks(form)).to_have_count(0)
    expect(form.locator("[data-replace]")).to_have_count(0)
    form.keyboard.press("Control+z")
    form.keyboard.press("Control+z")
    expect(what(form)).to_have_value(NAMED)
    expect(marks(form)).to_have_count(2)


def test_a_finding_that_stays_needs_a_reason_and_no_longer_keeps_an_entry_open(
    form: Page,
) -> None:
    """Marking as final is refused until each finding is changed or kept."""
    form.keyboard.type(NAMED)
    form.get_by_label("Title", exact=True).fill("Waiting")
    expect(marks(form)).to_have_count(2)
    form.get_by_role("button", name="Mark as final").click()
    expect(form.locator(".nhsuk-error-summary")).to_be_focused()
    expect(form.locator(".nhsuk-error-summary")).to_contain_text("may tell who it is about")

    form.get_by_text("It may stay").first.click()
    form.get_by_label("Why?").first.fill("She asked to be named.")
    form.get_by_role("button", name="Keep it").first.click()
    expect(form.locator("mark[data-kept]")).to_have_count(2)
    expect(form.locator(".ladder-finding").first).to_contain_text("Kept: She asked to be named.")
    expect(form.locator(".nhsuk-error-summary")).to_have_count(0)
    form.get_by_role("button", name="Mark as final").click()
    expect(form.get_by_role("heading", name="Waiting", level=1)).to_be_focused()


def test_words_from_an_input_method_are_marked_once_they_are_there(form: Page) -> None:
    """A composition is never broken up by marks."""
    client = form.context.new_cdp_session(form)
    form.keyboard.type("I told Mrs ")
    client.send("Input.imeSetComposition", {"text": "Oka", "selectionStart": 3, "selectionEnd": 3})
    client.send(
        "Input.imeSetComposition", {"text": "Okafor", "selectionStart": 6, "selectionEnd": 6}
    )
    client.send("Input.insertText", {"text": "Okafor"})
    form.keyboard.type(" why.")

    expect(what(form)).to_have_value("I told Mrs Okafor why.")
    expect(marks(form)).to_have_text(["Mrs Okafor"])


def test_a_paste_of_twenty_kilobytes_is_marked_to_its_end(form: Page) -> None:
    """The layer follows the field as it scrolls."""
    text = "We met late and nobody knew the order. " * 500 + NAMED
    form.evaluate("text => navigator.clipboard?.writeText(text)", "")
    what(form).evaluate(
        "(field, text) => { field.focus(); document.execCommand('insertText', false, text); }", text
    )

    expect(marks(form)).to_have_count(2, timeout=15_000)
    what(form).evaluate("field => { field.scrollTop = field.scrollHeight; }")
    layer = form.locator(".ladder-marked:has(#answer-what-so-what-now-what-what) [data-marks]")
    form.wait_for_function(
        "([layer, field]) => layer.scrollTop === field.scrollTop && field.scrollTop > 0",
        arg=[layer.element_handle(), what(form).element_handle()],
    )
    assert layer.evaluate(RECTS)["inside"]


@pytest.mark.parametrize(
    "settings",
    [
        {"viewport": {"width": 1180, "height": 800}},
        {"viewport": {"width": 320, "height": 256}},
        {"forced_colors": "active"},
        {"color_scheme": "dark"},
    ],
    ids=["desk", "400 %", "forced", "dark"],
)
def test_marks_lie_under_their_words(
    shared: RunningServer, browser: Browser, settings: dict[str, object]
) -> None:
    """At any size and in any colours; axe finds nothing wrong with it."""
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    visitor = Visitor(context.new_page())
    page = visitor.page
    page.goto(f"{shared.address}#/reflect/new")
    visitor.live()
    what(page).focus()
    page.keyboard.type("It was late. " + NAMED)
    expect(marks(page)).to_have_count(2)

    layer = page.locator(".ladder-marked:has(#answer-what-so-what-now-what-what) [data-marks]")
    place = layer.evaluate(RECTS)
    line = layer.evaluate("e => getComputedStyle(e.querySelector('mark')).textDecorationLine")
    assert place["size"]
    assert place["inside"]
    assert place["left"] > 0
    assert place["width"] > 40
    assert line == "underline"
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}})
    assert found.response["violations"] == []
    context.close()
