"""Moving between pages: at once, in one kernel, with Back, deep links and a base path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from browser.conftest import Visitor, choose_in
from conftest import RunningServer, serve
from playwright.sync_api import Browser, BrowserContext, WebSocketRoute, expect

KERNEL = "() => JSON.parse(document.getElementById('ladder-config').textContent).kernel"
PREFIX = "/user/x/"


@pytest.fixture(scope="module", params=["/", PREFIX], ids=["root", "prefix"])
def known(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    """A server at its root, and one below a path as behind a proxy, each with a profile."""
    data = tmp_path_factory.mktemp("travel") / "data"
    with serve(data, "--base-url", request.param) as running:
        choose_in(browser, running.address)
        yield running


def test_every_page_is_a_tap_away_in_one_kernel(
    known: RunningServer, visit: Callable[[str], Visitor]
) -> None:
    """The navigation changes page, title and address without loading anything."""
    visitor = visit(known.address)
    page = visitor.page
    kernel = page.evaluate(KERNEL)
    asked = len(visitor.requests)

    for name, route in (("Reflect", "reflect"), ("Evidence", "evidence"), ("Me", "me")):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_focused()
        expect(page).to_have_title(f"{name} – Leadership Ladder")
        expect(page).to_have_url(re.compile(f"#/{route}$"))
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute(
            "aria-current", "page"
        )

    assert page.evaluate(KERNEL) == kernel
    # The browser looks at the icon again for every address, in its cache.
    assert [url for url in visitor.requests[asked:] if not url.endswith(".svg")] == []
    assert visitor.complaints == []


def test_back_leads_to_the_very_place_that_was_left(
    known: RunningServer, visit: Callable[[str], Visitor]
) -> None:
    """After a target, the ladder stands where it stood, the focus on the link that was taken."""
    page = visit(known.address).page
    page.set_viewport_size({"width": 360, "height": 500})
    link = page.locator(".ladder-climb").get_by_role("link").last
    link.scroll_into_view_if_needed()
    place = page.evaluate("() => scrollY")
    href = link.get_attribute("href")

    link.click()
    expect(page.locator("[data-page=target] h1")).to_be_focused()
    assert page.evaluate("() => scrollY") == 0
    page.go_back()

    expect(page.get_by_role("heading", name="My ladder", level=1)).to_be_visible()
    expect(page.locator("[data-page]:not([hidden])[data-stale]")).to_have_count(0)
    page.wait_for_function("place => Math.abs(scrollY - place) < 3", arg=place)
    focused = page.evaluate("() => document.activeElement.getAttribute('href')")
    assert focused == href


@pytest.mark.parametrize(
    ("route", "heading"),
    [
        ("#/theme/team-working", "Team working"),
        ("#/target/quality-improvement.2.a", "Run two test cycles of your own"),
        ("#/reflect/new", "Write a reflection"),
        ("#/reflect/new/team-working.2.a", "Write a reflection"),
        ("#/evidence", "Evidence"),
        ("#/plan", "Ready for your ARCP?"),
        ("#/extend", "Extending the Ladder"),
        ("#/me", "Me"),
        ("#/start", "Where do you start?"),
    ],
)
def test_a_deep_link_opens_its_page_and_survives_a_reload(
    known: RunningServer, visit: Callable[[str], Visitor], route: str, heading: str
) -> None:
    """In a new tab, after a reload and through a prefix alike."""
    visit(known.address).page.close()
    visitor = visit(f"{known.address}{route}")

    shown = visitor.page.locator("[data-page]:not([hidden]) h1")
    expect(shown).to_have_text(heading)
    visitor.page.reload()
    visitor.live()
    expect(shown).to_have_text(heading)


def test_a_page_never_shows_another_targets_words_under_its_address(
    known: RunningServer, visit: Callable[[str], Visitor]
) -> None:
    """Until the kernel has answered, what stood there before is not to be seen."""
    page = visit(f"{known.address}#/target/team-working.2.a").page
    first = page.locator("[data-page=target] h1").inner_text()
    page.evaluate(
        """() => {
          window.seen = [];
          const place = document.querySelector("[data-page=target]");
          new MutationObserver(() => {
            const heading = place.querySelector("h1");
            if (heading && !place.hidden && getComputedStyle(heading).visibility === "visible") {
              window.seen.push(`${location.hash} ${heading.textContent}`);
            }
          }).observe(place, { subtree: true, childList: true, attributes: true,
                              characterData: true });
        }"""
    )

    page.get_by_role("navigation").get_by_role("link", name="My ladder").click()
    page.evaluate("() => { location.hash = '#/target/quality-improvement.2.a'; }")
    expect(page.locator("[data-page=target] h1")).to_have_text("Run two test cycles of your own")
    expect(page.locator("[data-page=target][data-stale]")).to_have_count(0)

    seen = page.evaluate("() => window.seen")
    assert [line for line in seen if line == f"#/target/quality-improvement.2.a {first}"] == []


def test_a_late_answer_calls_nobody_back_to_the_heading(
    known: RunningServer, context: BrowserContext
) -> None:
    """Who moved on by keyboard before the kernel answered stays where they are."""
    line = HeldLine()
    visitor = Visitor(context.new_page())
    visitor.page.route_web_socket(re.compile("/channels"), line.join)
    visitor.page.goto(known.address)
    visitor.live()
    page = visitor.page

    line.hold()
    page.locator("a[href^='#/target/']:visible").first.click()
    expect(page.locator("[data-page=target][data-stale]")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    focused = page.locator(":focus")
    place = focused.evaluate("e => { e.dataset.here = 'yes'; return e.tagName; }")
    line.release()

    expect(page.locator("[data-page=target]:not([data-stale])")).to_have_count(1)
    assert place == "A"
    expect(page.locator("[data-here]")).to_be_focused()


class HeldLine:
    """The line between page and kernel; what the kernel says can be held back for a while."""

    def __init__(self) -> None:
        self.held: list[str | bytes] | None = None
        self.page: WebSocketRoute | None = None

    def join(self, page: WebSocketRoute) -> None:
        """Stand between a page's socket and the server's."""
        self.page = page
        page.connect_to_server().on_message(self.heard)

    def heard(self, message: str | bytes) -> None:
        """Keep a message of the kernel, or pass it on."""
        if self.held is not None:
            self.held.append(message)
        else:
            assert self.page is not None
            self.page.send(message)

    def hold(self) -> None:
        """From now on the kernel is not heard."""
        self.held = []

    def release(self) -> None:
        """Let everything held be heard."""
        held, self.held = self.held or [], None
        for message in held:
            self.heard(message)
