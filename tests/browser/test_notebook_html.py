"""The page that `ladder-html` makes of a notebook, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import Visitor
from nbformat import v4
from notebook_tools import full_notebook
from playwright.sync_api import Browser

from ladder_widgets.evidence.notebook import LadderHTMLExporter


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a notebook with one of everything, and a note for facilitators."""
    notebook = full_notebook()
    note = v4.new_markdown_cell("Ask *first*.", metadata={"tags": ["facilitator"]})
    notebook.cells.append(note)
    made, _ = LadderHTMLExporter(facilitator_notes=True).from_notebook_node(notebook)
    path = tmp_path_factory.mktemp("page") / "notebook.html"
    path.write_text(made)
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_works_for_everyone(browser: Browser, file: Path, scheme: str, width: int) -> None:
    """No axe violation, no sideways scroll, nothing asked for and no complaint."""
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    visitor = Visitor(context.new_page())
    visitor.page.goto(file.as_uri())
    violations = Axe().run(visitor.page).response["violations"]
    scroll = visitor.page.evaluate("document.documentElement.scrollWidth")

    assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []
    assert scroll <= width
    assert {url for url in visitor.requests if not url.startswith("data:")} == {file.as_uri()}
    assert visitor.complaints == []
    context.close()
