"""What the store's tests share: settings for a folder, a clock that ticks, short ways to save."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from ladder_widgets.portfolio.model import Answer, Content, Save, Saved, State, new_entry_id
from ladder_widgets.portfolio.store import Store
from ladder_widgets.settings import Settings, read_settings

STORES = Path(__file__).parent / "data" / "stores"
"""A store of each schema that was released, as text."""
MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that is one second later each time it is read."""

    def __init__(self, at: dt.datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        """A second later than the last time."""
        self.at += dt.timedelta(seconds=1)
        return self.at


class Databases:
    """Where the stores of a test lie: in files, or each in a database of a PostgreSQL server."""

    server: URL | None = None

    def __init__(self) -> None:
        self._made: dict[Path, str] = {}
        self._lock = threading.Lock()

    def address_for(self, folder: Path) -> str:
        """The address of the store that belongs to a folder; empty for its file."""
        if self.server is None:
            return ""
        from postgres_tools import fresh_database  # few tests want it

        with self._lock:
            if folder not in self._made:
                self._made[folder] = fresh_database(self.server)
            return self._made[folder]


DATABASES = Databases()
"""Set by the fixture `database`, which runs a test on each kind of database."""

in_a_file = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Marks a test of what only a store in a file has."""


def settings_in(folder: Path, *, user: str = "me", passphrase: str = "") -> Settings:
    """Settings for the store of a folder, whatever the environment says."""
    address = DATABASES.address_for(folder)
    env = {"LADDER_USER": user, "LADDER_PASSPHRASE": passphrase, "LADDER_DATABASE_URL": address}
    return read_settings(env, data_dir=folder)


def content(text: str) -> Content:
    """An entry's content with one answer."""
    return Content(title="A day on call", answers=(Answer(prompt="what", text=text),))


def write(
    store: Store,
    text: str,
    *,
    entry_id: str | None = None,
    base: int = 0,
    writer: str = "tab-1",
    seq: int = 1,
    state: State = "draft",
) -> Saved:
    """Save one answer, in a new entry unless one is named."""
    save = Save(
        entry_id=entry_id or new_entry_id(),
        base=base,
        writer=writer,
        seq=seq,
        content=content(text),
        state=state,
    )
    return store.save(save)


def bytes_with(folder: Path, text: str) -> list[str]:
    """The files of a folder in whose bytes a text is found."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and text.lower().encode() in path.read_bytes().lower()
    ]


def restore_dump(dump: Path, path: Path) -> None:
    """Make a store from its text; it is in the log mode that the kit uses."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
