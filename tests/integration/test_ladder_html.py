"""`jupyter nbconvert --to ladder-html`: any notebook as one page that stands by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from evidence_tools import contrast, page_faults
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode, v4
from notebook_tools import SVG, code, full_notebook, output, png

from ladder_widgets.evidence.highlighting import STYLES
from ladder_widgets.evidence.notebook import LadderHTMLExporter
from ladder_widgets.settings import resource

ROOT = Path(__file__).parents[2]


def convert(*cells: NotebookNode, **metadata: object) -> str:
    """The page of a notebook of these cells."""
    return export(v4.new_notebook(cells=list(cells), metadata=metadata))


def export(notebook: NotebookNode) -> str:
    """The page of a notebook."""
    made, resources = LadderHTMLExporter().from_notebook_node(notebook)
    assert resources["output_extension"] == ".html"
    return made


def test_every_feature_has_its_element() -> None:
    """One notebook with everything: nothing in it acts, leads outside or lacks a name."""
    made = export(full_notebook())
    page = BeautifulSoup(made, "html.parser")

    assert page_faults(made) == []
    assert page.html is not None
    assert page.html["lang"] == "en-GB"
    assert page.find("h1").get_text() == page.title.get_text() == "Leading a huddle"  # type: ignore[union-attr]
    for element in (
        "main", "nav", "ol ul ol", "blockquote", "s", "em", "strong", "sub", "math[alttext] mfrac",
        'th[scope="col"]', 'th[scope="row"]', 'img[alt="A blue box"]', 'img[src^="data:image/svg"]',
        "pre.source .name", "pre.error", "section ol li", 'a[href="https://example.org/x"]',
    ):  # fmt: skip
        assert page.select(element), element


def test_every_link_within_the_page_leads_somewhere() -> None:
    """Contents, footnotes and the way past them."""
    page = BeautifulSoup(export(full_notebook()), "html.parser")
    targets = {str(link["href"])[1:] for link in page.select('a[href^="#"]')}

    assert len(targets) > 4
    assert targets <= {str(tag["id"]) for tag in page.find_all(id=True)}


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://example.org/x.png"><iframe src="file:///etc/passwd"></iframe>',
    '<a href="javascript:alert(1)">a</a> <a href="data:text/html,x">b</a>',
    "[a](javascript:alert(1)) ![x](file:///etc/passwd) [b](<data:text/html,x>)",
    '<svg onload="alert(1)"><script>1</script></svg><math href="javascript:1"><mi>x</mi></math>',
    "<style>@import 'https://example.org';</style><link rel=stylesheet href=//example.org>",
    "</main><base href=//example.org><form action=//example.org><button>x</button></form>",
    r"$\href{javascript:alert(1)}{x} \style{background:url(//example.org)}{y}$",
    '<span class="math">\\text{</annotation><script>1</script>}</span>',
    '<h1 id="text" style="position:fixed" class="skip">x</h1>',
    "{{ 70001 * 3 }} {% include '/etc/passwd' %}",
]  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE)
def test_what_is_hostile_stays_words(source: str) -> None:
    """In Markdown, in a result, in code, in its language and in the title."""
    made = convert(
        v4.new_markdown_cell(source),
        code(source, output(text_html=source), output(text_markdown=source), alt=source),
        code("p", output(image_png=png()), alt=source),
        code("e", v4.new_output("error", ename="E", evalue=source, traceback=[source])),
        title=source,
        lang=f'"><script>{source}',
        language_info={"name": source},
    )

    assert page_faults(made) == []
    assert "210003" not in made
    assert "root:x:" not in made


def test_a_drawing_cannot_act() -> None:
    """It is a picture of its own, without scripts, and shows nothing from outside."""
    inside = '<script>1</script><image href="https://example.org/x.png"/><text'
    made = convert(code("d", output(image_svg__xml=SVG.replace("<text", inside))))

    assert "<svg" not in made
    assert page_faults(made) == []


def test_broken_pictures_are_named() -> None:
    """In the place of what cannot be read."""
    made = convert(code("a", output(image_png="%%%"), alt="Broken"))

    assert "[Picture that cannot be shown: Broken]" in made


@settings(max_examples=50)
@given(st.text(st.characters(codec="utf-8"), max_size=200), st.text(max_size=100))
def test_any_text_at_all_converts(source: str, printed: str) -> None:
    """No text makes a page with a fault, or none."""
    made = convert(
        v4.new_markdown_cell(source), code(source, output(text_plain=printed, text_html=source))
    )

    assert page_faults(made) == []


def test_colours_have_contrast_in_the_light_and_the_dark() -> None:
    """Words at least 7:1, on the page and on the ground of code."""
    style = resource("templates", "nbconvert", "ladder-html.css").read_text()
    light, dark = (
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", part))
        for part in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    )

    assert set(STYLES.values()) < set(light)
    for colours in (light, dark):
        for name in {"ink", "dark", "link", *STYLES.values()}:
            assert min(contrast(colours[name], colours[on]) for on in ("paper", "pale")) >= 7, name
        for name in ("edge", "alarm"):
            assert contrast(colours[name], colours["paper"]) >= 3


NAMES = ["ladder-html", "ladder_widgets.evidence.notebook.LadderHTMLExporter"]


@pytest.mark.parametrize("name", NAMES, ids=["name", "class"])
def test_command_line_makes_a_page(name: str, tmp_path: Path) -> None:
    """By its name in pyproject.toml and by its class; the file has the notebook's name."""
    nbformat.write(full_notebook(), tmp_path / "huddle.ipynb")
    declare(tmp_path / "declared")
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", name, "huddle.ipynb"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={
            **os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path), "HOME": str(tmp_path),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path / "declared")]),
        },
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert page_faults((tmp_path / "huddle.html").read_text()) == []
    assert sorted(p.name for p in tmp_path.glob("huddle*")) == ["huddle.html", "huddle.ipynb"]


def declare(folder: Path) -> None:
    """A distribution with the exporters of pyproject.toml: what is installed may be older."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    exporters = project["entry-points"]["nbconvert.exporters"]
    info = folder / "ladder_exporters-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ladder-exporters\nVersion: 1\n")
    lines = [f"{name} = {place}" for name, place in exporters.items()]
    (info / "entry_points.txt").write_text("\n".join(["[nbconvert.exporters]", *lines]))


OURS = sorted((ROOT / "notebooks").rglob("*.ipynb"))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_own_notebooks_convert(path: Path) -> None:
    """Each notebook that is shipped."""
    made, _ = LadderHTMLExporter().from_filename(str(path))

    assert page_faults(made) == []
