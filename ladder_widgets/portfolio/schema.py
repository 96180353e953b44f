"""Making a store with the newest schema, and refusing to open any other; migrating is elsewhere."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Engine

from ladder_widgets.errors import (
    StoreDamagedError,
    StoreError,
    StoreTooNewError,
    StoreTooOldError,
)
from ladder_widgets.portfolio import search
from ladder_widgets.portfolio.connection import begin_writing, connect, driver, make_engine
from ladder_widgets.portfolio.faults import damaged, locked, not_encrypted
from ladder_widgets.portfolio.files import (
    PRIVATE_FILE,
    is_on_server,
    make_folders,
    make_private,
    new_file,
    side_file,
    store_path,
)
from ladder_widgets.portfolio.opening import in_use
from ladder_widgets.portfolio.tables import APPLICATION_ID, BASE, HEAD, metadata, stamp
from ladder_widgets.settings import Passphrase, Settings

_HEADER = b"SQLite format 3\0"
_NUMBER = re.compile(r"\d{4}")
_PAGE = 4096
_ANY = Passphrase("any")
_MANY_VALUES = 200
"""An encrypted page looks like chance: it lacks a few of the 256 values of a byte at most."""


def ensure_store(settings: Settings) -> Path:
    """The path of the store's file, made with the newest schema if there was none.

    Raises:
        StoreDamagedError: the file is gone, but SQLite's log of it is still there.
        StoreLockedError: the store is encrypted, and no passphrase is set.
        StoreError: a passphrase is set, and the store is not encrypted.
    """
    path = store_path(settings)
    make_folders(settings)
    if path.exists():
        check_key(path, settings.passphrase)
        make_private(path, PRIVATE_FILE)
    elif side_file(path, "-wal").exists():
        # SQLite would replay the log of the lost file into the new one.
        raise damaged(path)
    else:
        _create(path, settings.passphrase)
    return path


def _create(path: Path, passphrase: Passphrase | None) -> None:
    # Where two programs begin at once, the first to finish wins and the other opens its store.
    with suppress(FileExistsError), new_file(path) as part:
        engine = make_engine(part, passphrase)
        try:
            _fill(engine)
        finally:
            engine.dispose()


def _fill(engine: Engine) -> None:
    with engine.connect() as conn:
        use_log(driver(conn))
        begin_writing(conn)
        conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        metadata.create_all(conn)
        search.create(conn)
        stamp.create(conn)
        conn.execute(stamp.insert().values(version_num=HEAD))
        conn.commit()


def use_log(connection: sqlite3.Connection) -> None:
    """Switch a file to SQLite's write-ahead log: readers and a writer do not block each other."""
    connection.execute("PRAGMA journal_mode = WAL").fetchone()


def check_key(path: Path, passphrase: Passphrase | None) -> None:
    """Refuse a store before SQLite sees it, which would fold its log into whatever is there.

    Raises:
        StoreDamagedError: the file is none of SQLite's.
        StoreLockedError: it is encrypted, and there is no passphrase.
        StoreError: there is one, and the file is not encrypted.
    """
    # What this process has open was looked at when it was opened.
    if in_use(path):
        return
    if key_of(path, passphrase) != passphrase:
        raise not_encrypted(path)


def key_of(path: Path, passphrase: Passphrase | None) -> Passphrase | None:
    """What opens a file that this process has not open: the passphrase, or None if it is plain.

    Raises:
        StoreDamagedError: the file is none of SQLite's.
        StoreLockedError: it is encrypted, and there is no passphrase.
    """
    with path.open("rb") as file:
        page = file.read(_PAGE)
    if page.startswith(_HEADER):
        return None
    if len(page) < _PAGE or len(set(page)) < _MANY_VALUES:
        raise damaged(path)
    if passphrase is None:
        raise locked(path)
    return passphrase


def is_encrypted(settings: Settings) -> bool:
    """Whether there is a store that needs a passphrase; what else may be wrong is said later."""
    if is_on_server(settings):
        return False
    path = store_path(settings)
    try:
        return path.is_file() and not in_use(path) and key_of(path, _ANY) is not None
    except (OSError, StoreDamagedError):
        return False


def read_version(connection: sqlite3.Connection, path: Path) -> str:
    """The schema of a store; nothing is written to find out.

    Raises:
        StoreDamagedError: the file is another program's, or none of SQLite's.
    """
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    if owner != APPLICATION_ID:
        raise damaged(path)
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else BASE


def check_current(version: str, name: Path | str) -> None:
    """Refuse a store whose schema is not the newest.

    Raises:
        StoreTooNewError: a newer version of the kit wrote it.
        StoreTooOldError: an older version wrote it.
    """
    refuse_newer(version, name)
    if version < HEAD:
        message = (
            f"The store {name} was written by an older version of the kit (schema {version}; "
            f"this one needs {HEAD}). Upgrade it; a copy is kept. Run: ladder db upgrade"
        )
        raise StoreTooOldError(message)


def refuse_newer(version: str, name: Path | str) -> None:
    """Refuse a store that this version of the kit cannot know.

    Raises:
        StoreTooNewError: a newer version of the kit wrote it.
    """
    if version > HEAD or not _NUMBER.fullmatch(version):  # ours are numbers, others are to come
        message = (
            f"The store {name} was written by a newer version of the kit (schema {version}; this "
            f"one knows {HEAD}). It was left as it is. Open it with the newer version, or install "
            "that here."
        )
        raise StoreTooNewError(message)


def open_engine(path: Path, passphrase: Passphrase | None, *, busy_ms: int) -> Engine:
    """An engine on a store whose schema is the newest; nothing stays open otherwise."""
    engine = make_engine(path, passphrase, busy_ms=busy_ms)
    try:
        with engine.connect() as conn:
            check_current(read_version(driver(conn), path), path)
            use_log(driver(conn))
    except BaseException:
        engine.dispose()
        raise
    return engine


def check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Read every page of a store.

    Raises:
        StoreDamagedError: a page, or a link between two rows, is broken.
    """
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    broken_link = connection.execute("PRAGMA foreign_key_check").fetchone()
    if found != "ok" or broken_link:
        raise damaged(path)


def check_file(path: Path, passphrase: Passphrase | None) -> str:
    """Read a whole store and say which schema it has.

    Raises:
        StoreError: there is no such file, or it is not a healthy store of this kit.
    """
    if not path.is_file():
        message = f"There is no store at {path}. The first use of the kit makes one."
        raise StoreError(message)
    check_key(path, passphrase)
    with closing(connect(path, passphrase)) as connection:
        version = read_version(connection, path)
        check_pages(connection, path)
    return version
