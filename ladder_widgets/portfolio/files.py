"""Where the store lies, and files that only their owner can read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from ladder_widgets.errors import SettingsError
from ladder_widgets.settings import Settings

POSTGRESQL = "postgresql"
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside its file, and what belongs to it."""


def store_path(settings: Settings) -> Path:
    """The SQLite file that the settings name.

    Raises:
        SettingsError: the address is none, or names another kind of database.
    """
    url = _address(settings)
    if url is None:
        return _usual(settings)
    if url.get_backend_name() == POSTGRESQL:
        raise SettingsError(_ON_SERVER)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        raise SettingsError(_ADDRESS)
    return Path(str(url.database)).absolute()


def is_on_server(settings: Settings) -> bool:
    """Whether the settings name a PostgreSQL database.

    Raises:
        SettingsError: the address is none.
    """
    url = _address(settings)
    return url is not None and url.get_backend_name() == POSTGRESQL


def _address(settings: Settings) -> URL | None:
    # An address cannot hold every name that a folder can have: a "?" in it would end the path.
    if settings.database_url == f"sqlite:///{_usual(settings)}":
        return None
    try:
        return make_url(settings.database_url)
    except ArgumentError:
        # The address may hold a password, so neither it nor its error is shown.
        raise SettingsError(_ADDRESS) from None


def _usual(settings: Settings) -> Path:
    return settings.data_dir / "ladder.sqlite"


_ADDRESS = (
    "LADDER_DATABASE_URL is the address of neither an SQLite file nor a PostgreSQL database; "
    "allowed: sqlite:////folder/file, postgresql+psycopg://name:password@host/database. "
    "Correct it, or leave it out and set LADDER_DATA_DIR."
)
_ON_SERVER = (
    "This works on a store in a file, and LADDER_DATABASE_URL names a PostgreSQL database. Copies "
    "of that are made and brought back with the server's own tools (pg_dump, pg_restore); your own "
    "entries can be taken along with: ladder export --format zip."
)


def side_file(path: Path, suffix: str) -> Path:
    """The file that SQLite keeps beside `path` under one of `SIDE_FILES`."""
    return path.with_name(path.name + suffix)


def make_folders(settings: Settings) -> None:
    """Make the data folder and the store's own, both for their owner alone."""
    folder = store_path(settings).parent
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    settings.data_dir.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    # A folder that only LADDER_DATABASE_URL names may hold other things: it keeps its mode.
    make_private(settings.data_dir, PRIVATE_FOLDER)


def make_private(path: Path, mode: int) -> None:
    """Give a file or folder of our own the mode it should have; leave anybody else's."""
    found = path.stat()
    if found.st_uid == os.geteuid() and found.st_mode & 0o777 != mode:
        # File systems without modes (FAT) refuse.
        with suppress(PermissionError):
            path.chmod(mode)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield an empty private file that takes the name `path` when the block ends well.

    Nobody ever sees half of it, and an existing `path` is never overwritten.

    Raises:
        FileExistsError: `path` was there at the end of the block.
    """
    with _part(path) as part:
        yield part
        _publish(part, path)


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """Yield an empty private file that takes the place of `path` when the block ends well."""
    with _part(path) as part:
        yield part
        part.replace(path)
        sync_folder(path.parent)


@contextmanager
def _part(path: Path) -> Iterator[Path]:
    part = path.with_name(f".{path.name}.{token_hex(4)}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
    try:
        yield part
    finally:
        for name in (part, *(side_file(part, suffix) for suffix in SIDE_FILES)):
            name.unlink(missing_ok=True)


def _publish(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links (FAT, some network shares).
        if path.exists():
            raise FileExistsError(path) from None
        part.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
