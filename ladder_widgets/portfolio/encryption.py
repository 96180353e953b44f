"""Giving a store its passphrase, changing it, taking it off: the store and the copies beside it.

Each file is written anew beside the old one, read back, and takes its name in one step. A crash in
between leaves every file whole, some of them as they were: the same command goes on from there.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from ladder_widgets.errors import StoreDamagedError, StoreLockedError
from ladder_widgets.portfolio import cipher
from ladder_widgets.portfolio.backup import copies_of, fold_log
from ladder_widgets.portfolio.connection import connect
from ladder_widgets.portfolio.faults import locked, translated, wrong_passphrase
from ladder_widgets.portfolio.files import replaced_file, store_path
from ladder_widgets.portfolio.opening import BUSY_MS
from ladder_widgets.portfolio.schema import check_file, ensure_store, key_of
from ladder_widgets.settings import Passphrase, Settings

_BLANK = bytes(1 << 20)


def change_passphrase(
    settings: Settings, new: Passphrase | None, *, busy_ms: int = BUSY_MS
) -> tuple[str, ...]:
    """Encrypt the store and the copies beside it with `new`; None takes the passphrase off.

    The settings have the present passphrase. A missing store is made. It says in a sentence for
    each file what was done.

    Raises:
        StoreBusyError: the kit is running on the store; the store was left as it is.
        StoreLockedError: the present passphrase is missing or another one; nothing was changed.
        StoreError: a file could not be read or written; each is as it was or wholly changed.
    """
    store = store_path(settings)
    with translated(store):
        if not store.exists():
            ensure_store(msgspec.structs.replace(settings, passphrase=new))
            return (f"The new store {store} is {_state(new)}.",)
        present = _present(store, settings.passphrase, new)
        fold_log(store, present, busy_ms=busy_ms)
        # The store comes last: with its passphrase a second try begins.
        said = [_change_copy(path, settings.passphrase, new) for path in copies_of(store)]
        said.append(_change(store, present, new, busy_ms=busy_ms))
    return tuple(said)


def _present(path: Path, old: Passphrase | None, new: Passphrase | None) -> Passphrase | None:
    """What opens a file: nothing, the old passphrase, or, after a crash, the new one already.

    Raises:
        StoreLockedError: none of them does.
    """
    if key_of(path, old or new) is None:
        return None
    for key in filter(None, (old, new)):
        with suppress(StoreLockedError):
            connect(path, key).close()
            return key
    raise wrong_passphrase(path) if old else locked(path)


def _change_copy(path: Path, old: Passphrase | None, new: Passphrase | None) -> str:
    try:
        with translated(path):
            return _change(path, _present(path, old, new), new, busy_ms=BUSY_MS)
    except (StoreDamagedError, StoreLockedError):
        return f"{path} cannot be read and was left as it is."


def _change(path: Path, old: Passphrase | None, new: Passphrase | None, *, busy_ms: int) -> str:
    if old == new:
        return f"{path} was {_state(new)} already."
    # The old file is closed last of all: closing it anywhere gives up the lock on it.
    with (
        path.open("r+b") as before,
        closing(cipher.alone_with(path, old, busy_ms=busy_ms)) as source,
    ):
        with replaced_file(path) as part:
            cipher.export(source, part, new)
            check_file(part, new)
            _sync(part)
        _wipe(before)
    return f"{path} is {_state(new)}."


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _wipe(before: BinaryIO) -> None:
    """Leave nothing in the old file, for the disk's sake and for who waited to open it."""
    size = before.seek(0, os.SEEK_END)
    before.seek(0)
    before.writelines(_BLANK[: size - start] for start in range(0, size, len(_BLANK)))
    before.flush()
    os.fsync(before.fileno())
    before.truncate(0)


def _state(passphrase: Passphrase | None) -> str:
    return "not encrypted" if passphrase is None else "encrypted"
