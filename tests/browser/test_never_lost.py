"""No word is lost: killed kernels and servers, reloads, two windows, a computer that is left."""

from __future__ import annotations

import os
import random
import re
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from browser.conftest import Visitor
from conftest import RunningServer, serve
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

SEED = 20261123
LEDGER = """() => {
  window.typed = [""];
  document.addEventListener("input", (event) => {
    if (event.target.id.endsWith("-what")) window.typed.push(event.target.value);
  }, { capture: true });
}"""
ACKNOWLEDGED = """id => {
  const field = document.getElementById(id);
  const count = Number(field.dataset.saved) - window.before;
  return window.typed[count] ?? "";
}"""
STATES = """() => {
  window.states = [];
  const place = document.querySelector("[data-save-state]");
  new MutationObserver(() => window.states.push(place.dataset.saveState))
    .observe(place, { attributeFilter: ["data-save-state"] });
}"""
WHAT = "answer-what-so-what-now-what-what"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server for the tests that end nothing but kernels."""
    with serve(tmp_path_factory.mktemp("lost") / "data", "--pool-size", "2") as running:
        yield running


def stored(data_dir: Path) -> list[str]:
    """Every answer to *What?* in a store, the newest entry first."""
    with open_store(read_settings({}, data_dir=data_dir)) as store:
        return [entry.content.answer("what") for entry in store.entries()]


def begin(page: Page) -> None:
    """Open a new reflection, and note every text that is typed from now on."""
    expect(page.locator("[data-page=reflect]:not([hidden]):not([data-stale])")).to_have_count(1)
    page.evaluate(LEDGER)
    page.evaluate(
        "id => { window.before = Number(document.getElementById(id).dataset.saved); }", WHAT
    )
    page.get_by_label("What?", exact=True).focus()


def end_kernel(page: Page) -> None:
    """`kill -9` of the kernel that a page talks to; one that ended already is no fault."""
    kernel = page.evaluate(
        "JSON.parse(document.getElementById('ladder-config').textContent).kernel"
    )
    for process in psutil.process_iter(["cmdline"]):
        if any(kernel in part for part in process.info["cmdline"] or ()):
            os.kill(process.pid, signal.SIGKILL)


def wait_saved(page: Page, text: str, data_dir: Path) -> None:
    """Wait until the form says saved; then the very words are on disk."""
    expect(page.locator("[data-save-state=saved]")).to_be_visible(timeout=60_000)
    expect(page.get_by_label("What?", exact=True)).to_have_value(text)
    assert text in stored(data_dir)


def test_nothing_that_was_acknowledged_is_ever_missing(
    shared: RunningServer, visit: Callable[[str], Visitor], rounds: int
) -> None:
    """Kernels are killed at random moments while somebody types, mid-save too; focus stays."""
    chance = random.Random(SEED)  # noqa: S311  # nothing secret: the same moments every time
    page = visit(f"{shared.address}#/reflect/new").page
    begin(page)
    text = ""
    for number in range(rounds):
        words = f"round {number} {'and more ' * chance.randrange(1, 4)}"
        kill_at = chance.randrange(len(words))
        for position, letter in enumerate(words):
            page.keyboard.type(letter)
            if position == kill_at:
                acknowledged = page.evaluate(ACKNOWLEDGED, WHAT)
                end_kernel(page)
                held = stored(shared.data_dir)
                assert not acknowledged or any(t.startswith(acknowledged) for t in held)
        text += words
        wait_saved(page, text, shared.data_dir)
        expect(page.get_by_label("What?", exact=True)).to_be_focused()

    assert len(text) > rounds
    assert stored(shared.data_dir).count(text) == 1


def open_now(server: RunningServer) -> tuple[int, int]:
    """How many files and sockets a server has open, and how many processes below it."""
    process = psutil.Process(server.process.pid)
    return process.num_fds(), len(process.children(recursive=True))


def comes_true(said: Callable[[], bool], *, within_s: float = 30) -> None:
    """Look again and again until it is so."""
    until = time.monotonic() + within_s
    while not said():
        assert time.monotonic() < until
        select.select([], [], [], 0.1)


def test_a_page_that_goes_and_a_kernel_that_ends_leave_nothing_open(
    visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    """A server that runs for weeks must not run out of files or memory."""
    with serve(tmp_path / "data", "--pool-size", "1") as server:
        visitor = visit(f"{server.address}#/reflect/new")
        page = visitor.page
        begin(page)
        page.keyboard.type("a")
        wait_saved(page, "a", server.data_dir)
        # One kernel behind the page and one in the pool, which takes a moment to be filled; while
        # it is, more is open.
        comes_true(lambda: open_now(server)[1] == 2)
        seen = []
        for _ in range(30):
            seen.append(open_now(server)[0])
            select.select([], [], [], 0.1)
        for _ in range(3):
            page.reload()
            visitor.live()
        end_kernel(page)
        page.get_by_label("What?", exact=True).press("End")
        page.keyboard.type("b")
        wait_saved(page, "ab", server.data_dir)

        comes_true(lambda: open_now(server) <= (min(seen), 2))


def test_a_hanging_kernel_is_replaced_and_what_was_typed_is_written(
    shared: RunningServer, visit: Callable[[str], Visitor]
) -> None:
    """A stopped process answers nothing, though the connection looks sound; it is ended."""
    page = visit(f"{shared.address}#/reflect/new").page
    begin(page)
    page.keyboard.type("before ")
    wait_saved(page, "before ", shared.data_dir)
    kernel = page.evaluate(
        "JSON.parse(document.getElementById('ladder-config').textContent).kernel"
    )
    process = next(
        p
        for p in psutil.process_iter(["cmdline"])
        if any(kernel in part for part in p.info["cmdline"] or ())
    )
    process.suspend()
    try:
        page.evaluate(STATES)
        page.keyboard.type("after")
        # On a fast machine another kernel is there within a breath.
        page.wait_for_function("() => window.states.includes('lost')", timeout=15_000)
        wait_saved(page, "before after", shared.data_dir)
        psutil.wait_procs([process], timeout=30)
        assert not process.is_running()
    finally:
        with suppress(psutil.NoSuchProcess):
            process.kill()


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def test_a_server_that_comes_back_gets_what_was_typed_while_it_was_away(
    tmp_path: Path, context: BrowserContext, kill: signal.Signals
) -> None:
    """The page stays as it is; once the browser is let in again, the words are written."""
    data = tmp_path / "data"
    with serve(data) as first:
        visitor = Visitor(context.new_page())
        visitor.page.goto(f"{first.address}#/reflect/new")
        visitor.live()
        begin(visitor.page)
        visitor.page.keyboard.type("before ")
        wait_saved(visitor.page, "before ", data)
        first.process.send_signal(kill)
        first.process.wait(timeout=30)
        visitor.page.keyboard.type("while it was away")
        expect(visitor.page.locator("[data-save-state=lost]")).to_be_visible(timeout=15_000)
        port = first.origin.rpartition(":")[2]
    assert stored(data) == ["before "]

    with serve(data, "--port", port) as second:
        context.new_page().goto(second.address)
        wait_saved(visitor.page, "before while it was away", data)
        expect(visitor.page.get_by_label("What?", exact=True)).to_be_focused()


def test_what_was_not_saved_before_a_reload_is_saved_after_it(
    shared: RunningServer, browser: Browser
) -> None:
    """The tab keeps it for this session alone, and keeps nothing once it is on disk."""
    context = browser.new_context()
    visitor = Visitor(context.new_page())
    page = visitor.page
    page.goto(f"{shared.address}#/reflect/new")
    visitor.live()
    begin(page)
    page.on("dialog", lambda dialog: dialog.accept())
    context.set_offline(True)
    page.route("**/*", lambda route: route.abort())
    end_kernel(page)
    page.keyboard.type("typed on a train")
    kept = page.evaluate("() => sessionStorage.getItem('ladder-unsaved')")
    assert "typed on a train" in kept

    context.set_offline(False)
    page.unroute_all()
    page.reload()
    visitor.live()

    expect(page.get_by_label("What?", exact=True)).to_have_value("typed on a train")
    assert "typed on a train" in stored(shared.data_dir)
    assert page.evaluate("() => sessionStorage.getItem('ladder-unsaved')") is None
    expect(page).to_have_url(re.compile(r"#/reflect/[0-9a-f]{32}$"))
    context.close()


def test_two_windows_on_one_entry_never_write_over_each_other(
    shared: RunningServer, context: BrowserContext
) -> None:
    """The later one is shown both; whatever is chosen, both texts are still to be found."""
    first, second = Visitor(context.new_page()), Visitor(context.new_page())
    first.page.goto(f"{shared.address}#/reflect/new")
    first.live()
    begin(first.page)
    first.page.keyboard.type("common ")
    wait_saved(first.page, "common ", shared.data_dir)
    route = first.page.evaluate("() => location.hash")
    second.page.goto(f"{shared.origin}/{route}")
    second.live()
    begin(second.page)
    second.page.keyboard.press("End")
    second.page.keyboard.type("from the second")
    wait_saved(second.page, "common from the second", shared.data_dir)

    first.page.keyboard.type("from the first")
    conflict = first.page.get_by_role("region", name="changed in another window")
    expect(conflict).to_be_visible()
    expect(conflict.locator("ins")).to_contain_text("first")
    expect(conflict.locator("del")).to_contain_text("second")
    first.page.get_by_label("What?", exact=True).press("End")
    first.page.keyboard.type(" and on")
    expect(conflict.locator("ins")).to_contain_text(["first and on"])
    first.page.get_by_role("button", name="Keep what is here").click()
    wait_saved(first.page, "common from the first and on", shared.data_dir)

    with open_store(read_settings({}, data_dir=shared.data_dir)) as store:
        texts = [r.content.answer("what") for r in store.history(route.rpartition("/")[2])]
    assert "common from the second" in texts
    second.page.get_by_label("What?", exact=True).press("End")
    second.page.keyboard.type("!")
    second.page.get_by_role("button", name="Take the other").click()
    expect(second.page.get_by_label("What?", exact=True)).to_have_value(
        "common from the first and on"
    )
    second.page.get_by_label("What?", exact=True).press("End")
    second.page.keyboard.type(".")
    wait_saved(second.page, "common from the first and on.", shared.data_dir)


def test_who_leaves_the_computer_leaves_nothing_in_it(
    shared: RunningServer, context: BrowserContext
) -> None:
    """Kernel, cookie, kept words and every tab; what was typed last is saved first."""
    other, visitor = Visitor(context.new_page()), Visitor(context.new_page())
    for each in (other, visitor):
        each.page.goto(f"{shared.address}#/reflect/new")
        each.live()
    begin(visitor.page)
    visitor.page.keyboard.type("my last words")
    visitor.page.get_by_role("button", name="Leave this computer").click()

    for each in (other, visitor):
        expect(each.page.get_by_role("heading", name="You have left this computer")).to_be_visible()
        assert each.page.evaluate("() => sessionStorage.length") == 0
        assert each.complaints == []
    assert "my last words" in stored(shared.data_dir)
    assert context.cookies() == []
    visitor.page.go_back()
    expect(visitor.page.locator("body")).not_to_contain_text("my last words")
    visitor.page.goto(shared.origin)
    expect(visitor.page.locator("main")).to_contain_text("Open the address that")


def test_a_page_that_nobody_touches_covers_itself_and_keeps_every_word(
    shared: RunningServer, context: BrowserContext
) -> None:
    """After ten minutes; the way back leads to the same field, and typing goes on."""
    visitor = Visitor(context.new_page())
    page = visitor.page
    page.clock.install()
    page.goto(f"{shared.address}#/reflect/new")
    visitor.live()
    begin(page)
    page.keyboard.type("half a thought")
    expect(page.locator("[data-save-state=saved]")).to_be_visible()
    page.clock.fast_forward("09:50")
    expect(page.get_by_role("heading", name="Covered")).to_have_count(0)
    page.clock.fast_forward("00:20")

    expect(page.get_by_role("heading", name="Covered")).to_be_visible()
    expect(page.get_by_label("What?", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Go on where I was")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_label("What?", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_value("half a thought")
