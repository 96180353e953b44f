"""The store in a database of a PostgreSQL server, for those who run the kit for a region.

Every row carries its owner and every statement names one; who has the address of the database can
read the rows of all. So the address belongs to a server that starts the kit for each trainee, never
to the trainees.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy import Connection, Engine, QueuePool, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ladder_widgets.errors import (
    InputError,
    SettingsError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from ladder_widgets.portfolio import search
from ladder_widgets.portfolio.faults import HALF_CHARACTER
from ladder_widgets.portfolio.files import PRIVATE_FOLDER, make_private
from ladder_widgets.portfolio.schema import check_current
from ladder_widgets.portfolio.tables import APPLICATION_ID, BASE, HEAD, metadata, stamp
from ladder_widgets.settings import Settings

NAME = "in the PostgreSQL database"
"""How a message names the store: its address may hold a password."""
_SECONDS_TO_CONNECT = 5
# The first signs of an SQLSTATE are its class: PostgreSQL's documentation, appendix A.
_FULL = ("53100", "53200", "54000", "54023")
_READ_ONLY = ("25006", "42501")
_BUSY = ("55P03", "57014", "40001", "40P01")
_AWAY = ("08", "57P", "53300")
_DAMAGED = ("XX001", "XX002", "42P01", "42703")


class ServerPlace(msgspec.Struct, frozen=True):
    """A database of a PostgreSQL server."""

    settings: Settings

    def open(self, *, busy_ms: int) -> Engine:
        """Make the tables if there are none, and open them if their schema is the newest."""
        data_dir = self.settings.data_dir
        data_dir.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        make_private(data_dir, PRIVATE_FOLDER)
        engine = make_server_engine(self.settings, busy_ms=busy_ms)
        try:
            with engine.begin() as conn:
                ensure_tables(conn)
                check_current(self.version(conn), NAME)
        except BaseException:
            engine.dispose()
            raise
        return engine

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn what goes wrong within into a `StoreError` of the right kind."""
        try:
            yield
        except UnicodeEncodeError:
            raise InputError(HALF_CHARACTER) from None
        except PoolTimeoutError:
            raise _busy() from None
        except DBAPIError as error:
            # The server's own words may quote a value: they are not passed on.
            raise _fault(getattr(error.orig, "sqlstate", None)) from None

    def begin_writing(self, conn: Connection, owner: str) -> None:
        """Wait until no other program writes this owner's rows; those of others are not held up."""
        conn.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:owner, 0))"), [{"owner": owner}]
        )

    def forget(self, conn: Connection) -> None:
        """Do nothing: free pages, logs and backups of a server are its administrator's."""

    def version(self, conn: Connection) -> str:
        """The number of the store's schema."""
        return read_server_version(conn)


def make_server_engine(settings: Settings, *, busy_ms: int) -> Engine:
    """An engine with a single connection, which threads take in turn and which comes back.

    Raises:
        SettingsError: the library that speaks to PostgreSQL is not installed.
    """
    options = (
        f"-c lock_timeout={busy_ms} -c synchronous_commit=on -c client_encoding=UTF8"
        " -c idle_in_transaction_session_timeout=60000"
    )
    try:
        return create_engine(
            make_url(settings.database_url).set(drivername="postgresql+psycopg"),
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            pool_timeout=busy_ms / 1000,
            pool_pre_ping=True,  # a server that was restarted is no reason to lose a save
            hide_parameters=True,  # they are the trainee's words
            connect_args={"connect_timeout": _SECONDS_TO_CONNECT, "options": options},
        )
    except ModuleNotFoundError:
        message = (
            "LADDER_DATABASE_URL names PostgreSQL, and the library that speaks to it is not "
            "installed. Install it with: pip install 'leadership-ladder[postgresql]'"
        )
        raise SettingsError(message) from None


def ensure_tables(conn: Connection) -> None:
    """Make the tables with the newest schema if there are none.

    Raises:
        StoreDamagedError: some are there and do not say which schema they have.
    """
    # Where many begin at once, one makes the tables and the others find them.
    conn.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": APPLICATION_ID})
    there = set(inspect(conn).get_table_names())
    if stamp.name in there:
        return
    if there.intersection(metadata.tables):
        raise _damaged()
    metadata.create_all(conn)
    search.create(conn)
    stamp.create(conn)
    conn.execute(stamp.insert().values(version_num=HEAD))


def read_server_version(conn: Connection) -> str:
    """The schema of a store; nothing is written to find out."""
    found = conn.execute(stamp.select()).scalar()
    return str(found) if found else BASE


def erase_rows(settings: Settings, tables: tuple[str, ...], *, busy_ms: int) -> None:
    """Remove one owner's rows from tables, in the order given."""
    place = ServerPlace(settings)
    engine = place.open(busy_ms=busy_ms)
    try:
        with place.translated(), engine.begin() as conn:
            place.begin_writing(conn, settings.user)
            for table in tables:
                conn.execute(
                    text(f"DELETE FROM {table} WHERE owner = :owner"),  # noqa: S608
                    {"owner": settings.user},
                )
    finally:
        engine.dispose()


def _fault(state: str | None) -> StoreError:
    if state is None or state.startswith(_AWAY):
        return StoreBusyError(
            "The database server does not answer. Nothing that was saved before is lost. "
            "Try again in a minute; if it lasts, tell whoever runs the kit for you."
        )
    if state in _FULL:
        return StoreFullError(
            "The database server has no room left. Nothing that was saved before is lost. "
            "Tell whoever runs the kit for you, then save again."
        )
    if state in _READ_ONLY:
        return StoreReadOnlyError(
            "The database may not be written. Tell whoever runs the kit for you: the account in "
            "LADDER_DATABASE_URL needs the right to read and write the kit's tables."
        )
    if state in _BUSY:
        return _busy()
    if state in _DAMAGED:
        return _damaged()
    return StoreError(
        f"The database could not do what was asked ({state}). Nothing in it was changed. "
        "Check it with: ladder db check."
    )


def _busy() -> StoreBusyError:
    return StoreBusyError(
        "Another program is writing to your portfolio and did not let go. "
        "Close other windows and commands of the kit, then try again."
    )


def _damaged() -> StoreDamagedError:
    return StoreDamagedError(
        "The PostgreSQL database holds tables with the names of the kit's that are not the kit's, "
        "or no longer whole. It was left as it is. Give the kit a database of its own in "
        "LADDER_DATABASE_URL, or bring a backup back with the server's own tools."
    )
