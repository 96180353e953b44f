"""Each widget alone, in real JupyterLab, from the working copy that `ladder lab` makes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

LAB_WITHIN_MS = 60_000


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A JupyterLab started by `ladder lab`: its address, and the data folder of its kernels."""
    home = tmp_path_factory.mktemp("lab")
    environment = {
        **os.environ,
        "LADDER_DATA_DIR": str(home / "data"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "share"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        "--port=0",
        "--IdentityProvider.token=for-this-test-only",
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "ladder_widgets", "lab", "--folder", str(home / "work"), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=home,
    ) as process:
        assert process.stderr is not None
        lines = []
        for line in process.stderr:
            lines.append(line)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/lab", line):
                break
        else:
            pytest.fail("JupyterLab ended: " + "".join(lines))
        drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        try:
            yield f"http://127.0.0.1:{found.group(1)}", home / "data"
        finally:
            process.terminate()
            process.wait(timeout=30)
            drain.wait(timeout=10)


@pytest.fixture
def notebook(context: BrowserContext, lab: tuple[str, Path]) -> Page:
    """The notebook of single widgets, with every cell run."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 3000})
    page.goto(f"{lab[0]}/lab/tree/trainee/widgets.ipynb?token=for-this-test-only")
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=LAB_WITHIN_MS)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=LAB_WITHIN_MS)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(page.locator(".ladder[data-ladder=live]")).to_have_count(4, timeout=LAB_WITHIN_MS)
    return page


def test_each_widget_shows_itself_in_jupyterlab(notebook: Page) -> None:
    """Map, target card, form and list appear, each from one line of code."""
    shown = notebook.locator(".ladder")

    expect(shown.nth(0).get_by_role("heading", level=1)).to_have_text("Your ladder starts here")
    expect(shown.nth(1).get_by_role("heading", level=1)).to_have_text(
        "Run two test cycles of your own"
    )
    expect(shown.nth(2).get_by_label("So what?", exact=True)).to_be_visible()
    expect(shown.nth(3).get_by_role("heading", level=1)).to_have_text("Evidence")


def test_jupyterlab_offers_nothing_from_the_network(notebook: Page) -> None:
    """It neither asks to fetch news nor asks another host for anything."""
    expect(notebook.get_by_text("official Jupyter news")).to_have_count(0)


def test_typing_in_a_widget_is_saved_and_no_shortcut_of_jupyterlab(
    notebook: Page, lab: tuple[str, Path]
) -> None:
    """Letters that JupyterLab takes for commands, and Enter, go into the text and onto the disk."""
    cells = notebook.locator(".jp-Cell").count()
    form = notebook.locator(".ladder").nth(2)
    answer = form.get_by_label("So what?", exact=True)

    answer.press_sequentially("abdd Lxz\nmy", delay=20)

    expect(form.locator("[data-save-state=saved]")).to_be_visible(timeout=15_000)
    expect(answer).to_have_value("abdd Lxz\nmy")
    assert notebook.locator(".jp-Cell").count() == cells
    with open_store(read_settings({}, data_dir=lab[1])) as store:
        assert [a.text for e in store.entries() for a in e.content.answers] == ["abdd Lxz\nmy"]
