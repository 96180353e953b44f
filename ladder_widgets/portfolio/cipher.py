"""SQLCipher: SQLite with each page of its file encrypted under a passphrase.

Its own defaults hold (version 4): AES-256, a salt for each file, PBKDF2-HMAC-SHA512 with 256,000
rounds, so that any other program that knows SQLCipher opens the file with the same passphrase.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlcipher3 import dbapi2

from ladder_widgets.portfolio.faults import wrong_passphrase
from ladder_widgets.portfolio.opening import BUSY_MS, WatchedConnection, driver_options
from ladder_widgets.settings import Passphrase

DRIVER: ModuleType = dbapi2
_NOT_A_DATABASE = 26
"""What SQLite says of a first page that it cannot read (``SQLITE_NOTADB``)."""


class CipherConnection(WatchedConnection, dbapi2.Connection):  # type: ignore[misc]  # untyped base
    """SQLCipher's connection, of the same form as Python's own to SQLite."""


def connect(path: Path, passphrase: Passphrase | None, options: dict[str, Any]) -> CipherConnection:
    """Open a file that has this passphrase, or an empty one, which gets it; None: a plain one.

    Raises:
        StoreLockedError: the passphrase is not the file's.
    """
    connection: CipherConnection = dbapi2.connect(**options, factory=CipherConnection)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would print to the terminal
        if passphrase is not None:
            # A pragma takes no parameters. "hexkey", which needs no quotes, forgets all after the
            # fortieth byte.
            quoted = passphrase.text.replace("'", "''")
            connection.execute(f"PRAGMA key = '{quoted}'")
            _look(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def alone_with(path: Path, passphrase: Passphrase | None, *, busy_ms: int) -> CipherConnection:
    """A connection beside which nobody else has one, until it is closed.

    Raises:
        StoreLockedError: the passphrase is not the file's.
    """
    options = driver_options(path, busy_ms=busy_ms, read_only=False)
    connection = connect(path, passphrase, options)
    try:
        connection.watch(path)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _look(connection: CipherConnection, path: Path) -> None:
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError as error:
        if error.sqlite_errorcode == _NOT_A_DATABASE:
            raise wrong_passphrase(path) from None
        raise


def copy(source: Path, target: Path, theirs: Passphrase | None, ours: Passphrase | None) -> None:
    """Fill an empty file with all that another one holds, under another passphrase or none.

    Raises:
        StoreLockedError: `theirs` is not the passphrase of the source.
    """
    options = driver_options(source, busy_ms=BUSY_MS, read_only=True)
    with closing(connect(source, theirs, options)) as connection:
        export(connection, target, ours)


def export(source: CipherConnection, target: Path, passphrase: Passphrase | None) -> None:
    """Fill an empty file with all that a connection has, under another passphrase or none."""
    (application,) = source.execute("PRAGMA main.application_id").fetchone()
    key = passphrase.text if passphrase else ""  # with an empty one the file stays plain
    source.execute("ATTACH DATABASE ? AS target KEY ?", [f"{target.as_uri()}?mode=rw", key])
    try:
        source.execute("SELECT sqlcipher_export('target')").fetchone()
        # What tells a store of ours from another program's file is not exported.
        source.execute(f"PRAGMA target.application_id = {application}")
    finally:
        source.execute("DETACH DATABASE target")
