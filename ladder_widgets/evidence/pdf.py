"""The evidence PDF, made in this process or in a short-lived child."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.embedding import EmbeddedFile, embed
from ladder_widgets.process import run_child

if TYPE_CHECKING:  # the child imports this module too, and starts faster without the values
    from ladder_widgets.evidence.document import EvidenceDocument

TEMPLATE = "evidence"
CHILD = "ladder_widgets.evidence.child"
TIMEOUT_S = 300


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the child is asked to make."""

    document: dict[str, Any]
    attachment: bytes
    files: tuple[EmbeddedFile, ...]


def render_pdf(
    document: EvidenceDocument, attachment: bytes, files: Sequence[EmbeddedFile] = ()
) -> bytes:
    """The document as a PDF/UA-1 and PDF/A-3a file with the bundle attached as its data.

    `files` are what the trainee attached to the entries.

    Raises:
        EvidenceError: it could not be made; the message never quotes a text.
    """
    # Typst stays out of processes that only hand the work to a child.
    from ladder_widgets.evidence.typesetting import typeset

    made = typeset(TEMPLATE, msgspec.to_builtins(document), attachment=attachment)
    return embed(made, files)


def render_pdf_in_child(
    document: EvidenceDocument, attachment: bytes, files: Sequence[EmbeddedFile] = ()
) -> bytes:
    """The same file, made in a child process: a kernel that compiled once keeps 20 MB.

    The text goes through pipes only, never onto a disk or a command line.

    Raises:
        EvidenceError: the child failed or took too long.
    """
    request = msgspec.msgpack.encode(
        Request(document=msgspec.to_builtins(document), attachment=attachment, files=tuple(files))
    )
    try:
        child = run_child(CHILD, request, timeout_s=TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        message = (
            f"The PDF could not be made: its process did not start or took over {TIMEOUT_S} s. "
            "Export fewer entries at a time, or export as json."
        )
        raise EvidenceError(message) from error
    if child.refusal:
        raise EvidenceError(child.refusal)
    if child.status != 0 or not child.output.startswith(b"%PDF-"):
        message = (
            f"The PDF could not be made: its process stopped with status {child.status}. "
            "Nothing was written. Close other programs and try again, or export as json."
        )
        raise EvidenceError(message)
    return child.output
