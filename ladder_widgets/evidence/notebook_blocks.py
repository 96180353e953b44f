"""A notebook's cells and outputs as a plain tree of blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from ladder_widgets.evidence.highlighting import highlighted
from ladder_widgets.evidence.markdown_blocks import MarkdownReader
from ladder_widgets.evidence.notebook_tags import (
    FACILITATOR,
    NO_INPUT,
    NO_OUTPUT,
    REMOVED,
    tags_of,
)
from ladder_widgets.evidence.pictures import MIME_TYPES, Pictures
from ladder_widgets.evidence.terminal import shown_in_terminal
from ladder_widgets.evidence.tree import (
    Block,
    code,
    level_headings,
    sentence,
    take_title,
    without_outline,
)

WIDGET = "application/vnd.jupyter.widget-view+json"
UNTITLED = "Notebook"
LANGUAGE = "en-GB"
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
NOT_PRINTED = "[An interactive part of the notebook, which cannot be printed.]"
FAILED = "This cell ended with an error:"
OBJECT = re.compile(r"\s*<IPython\.\S+ object>\s*")
"""What stands for a result whose only meaning is what a browser would make of it."""


class NotebookReader:
    """Reads one notebook; its pictures go into `pictures`."""

    def __init__(self, notebook: NotebookNode, pictures: Pictures) -> None:
        self._notebook = notebook
        self._pictures = pictures
        self._language = _code_language(notebook.metadata)

    def tree(self, *, name: str = "", facilitator: bool = False) -> dict[str, Any]:
        """The title, language and blocks of the notebook.

        The title is the metadata's, else the first heading, else the file's name. With
        `facilitator` the notes for those who run a workshop are shown, and marked as such.
        """
        cells = enumerate(self._notebook.cells, start=1)
        shown = [
            (cell, n) for cell, n in ((c, n) for n, c in cells) if _is_shown(cell, facilitator)
        ]
        blocks = [block for cell, number in shown for block in self._cell(cell, number)]
        given = " ".join(str(self._notebook.metadata.get("title", "")).split())
        title, blocks = take_title(blocks, given)
        return {
            "title": title or name or UNTITLED,
            "language": _language(self._notebook.metadata),
            "blocks": level_headings(blocks),
        }

    def _cell(self, cell: NotebookNode, number: int) -> list[Block]:
        blocks = self._contents(cell, number)
        if FACILITATOR in tags_of(cell) and blocks:
            return [{"kind": "note", "body": without_outline(blocks)}]
        return blocks

    def _contents(self, cell: NotebookNode, number: int) -> list[Block]:
        match cell.get("cell_type"):
            case "markdown":
                attachments = cell.get("attachments", {})
                alt, fallback = str(cell.metadata.get("alt", "")), f"Picture in cell {number}"
                return MarkdownReader(
                    self._pictures, attachments=attachments, alt=alt, fallback=fallback
                ).blocks(_joined(cell.get("source", "")))
            case "code":
                alt = str(cell.metadata.get("alt", "")) or f"Output of cell {number}"
                outputs = self._outputs(cell, alt)
                # Code stays on the page where its first result begins.
                return [b | {"sticky": bool(outputs)} for b in self._source(cell)] + outputs
            case _:
                return code(_joined(cell.get("source", "")), role="output")

    def _source(self, cell: NotebookNode) -> list[Block]:
        """The code, unless a tag, nbconvert or JupyterLab hides it."""
        by_tag = tags_of(cell) & NO_INPUT or cell.metadata.get("transient", {}).get("remove_source")
        if by_tag or cell.metadata.get("jupyter", {}).get("source_hidden", False):
            return []
        source = code(_joined(cell.get("source", "")), role="source", language=self._language)
        return [highlighted(block) for block in source]

    def _outputs(self, cell: NotebookNode, alt: str) -> list[Block]:
        if tags_of(cell) & NO_OUTPUT or cell.metadata.get("jupyter", {}).get(
            "outputs_hidden", False
        ):
            return []
        blocks: list[Block] = []
        for output in cell.get("outputs", []):
            found = self._output(output, alt)
            if blocks and found and _is_stream(output) and blocks[-1].get("stream"):
                # A program that prints line by line printed one text.
                blocks[-1] = blocks[-1] | {"text": f"{blocks[-1]['text']}\n{found[0]['text']}"}
            else:
                blocks += found
        return blocks

    def _output(self, output: NotebookNode, alt: str) -> list[Block]:
        match output.output_type:
            case "stream":
                text = shown_in_terminal(_joined(output.get("text", "")))
                return [block | {"stream": True} for block in code(text, role="output")]
            case "error":
                lines = output.get("traceback") or [
                    f"{output.get('ename')}: {output.get('evalue')}"
                ]
                return sentence(FAILED) + code(shown_in_terminal("\n".join(lines)), role="error")
            case _:
                return self._data(output.get("data", {}), output.get("metadata", {}), alt)

    def _data(self, data: Mapping[str, Any], metadata: Mapping[str, Any], alt: str) -> list[Block]:
        """The form of a result that prints best."""
        reader = MarkdownReader(self._pictures, alt=str(metadata.get("alt", "")) or alt)
        if WIDGET in data:
            return sentence(NOT_PRINTED)
        if _joined(data.get("text/latex", "")).strip().startswith("$"):
            return reader.blocks(_joined(data["text/latex"]).strip())
        for mime_type in MIME_TYPES:
            if mime_type in data:
                return [self._picture(mime_type, data, metadata, alt)]
        if "text/markdown" in data:
            return without_outline(reader.blocks(_joined(data["text/markdown"])))
        if blocks := reader.html_blocks(_joined(data.get("text/html", ""))):
            return without_outline(blocks)
        return _plain(_joined(data.get("text/plain", "")), is_all=not data.keys() - {"text/plain"})

    def _picture(
        self, mime_type: str, data: Mapping[str, Any], metadata: Mapping[str, Any], alt: str
    ) -> Block:
        found = metadata.get(mime_type)
        own = found if isinstance(found, Mapping) else {}
        width = own.get("width")
        return self._pictures.block(
            mime_type,
            _joined(data[mime_type]),
            str(own.get("alt") or metadata.get("alt") or "") or alt,
            width=width if isinstance(width, int) and width > 0 else 0,
        )


def _plain(text: str, *, is_all: bool) -> list[Block]:
    """Words of a result; a sentence of ours where only a browser could make something of it."""
    if OBJECT.fullmatch(text) or not (is_all or text.strip()):
        return sentence(NOT_PRINTED)
    return code(shown_in_terminal(text), role="output")


def _is_shown(cell: NotebookNode, facilitator: bool) -> bool:  # noqa: FBT001  # one switch, one place
    tags = tags_of(cell)
    return not tags & REMOVED and (facilitator or FACILITATOR not in tags)


def _is_stream(output: NotebookNode) -> bool:
    return bool(output.output_type == "stream")


def _language(metadata: Mapping[str, Any]) -> str:
    """The language of the words; a notebook that does not tell has that of the kit."""
    given = str(metadata.get("lang", ""))
    return given if LANGUAGE_TAG.fullmatch(given) else LANGUAGE


def _code_language(metadata: Mapping[str, Any]) -> str:
    info, kernel = (
        part if isinstance(part, Mapping) else {}
        for part in (metadata.get("language_info"), metadata.get("kernelspec"))
    )
    found = (info.get("pygments_lexer"), info.get("name"), kernel.get("language"))
    return next((name for name in found if isinstance(name, str) and name), "")


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(map(str, text))
