"""Works for everyone: every page and state judged by axe-core, at every width, in every theme."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attachment_tools import docx, jpeg
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import PAGE_WITHIN_MS, Visitor
from conftest import RunningServer, serve
from playwright.sync_api import Browser, Page, expect

from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.pathway.goals import GOAL_MODEL
from ladder_widgets.portfolio.inspection.run import inspect_in_child
from ladder_widgets.portfolio.model import (
    Answer,
    CapabilityLink,
    Content,
    Save,
    new_entry_id,
)
from ladder_widgets.portfolio.profile import make_profile
from ladder_widgets.portfolio.store import Store, open_store
from ladder_widgets.settings import read_settings

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "Leading the board round while nobody knew who decides about admissions to the ward " * 3
PAGES = {
    "ladder": "#/ladder",
    "theme": "#/theme/quality-improvement",
    "target": "#/target/quality-improvement.2.a",
    "reflections": "#/reflect",
    "new": "#/reflect/new/team-working.2.a",
    "evidence": "#/evidence",
    "plan": "#/plan",
    "extend": "#/extend",
    "me": "#/me",
    "start": "#/start/education",
    "bin": "#/reflect/deleted",
    "import": "#/import",
}
COLOURS = ["color-contrast", "link-in-text-block"]


def write(store: Store, title: str, *, state: str, because: str = "I asked.") -> str:
    """One entry in the store; answers with its id."""
    entry = new_entry_id()
    content = Content(
        title=title[:300],
        happened_on=dt.date(2026, 3, 10),
        model="what-so-what-now-what",
        answers=(Answer(prompt="what", text=f"{title}\n\nWords without a space: {'x' * 90}"),),
        targets=("team-working.2.a", "quality-improvement.2.a"),
        capabilities=tuple(CapabilityLink(code=f"GP {n}", because=because) for n in (9, 10, 11, 1)),
        tags=("handover",),
    )
    store.save(
        Save(
            entry_id=entry, base=0, writer=new_entry_id(), seq=1, content=content,
            state=state,  # type: ignore[arg-type]  # one of the two states
        )
    )  # fmt: skip
    return entry


def write_goal(store: Store) -> str:
    """A goal with a long title, on two targets, whose day is over."""
    content = Content(
        title=LONG,
        model=GOAL_MODEL,
        targets=("quality-improvement.2.a", "team-working.2.a"),
        answers=(Answer(prompt="measure", text=LONG),),
        due_on=dt.date.today() - dt.timedelta(days=1),
    )
    goal = new_entry_id()
    save = Save(entry_id=goal, base=0, writer=new_entry_id(), seq=1, content=content)
    store.save(save)
    return goal


class Filled:
    """A server whose store is full: long titles, many links, both states."""

    def __init__(self, server: RunningServer, final: str, draft: str, goal: str) -> None:
        self.server = server
        self.pages = {
            **PAGES,
            "goal": f"#/reflect/{goal}",
            "final": f"#/reflect/{final}",
            "draft": f"#/reflect/{draft}",
            "history": f"#/history/{draft}",
            "preview": f"#/preview/{final}",
            "preview of a draft": f"#/preview/{draft}/nhs-eportfolio",
        }


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """One server with much in it for all tests here."""
    data = tmp_path_factory.mktemp("access") / "data"
    with open_store(read_settings({}, data_dir=data)) as store:
        store.save_profile(
            make_profile(
                load_catalogue(),
                programme="general-practice",
                grade="ST2",
                start=dt.date.today() - dt.timedelta(days=300),
                today=dt.date.today(),
                wte=0.8,
            )
        )
        final = write(store, LONG, state="final", because=LONG)
        draft = write(store, LONG, state="draft")
        store.restore(draft, 1, writer=new_entry_id())
        for name, file in ((f"{LONG[:60]}.jpg", jpeg()), ("l.docx", docx("Seen by Mrs Okafor."))):
            store.attach(draft, inspect_in_child(file, name))
        store.delete(write(store, LONG, state="draft"))
        for number in range(12):
            write(store, f"Entry {number}", state="final" if number % 2 else "draft")
        store.mark("team-working.2.a", done=True)
        goal = write_goal(store)
    with serve(data) as running:
        yield Filled(running, final, draft, goal)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A first visit."""
    with serve(tmp_path_factory.mktemp("empty") / "data") as running:
        yield running


def open_route(visitor: Visitor, origin: str, route: str) -> Page:
    """Go to a route and wait until the kernel's own page for it stands there."""
    page = visitor.page
    page.goto(f"{origin}/{route}")
    visitor.live()
    expect(page.locator("[data-page]:not([hidden])[data-stale]")).to_have_count(0)
    return page


