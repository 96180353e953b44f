"""Making a store with the newest schema, and refusing to open any other; migrating is elsewhere."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Engine

from ladder_widgets.errors import StoreError, StoreTooNewError, StoreTooOldError
from ladder_widgets.portfolio import search
from ladder_widgets.portfolio.connection import begin_writing, connect, driver, make_engine
from ladder_widgets.portfolio.faults import damaged
from ladder_widgets.portfolio.files import (
    PRIVATE_FILE,
    make_folders,
    make_private,
    new_file,
    side_file,
    store_path,
)
from ladder_widgets.portfolio.tables import APPLICATION_ID, BASE, HEAD, metadata, stamp
from ladder_widgets.settings import Settings

_HEADER = b"SQLite format 3\0"
_NUMBER = re.compile(r"\d{4}")


def ensure_store(settings: Settings) -> Path:
    """The path of the store's file, made with the newest schema if there was none.

    Raises:
        StoreDamagedError: the file is gone, but SQLite's log of it is still there.
    """
    path = store_path(settings)
    make_folders(settings)
    if path.exists():
        check_header(path)
        make_private(path, PRIVATE_FILE)
    elif side_file(path, "-wal").exists():
        # SQLite would replay the log of the lost file into the new one.
        raise damaged(path)
    else:
        _create(path)
    return path


def _create(path: Path) -> None:
    # Where two programs begin at once, the first to finish wins and the other opens its store.
    with suppress(FileExistsError), new_file(path) as part:
        engine = make_engine(part)
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


def check_header(path: Path) -> None:
    """Refuse a file that is not SQLite's before SQLite sees it: it would remove the file's log.

    Raises:
        StoreDamagedError: the file begins with something else.
    """
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            raise damaged(path)


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


def check_current(version: str, path: Path) -> None:
    """Refuse a store whose schema is not the newest.

    Raises:
        StoreTooNewError: a newer version of the kit wrote it.
        StoreTooOldError: an older version wrote it.
    """
    refuse_newer(version, path)
    if version < HEAD:
        message = (
            f"The store {path} was written by an older version of the kit (schema {version}; "
            f"this one needs {HEAD}). Upgrade it; a copy is kept. Run: ladder db upgrade"
        )
        raise StoreTooOldError(message)


def refuse_newer(version: str, path: Path) -> None:
    """Refuse a store that this version of the kit cannot know.

    Raises:
        StoreTooNewError: a newer version of the kit wrote it.
    """
    if version > HEAD or not _NUMBER.fullmatch(version):  # ours are numbers, others are to come
        message = (
            f"{path} was written by a newer version of the kit (schema {version}; this one knows "
            f"{HEAD}). It was left as it is. Open it with the newer version, or install that here."
        )
        raise StoreTooNewError(message)


def open_engine(path: Path, *, busy_ms: int) -> Engine:
    """An engine on a store whose schema is the newest; nothing stays open otherwise."""
    engine = make_engine(path, busy_ms=busy_ms)
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


def check_file(path: Path) -> str:
    """Read a whole store and say which schema it has.

    Raises:
        StoreError: there is no such file, or it is not a healthy store of this kit.
    """
    if not path.is_file():
        message = f"There is no store at {path}. The first use of the kit makes one."
        raise StoreError(message)
    check_header(path)
    with closing(connect(path)) as connection:
        version = read_version(connection, path)
        check_pages(connection, path)
    return version
