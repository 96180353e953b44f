"""Removing everything that the kit keeps of a trainee, so that no byte of it is left in its folder.

Rows that are deleted leave traces: in SQLite's free pages, in its log, in the index of words, in
the copies that upgrades and restores set aside. So files that hold nobody else's rows are removed
whole, and those that do are written anew. What a disk keeps of removed files is the disk's.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ladder_widgets.errors import StoreDamagedError, StoreLockedError
from ladder_widgets.portfolio.backup import copies_of, fold_log
from ladder_widgets.portfolio.connection import connect
from ladder_widgets.portfolio.faults import translated
from ladder_widgets.portfolio.files import (
    SIDE_FILES,
    is_on_server,
    side_file,
    store_path,
    sync_folder,
)
from ladder_widgets.portfolio.opening import BUSY_MS
from ladder_widgets.portfolio.schema import key_of, read_version
from ladder_widgets.settings import Passphrase, Settings

WORK_FOLDERS = ("notebooks", "jupyter")
"""What `ladder lab` keeps in the data folder: the working copy, and Jupyter's settings."""
CACHES = ("packs-*.msgpack", ".packs-*")
ROWS_ON_SERVER = (
    "Your rows in the database. What its server keeps of them in logs and backups is for whoever "
    "runs it to remove."
)
_OWNED = (
    "search_entry",
    "comment",
    "intake",
    "signing_key",
    "trusted_key",
    "remembered",
    "attachment",
    "blob",
    "kept",
    "revision",
    "entry",
    "mark",
    "profile",
    "change",
)


def erase_store(settings: Settings, *, busy_ms: int = BUSY_MS) -> tuple[str, ...]:
    """Remove everything of `settings.user`, and say in a sentence each what was removed.

    Raises:
        StoreBusyError: the kit is running on the store; nothing was removed.
        StoreError: a file could not be removed; the message names it.
    """
    if is_on_server(settings):
        return _erase_rows(settings, busy_ms=busy_ms)
    store = store_path(settings)
    with translated(store):
        if store.exists():
            fold_log(store, settings.passphrase, busy_ms=busy_ms)
        done = [_erase_file(path, settings) for path in (store, *copies_of(store))]
        if store.exists():
            return tuple(filter(None, done))  # others use this folder too
        done += [_remove(path) for path in _beside(settings.data_dir, store)]
        if store.parent.is_dir():
            sync_folder(store.parent)
    return tuple(filter(None, done))


def _erase_rows(settings: Settings, *, busy_ms: int) -> tuple[str, ...]:
    """Remove one owner's rows from a PostgreSQL database, and what lies in the data folder."""
    from ladder_widgets.portfolio.postgresql import erase_rows  # nobody else needs it

    erase_rows(settings, _OWNED, busy_ms=busy_ms)
    folder = settings.data_dir
    beside = map(_remove, _beside(folder, folder / "ladder.sqlite"))
    return tuple(filter(None, [ROWS_ON_SERVER, *beside]))


def _beside(folder: Path, store: Path) -> Iterator[Path]:
    """Caches, parts of files that a crash left, and the working copy of the notebooks."""
    for cache in CACHES:
        yield from sorted(folder.glob(cache))
    yield from sorted(store.parent.glob(f".{store.stem}*.part*"))
    yield from (folder / name for name in WORK_FOLDERS)


def _erase_file(path: Path, settings: Settings) -> str:
    """Remove one owner's rows, or the whole file if nobody else has any."""
    if not path.exists():
        # Without its file, SQLite's log of it is of no use to anybody.
        return _remove_all(path)
    owner = settings.user
    try:
        key = key_of(path, settings.passphrase)
        others = _others(path, key, owner)
    except (StoreDamagedError, StoreLockedError):
        # Nothing in it can be read: by anybody, or by whoever lost the passphrase.
        return _remove_all(path)
    if not others:
        return _remove_all(path)
    with closing(connect(path, key)) as connection:
        # Rows go in an order that respects the links between them; the words go before their list.
        connection.execute("BEGIN IMMEDIATE")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if "search_words" in tables:
            numbers = "SELECT number FROM search_entry WHERE owner = ?"
            connection.execute(f"DELETE FROM search_words WHERE rowid IN ({numbers})", [owner])  # noqa: S608
            connection.execute("INSERT INTO search_words (search_words) VALUES ('rebuild')")
        for table in _OWNED:
            if table in tables:
                connection.execute(f"DELETE FROM {table} WHERE owner = ?", [owner])  # noqa: S608
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return f"Your rows in {path}; the rows of others stay."


def _others(path: Path, passphrase: Passphrase | None, owner: str) -> bool:
    """Whether anybody else has rows in a store.

    Raises:
        StoreDamagedError: it cannot be read.
    """
    with translated(path), closing(connect(path, passphrase)) as connection:
        read_version(connection, path)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        return any(
            connection.execute(f"SELECT 1 FROM {table} WHERE owner <> ?", [owner]).fetchone()  # noqa: S608
            for table in _OWNED
            if table in tables
        )


def _remove_all(path: Path) -> str:
    """Remove a store's file with its log."""
    return " ".join(filter(None, [_remove(side_file(path, end)) for end in ("", *SIDE_FILES)]))


def _remove(path: Path) -> str:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
    else:
        return ""
    return f"{path}."
