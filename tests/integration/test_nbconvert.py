"""`jupyter nbconvert --to ladder-pdf`: any notebook as an accessible PDF."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from evidence_tools import contrast, faults, words
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode, v4
from notebook_tools import FRAME, SVG, code, full_notebook, output, png
from pypdf import PdfReader

from ladder_widgets.evidence.highlighting import STYLES
from ladder_widgets.evidence.notebook import LadderPDFExporter
from ladder_widgets.evidence.notebook_blocks import NotebookReader
from ladder_widgets.evidence.pictures import Pictures
from ladder_widgets.settings import resource


def convert(*cells: NotebookNode, **metadata: object) -> bytes:
    """The PDF of a notebook of these cells."""
    notebook = v4.new_notebook(cells=list(cells), metadata=metadata)
    made, resources = LadderPDFExporter().from_notebook_node(notebook)
    assert resources["output_extension"] == ".pdf"
    return made


def test_judge_finds_no_fault_in_any_feature() -> None:
    """One notebook with everything is PDF/UA-1 and PDF/A-3a."""
    made, _ = LadderPDFExporter().from_notebook_node(full_notebook())
    printed = words(made)

    assert faults(made) == []
    for part in ("Leading a huddle", "nested", "deeper", "99%", "ZeroDivisionError", "[U+4E2D]"):
        assert part in printed
    assert "1%\r" not in printed
    for part in ("Said below", "$5 or $6", "its meaning", "unfinished"):
        assert part in printed
    assert "no" not in printed.split()


def test_markdown_is_printed_in_place_of_html() -> None:
    """A result that comes as both: its Markdown keeps the words around a table."""
    html = "<p>on the screen</p><table><tr><td>cell</td></tr></table>"
    printed = words(convert(code("x", output(text_html=html, text_markdown="*on paper*"))))

    assert "on paper" in printed
    assert "cell" not in printed


def test_bookmarks_never_skip_a_level() -> None:
    """The first heading is the title; the rest is levelled."""
    made, _ = LadderPDFExporter().from_notebook_node(full_notebook())
    pdf = PdfReader(io.BytesIO(made))

    assert [part.title for part in pdf.outline] == ["Skipped", "Next"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Leading a huddle"


def test_pictures_have_alternative_text() -> None:
    """From the Markdown, else the cell's metadata, else the number of the cell."""
    box = {"box.png": {"image/png": png()}}
    made = convert(
        v4.new_markdown_cell("![A box](attachment:box.png)", attachments=box),
        v4.new_markdown_cell("![](attachment:box.png)", attachments=box),
        code("a", output(image_png=png()), alt="A chart"),
        code("b", output(image_png=png())),
    )

    assert alternative_texts(made) == ["A box", "Picture in cell 2", "A chart", "Output of cell 4"]


def test_html_result_prints_its_words() -> None:
    """What a browser would show, in its order; not the name of the object."""
    html = (
        "<script>no()</script><style>p{}</style><h3>Result</h3><p>Two <b>of</b>\n three</p>"
        f"<ul><li>first<li>second</ul>{FRAME.to_html()}<p>after</p><pre>pre\n formed</pre>"
        '<a href="javascript:no()">plain link</a><img src="x.png" alt="Chart">'
    )
    made = convert(code("h", output(text_html=html, text_plain="<HTML object>")))
    printed = words(made)

    parts = (
        "Result",
        "Two of three",
        "first",
        "second",
        "Step",
        "after",
        "pre formed",
        "plain link",
    )
    assert [printed.find(part) for part in parts] == sorted(map(printed.index, parts))
    assert "[Picture not in the notebook: Chart]" in printed
    assert "object" not in printed
    assert "no()" not in printed
    assert faults(made) == []


def test_tag_of_a_picture_in_markdown_shows_it() -> None:
    """An attachment that was given a width by hand is a picture like others."""
    box = {"box.png": {"image/png": png()}}
    made = convert(
        v4.new_markdown_cell('<img src="attachment:box.png" alt="Block">', attachments=box),
        v4.new_markdown_cell('In <img src="attachment:box.png" width=9> line', attachments=box),
    )

    assert alternative_texts(made) == ["Block", "Picture in cell 2"]


