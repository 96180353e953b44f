"""Where a store lies: in a file of SQLite's own, or in a database of a PostgreSQL server."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import msgspec
from sqlalchemy import Connection, Engine

from ladder_widgets.portfolio import connection, schema
from ladder_widgets.portfolio.faults import translated
from ladder_widgets.portfolio.files import is_on_server, store_path
from ladder_widgets.settings import Settings


class Place(Protocol):
    """What the store needs of its database beyond statements that all of them know."""

    def open(self, *, busy_ms: int) -> Engine:
        """Make the store if there is none, and open it if its schema is the newest."""

    def translated(self) -> AbstractContextManager[None]:
        """Turn what goes wrong within into a `StoreError` of the right kind."""

    def begin_writing(self, conn: Connection, owner: str) -> None:
        """Let nobody else write the owner's rows, from now to the end of the transaction."""

    def forget(self, conn: Connection) -> None:
        """Leave no trace of what was removed."""

    def version(self, conn: Connection) -> str:
        """The number of the store's schema."""


class FilePlace(msgspec.Struct, frozen=True):
    """A file of SQLite's, encrypted where there is a passphrase."""

    settings: Settings
    path: Path

    def open(self, *, busy_ms: int) -> Engine:
        """Make the store if there is none, and open it if its schema is the newest."""
        path = schema.ensure_store(self.settings)
        return schema.open_engine(path, self.settings.passphrase, busy_ms=busy_ms)

    def translated(self) -> AbstractContextManager[None]:
        """Turn what goes wrong within into a `StoreError` of the right kind."""
        return translated(self.path)

    def begin_writing(self, conn: Connection, _owner: str) -> None:
        """Take the file's only lock for writers."""
        connection.begin_writing(conn)

    def forget(self, conn: Connection) -> None:
        """Empty SQLite's log, which still holds the pages as they were before a removal."""
        connection.driver(conn).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def version(self, conn: Connection) -> str:
        """The number of the store's schema."""
        return schema.read_version(connection.driver(conn), self.path)


def place_of(settings: Settings) -> Place:
    """The place that `LADDER_DATABASE_URL` names.

    Raises:
        SettingsError: the address is neither an SQLite file's nor PostgreSQL's.
    """
    if is_on_server(settings):
        # Nobody else needs it, and it is read at every start of a kernel.
        from ladder_widgets.portfolio.postgresql import ServerPlace

        return ServerPlace(settings)
    return FilePlace(settings, store_path(settings))
