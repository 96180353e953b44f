"""Looking at a file in a short-lived child process, which can fail without harm to the caller."""

from __future__ import annotations

import subprocess

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.inspection.kinds import UNREADABLE, check_size
from ladder_widgets.portfolio.inspection.names import clean_name
from ladder_widgets.portfolio.inspection.values import Inspected, Request
from ladder_widgets.process import run_child
from ladder_widgets.settings import ATTACHMENT_MB

CHILD = "ladder_widgets.portfolio.inspection.child"
TIMEOUT_S = 30
_NO_CHILD = (
    "This file could not be looked at: no process could be started for it. "
    "Close other programs and try again."
)


def inspect_in_child(data: bytes, name: str, *, limit_mb: int = ATTACHMENT_MB) -> Inspected:
    """What can be attached of a file; its bytes go through pipes only.

    Args:
        data: The file.
        name: What it was called; it is cleaned.
        limit_mb: How large it may be: `Settings.attachment_mb`.

    Raises:
        InputError: it is too large, of no kind that is allowed, or cannot be read.
    """
    check_size(len(data), limit_mb)
    request = Request(name=name.encode("utf-8", "replace").decode(), data=data)
    try:
        child = run_child(CHILD, msgspec.msgpack.encode(request), timeout_s=TIMEOUT_S)
    except OSError as error:
        raise InputError(_NO_CHILD) from error
    except subprocess.TimeoutExpired:
        # Not chained: it carries what the child had written.
        raise InputError(UNREADABLE) from None
    if child.refusal:
        raise InputError(child.refusal)
    if child.status != 0:
        raise InputError(UNREADABLE)
    try:
        found = msgspec.msgpack.decode(child.output, type=Inspected)
    except msgspec.DecodeError:
        raise InputError(UNREADABLE) from None
    # A file that took over the child must not choose a name.
    return msgspec.structs.replace(found, name=clean_name(found.name, found.kind))