@pytest.mark.parametrize("columns", [3, 14, 20])
def test_columns_of_a_wide_table_stay_apart(columns: int) -> None:
    """The text shrinks before numbers run into each other."""
    numbers = [f"{column}.23456" for column in range(columns)]
    html = pd.DataFrame([numbers], columns=[f"c{n}" for n in range(columns)]).to_html()

    assert set(numbers) <= set(words(convert(code("t", output(text_html=html)))).split())


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 600 + "deep",
        "<b>" * 600 + "deep",
        "<ul><li>" * 600 + "deep",
        "<table><tr><td>" * 300 + "deep",
        "<table><tr>" + "<td>deep مرحبا-مرحبا-مرحبا</td>" * 70,
        "<table><tr>" + "<td>deep" * 70,
        "<table><tr><td rowspan=9 colspan=9999>deep<td rowspan=x>",
    ],
    ids=["div", "b", "list", "table", "wide", "open", "span"],
)
def test_absurd_html_converts(html: str) -> None:
    """Nothing that a page may hold exhausts the stack or the page."""
    made = convert(code("h", output(text_html=html)), v4.new_markdown_cell(html))

    assert "deep" in words(made).replace(" ", "")
    assert faults(made) == []


@pytest.mark.parametrize(
    ("tag", "hidden"),
    [
        ("remove-cell", {"SOURCE", "RESULT"}),
        ("facilitator", {"SOURCE", "RESULT"}),
        ("hide-input", {"SOURCE"}),
        ("hide-output", {"RESULT"}),
        ("other", set()),
    ],
)
def test_tags_hide_parts_of_a_cell(tag: str, hidden: set[str]) -> None:
    """The tags that nbconvert and Jupyter Book use."""
    printed = words(convert(code("SOURCE", output(text_plain="RESULT"), tags=[tag])))

    assert {word for word in ("SOURCE", "RESULT") if word not in printed} == hidden


def test_notes_for_facilitators_are_shown_when_asked_for() -> None:
    """An option of the exporter shows them, marked; their headings are not in the outline."""
    note = v4.new_markdown_cell("# Ask first", metadata={"tags": ["facilitator"]})
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("Hello"), note])
    made, _ = LadderPDFExporter(facilitator_notes=True).from_notebook_node(notebook)

    assert "For facilitators Ask first" in words(made)
    assert PdfReader(io.BytesIO(made)).outline == []
    assert "Ask first" not in words(convert(*notebook.cells))


@pytest.mark.parametrize(
    ("given", "told"), [("fr", "fr"), ("cy-GB", "cy-GB"), ("<x>", "en-GB"), (None, "en-GB")]
)
def test_language_is_the_notebooks(given: str | None, told: str) -> None:
    """What the metadata say, if it can be one; else that of the kit."""
    made = convert(v4.new_markdown_cell("x"), lang=given)

    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"] == told


def test_formulas_are_read_aloud_by_their_source() -> None:
    """One that cannot be set is printed as its source."""
    made = convert(
        v4.new_markdown_cell(r"A $\alpha^2$."),
        code("s", output(text_latex=r"$\displaystyle \sqrt{x}$", text_plain="sqrt(x)")),
        v4.new_markdown_cell(r"B $\frac{never$."),
    )

    assert formula_texts(made) == [r"\alpha^2", r"\displaystyle \sqrt{x}"]
    assert r"B \frac{never." in words(made)
    assert faults(made) == []


@pytest.mark.parametrize("tex", ["{" * 200 + "x" + "}" * 200, "x^{" * 60, r"\left(" * 40, "&" * 50])
def test_absurd_formula_is_printed_as_its_source(tex: str) -> None:
    """Nothing that a formula may hold exhausts a stack."""
    made = convert(v4.new_markdown_cell(f"$${tex}$$ after"))

    assert "after" in words(made)
    assert faults(made) == []


def test_pictures_of_a_run_are_gone_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They lie in a folder of the run's own while Typst reads them, whether it fails or not."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    convert(code("a", output(image_png=png())), code("b", output(image_png="bm8=")))

    assert list(tmp_path.iterdir()) == []


def test_drawing_keeps_its_words_and_loses_what_leads_outside(tmp_path: Path) -> None:
    """The picture in it is not shown, the rest is drawn as lines and letters."""
    inside = f'<image href="{tmp_path}/x.png"/><script>no()</script><text'
    made = convert(code("a", output(image_svg__xml=SVG.replace("<text", inside)), alt="Drawing"))

    assert "Chart" in words(made)
    assert alternative_texts(made) == ["Drawing"]
    assert not [name for page in PdfReader(io.BytesIO(made)).pages for name in page.images]


def test_printing_line_by_line_is_one_text() -> None:
    """Outputs of a stream follow each other without a gap."""
    streams = [v4.new_output("stream", text=f"line {n}\n") for n in range(3)]
    reader = NotebookReader(v4.new_notebook(cells=[code("", *streams)]), Pictures())

    assert [block["text"] for block in reader.tree()["blocks"]] == ["line 0\nline 1\nline 2"]


def test_result_for_a_browser_alone_is_a_sentence() -> None:
    """Neither a script nor the name of an object is printed."""
    html = output(
        text_html="<script>no()</script>", text_plain="<IPython.core.display.HTML object>"
    )
    made = convert(code("h", html))

    assert "cannot be printed" in words(made)
    assert "IPython" not in words(made)


