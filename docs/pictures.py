"""Takes the pictures of the README and of `widgets.md` from the running app: `make pictures`.

The trainee in them is invented: nobody's programme, nobody's entry.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Answer, CapabilityLink, Content, Save, new_entry_id
from ladder_widgets.portfolio.profile import make_profile
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

IMAGES = Path(__file__).parent / "images"
COVERAGE = Path(__file__).parents[1] / "notebooks" / "faculty" / "coverage.ipynb"
DAY = dt.date(2026, 11, 2)
HIGHEST = 760
WIDGETS = {
    "ladder-map": "#/ladder",
    "target-card": "#/target/quality-improvement.2.a",
    "reflection-form": "#/reflect/new/team-working.2.a",
    "evidence-list": "#/evidence",
    "profile-form": "#/me",
}
"""Each widget's picture is cut from the page of the app that shows it."""


def fill(data_dir: Path) -> None:
    """An invented trainee with two entries, one target done."""
    with open_store(read_settings({}, data_dir=data_dir)) as store:
        store.save_profile(
            make_profile(
                load_catalogue(),
                programme="general-practice",
                grade="ST2",
                start=dt.date(2026, 8, 5),
                today=DAY,
                wte=0.8,
            )
        )
        for title, target in (
            ("Leading the board round", "team-working.1.a"),
            ("What the handover left out", "quality-improvement.1.a"),
        ):
            content = Content(
                title=title,
                happened_on=DAY,
                model="what-so-what-now-what",
                answers=(Answer(prompt="what", text="The round had no order."),),
                targets=(target,),
                capabilities=(CapabilityLink(code="GP 9", because="I asked who worried us."),),
            )
            store.save(
                Save(
                    entry_id=new_entry_id(),
                    base=0,
                    writer=new_entry_id(),
                    seq=1,
                    content=content,
                    state="final",
                )
            )
        store.mark("team-working.1.a", done=True)


@contextmanager
def serving(data_dir: Path, *notebook: str) -> Iterator[str]:
    """The address of a `ladder serve` on this data, until the block ends."""
    command = [
        sys.executable, "-m", "ladder_widgets", "serve", "--port=0", "--no-browser", *notebook
    ]  # fmt: skip
    environment = {**os.environ, "LADDER_DATA_DIR": str(data_dir)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        address = next(line.strip() for line in process.stdout if "?token=" in line)
        try:
            yield address
        finally:
            process.terminate()


def go(page: Page, address: str, route: str) -> None:
    """Show a route as the kernel has it."""
    page.goto(address.split("?", maxsplit=1)[0] + route)
    page.wait_for_selector("html[data-ladder=live]")
    page.wait_for_selector("[data-page]:not([hidden]):not([data-stale])")


def take(browser: Browser, address: str) -> None:
    """Every picture, each small enough to be committed."""
    page = browser.new_page(viewport={"width": 1180, "height": 860})
    page.goto(address)
    go(page, address, "#/ladder")
    page.screenshot(path=IMAGES / "ladder.png")
    page.set_viewport_size({"width": 960, "height": 860})
    for name, route in WIDGETS.items():
        go(page, address, route)
        box = page.locator("main").bounding_box()
        assert box is not None
        clip = {**box, "height": min(box["height"], HIGHEST)}
        page.screenshot(path=IMAGES / "widgets" / f"{name}.png", clip=clip, full_page=True)
    phone = browser.new_page(viewport={"width": 390, "height": 780}, color_scheme="dark")
    phone.goto(address)
    go(phone, address, "#/ladder")
    phone.screenshot(path=IMAGES / "phone.png")


def take_coverage(browser: Browser, address: str) -> None:
    """The heat map, cut from the notebook for faculty."""
    page = browser.new_page(viewport={"width": 1100, "height": 860})
    page.goto(address)
    page.wait_for_selector(".ladder-grid tbody")
    box = page.locator(".ladder-scroll").bounding_box()
    assert box is not None
    clip = {**box, "height": HIGHEST}
    page.screenshot(path=IMAGES / "widgets" / "coverage-map.png", clip=clip, full_page=True)


def take_review(browser: Browser, address: str, evidence: Path) -> None:
    """An entry with a comment begun below it, cut from the notebook for supervisors."""
    page = browser.new_page(viewport={"width": 960, "height": 1500})
    page.goto(address)
    page.get_by_label("Choose the evidence").set_input_files(evidence)
    area = page.locator("textarea").first
    area.fill("You asked Sister Palmerson first, and the change held. Who will keep it going?")
    page.wait_for_selector("mark")
    page.locator(".ladder-review").first.screenshot(path=IMAGES / "widgets" / "review.png")


def main() -> None:
    """Fill a store, serve it, take the pictures."""
    (IMAGES / "widgets").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data_dir = Path(folder) / "data"
        fill(data_dir)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox"],
        )
        with serving(data_dir) as address:
            take(browser, address)
        with serving(data_dir, str(COVERAGE)) as address:
            take_coverage(browser, address)
        evidence = Path(folder) / "evidence.zip"
        export = [sys.executable, "-m", "ladder_widgets", "export", "-o", str(evidence)]
        subprocess.run(export, check=True, env={**os.environ, "LADDER_DATA_DIR": str(data_dir)})
        with serving(Path(folder) / "supervisor", "faculty/review.ipynb") as address:
            take_review(browser, address, evidence)
        browser.close()


if __name__ == "__main__":
    main()
