"""The tree of a notebook as one HTML file; every word is escaped by the template."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ladder_widgets.evidence.pictures import Pictures
from ladder_widgets.evidence.tree import Block, plain_text
from ladder_widgets.settings import resource

TEMPLATE = "ladder-html.html.j2"
STYLE = "ladder-html.css"


def render_html(tree: Mapping[str, Any], pictures: Pictures) -> str:
    """A self-contained page: pictures as data, style inside, no script."""
    folder = resource("templates", "nbconvert")
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    blocks = deepcopy(tree["blocks"])
    headings = _numbered(block for block in blocks if block["kind"] == "heading")
    return environment.get_template(TEMPLATE).render(
        title=tree["title"],
        language=tree["language"],
        blocks=blocks,
        contents=[h for h in headings if h["level"] <= 2],  # noqa: PLR2004  # as deep as a reader needs
        notes=_numbered(_footnotes(blocks)),
        pictures=[
            _address(*held) for held in zip(pictures.mime_types, pictures.files, strict=True)
        ],
        words_of=plain_text,
        style=Markup((folder / STYLE).read_text(encoding="utf-8")),  # noqa: S704  # our own file
    )


def _numbered(parts: Iterable[Block]) -> list[Block]:
    found = list(parts)
    for number, part in enumerate(found, start=1):
        part["number"] = number
    return found


def _footnotes(value: Any) -> Iterator[Block]:
    """The footnotes anywhere in blocks or pieces, in reading order."""
    if isinstance(value, list):
        for item in value:
            yield from _footnotes(item)
    elif isinstance(value, dict):
        if value.get("kind") == "footnote":
            yield value
        for item in value.values():
            yield from _footnotes(item)


def _address(mime_type: str, file: bytes) -> str:
    """The data address of a picture; as a picture of its own even a drawing cannot act."""
    return f"data:{mime_type};base64,{base64.b64encode(file).decode()}" if file else ""
