"""Connections to the store's SQLite file, all with the same rules."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine

BUSY_MS = 5_000
"""How long a save waits for another program's before it gives up."""
_RULES = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # in WAL mode, less would lose commits in a power cut
    "PRAGMA secure_delete = ON",  # what is deleted leaves no text behind in the file
)


def connect(path: Path, *, busy_ms: int = BUSY_MS, read_only: bool = False) -> sqlite3.Connection:
    """Open an existing file; SQLite never makes one itself, since it would be readable by all."""
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_ms / 1000,
        isolation_level=None,  # transactions begin where this code says BEGIN, nowhere else
        check_same_thread=False,  # the pool hands it to one thread at a time
    )
    try:
        for rule in _RULES:
            connection.execute(rule)
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(path: Path, *, busy_ms: int = BUSY_MS) -> Engine:
    """An engine with a single connection, which threads take in turn."""
    return create_engine(
        "sqlite://",
        creator=partial(connect, path, busy_ms=busy_ms),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=busy_ms / 1000,
        hide_parameters=True,  # they are the trainee's words
    )


def begin_writing(conn: Connection) -> None:
    """Take the write lock now, so that what is read next is still true at the commit."""
    conn.exec_driver_sql("BEGIN IMMEDIATE")


def driver(conn: Connection) -> sqlite3.Connection:
    """SQLite's own connection under one of `make_engine`'s."""
    connection = conn.connection.driver_connection
    if not isinstance(connection, sqlite3.Connection):
        message = f"not a connection to SQLite: {type(connection).__name__}"
        raise TypeError(message)
    return connection
