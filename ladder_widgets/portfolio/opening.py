"""How database files are opened, and which ones this very process has open.

The system drops all locks that a process has on a file as soon as the process closes the file
anywhere (POSIX). So while a store is open here, nothing but SQLite may open and close its file, not
even to look at its first bytes: another program would take the store for unused, and a restore
would put it aside under the hands of who writes in it.
"""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

BUSY_MS = 5_000
"""How long a save waits for another program's before it gives up."""

_open: weakref.WeakSet[WatchedConnection] = weakref.WeakSet()


def driver_options(path: Path, *, busy_ms: int, read_only: bool) -> dict[str, Any]:
    """What SQLite's driver and SQLCipher's are given alike.

    They never make a file themselves, since it would be readable by all.
    """
    return {
        "database": f"{path.as_uri()}?mode={'ro' if read_only else 'rw'}",
        "uri": True,
        "timeout": busy_ms / 1000,
        "isolation_level": None,  # transactions begin where this code says BEGIN, nowhere else
        "check_same_thread": False,  # the pool hands it to one thread at a time
    }


class WatchedConnection:
    """What a driver's connection class is joined with: `in_use` knows it until it closes."""

    file: tuple[int, int]

    def watch(self, path: Path) -> None:
        """Say which file it has open."""
        self.file = _identity(path)
        _open.add(self)

    def close(self) -> None:
        """Close as the driver does."""
        _open.discard(self)
        driver: Any = super()
        driver.close()


def in_use(path: Path) -> bool:
    """Whether this process has a connection to the file, under whichever name."""
    file = _identity(path)
    return any(connection.file == file for connection in set(_open))


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
