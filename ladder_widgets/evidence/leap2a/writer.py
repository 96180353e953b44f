"""A portfolio as a Leap2A zip: one feed in its root, the files beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ladder_widgets.evidence.bundle import Bundle
from ladder_widgets.evidence.leap2a.feed import file_path, write_feed
from ladder_widgets.evidence.leap2a.vocabulary import FEED_NAME
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.portfolio.model import Attachment


def write_leap2a(
    bundle: Bundle,
    *,
    catalogue: Catalogue,
    files: Sequence[tuple[Attachment, bytes]],
    now: dt.datetime,
) -> bytes:
    """The zip; `read_leap2a` gives the same bundle back, and the same values the same bytes.

    Args:
        bundle: What is taken along.
        catalogue: Turns ids of targets, prompts and capabilities into words.
        files: What is attached to its entries.
        now: When the feed says that it was written.
    """
    attachments = [attachment for attachment, _ in files]
    feed = write_feed(bundle, catalogue=catalogue, files=attachments, now=now)
    out = BytesIO()
    with ZipFile(out, "w") as folder:
        _put(folder, FEED_NAME, feed)
        for attachment, data in files:
            _put(folder, file_path(attachment), data)
    return out.getvalue()


def _put(folder: ZipFile, name: str, data: bytes) -> None:
    part = ZipInfo(name)  # dated 1980, so that the bytes do not depend on the clock
    part.compress_type = ZIP_DEFLATED
    part.create_system = 3
    part.external_attr = 0o600 << 16
    folder.writestr(part, data)
