"""The evidence PDF, made in this process or in a short-lived child."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ladder_widgets.errors import EvidenceError

if TYPE_CHECKING:  # the child imports this module too, and starts faster without the values
    from ladder_widgets.evidence.document import EvidenceDocument

TEMPLATE = "evidence"
CHILD = "ladder_widgets.evidence.child"
TIMEOUT_S = 300
REFUSED = 3
"""The child's status when its error output is one of our messages, fit to be shown."""


def render_pdf(document: EvidenceDocument, attachment: bytes) -> bytes:
    """The document as a PDF/UA-1 and PDF/A-3a file with the bundle attached as its data.

    Raises:
        EvidenceError: it could not be made; the message never quotes a text.
    """
    # Typst stays out of processes that only hand the work to a child.
    from ladder_widgets.evidence.typesetting import typeset

    return typeset(TEMPLATE, msgspec.to_builtins(document), attachment=attachment)


def render_pdf_in_child(document: EvidenceDocument, attachment: bytes) -> bytes:
    """The same file, made in a child process: a kernel that compiled once keeps 20 MB.

    The text goes through pipes only, never onto a disk or a command line.

    Raises:
        EvidenceError: the child failed or took too long.
    """
    request = msgspec.json.encode({"document": document, "attachment": attachment.decode()})
    try:
        # -P: a typst.py in the current folder must not be taken for the real one.
        child = subprocess.run(
            [sys.executable, "-P", "-m", CHILD],
            input=request,
            capture_output=True,
            timeout=TIMEOUT_S,
            env=_environment(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = (
            f"The PDF could not be made: its process did not start or took over {TIMEOUT_S} s. "
            "Export fewer entries at a time, or export as json."
        )
        raise EvidenceError(message) from error
    if child.returncode == REFUSED:
        raise EvidenceError(child.stderr.decode(errors="replace").strip())
    if child.returncode != 0 or not child.stdout.startswith(b"%PDF-"):
        message = (
            f"The PDF could not be made: its process stopped with status {child.returncode}. "
            "Nothing was written. Close other programs and try again, or export as json."
        )
        raise EvidenceError(message)
    return child.stdout


def _environment() -> dict[str, str]:
    """Ours, so that the child finds this very package however it was put on the path."""
    package_parent = str(Path(__file__).parents[2])
    rest = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([package_parent, rest] if rest else [package_parent])
    return {**os.environ, "PYTHONPATH": path}
