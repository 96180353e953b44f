"""Opening the store of live workshops: SQLite in the data folder, or PostgreSQL."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text

from ladder_widgets.portfolio.faults import translated
from ladder_widgets.portfolio.files import is_on_server
from ladder_widgets.settings import Settings
from ladder_widgets.workshop.live.keeping import WRITES, writing
from ladder_widgets.workshop.live.store import Rooms
from ladder_widgets.workshop.live.tables import metadata

BUSY_S = 10
TABLES = 0x4C4C6165
"""The lock under which the tables are made ("LLae")."""


def open_rooms(settings: Settings, *, now: Callable[[], dt.datetime] | None = None) -> Rooms:
    """The store of live workshops, made if there is none.

    Where `LADDER_DATABASE_URL` names a PostgreSQL database it lies there, else beside the
    portfolio, in a file of its own that only its owner can read. Rooms that ended long ago go.

    Raises:
        StoreError: it cannot be used; the message says what to do.
    """
    clock = now or (lambda: dt.datetime.now(dt.UTC))
    faults: Callable[[], AbstractContextManager[None]]
    if is_on_server(settings):
        # Only who has such a server has the library that speaks to it.
        from ladder_widgets.portfolio.postgresql import ServerPlace, make_server_engine

        faults = ServerPlace(settings).translated
        engine = make_server_engine(settings, busy_ms=BUSY_S * 1000)
    else:
        path = settings.data_dir / "workshops.sqlite"
        faults = partial(translated, path)
        engine = _sqlite(path)
    with faults(), writing(engine) as conn:
        if is_on_server(settings):
            # Where a notebook and a host begin at once, one makes the tables.
            conn.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": TABLES})
        metadata.create_all(conn)
    rooms = Rooms(engine, now=clock, translated=faults)
    rooms.forget()
    return rooms


def _sqlite(path: Path) -> Engine:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            path,
            timeout=BUSY_S,
            check_same_thread=False,  # the pool hands it to one thread at a time
            isolation_level=None,  # transactions begin below
        ),
        poolclass=QueuePool,  # the address names no file, and would get a pool made for memory
        hide_parameters=True,  # they are what people wrote
    )

    @event.listens_for(engine, "connect")
    def _rules(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # One that reads first and writes later would fail where another wrote in between.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
