"""A notebook's cells and outputs as a plain tree of blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from ladder_widgets.evidence.html_tables import table_blocks, visible_text
from ladder_widgets.evidence.markdown_blocks import (
    Block,
    MarkdownReader,
    first_heading,
    level_headings,
    text_blocks,
)
from ladder_widgets.evidence.pictures import MIME_TYPES, Pictures

WIDGET = "application/vnd.jupyter.widget-view+json"
UNTITLED = "Notebook"


def notebook_tree(notebook: NotebookNode, pictures: Pictures, *, name: str = "") -> dict[str, Any]:
    """The title and blocks of a notebook; its pictures go into `pictures`.

    The title is the metadata's, else the first heading, else the file's name.
    """
    cells = enumerate(notebook.cells, start=1)
    blocks = [block for number, cell in cells for block in _cell(cell, number, pictures)]
    given = str(notebook.metadata.get("title", "")).strip()
    heading = first_heading(blocks)
    if heading and given in ("", heading):
        blocks = blocks[1:]  # it is printed as the title
    return {"title": given or heading or name or UNTITLED, "blocks": level_headings(blocks)}


def _cell(cell: NotebookNode, number: int, pictures: Pictures) -> list[Block]:
    match cell.cell_type:
        case "markdown":
            return _markdown(cell, number, pictures).blocks(_joined(cell.source))
        case "code":
            alt = str(cell.metadata.get("alt", "")) or f"Output of cell {number}"
            outputs = (_output(output, alt, pictures) for output in cell.get("outputs", []))
            return _source(cell) + [block for blocks in outputs for block in blocks]
        case _:
            return _code(_joined(cell.source))


def _markdown(cell: NotebookNode, number: int, pictures: Pictures) -> MarkdownReader:
    return MarkdownReader(
        pictures,
        attachments=cell.get("attachments", {}),
        alt=str(cell.metadata.get("alt", "")),
        fallback=f"Picture in cell {number}",
    )


def _source(cell: NotebookNode) -> list[Block]:
    """The code, unless a tag (`hide-input`, through nbconvert) or JupyterLab hides it."""
    by_tag = cell.metadata.get("transient", {}).get("remove_source", False)
    by_hand = cell.metadata.get("jupyter", {}).get("source_hidden", False)
    return [] if by_tag or by_hand else _code(_joined(cell.source))


def _output(output: NotebookNode, alt: str, pictures: Pictures) -> list[Block]:
    match output.output_type:
        case "stream":
            return _code(_terminal(_joined(output.text)), role="output")
        case "error":
            lines = output.get("traceback") or [f"{output.ename}: {output.evalue}"]
            return _code(_terminal("\n".join(lines)), role="error")
        case _:
            return _data(output.data, _alt_of(output, alt), pictures)


def _data(data: Mapping[str, Any], alt: str, pictures: Pictures) -> list[Block]:
    """The form of a result that prints best."""
    if WIDGET in data:
        return text_blocks("[An interactive part of the notebook, which cannot be printed.]")
    for mime_type in MIME_TYPES:
        if mime_type in data:
            return [pictures.block(mime_type, _joined(data[mime_type]), alt)]
    if "text/markdown" in data:
        reader = MarkdownReader(pictures, alt=alt)
        return _as_output(reader.blocks(_joined(data["text/markdown"])))
    html = _joined(data.get("text/html", ""))
    if html and (tables := table_blocks(html)):
        return tables
    plain = _joined(data.get("text/plain", "")) or visible_text(html)
    return _code(_terminal(plain), role="output")


def _as_output(blocks: Iterable[Block]) -> list[Block]:
    """Headings that a program printed do not belong to the outline of the document."""
    return [
        {"kind": "par", "body": [{"kind": "strong", "body": block["body"]}]}
        if block["kind"] == "heading"
        else block
        for block in blocks
    ]


def _alt_of(output: NotebookNode, alt: str) -> str:
    return str(output.get("metadata", {}).get("alt", "")) or alt


def _code(text: str, *, role: str = "source") -> list[Block]:
    text = text.strip("\n")
    return [{"kind": "code", "role": role, "text": text}] if text.strip() else []


def _terminal(text: str) -> str:
    """What a terminal would show in the end: no colours, and the last state of a progress bar."""
    bare = str(strip_ansi(text))  # type: ignore[no-untyped-call]  # nbconvert is untyped there
    lines = bare.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
