"""Whatever can be imported, by what it holds; each attached file is looked at anew."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from hashlib import sha256

import msgspec

from ladder_widgets.errors import BundleError, InputError
from ladder_widgets.evidence.courses import Column, read_courses
from ladder_widgets.evidence.reading import BOM, read_arrival
from ladder_widgets.portfolio.inspection.run import inspect_in_child
from ladder_widgets.portfolio.inspection.values import Inspected
from ladder_widgets.portfolio.intake import Arrival, Arriving
from ladder_widgets.portfolio.model import Attachment
from ladder_widgets.process import run_child
from ladder_widgets.settings import MAX_ATTACHMENT_MB

CHILD = "ladder_widgets.evidence.intake_child"
TIMEOUT_S = 60
UNREADABLE = "This file could not be read: it is broken, or took too long. Export it again."
_BUNDLES = (b"%PDF-", b"PK\x03\x04", b"{", b"<")
REFUSED = (
    "{count} attached files were refused, as they would be on attaching them; they stay behind."
)


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the child is asked to read."""

    data: bytes
    columns: dict[Column, str]


def is_table(data: bytes) -> bool:
    """Whether a file is taken for a CSV: it begins like nothing else that can be imported."""
    return not data.removeprefix(BOM).lstrip().startswith(_BUNDLES)


def read_any(data: bytes, *, columns: Mapping[Column, str]) -> Arrival:
    """What a bundle, a PDF of ours, a bundle.json, a Leap2A file or a CSV of courses brings.

    Raises:
        BundleError: it is none of these, is broken, or was made to do harm.
    """
    return read_courses(data, columns) if is_table(data) else _inspected(read_arrival(data))


def read_in_child(data: bytes, *, columns: Mapping[Column, str]) -> Arrival:
    """The same in a child process, which a file made to do harm may break.

    Raises:
        BundleError: as `read_any`, or the child broke or took too long.
    """
    request = msgspec.msgpack.encode(Request(data=data, columns=dict(columns)))
    try:
        child = run_child(CHILD, request, timeout_s=TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired):
        # Not chained: what the child had written goes no further.
        raise BundleError(UNREADABLE) from None
    if child.refusal:
        raise BundleError(child.refusal)
    if child.status != 0:
        raise BundleError(UNREADABLE)
    try:
        return msgspec.msgpack.decode(child.output, type=Arrival)
    except msgspec.DecodeError:
        raise BundleError(UNREADABLE) from None


def _inspected(arrival: Arrival) -> Arrival:
    """The arrival with its files as `attach` would store them: a bundle may be anybody's."""
    files = dict(arrival.files)
    entries, refused = [], 0
    for entry in arrival.entries:
        kept = []
        for attachment in entry.attachments:
            looked_at = _look(attachment, files)
            refused += looked_at is None
            kept += [looked_at] if looked_at else []
        entries.append(msgspec.structs.replace(entry, attachments=tuple(kept)))
    warnings = (REFUSED.format(count=refused),) if refused else ()
    return msgspec.structs.replace(
        arrival,
        entries=tuple[Arriving, ...](entries),
        files=files,
        warnings=(*arrival.warnings, *warnings),
    )


def _look(attachment: Attachment, files: dict[str, bytes]) -> Attachment | None:
    try:
        found = inspect_in_child(
            files[attachment.digest], attachment.name, limit_mb=MAX_ATTACHMENT_MB
        )
    except InputError:
        return None
    if not found.removed and found.kind == attachment.kind:
        # It was cleaned when it was attached; cleaning a picture again would cost quality.
        return msgspec.structs.replace(attachment, name=found.name, found=_codes(found))
    digest = sha256(found.data).hexdigest()
    files[digest] = found.data
    return msgspec.structs.replace(
        attachment,
        name=found.name,
        kind=found.kind,
        size=len(found.data),
        digest=digest,
        removed=tuple(dict.fromkeys((*attachment.removed, *found.removed))),
        found=_codes(found),
    )


def _codes(inspected: Inspected) -> tuple[str, ...]:
    return tuple(found.code for found in inspected.found)