def violations(page: Page, theme: str = "light") -> list[str]:
    """What axe finds wrong: rule, element, help. In the dark only colours can differ."""
    every = {"runOnly": {"type": "tag", "values": WCAG}}
    results = Axe().run(page, options=every if theme == "light" else {"runOnly": COLOURS})
    return [
        f"{v['id']}: {node['target']} {node.get('failureSummary', '')}"
        for v in results.response["violations"]
        for node in v["nodes"]
    ]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    script = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))


@pytest.fixture
def themed(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open a signed-in page in a theme, with other settings of the browser as given."""
    contexts = []

    def open_page(address: str, **settings: object) -> Visitor:
        context = browser.new_context(locale="en-GB", **settings)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        context.set_default_navigation_timeout(PAGE_WITHIN_MS)
        contexts.append(context)
        visitor = Visitor(context.new_page())
        visitor.page.goto(address)
        visitor.live()
        return visitor

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("width", "theme"),
    [(320, "light"), (320, "dark"), (1440, "light")],
    ids=["phone", "phone in the dark", "desk"],
)
def test_every_page_is_without_fault_full_of_data(
    themed: Callable[..., Visitor], filled: Filled, width: int, theme: str
) -> None:
    """No axe violation and no sideways scroll; the dark has the same colours at every width."""
    viewport = {"width": width, "height": 800}
    visitor = themed(filled.server.address, color_scheme=theme, viewport=viewport)
    found = []
    for name, route in filled.pages.items():
        page = open_route(visitor, filled.server.origin, route)
        found += [f"{name}: {fault}" for fault in violations(page, theme)]
        if sideways(page):
            found.append(f"{name}: {sideways(page)} px too wide")

    assert found == []


def test_no_page_scrolls_sideways_on_a_tablet(
    themed: Callable[..., Visitor], filled: Filled
) -> None:
    """The width between the two that are judged in full."""
    visitor = themed(filled.server.address, viewport={"width": 768, "height": 800})
    wide = {
        name: sideways(open_route(visitor, filled.server.origin, route))
        for name, route in filled.pages.items()
    }

    assert not any(wide.values()), wide


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_empty_page_is_without_fault(
    themed: Callable[..., Visitor], empty: RunningServer, theme: str
) -> None:
    """A first visit has no axe violation and no sideways scroll either."""
    visitor = themed(empty.address, color_scheme=theme, viewport={"width": 320, "height": 800})
    found = []
    for name, route in PAGES.items():
        page = open_route(visitor, empty.origin, route)
        found += [f"{name}: {fault}" for fault in violations(page, theme)]
        if sideways(page):
            found.append(f"{name}: {sideways(page)} px too wide")

    assert found == []


def test_errors_and_opened_parts_are_without_fault(
    themed: Callable[..., Visitor], filled: Filled
) -> None:
    """Error summaries, details, other tabs, deletion: each state is judged too."""
    visitor = themed(filled.server.address)
    page = open_route(visitor, filled.server.origin, "#/reflect/new")
    page.get_by_role("button", name="Mark as final").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    assert violations(page) == []

    page = open_route(visitor, filled.server.origin, "#/reflect")
    page.locator("[data-page=reflect] summary").click()
    page.get_by_label("State").select_option("final")
    expect(page.get_by_role("button", name="Show all")).to_be_visible()
    assert violations(page) == []

    page = open_route(visitor, filled.server.origin, "#/me")
    start = page.get_by_role("group", name="First day in this grade")
    start.get_by_label("Day").fill("31")
    start.get_by_label("Month").fill("2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="There is no such date")).to_be_visible()
    assert violations(page) == []

    page = open_route(visitor, filled.server.origin, PAGES["target"])
    page.get_by_role("tab", name="eLearning").click()
    for summary in page.locator("[data-page=target] summary").all():
        summary.click()
    assert violations(page) == []

    page = open_route(visitor, filled.server.origin, PAGES["plan"])
    for summary in page.locator("[data-page=plan] summary").all():
        summary.click()
    page.get_by_role("button", name="It is there").first.click()
    expect(page.get_by_role("button", name="Not yet")).to_have_count(1)
    assert violations(page) == []

    page = open_route(visitor, filled.server.origin, PAGES["me"])
    page.locator("[data-page=me] summary").click()
    out = page.get_by_role("group", name="First day out")
    out.get_by_label("Day").fill("1")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Enter the last day out.")).to_be_visible()
    assert violations(page) == []

    page = open_route(visitor, filled.server.origin, filled.pages["draft"])
    for summary in page.locator("[data-page=reflect] summary").all():
        summary.click()
    assert violations(page) == []
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(page).to_have_url(re.compile("#/reflect$"))
    expect(page.locator("[data-page]:not([hidden])[data-stale]")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


@pytest.mark.parametrize(
    "path", ["ladder/phone", "ladder/accessibility", "ladder/left", "no/such/page"]
)
def test_the_pages_beside_the_app_are_without_fault(
    themed: Callable[..., Visitor], filled: Filled, path: str
) -> None:
    """Phone link, statement and the page that is not there."""
    page = themed(filled.server.address, viewport={"width": 320, "height": 700}).page
    page.goto(f"{filled.server.origin}/{path}")

    assert violations(page) == []
    assert sideways(page) == 0


def test_a_browser_that_is_not_let_in_sees_a_page_without_fault(
    browser: Browser, filled: Filled
) -> None:
    """The refusal is readable too."""
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(filled.server.origin)

    assert violations(page) == []
    assert "ladder serve" in page.locator("main").inner_text()
    context.close()


def test_every_target_for_a_finger_is_24_pixels_or_more(
    themed: Callable[..., Visitor], filled: Filled
) -> None:
    """Links within a sentence are let off, as WCAG 2.5.8 does; everything else is not."""
    visitor = themed(filled.server.address, viewport={"width": 320, "height": 800})
    small = []
    for name, route in filled.pages.items():
        page = open_route(visitor, filled.server.origin, route)
        small += [f"{name}: {item}" for item in page.evaluate(SMALL_TARGETS)]

    assert small == []


SMALL_TARGETS = """() => [...document.querySelectorAll(
    "a, button, input, select, textarea, summary")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((e) => !(e.tagName === "A" && getComputedStyle(e).display === "inline"))
  .filter((e) => !e.classList.contains("nhsuk-skip-link") && e.type !== "hidden")
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width < 24 || box.height < 24)
  .map(([e, box]) => `${e.outerHTML.slice(0, 90)} ${box.width}x${box.height}`)"""


def test_colours_forced_by_the_system_still_tell_done_from_due(
    themed: Callable[..., Visitor], filled: Filled
) -> None:
    """The dots keep their shapes, and axe finds nothing."""
    visitor = themed(filled.server.address, forced_colors="active")
    page = open_route(visitor, filled.server.origin, "#/ladder")
    looks = page.evaluate(
        """() => Object.fromEntries(["done", "in-progress", "due", "ahead"].map((state) => {
          const mark = document.querySelector(`.ladder-key .ladder-mark--${state}`);
          const style = getComputedStyle(mark);
          return [state, [style.backgroundColor, style.backgroundImage, style.borderWidth].join()];
        }))"""
    )

    assert len(set(looks.values())) == len(looks)
    assert violations(page) == []


def test_nothing_moves_for_who_asked_for_that(
    themed: Callable[..., Visitor], filled: Filled
) -> None:
    """With reduced motion no animation runs, not even on a busy button."""
    visitor = themed(filled.server.address, reduced_motion="reduce")
    page = open_route(visitor, filled.server.origin, "#/evidence")
    button = page.get_by_role("button", name="Download PDF")
    button.evaluate("button => button.setAttribute('aria-busy', 'true')")

    assert button.evaluate("button => getComputedStyle(button).animationName") == "none"


def test_the_choice_of_colours_is_kept_from_the_first_paint_on(
    themed: Callable[..., Visitor], filled: Filled
) -> None:
    """A dark choice on a light device is dark before any script runs."""
    visitor = themed(filled.server.address, color_scheme="light")
    page = open_route(visitor, filled.server.origin, "#/me")
    page.get_by_label("Dark").check()
    ground = page.locator("#ladder-app").evaluate("e => getComputedStyle(e).backgroundColor")

    page.reload()
    visitor.live()

    assert ground == "rgb(17, 26, 33)"
    expect(page.get_by_label("Dark")).to_be_checked()
    answer = page.request.get(f"{filled.server.origin}/")
    assert '<html data-theme="dark"' in answer.text()
    page.get_by_label("As this device").check()
    assert "data-theme" not in page.request.get(f"{filled.server.origin}/").text()[:300]


def test_at_four_hundred_per_cent_nothing_is_cut_off(
    themed: Callable[..., Visitor], filled: Filled, tmp_path: Path
) -> None:
    """1280 by 1024 at 400 % is 320 by 256: no page scrolls sideways, nothing covers the field."""
    visitor = themed(filled.server.address, viewport={"width": 320, "height": 256})
    page = open_route(visitor, filled.server.origin, filled.pages["draft"])
    field = page.get_by_label("So what?", exact=True)
    field.focus()
    box = field.bounding_box()

    assert sideways(page) == 0
    assert box is not None
    assert box["y"] < 256
    assert box["y"] + box["height"] > 0
