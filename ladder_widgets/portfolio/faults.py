"""What SQLite, SQLAlchemy and the operating system report, as the kit's own errors.

The texts name the file and what to do, never a value that was being written.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ladder_widgets.errors import (
    InputError,
    LadderError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreReadOnlyError,
)

HALF_CHARACTER = "A text holds half a character. Clean it with clean_text, then save again."

_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_DAMAGED = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_ERROR,
}
# SQLite says "full" only where the system says ENOSPC. A quota (EDQUOT) or a limit on file sizes
# arrives as a failed write.
_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
_ERRNO_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ERRNO_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the store at `path` into a `StoreError` of the right kind."""
    try:
        yield
    except LadderError:
        raise
    except UnicodeEncodeError:
        # The error carries the whole text; it is not passed on.
        raise InputError(HALF_CHARACTER) from None
    except PoolTimeoutError as error:
        raise busy(path) from error
    except DBAPIError as error:
        raise _from_driver(error.orig, path) from error
    except OSError as error:
        raise _from_system(error, path) from error
    except Exception as error:
        # SQLCipher's errors are none of Python's own SQLite; both carry SQLite's number.
        if isinstance(error, sqlite3.Error) or hasattr(error, "sqlite_errorcode"):
            raise _from_driver(error, path) from error
        raise


def _from_driver(error: BaseException | None, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return _unforeseen(type(error).__name__, path)
    if code in _FULL:
        return full(path)
    # The low byte is the kind of error; the rest says where in SQLite it arose.
    kind = code & 0xFF
    if kind in _READ_ONLY:
        return read_only(path)
    if kind in _BUSY:
        return busy(path)
    if kind in _DAMAGED:
        return damaged(path)
    return _unforeseen(getattr(error, "sqlite_errorname", str(code)), path)


def _from_system(error: OSError, path: Path) -> StoreError:
    if error.errno in _ERRNO_FULL:
        return full(path)
    if error.errno in _ERRNO_READ_ONLY:
        return read_only(path)
    return _unforeseen(errno.errorcode.get(error.errno or 0, "unknown"), path)


def read_only(path: Path) -> StoreReadOnlyError:
    """The file or its folder may not be written."""
    return StoreReadOnlyError(
        f"{path} may not be opened for writing. Make the file and its folder writable, "
        "or set LADDER_DATA_DIR to a folder of your own."
    )


def full(path: Path) -> StoreFullError:
    """The disk took no more."""
    return StoreFullError(
        f"The disk that holds {path} is full or over its quota. Nothing that was saved before "
        "is lost. Free some room and save again."
    )


def busy(path: Path) -> StoreBusyError:
    """Somebody else holds the lock."""
    return StoreBusyError(
        f"Another program is using {path} and did not let go. "
        "Close other windows and commands of the kit, then try again."
    )


def damaged(path: Path) -> StoreDamagedError:
    """The file is not a store of this kit, or no longer one."""
    return StoreDamagedError(
        f"{path} is damaged, or not a store of this kit. It was left as it is. "
        "Put a backup in its place with: ladder restore BACKUP. "
        "Or begin anew, which keeps it beside: ladder db set-aside."
    )


def locked(path: Path) -> StoreLockedError:
    """The file is encrypted, and nobody said the passphrase."""
    return StoreLockedError(
        f"{path} is encrypted with a passphrase. Run the command in a terminal, which asks for it, "
        "or set LADDER_PASSPHRASE. If it is lost, nothing in the file can be read: begin anew, "
        "which keeps the file beside, with: ladder db set-aside."
    )


def wrong_passphrase(path: Path) -> StoreLockedError:
    """The passphrase opens nothing; a damaged first page looks the same."""
    return StoreLockedError(
        f"The passphrase is not that of {path}, which was left as it is. Type it again, or correct "
        "LADDER_PASSPHRASE. If you are sure of it, the file is damaged: put a backup in its place "
        "with: ladder restore BACKUP. Or begin anew, which keeps it, with: ladder db set-aside."
    )


def not_encrypted(path: Path) -> StoreError:
    """A passphrase is set, and the file has none."""
    return StoreError(
        f"A passphrase is set, but {path} is not encrypted. Encrypt it with: "
        "ladder passphrase set. Or leave LADDER_PASSPHRASE out."
    )


def _unforeseen(name: str, path: Path) -> StoreError:
    return StoreError(
        f"The store {path} could not do what was asked ({name}). Nothing in it was changed. "
        "Check it with: ladder db check."
    )
