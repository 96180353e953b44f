"""A catalogue kept in one binary file, so that a kernel need not parse every pack.

Parsing all YAML takes a third of a second and leaves ten megabytes of heap behind; reading this
file takes neither. It is a copy behind a checksum: whatever is odd about it, the packs are read.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from ladder_widgets._version import __version__
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.mapping import Decision
from ladder_widgets.ladder.model import (
    Ask,
    Framework,
    Ladder,
    Programme,
    ReflectionModel,
)
from ladder_widgets.ladder.platforms import Platform

PREFIX = "packs-"
SUFFIX = ".msgpack"
CHECKSUM = hashlib.sha256().digest_size


class Contents(msgspec.Struct, frozen=True):
    """What a catalogue is made of, in a form that can be written."""

    ladders: tuple[Ladder, ...]
    programmes: tuple[Programme, ...]
    platforms: tuple[Platform, ...]
    models: tuple[ReflectionModel, ...]
    decisions: tuple[Decision, ...]
    frameworks: tuple[Framework, ...]
    asks: tuple[Ask, ...]


def read_kept(
    folders: Sequence[Path], keep_in: Path, read: Callable[[Sequence[Path]], Catalogue]
) -> Catalogue:
    """The catalogue of pack folders: the kept one if it is of these very files, else read anew.

    What was read is kept in the folder `keep_in`, if that exists and can be written.

    Raises:
        PackError: from `read`.
    """
    kept = keep_in / f"{PREFIX}{fingerprint(folders)}{SUFFIX}"
    with suppress(OSError, msgspec.MsgspecError):
        data = kept.read_bytes()
        if data[:CHECKSUM] == _checksum(data[CHECKSUM:]):
            return _catalogue(msgspec.msgpack.decode(data[CHECKSUM:], type=Contents))
    catalogue = read(folders)
    with suppress(OSError):
        _keep(catalogue, kept)
    return catalogue


def fingerprint(folders: Sequence[Path]) -> str:
    """A name for the state of all files of packs and of the code that reads them."""
    digest = hashlib.sha256(__version__.encode())
    for folder in (*folders, Path(__file__).parent):
        for path in _files(folder):
            state = path.stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()[:32]


def _checksum(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _files(folder: Path) -> Iterator[Path]:
    for suffix in (".yaml", ".csv", ".py"):
        yield from sorted(folder.rglob(f"*{suffix}"))


def _catalogue(contents: Contents) -> Catalogue:
    return Catalogue(
        ladders=contents.ladders,
        programmes=contents.programmes,
        platforms=contents.platforms,
        models=contents.models,
        decisions=contents.decisions,
        frameworks=contents.frameworks,
        asks=contents.asks,
    )


def _keep(catalogue: Catalogue, kept: Path) -> None:
    contents = Contents(
        ladders=tuple(catalogue.ladders.values()),
        programmes=tuple(catalogue.programmes.values()),
        platforms=tuple(catalogue.platforms.values()),
        models=tuple(catalogue.models.values()),
        decisions=catalogue.decisions,
        frameworks=tuple(catalogue.frameworks.values()),
        asks=catalogue.asks,
    )
    older = [path for path in kept.parent.glob(f"{PREFIX}*{SUFFIX}") if path != kept]
    # Two kernels may write at once: each its own file, the last one stays, both are the same.
    handle, name = tempfile.mkstemp(dir=kept.parent, prefix=".packs-")
    data = msgspec.msgpack.encode(contents)
    with os.fdopen(handle, "wb") as file:
        file.write(_checksum(data) + data)
    Path(name).replace(kept)
    for path in older:
        path.unlink(missing_ok=True)
