"""Typst in this process: a template of ours and data give a tagged, archivable PDF.

A template never changes with its data. Everything a user wrote reaches Typst as JSON, so a
``#read(…)`` in a text is a text. The root folder holds templates and the pictures of this run,
fonts are the kit's own.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.glyphs import printable
from ladder_widgets.settings import resource

FONTS = Path(__file__).with_name("fonts")
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    attachment: bytes | None = None,
    images: Sequence[bytes] = (),
    signed: bool = False,
) -> bytes:
    """A PDF/UA-1 and PDF/A-3a file made by ``templates/typst/<template>.typ``.

    `data` holds what JSON can hold; `attachment` is UTF-8 text (the bundle); `images` are files
    that `data` names by their place in the sequence, an empty one being none; `signed` says that a
    signature will follow.

    Raises:
        EvidenceError: Typst refused; the message never quotes a text.
    """
    inputs = {
        "data": json.dumps(_printable(data), ensure_ascii=False),
        "attachment": "" if attachment is None else attachment.decode(),
        "images": json.dumps([bool(image) for image in images]),
        "signed": "yes" if signed else "no",
    }
    try:
        with _root(images) as root:
            made = typst.compile(
                root / f"{template}.typ",
                root=root,
                font_paths=_fonts(),
                sys_inputs=inputs,
                pdf_standards=STANDARDS,
            )
    except typst.TypstError:
        # Not chained: Typst quotes the words it could not set, and a log would keep them.
        message = (
            f"The PDF could not be made: typesetting with the template {template} failed. "
            "Nothing was written. Run ladder doctor, and export as json meanwhile."
        )
        raise EvidenceError(message) from None
    return made


@contextmanager
def _root(images: Sequence[bytes]) -> Iterator[Path]:
    """All that Typst can see: our templates, and the pictures in a folder of this run alone."""
    folder = resource("templates", "typst")
    if not images:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="ladder-") as made:
        root = Path(made)
        for path in folder.glob("*.typ"):
            (root / path.name).write_bytes(path.read_bytes())
        for number, image in enumerate(images):
            (root / f"picture-{number}").write_bytes(image)
        yield root


@cache
def _fonts() -> typst.Fonts:
    if not any(FONTS.glob("*.ttf")):
        message = (
            f"The fonts of the PDF are missing from {FONTS}. "
            "Run make setup in a checkout, or install the kit again."
        )
        raise EvidenceError(message)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _printable(value: Any) -> Any:
    """The same tree with every text made printable; keys are ours and stay."""
    match value:
        case str():
            return printable(value)
        case Mapping():
            return {key: _printable(item) for key, item in value.items()}
        case list() | tuple():
            return [_printable(item) for item in value]
        case _:
            return value
