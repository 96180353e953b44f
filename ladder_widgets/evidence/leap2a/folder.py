"""A Leap2A file as it arrives: a zip with one feed, or the feed alone; nothing is unpacked to disk.

What a zip says of itself is measured before anything is read. Reading never goes beyond what was
said, since `zipfile` stops there and checks the sum.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from ladder_widgets.errors import Leap2AError
from ladder_widgets.evidence.leap2a.vocabulary import FEED_NAME
from ladder_widgets.portfolio.inspection.kinds import shown_size

MAX_PARTS = 5_000
MAX_FEED_BYTES = 100_000_000
MAX_UNFOLDED_BYTES = 1_000_000_000
MAX_RATIO = 100
"""Words shrink to a tenth and pictures not at all: what shrinks more, and is large, is a bomb."""
SMALL_BYTES = 20_000_000
"""So much may unfold from anything."""
_ENCRYPTED = 0x1
_DAMAGED = "This zip is damaged or was cut off on its way. Export or download it again."


class Folder:
    """The feed, and the files beside it by name."""

    def __init__(self, data: bytes) -> None:
        self._zip: ZipFile | None = None
        self._names: frozenset[str] = frozenset()
        if not data.startswith(b"PK"):
            self.feed = data
            _check_feed(len(data))
            return
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, LargeZipFile, ValueError, OSError):
            raise Leap2AError(_DAMAGED) from None
        parts = self._zip.infolist()
        _check_parts(parts, packed=len(data))
        self._names = frozenset(part.filename for part in parts if not part.is_dir())
        self.feed = self._unfold(_feed_name(self._names, self._zip))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._zip is not None:
            self._zip.close()

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None if there is none of that name.

        Raises:
            Leap2AError: it is damaged.
        """
        return self._unfold(name) if name in self._names else None

    def _unfold(self, name: str) -> bytes:
        if self._zip is None:
            return b""
        try:
            return self._zip.read(name)
        except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
            # RuntimeError holds NotImplementedError: a way of packing that Python does not know.
            raise Leap2AError(_DAMAGED) from None


def _check_parts(parts: list[ZipInfo], *, packed: int) -> None:
    """Refuse what is built to do harm.

    Raises:
        Leap2AError: too many parts, too much in them, a name that leads elsewhere, a password.
    """
    unfolded = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS:
        message = f"This zip has {len(parts):,} parts; {MAX_PARTS:,} are allowed. Export less."
        raise Leap2AError(message)
    is_bomb = unfolded > SMALL_BYTES and unfolded > MAX_RATIO * packed
    if is_bomb or unfolded > MAX_UNFOLDED_BYTES:
        message = (
            f"This zip of {shown_size(packed)} unfolds to {shown_size(unfolded)}, which is more "
            f"than a portfolio has; {shown_size(MAX_UNFOLDED_BYTES)} are allowed, and a hundred "
            "times its size. Nothing was read. Check where it comes from."
        )
        raise Leap2AError(message)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        message = "This zip is locked with a password. Export it again without one."
        raise Leap2AError(message)
    names = [part.filename for part in parts]
    if any(not _stays_inside(name) for name in names) or len(set(names)) < len(names):
        message = (
            "This zip has names that lead out of it or stand for two files, as no portfolio "
            "writes. Nothing was read. Check where it comes from."
        )
        raise Leap2AError(message)


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in name[:2]


def _feed_name(names: frozenset[str], folder: ZipFile) -> str:
    """The name of the one feed in the root.

    Raises:
        Leap2AError: there is none, more than one, or it is too large.
    """
    feeds = [name for name in names if PurePosixPath(name).name.lower() == FEED_NAME]
    if len(feeds) > 1:
        message = f"This zip has {len(feeds)} files called {FEED_NAME}; there must be one. Take "
        raise Leap2AError(message + "the zip as the portfolio wrote it.")
    if not feeds or "/" in feeds[0]:
        where = "in a folder of it" if feeds else "missing"
        message = (
            f"This is no Leap2A zip: its {FEED_NAME} is {where}, and must lie in its root. "
            "Take the zip as the portfolio wrote it, or zip the files without their folder."
        )
        raise Leap2AError(message)
    _check_feed(folder.getinfo(feeds[0]).file_size)
    return feeds[0]


def _check_feed(size: int) -> None:
    if size > MAX_FEED_BYTES:
        message = (
            f"Its feed has {shown_size(size)}; {shown_size(MAX_FEED_BYTES)} are allowed. "
            "Export the portfolio in parts."
        )
        raise Leap2AError(message)
