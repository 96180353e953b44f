"""The HTML of a bundle in a real browser: without fault, at any width, in both colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from evidence_tools import PROFILE, TODAY, catalogue, claim, make_entry
from playwright.sync_api import Browser

from ladder_widgets.evidence.export import export

WIDE = "PressureUlcerPreventionAndManagementInTheCommunity" * 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_has_no_fault_and_scrolls_one_way_only(
    tmp_path: Path, browser: Browser, width: int, scheme: str
) -> None:
    """Long words, claims and targets included; no script is needed to read it."""
    entries = [
        make_entry(
            number,
            title=f"Leading the huddle {WIDE}",
            capabilities=(claim("GP 9"), claim(WIDE)),
            targets=("quality-improvement.2.a",),
            tags=(WIDE,),
        )
        for number in (1, 2)
    ]
    path = tmp_path / "evidence.html"
    path.write_bytes(export("html", entries, profile=PROFILE, catalogue=catalogue(), today=TODAY))
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # axe is a script, which the page's own policy forbids
    )
    page = context.new_page()
    page.goto(path.as_uri())

    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
