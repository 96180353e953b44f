"""Copies of the store: made while it is in use, and put back without losing the present one."""

from __future__ import annotations

import datetime as dt
import glob
from contextlib import closing
from pathlib import Path

from ladder_widgets.errors import InputError, StoreDamagedError, StoreLockedError
from ladder_widgets.portfolio.connection import connect
from ladder_widgets.portfolio.faults import busy, translated
from ladder_widgets.portfolio.files import (
    SIDE_FILES,
    make_folders,
    new_file,
    side_file,
    store_path,
    sync_folder,
)
from ladder_widgets.portfolio.opening import BUSY_MS, in_use
from ladder_widgets.portfolio.schema import (
    check_file,
    check_key,
    check_pages,
    key_of,
    read_version,
    refuse_newer,
)
from ladder_widgets.settings import Passphrase, Settings


def backup_store(settings: Settings, path: Path) -> None:
    """Write the whole store, as it is at one moment, into a new private file.

    The kit may write meanwhile. The copy of an encrypted store is encrypted likewise.

    Raises:
        InputError: `path` exists, its folder does not, or there is no store yet.
        StoreError: the store cannot be read, or the copy not be written.
    """
    store = store_path(settings)
    path = path.absolute()
    if not store.is_file():
        message = f"There is no store at {store} yet, so there is nothing to back up."
        raise InputError(message)
    _check_free(path)
    with translated(store):
        check_key(store, settings.passphrase)
        _refuse_foreign(store, settings.passphrase)
    with translated(path):
        copy_store(store, path, settings.passphrase)


def restore_store(settings: Settings, path: Path, *, busy_ms: int = BUSY_MS) -> Path | None:
    """Put a backup in the place of the store and say where the present one is kept, if any.

    With a passphrase set, the store is encrypted afterwards, whether or not the backup was.

    Raises:
        InputError: there is no file at `path`.
        StoreLockedError: the backup has another passphrase than the one that is set.
        StoreDamagedError: it is not a store of this kit, or is damaged.
        StoreTooNewError: a newer version of the kit wrote it.
        StoreBusyError: the kit is running on the store.
    """
    store, path = store_path(settings), path.absolute()
    if not path.is_file():
        message = f"There is no file {path}. Name a backup that `ladder backup` made."
        raise InputError(message)
    with translated(path):
        key = key_of(path, settings.passphrase)
        _refuse_foreign(path, key, read_only=True)
    with translated(store):
        make_folders(settings)
        return _replace(store, path, key, settings.passphrase, busy_ms=busy_ms)


def set_aside(settings: Settings, *, busy_ms: int = BUSY_MS) -> Path:
    """Rename a damaged store, with all that belongs to it, so that a new one can be begun.

    So is one whose passphrase is lost. It is kept as it is, beside the new one: somebody may
    still read words out of it.

    Raises:
        InputError: there is no store, or it is healthy.
        StoreBusyError: the kit is running on the store.
    """
    store = store_path(settings)
    if _is_healthy(store, settings.passphrase):
        message = (
            f"The store {store} is healthy, so it was left where it is. "
            "To remove everything in it: ladder erase."
        )
        raise InputError(message)
    with translated(store):
        kept = _keep_aside(store, settings.passphrase, busy_ms=busy_ms)
    if kept is None:
        message = f"There is no store at {store}. The first use of the kit makes one."
        raise InputError(message)
    return kept


def copy_store(source: Path, target: Path, passphrase: Passphrase | None) -> None:
    """Copy a store into a new private file, whole or not at all, encrypted as the store is.

    Raises:
        FileExistsError: `target` exists.
        StoreDamagedError: the source has broken pages.
    """
    with new_file(target) as part:
        _copy_pages(source, part, passphrase)


def dated_name(path: Path, why: str) -> Path:
    """A name beside `path` that says when and why it was made."""
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return path.with_name(f"{path.stem}-{why}-{moment}{path.suffix}")


def copies_of(path: Path) -> list[Path]:
    """Every copy beside a store that has a `dated_name`, the oldest first."""
    return sorted(
        copy
        for why in ("before-????", "kept")
        for copy in path.parent.glob(f"{glob.escape(path.stem)}-{why}-*Z{path.suffix}")
    )


def _copy_pages(
    source: Path, target: Path, passphrase: Passphrase | None, *, read_only: bool = False
) -> None:
    with (
        closing(connect(source, passphrase, read_only=read_only)) as theirs,
        closing(connect(target, passphrase)) as ours,
    ):
        theirs.backup(ours)
        # One file, without a log beside it, can be moved about and read from anywhere.
        ours.execute("PRAGMA journal_mode = DELETE").fetchone()
        with translated(source):
            check_pages(ours, source)


def _is_healthy(store: Path, passphrase: Passphrase | None) -> bool:
    if not store.exists():
        return False
    try:
        with translated(store):
            key = key_of(store, passphrase)
    except StoreDamagedError:
        return False
    try:
        with translated(store):
            check_file(store, key)
    except (StoreDamagedError, StoreLockedError):
        return False  # a passphrase that is no longer known cannot be told from damage
    return True


def _check_free(path: Path) -> None:
    if path.exists():
        message = f"{path} exists and is not overwritten. Choose another name, or move it away."
        raise InputError(message)
    if not path.parent.is_dir():
        message = f"There is no folder {path.parent}. Make it, or choose another place."
        raise InputError(message)


def _refuse_foreign(path: Path, passphrase: Passphrase | None, *, read_only: bool = False) -> None:
    with closing(connect(path, passphrase, read_only=read_only)) as connection:
        refuse_newer(read_version(connection, path), path)


def _replace(
    store: Path,
    backup: Path,
    theirs: Passphrase | None,
    ours: Passphrase | None,
    *,
    busy_ms: int,
) -> Path | None:
    kept = None
    try:
        with new_file(store) as part:
            # What can fail for want of room comes before the present store is touched.
            if theirs == ours:
                _copy_pages(backup, part, theirs, read_only=True)
            else:
                from ladder_widgets.portfolio import cipher  # nobody else needs SQLCipher

                cipher.copy(backup, part, theirs, ours)
                check_file(part, ours)
            kept = _keep_aside(store, ours, busy_ms=busy_ms)
    except BaseException:
        if kept is not None and not store.exists():
            kept.rename(store)
        raise
    return kept


def _keep_aside(store: Path, passphrase: Passphrase | None, *, busy_ms: int) -> Path | None:
    """Rename the present store with all that belongs to it; None where there is none."""
    if store.exists():
        fold_log(store, passphrase, busy_ms=busy_ms)
    kept = dated_name(store, "kept")
    found = [suffix for suffix in ("", *SIDE_FILES) if side_file(store, suffix).exists()]
    for suffix in found:
        side_file(store, suffix).rename(side_file(kept, suffix))
    if not found:
        return None
    sync_folder(store.parent)
    return kept


def fold_log(store: Path, passphrase: Passphrase | None, *, busy_ms: int) -> None:
    """Bring the log into the file, which works only for the file's single user.

    Somebody else's saves would go on into the renamed or removed file, unseen.

    Raises:
        StoreBusyError: somebody else uses the file.
    """
    try:
        with translated(store):
            key = passphrase if in_use(store) else key_of(store, passphrase)
            with closing(connect(store, key, busy_ms=busy_ms)) as connection:
                (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except (StoreDamagedError, StoreLockedError):
        return  # it is kept as it is, with its log
    if mode != "delete":
        raise busy(store)
