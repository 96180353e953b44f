"""The first paint is the app itself, as the store is now; the kernel changes nothing of it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.conftest import Visitor, choose_in
from conftest import RunningServer, serve
from playwright.sync_api import Browser, Page, Route, expect

from ladder_widgets.portfolio.store import open_store
from ladder_widgets.server.handlers import asset_names
from ladder_widgets.settings import read_settings

ENTRY = """---
title: Finalised from the command line
date: 2026-03-10
---
## What?
The board round had no order.
"""
MARKUP = """() => {
  const app = document.getElementById("ladder-app").cloneNode(true);
  // What the script puts there for itself, and what the browser alone knows.
  app.querySelectorAll("template").forEach((e) => e.remove());
  for (const name of ["data-shown", "data-stale", "data-lm-suppress-shortcuts"]) {
    app.removeAttribute(name);
    app.querySelectorAll(`[${name}]`).forEach((e) => e.removeAttribute(name));
  }
  return app.innerHTML.replace(/\\s+/g, " ").replaceAll("> <", "><");
}"""


@pytest.fixture(scope="module")
def known(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server whose trainee has chosen a programme."""
    with serve(tmp_path_factory.mktemp("paint") / "data") as running:
        choose_in(browser, running.address)
        yield running


def ladder(server: RunningServer, *arguments: str) -> str:
    """Run a command on the server's store; answers with what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "ladder_widgets", *arguments],
        capture_output=True, text=True, check=True,
        env={"LADDER_DATA_DIR": str(server.data_dir), "PATH": ""},
    )  # fmt: skip
    return done.stdout


def without_scripts(browser: Browser, server: RunningServer, route: str = "") -> Page:
    """The app in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address)
    page.goto(f"{server.origin}/{route}")
    return page


def hold_kernel(page: Page) -> Callable[[], None]:
    """Keep the connection to the kernel from being made until the answer is called."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    def release() -> None:
        for route in held:
            route.continue_()
        page.unroute_all()

    page.route(f"**/{asset_names()['kernel.js']}", hold)
    return release


def test_the_page_is_the_same_before_and_after_the_kernel_attaches(
    browser: Browser, known: RunningServer, visit: Callable[[str], Visitor]
) -> None:
    """One source of markup: what the server painted is what the kernel shows."""
    before = without_scripts(browser, known)
    after = visit(known.address).page

    assert before.evaluate(MARKUP) == after.evaluate(MARKUP)
    before.context.close()


@pytest.mark.parametrize(
    ("route", "heading"),
    [
        ("", "My ladder"),
        ("#/ladder", "My ladder"),
        ("#/reflect", "Reflect"),
        ("#/evidence", "Evidence"),
        ("#/plan", "Ready for your ARCP?"),
        ("#/extend", "Extending the Ladder"),
        ("#/me", "Me"),
    ],
)
def test_every_page_can_be_read_with_scripts_off(
    browser: Browser, known: RunningServer, route: str, heading: str
) -> None:
    """The navigation works by itself, one page is to be seen."""
    page = without_scripts(browser, known, route)

    expect(page.get_by_role("heading", level=1)).to_have_text([heading])
    page.get_by_role("navigation").get_by_role("link", name="Evidence").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(["Evidence"])
    page.context.close()


def test_an_entry_finalised_elsewhere_shows_on_the_next_load(
    known: RunningServer, visit: Callable[[str], Visitor], browser: Browser, tmp_path: Path
) -> None:
    """The pool was filled before; the paint is of now, and so is what the kernel shows."""
    file = tmp_path / "entry.md"
    file.write_text(ENTRY)
    ladder(known, "entry", "add", str(file))

    painted = without_scripts(browser, known, "#/evidence")
    expect(painted.get_by_label("Finalised from the command line").first).to_be_visible()
    painted.context.close()
    live = visit(f"{known.address}#/evidence").page
    expect(live.get_by_label("Finalised from the command line").first).to_be_visible()


def test_a_page_that_is_looked_at_again_shows_what_changed_meanwhile(
    known: RunningServer, visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    """Coming back to the tab asks the kernel for what the store holds now."""
    page = visit(f"{known.address}#/reflect").page
    file = tmp_path / "entry.md"
    file.write_text(ENTRY.replace("Finalised from", "Meanwhile on"))
    ladder(known, "entry", "add", str(file))

    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.get_by_text("Meanwhile on the command line").first).to_be_visible()


def test_what_is_typed_before_the_kernel_answers_is_kept_and_saved(
    known: RunningServer, context, visit: Callable[[str], Visitor]
) -> None:
    """The form is there at once; its words reach the disk when the kernel does."""
    visit(known.address)
    visitor = Visitor(context.new_page())
    page = visitor.page
    release = hold_kernel(page)
    page.goto(f"{known.origin}/#/reflect/new", wait_until="commit")
    what = page.get_by_label("What?", exact=True)
    what.fill("Typed into the first paint.")
    page.get_by_label("Title").fill("Early")
    assert page.locator("html").get_attribute("data-ladder") == "starting"

    release()
    visitor.live()

    expect(page.locator("[data-save-state=saved]")).to_be_visible(timeout=15_000)
    expect(what).to_have_value("Typed into the first paint.")
    expect(page.get_by_label("Title")).to_have_value("Early")
    expect(page).to_have_url(re.compile("#/reflect/[0-9a-f]{32}$"))
    with open_store(read_settings({}, data_dir=known.data_dir)) as store:
        texts = [a.text for e in store.entries() for a in e.content.answers]
    assert texts.count("Typed into the first paint.") == 1


def test_what_is_chosen_before_the_kernel_answers_is_kept(
    known: RunningServer, context, visit: Callable[[str], Visitor]
) -> None:
    """A grade picked and a filter typed over the first paint are not put back."""
    visit(known.address)
    visitor = Visitor(context.new_page())
    page = visitor.page
    release = hold_kernel(page)
    page.goto(f"{known.origin}/#/me", wait_until="commit")
    grade = page.get_by_label("Grade", exact=True)
    grade.select_option("ST3")
    start = page.get_by_role("group", name="First day in this grade")
    start.get_by_label("Day").fill("17")

    release()
    visitor.live()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="My ladder", level=1)).to_be_visible()
    expect(page.locator("header")).to_contain_text("ST3")
