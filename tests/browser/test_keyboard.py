"""The whole trip by keyboard alone; what a screen reader hears; what the browser's policy says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from browser.conftest import Visitor
from conftest import RunningServer, serve
from playwright.sync_api import BrowserContext, Page, expect

FOCUS = """() => {
  const e = document.activeElement;
  const label = e.labels?.[0]?.textContent ?? e.getAttribute("aria-label") ?? e.textContent;
  return [e.tagName, label.trim().replace(/\\s+/g, " ")];
}"""
LISTEN = """() => {
  window.heard = [];
  for (const region of document.querySelectorAll("[data-announce]")) {
    new MutationObserver(() => {
      if (region.textContent) window.heard.push(region.textContent);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  }
}"""
COLLECT = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    const place = `${event.sourceFile}:${event.lineNumber}:${event.columnNumber}`;
    const element = event.target.outerHTML?.slice(0, 200) ?? event.target.nodeName;
    const what = [event.violatedDirective, event.blockedURI, event.sample, place, element];
    window.violations.push(what.join(" | "));
  });
"""
MOST_TABS = 140


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of this module's own: a first visit."""
    with serve(tmp_path_factory.mktemp("keys") / "data") as running:
        yield running


def tab_to(page: Page, label: str, *, tag: str = "") -> None:
    """Press Tab until the focus is on what goes by this label; it must be seen there."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        kind, name = page.evaluate(FOCUS)
        if name.startswith(label) and (not tag or kind == tag):
            assert page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
            ), f"the focus on {label} is not to be seen"
            return
    pytest.fail(f"Tab never reached {label}; the focus is on {page.evaluate(FOCUS)}")


def choose_by_keyboard(page: Page) -> None:
    """Skip link, programme, grade and date."""
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == ["A", "Skip to the page"]
    page.keyboard.press("Enter")
    expect(page.locator("#ladder-main")).to_be_focused()
    tab_to(page, "Choose your programme")
    page.keyboard.press("Enter")
    tab_to(page, "Type part of its name")
    page.keyboard.type("gen prac")
    tab_to(page, "General Practice", tag="BUTTON")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Where are you in training?")).to_be_focused()
    tab_to(page, "Grade")
    page.keyboard.type("ST2")
    today = date.today()
    for label, text in (("Day", "1"), ("Month", str(today.month)), ("Year", str(today.year))):
        tab_to(page, label)
        page.keyboard.type(text)
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My ladder", level=1)).to_be_focused()


def reflect_by_keyboard(page: Page) -> None:
    """From a target on the ladder, over its tabs, to a final entry."""
    tab_to(page, "Ask for feedback and change one thing")
    page.keyboard.press("Enter")
    expect(page.locator("[data-page=target] h1")).to_be_focused()
    tab_to(page, "At work")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUS) == ["BUTTON", "Reflect"]
    expect(page.get_by_role("tab", name="Reflect")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUS) == ["A", "Make it a goal"]
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUS) == ["A", "Write a reflection on this"]
    page.keyboard.press("Enter")
    expect(page.locator("[data-page=reflect] h1")).to_be_focused()
    tab_to(page, "What?")
    page.keyboard.type("I asked what they had noticed.")
    expect(page.locator("[data-save-state=saved]")).to_be_visible()
    assert page.evaluate(FOCUS) == ["TEXTAREA", "What?"]
    tab_to(page, "Mark as final")
    page.keyboard.press("Enter")
    expect(page.locator("[data-page=reflect] h1")).to_be_focused()


def test_from_nothing_to_a_pdf_without_a_pointer(
    trip: RunningServer, context: BrowserContext, tmp_path: Path
) -> None:
    """Every step by keyboard; the focus is never lost; no step breaks the page's policy."""
    page = context.new_page()
    page.add_init_script(COLLECT)
    visitor = Visitor(page)
    page.goto(trip.address)
    visitor.live()

    choose_by_keyboard(page)
    reflect_by_keyboard(page)
    tab_to(page, "Export as evidence")
    page.keyboard.press("Enter")
    expect(page.locator("[data-page=evidence] h1")).to_be_focused()
    tab_to(page, "Download PDF")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / "evidence.pdf")

    assert page.evaluate(FOCUS)[1] == "Download PDF"
    assert page.evaluate("() => window.violations") == []
    assert visitor.complaints == []
    assert visitor.foreign_hosts() == set()


def test_an_error_leads_to_its_field_by_keyboard(
    trip: RunningServer, visit: Callable[[str], Visitor]
) -> None:
    """The summary takes the focus; its link leads into the field that it names."""
    page = visit(f"{trip.address}#/reflect/new").page
    page.get_by_label("Title").fill("A title")
    page.get_by_role("button", name="Mark as final").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_label("What?", exact=True)).to_be_focused()
    described = page.get_by_label("What?", exact=True).get_attribute("aria-describedby")
    assert described is not None
    assert any(part.endswith("-error") for part in described.split())
    assert "#/reflect/" in page.url


def test_saving_is_heard_once_and_not_with_every_key(
    trip: RunningServer, visit: Callable[[str], Visitor]
) -> None:
    """Twenty words make one announcement, after the writing pauses."""
    page = visit(f"{trip.address}#/reflect/new").page
    page.evaluate(LISTEN)
    page.get_by_label("What?", exact=True).press_sequentially("word " * 20, delay=15)

    page.wait_for_function("() => window.heard.length > 0", timeout=15_000)
    expect(page.locator("[data-save-state=saved]")).to_be_visible()

    assert page.evaluate("() => window.heard") == ["Saved"]


def test_the_map_is_a_table_with_headings_in_words(
    trip: RunningServer, visit: Callable[[str], Visitor]
) -> None:
    """A screen reader hears theme and step of each cell, and its state as a word."""
    page = visit(trip.address).page
    table = page.get_by_role("table")

    expect(table.get_by_role("columnheader")).to_have_count(6)
    expect(table.get_by_role("rowheader", name="Team working")).to_be_visible()
    expect(
        table.get_by_role("link", name="Hand over so that the next person can act:")
    ).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    expect(page.get_by_role("table")).to_have_count(0)
    rungs = page.get_by_role("region", name="Team working").get_by_role("listitem")
    expect(rungs.first).to_contain_text("Step 1:")
