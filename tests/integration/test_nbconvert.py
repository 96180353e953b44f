"""`jupyter nbconvert --to ladder-pdf`: any notebook as an accessible PDF."""

from __future__ import annotations

import base64
import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from evidence_tools import faults, words
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode, v4
from pypdf import PdfReader

from ladder_widgets.evidence.notebook import LadderPDFExporter

MARKDOWN = """# Leading a huddle

Some *soft*, **strong**, ~~gone~~ and `code`, [a page](https://example.org/x).

### Skipped

1. one
   - nested
     1. deeper
2. two

> quoted
> # inside

| A | B |
|---|--:|
| 1 | **2** |

```python
x = 1
```

---

![A blue box](attachment:box.png) ![](attachment:box.png)

## Next
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">'
    '<text x="5" y="20">Chart \u4e2d</text></svg>'
)
FRAME = pd.DataFrame({("Step", "a"): [1, 2], ("Step", "b"): ["x", "\u4e2d"]})


def png(width: int = 30, height: int = 20) -> str:
    """A blue picture as notebooks hold it."""
    rows = b"".join(b"\0" + bytes([0, 94, 184] * width) for _ in range(height))
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + body).decode()


def output(**data: str) -> NotebookNode:
    """A result with these forms; ``_`` stands for ``/``, and ``__`` for ``+``."""
    kinds = {kind.replace("__", "+").replace("_", "/"): value for kind, value in data.items()}
    return v4.new_output("display_data", data=kinds)


def code(source: str, *outputs: NotebookNode, **metadata: object) -> NotebookNode:
    """A code cell."""
    return v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)


def convert(*cells: NotebookNode, **metadata: object) -> bytes:
    """The PDF of a notebook of these cells."""
    notebook = v4.new_notebook(cells=list(cells), metadata=metadata)
    made, resources = LadderPDFExporter().from_notebook_node(notebook)
    assert resources["output_extension"] == ".pdf"
    return made


def full_notebook() -> NotebookNode:
    """A notebook with one of everything."""
    error = v4.new_output(
        "error", ename="E", evalue="v", traceback=["\x1b[31m---\x1b[0m", "ZeroDivisionError: v"]
    )
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell(MARKDOWN, attachments={"box.png": {"image/png": png()}}),
            code("print()", v4.new_output("stream", text="\x1b[31mred\x1b[0m\n1%\r99%\nend\n")),
            code("df", output(text_html=FRAME.to_html(), text_plain="no")),
            code("p()", output(image_png=png()), output(image_svg__xml=SVG), alt="A chart"),
            code("1/0", error),
            v4.new_raw_cell("raw"),
        ]
    )


def test_judge_finds_no_fault_in_any_feature() -> None:
    """One notebook with everything is PDF/UA-1 and PDF/A-3a."""
    made, _ = LadderPDFExporter().from_notebook_node(full_notebook())
    printed = words(made)

    assert faults(made) == []
    for part in ("Leading a huddle", "nested", "deeper", "99%", "ZeroDivisionError", "[U+4E2D]"):
        assert part in printed
    assert "1%\r" not in printed
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


@pytest.mark.parametrize(
    ("tag", "hidden"),
    [
        ("remove-cell", {"SOURCE", "RESULT"}),
        ("hide-input", {"SOURCE"}),
        ("hide-output", {"RESULT"}),
        ("other", set()),
    ],
)
def test_tags_hide_parts_of_a_cell(tag: str, hidden: set[str]) -> None:
    """The tags that nbconvert and Jupyter Book use."""
    printed = words(convert(code("SOURCE", output(text_plain="RESULT"), tags=[tag])))

    assert {word for word in ("SOURCE", "RESULT") if word not in printed} == hidden


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
        {"image/svg+xml": SVG.replace("<text", '<image href="/etc/hostname"/><text')},
    ],
    ids=["no-png", "no-base64", "cut-svg", "file-in-svg"],
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


def alternative_texts(pdf: bytes) -> list[str]:
    """The alternative texts of the figures, in reading order."""
    return list(_figures(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]))


def _figures(node: object) -> list[str]:
    node = getattr(node, "get_object", lambda: node)()
    if isinstance(node, list):
        return [text for child in node for text in _figures(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if node.get("/S") == "/Figure" else []
    return own + _figures(node.get("/K"))
