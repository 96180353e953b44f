"""What a store of live workshops keeps for afterwards, and when it forgets a room.

Each room has a signing key of its own: what people take with them is signed by the session, not by
whoever led it, and the key goes with the room.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine, delete, func, insert, select

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.keys import KEY_BYTES, SigningKey
from ladder_widgets.workshop.live.model import Person
from ladder_widgets.workshop.live.tables import answer, attendee, key, person, room

WRITES = "workshop_writes"
"""The option of a transaction that writes: SQLite takes its lock at once (see `opening`)."""
NO_ROOM = "There is no such room. See them all with: ladder workshop rooms."
KEPT_DAYS = 30
"""So long after its end a room is kept: for late take-aways and the report."""


def writing(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction that writes, committed at its end."""
    return engine.execution_options(**{WRITES: True}).begin()


class Keeping:
    """The part of `Rooms` that matters once a workshop is over."""

    def __init__(
        self,
        engine: Engine,
        *,
        now: Callable[[], dt.datetime],
        translated: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._engine = engine
        self._now = now
        self._translated = translated

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._translated(), self._engine.connect() as conn:
            yield conn

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._translated(), writing(self._engine) as conn:
            yield conn

    def signing_key(self, room_id: str) -> SigningKey:
        """The key of a room; the first time makes one."""
        query = select(key.c.seed).where(key.c.room == room_id)
        with self._reading() as conn:
            seed = conn.execute(query).scalar()
        if seed is None:
            with self._writing() as conn:
                conn.execute(select(room.c.id).where(room.c.id == room_id).with_for_update())
                seed = conn.execute(query).scalar()  # somebody else may have made it meanwhile
                if seed is None:
                    seed = secrets.token_bytes(KEY_BYTES)
                    conn.execute(insert(key).values(room=room_id, seed=seed))
        return SigningKey(bytes(seed))

    def last_answer(self, who: Person) -> dt.datetime | None:
        """When somebody last answered anything."""
        mine = (answer.c.room == who.room, answer.c.person == who.id)
        with self._reading() as conn:
            found = conn.execute(select(func.max(answer.c.written_at)).where(*mine)).scalar()
        return dt.datetime.fromisoformat(found) if found else None

    def room_ids(self) -> tuple[str, ...]:
        """Every room there is, the newest first."""
        with self._reading() as conn:
            return tuple(conn.execute(select(room.c.id).order_by(room.c.begun_at.desc())).scalars())

    def forget(self) -> int:
        """Delete rooms that ended over `KEPT_DAYS` ago with all that belongs to them."""
        before = self._now() - dt.timedelta(days=KEPT_DAYS)
        moment = before.astimezone(dt.UTC).isoformat(timespec="microseconds")
        with self._writing() as conn:
            old = list(conn.execute(select(room.c.id).where(room.c.ends_at < moment)).scalars())
            _remove(conn, old)
        if old:
            self._leave_no_trace()
        return len(old)

    def erase(self, room_id: str) -> None:
        """Delete a room now, with all that was said in it.

        Raises:
            InputError: there is none.
        """
        with self._writing() as conn:
            if conn.execute(select(room.c.id).where(room.c.id == room_id)).scalar() is None:
                raise InputError(NO_ROOM)
            _remove(conn, [room_id])
        self._leave_no_trace()

    def _leave_no_trace(self) -> None:
        """Empty SQLite's log, which still holds the pages as they were."""
        if self._engine.dialect.name == "sqlite":
            with self._reading() as conn:
                conn.exec_driver_sql("COMMIT")  # a checkpoint may not stand in a transaction
                conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                conn.exec_driver_sql("BEGIN")


def _remove(conn: Connection, rooms: Sequence[str]) -> None:
    for table in (answer, person, attendee, key):
        conn.execute(delete(table).where(table.c.room.in_(rooms)))
    conn.execute(delete(room).where(room.c.id.in_(rooms)))
