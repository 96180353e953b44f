"""The evidence PDF, or the bundle around it, made in this process or in a short-lived child."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.embedding import EmbeddedFile, embed
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.process import Tick, run_child

if TYPE_CHECKING:  # the child imports this module too, and starts faster without the values
    from ladder_widgets.evidence.document import EvidenceDocument

TEMPLATE = "evidence"
CHILD = "ladder_widgets.evidence.child"
TIMEOUT_S = 300


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be made: a PDF with the bundle attached, or with `html` the whole zip.

    `files` are what the trainee attached to the entries; `key` signs, without it nothing does.
    """

    document: dict[str, Any]
    attachment: bytes
    files: tuple[EmbeddedFile, ...] = ()
    key: SigningKey | None = None
    html: bytes = b""

    def __repr__(self) -> str:
        return "Request(…)"


def request_for(
    document: EvidenceDocument,
    attachment: bytes,
    files: Sequence[EmbeddedFile] = (),
    *,
    key: SigningKey | None = None,
    html: bytes = b"",
) -> Request:
    """The request for a document."""
    return Request(
        document=msgspec.to_builtins(document),
        attachment=attachment,
        files=tuple(files),
        key=key,
        html=html,
    )


def render(request: Request) -> bytes:
    """A PDF/UA-1 and PDF/A-3a file, signed and with its data and files inside, or the zip.

    Raises:
        EvidenceError: it could not be made; the message never quotes a text.
    """
    # Typst stays out of processes that only hand the work to a child.
    from ladder_widgets.evidence.typesetting import typeset

    plain = typeset(
        TEMPLATE,
        request.document,
        attachment=request.attachment,
        signed=request.key is not None,
    )
    made = embed(plain, request.files)
    if request.key is None:
        return made
    from ladder_widgets.evidence.pdf_signature import sign_pdf

    signed = sign_pdf(made, request.key)
    if not request.html:
        return signed
    from ladder_widgets.evidence.package import pack

    return pack(
        pdf=signed,
        html=request.html,
        bundle=request.attachment,
        files=request.files,
        key=request.key,
    )


def render_in_child(request: Request, tick: Tick | None = None) -> bytes:
    """The same file, made in a child process: a kernel that compiled once keeps 20 MB.

    The text goes through pipes only, never onto a disk or a command line. `tick` is called with
    the seconds so far while it is made; what it raises ends the child.

    Raises:
        EvidenceError: the child failed or took too long.
    """
    try:
        child = run_child(CHILD, msgspec.msgpack.encode(request), timeout_s=TIMEOUT_S, tick=tick)
    except (OSError, subprocess.TimeoutExpired) as error:
        message = (
            f"The PDF could not be made: its process did not start or took over {TIMEOUT_S} s. "
            "Export fewer entries at a time, or export as json."
        )
        raise EvidenceError(message) from error
    if child.refusal:
        raise EvidenceError(child.refusal)
    if child.status != 0 or not child.output.startswith((b"%PDF-", b"PK")):
        message = (
            f"The PDF could not be made: its process stopped with status {child.status}. "
            "Nothing was written. Close other programs and try again, or export as json."
        )
        raise EvidenceError(message)
    return child.output