def test_colours_of_code_have_contrast() -> None:
    """At least 7:1 on the ground that code has in the PDF."""
    template = resource("templates", "typst", "notebook.typ").read_text()
    colours = re.search(r"#let colours = \((.*?)\n\)", template, re.DOTALL)
    assert colours is not None
    found = re.findall(r"#[0-9a-f]{6}", colours[1])

    assert len(found) == len(set(STYLES.values()))
    assert min(contrast(colour, "#f0f4f5") for colour in found) >= 7


def test_typed_text_of_a_widget_is_not_printed() -> None:
    """The text form of a widget holds what somebody typed into it."""
    view = {"application/vnd.jupyter.widget-view+json": "{}", "text/plain": "Text(value='mine')"}
    made = convert(code("box", v4.new_output("display_data", data=view)))

    assert "mine" not in words(made)
    assert "cannot be printed" in words(made)


@pytest.mark.parametrize(
    "picture",
    [
        {"image/png": "bm90IGEgcGljdHVyZQ=="},
        {"image/png": "%%%"},
        {"image/svg+xml": "<svg"},
    ],
    ids=["no-png", "no-base64", "cut-svg"],
)
def test_broken_picture_is_named(picture: dict[str, str]) -> None:
    """The rest of the notebook prints, the good pictures included."""
    made = convert(
        code("a", v4.new_output("display_data", data=picture), alt="Broken"),
        code("b", output(image_png=png()), alt="Whole"),
    )

    assert "[Picture that cannot be shown: Broken]" in words(made)
    assert alternative_texts(made) == ["Whole"]
    assert faults(made) == []


def test_hostile_notebook_reads_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing beside the notebook reaches the PDF, and the folder stays as it is."""
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET")
    (tmp_path / "secret.svg").write_text(SVG.replace("Chart", "TOPSECRET"))
    monkeypatch.chdir(tmp_path)
    inside = SVG.replace("<text", '<image href="secret.svg" width="9" height="9"/><text')
    made = convert(
        v4.new_markdown_cell(
            f'#read("{secret}") ![x]({secret}) ![y](secret.svg) <img src={secret}>'
        ),
        code(f'#read("{secret}")', output(image_svg__xml=inside)),
    )

    assert b"TOPSECRET" not in made
    assert "TOPSECRET" not in words(made)
    assert Path.cwd() == tmp_path


def test_runs_do_not_share_anything() -> None:
    """Pictures and words of one notebook never appear in the next."""
    exporter = LadderPDFExporter()
    first, _ = exporter.from_notebook_node(v4.new_notebook(cells=[code("FIRST")]))
    second, _ = exporter.from_notebook_node(v4.new_notebook(cells=[code("SECOND")]))

    assert "FIRST" in words(first)
    assert "FIRST" not in words(second)


def test_given_notebook_is_not_changed() -> None:
    """Exporting is reading."""
    notebook = full_notebook()
    before = nbformat.writes(notebook)
    LadderPDFExporter().from_notebook_node(notebook)

    assert nbformat.writes(notebook) == before


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8"), max_size=200), st.text(max_size=100))
def test_any_text_at_all_converts(source: str, printed: str) -> None:
    """No character makes a conversion fail."""
    made = convert(
        v4.new_markdown_cell(source), code(source, output(text_plain=printed, text_html=source))
    )

    assert faults(made) == []


def test_command_line_makes_a_pdf(tmp_path: Path) -> None:
    """The exporter is found by its name, and the file by the notebook's."""
    nbformat.write(full_notebook(), tmp_path / "huddle.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "ladder-pdf", "huddle.ipynb"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path), "HOME": str(tmp_path)},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert faults((tmp_path / "huddle.pdf").read_bytes()) == []
    assert sorted(p.name for p in tmp_path.glob("huddle*")) == ["huddle.ipynb", "huddle.pdf"]


def test_exporter_is_registered() -> None:
    """Nbconvert knows it by its name."""
    assert get_exporter("ladder-pdf") is LadderPDFExporter


def formula_texts(pdf: bytes) -> list[str]:
    """The alternative texts of the formulas, in reading order."""
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    return list(_told(root, "/Formula"))


def alternative_texts(pdf: bytes) -> list[str]:
    """The alternative texts of the figures, in reading order."""
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    return list(_told(root, "/Figure"))


def _told(node: object, kind: str) -> list[str]:
    node = getattr(node, "get_object", lambda: node)()
    if isinstance(node, list):
        return [text for child in node for text in _told(child, kind)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if node.get("/S") == kind else []
    return own + _told(node.get("/K"), kind)
