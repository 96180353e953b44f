"""Connections to the store's SQLite file, all with the same rules.

With a passphrase they are SQLCipher's: the same database, each page of its file encrypted.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from sqlalchemy import Connection, Engine, QueuePool, create_engine

from ladder_widgets.portfolio.opening import BUSY_MS, WatchedConnection, driver_options
from ladder_widgets.settings import Passphrase

_RULES = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # in WAL mode, less would lose commits in a power cut
    "PRAGMA secure_delete = ON",  # what is deleted leaves no text behind in the file
)


class StoreConnection(WatchedConnection, sqlite3.Connection):
    """Python's own connection to SQLite."""


def connect(
    path: Path,
    passphrase: Passphrase | None = None,
    *,
    busy_ms: int = BUSY_MS,
    read_only: bool = False,
) -> sqlite3.Connection:
    """Open an existing file under the store's rules.

    Raises:
        StoreLockedError: the passphrase is not the file's.
    """
    options = driver_options(path, busy_ms=busy_ms, read_only=read_only)
    connection: Any
    if passphrase is None:
        connection = sqlite3.connect(**options, factory=StoreConnection)
    else:
        from ladder_widgets.portfolio import cipher  # nobody else needs SQLCipher

        connection = cipher.connect(path, passphrase, options)
    try:
        connection.watch(path)
        for rule in _RULES:
            connection.execute(rule)
    except BaseException:
        connection.close()
        raise
    return cast("sqlite3.Connection", connection)  # SQLCipher's has the same methods


def make_engine(
    path: Path, passphrase: Passphrase | None = None, *, busy_ms: int = BUSY_MS
) -> Engine:
    """An engine with a single connection, which threads take in turn."""
    return create_engine(
        "sqlite://",
        module=_driver(passphrase),
        creator=partial(connect, path, passphrase, busy_ms=busy_ms),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=busy_ms / 1000,
        hide_parameters=True,  # they are the trainee's words
    )


def _driver(passphrase: Passphrase | None) -> ModuleType:
    if passphrase is None:
        return sqlite3
    from ladder_widgets.portfolio import cipher  # nobody else needs SQLCipher

    return cipher.DRIVER


def begin_writing(conn: Connection) -> None:
    """Take the write lock now, so that what is read next is still true at the commit."""
    conn.exec_driver_sql("BEGIN IMMEDIATE")


def driver(conn: Connection) -> sqlite3.Connection:
    """SQLite's own connection, or SQLCipher's, under one of `make_engine`'s."""
    connection: Any = conn.connection.driver_connection
    if not isinstance(connection, WatchedConnection):
        message = f"not a connection to SQLite: {type(connection).__name__}"
        raise TypeError(message)
    return cast("sqlite3.Connection", connection)
