"""Each widget alone, in real JupyterLab, from the working copy that `ladder lab` makes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import choose_programme
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

LAB_WITHIN_MS = 60_000
WIDGETS = [
    "LadderMap", "TargetCard", "ReflectionForm", "EvidenceList", "ProfileForm", "PortfolioApp",
]  # fmt: skip
"""As the notebook shows them, in order."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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
    return run_notebook(context, lab)


def run_notebook(context: BrowserContext, lab: tuple[str, Path]) -> Page:
    """Open the notebook in a new page and run every cell."""
    page = context.new_page()
    # Tall enough that JupyterLab, which takes cells out of sight away, keeps them all.
    page.set_viewport_size({"width": 1400, "height": 8000})
    page.goto(f"{lab[0]}/lab/tree/trainee/widgets.ipynb?token=for-this-test-only")
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=LAB_WITHIN_MS)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=LAB_WITHIN_MS)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(page.locator(".ladder[data-ladder=live]")).to_have_count(6, timeout=LAB_WITHIN_MS)
    return page


def shown(notebook: Page, widget: str) -> Locator:
    """The output of the cell that ends with this widget."""
    return notebook.locator(".ladder").nth(WIDGETS.index(widget))


def test_each_widget_shows_itself_in_jupyterlab(notebook: Page) -> None:
    """Each appears from one line of code, with its own heading."""
    for widget, heading in {
        "LadderMap": "Your ladder starts here",
        "TargetCard": "Run two test cycles of your own",
        "ReflectionForm": "Write a reflection",
        "EvidenceList": "Evidence",
        "ProfileForm": "Choose your programme",
        "PortfolioApp": "Your ladder starts here",
    }.items():
        expect(shown(notebook, widget).get_by_role("heading", level=1)).to_have_text(heading)


def test_jupyterlab_offers_nothing_from_the_network(notebook: Page) -> None:
    """It neither asks to fetch news nor asks another host for anything."""
    expect(notebook.get_by_text("official Jupyter news")).to_have_count(0)


def test_typing_in_a_widget_is_saved_and_no_shortcut_of_jupyterlab(
    notebook: Page, lab: tuple[str, Path]
) -> None:
    """Letters that JupyterLab takes for commands, and Enter, go into the text and onto the disk."""
    cells = notebook.locator(".jp-Cell").count()
    form = shown(notebook, "ReflectionForm")
    answer = form.get_by_label("So what?", exact=True)

    answer.press_sequentially("abdd Lxz\nmy", delay=20)

    expect(form.locator("[data-save-state=saved]")).to_be_visible(timeout=15_000)
    expect(answer).to_have_value("abdd Lxz\nmy")
    assert notebook.locator(".jp-Cell").count() == cells
    with open_store(read_settings({}, data_dir=lab[1])) as store:
        assert "abdd Lxz\nmy" in [a.text for e in store.entries() for a in e.content.answers]


def test_the_whole_app_moves_between_its_pages_without_an_address(notebook: Page) -> None:
    """Programme, ladder, target and form, all in one cell; JupyterLab's address stays."""
    app = shown(notebook, "PortfolioApp")
    address = notebook.url

    choose_programme(app, typed="gen prac", name="General Practice", grade="ST2")
    app.get_by_role("link", name="Run two test cycles of your own").first.click()
    expect(app.locator("[data-page=target] h1")).to_have_text("Run two test cycles of your own")
    app.get_by_role("tab", name="eLearning").click()
    expect(app.get_by_role("tabpanel", name="eLearning")).to_be_visible()
    app.get_by_role("link", name="Write a reflection on this").click()
    expect(app.locator("[data-page=reflect] h1")).to_have_text("Write a reflection")
    app.get_by_label("What?", exact=True).fill("In a notebook.")
    expect(app.locator("[data-save-state=saved]")).to_be_visible(timeout=15_000)
    app.get_by_role("button", name="Mark as final").click()
    expect(app.locator("[data-page=reflect] h1")).to_have_text("Run two test cycles of your own")

    assert notebook.url == address


@pytest.mark.parametrize(
    ("theme", "ground"), [("Light", "rgb(240, 244, 245)"), ("Dark", "rgb(17, 26, 33)")]
)
def test_every_widget_is_without_fault_in_jupyterlabs_theme(
    context: BrowserContext, lab: tuple[str, Path], theme: str, ground: str
) -> None:
    """Axe finds nothing in the widgets' own subtrees; light and dark follow JupyterLab."""
    folder = lab[1].parent / "config/lab/user-settings/@jupyterlab/apputils-extension"
    folder.mkdir(parents=True, exist_ok=True)
    chosen = json.dumps({"theme": f"JupyterLab {theme}"})
    (folder / "themes.jupyterlab-settings").write_text(chosen)
    notebook = run_notebook(context, lab)
    light = "true" if theme == "Light" else "false"
    expect(notebook.locator("body")).to_have_attribute("data-jp-theme-light", light)

    # Nothing but colours differs in the dark.
    rules = WCAG if theme == "Light" else ["color-contrast", "link-in-text-block"]
    results = Axe().run(notebook, context=".ladder", options={"runOnly": rules})

    background = "e => getComputedStyle(e).backgroundColor"
    assert shown(notebook, "LadderMap").evaluate(background) == ground
    assert [
        f"{v['id']}: {node['target']}"
        for v in results.response["violations"]
        for node in v["nodes"]
    ] == []


def test_the_sheet_of_a_widget_touches_nothing_around_it(notebook: Page) -> None:
    """No element outside a widget matches any rule that came with one."""
    touched = notebook.evaluate(
        """() => {
          const walk = (rules) => [...rules].flatMap((rule) =>
            rule.selectorText ? [rule.selectorText]
              : rule.cssRules && !(rule instanceof CSSKeyframesRule) ? walk(rule.cssRules) : []);
          const read = (sheet) => { try { return walk(sheet.cssRules); } catch { return []; } };
          const sheets = [...document.styleSheets].map(read);
          const own = sheets.filter((rules) => rules.some((r) => r.includes(".ladder-map")));
          const matched = own.flat().flatMap((selector) => {
            const plain = selector.replace(/::?(before|after|marker|-moz-focus-inner)/g, "");
            try { return [...document.querySelectorAll(plain)].map((e) => [plain, e]); }
            catch { return []; }
          });
          const stray = matched.filter(([, e]) => !e.closest(".ladder"));
          return { rules: own.flat().length, matched: matched.length,
                   stray: stray.map(([rule, e]) => `${rule} ${e.className}`) };
        }"""
    )

    assert touched["rules"] > 100
    assert touched["matched"] > 100
    assert touched["stray"] == []
