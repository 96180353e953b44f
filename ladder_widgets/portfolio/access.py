"""Access to one owner's rows: every use is one transaction, and what fails is a `StoreError`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from ladder_widgets.errors import StoreError, UnknownIdError
from ladder_widgets.portfolio import rows
from ladder_widgets.portfolio.place import Place


class Access:
    """An open store, for one owner; threads may share it."""

    def __init__(
        self, engine: Engine, *, place: Place, owner: str, now: Callable[[], dt.datetime]
    ) -> None:
        self._engine = engine
        self._place = place
        self._owner = owner
        self._now = now
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; a second time does nothing."""
        self._closed = True
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_open()
        with self._place.translated(), self._engine.connect() as conn:
            yield conn

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, dt.datetime]]:
        self._check_open()
        with self._place.translated(), self._engine.begin() as conn:
            self._place.begin_writing(conn, self._owner)
            now = self._now()  # read under the lock, so that times rise with revisions
            yield conn, now
            rows.write_change(conn, self._owner, at=now)

    def _forget(self) -> None:
        """Leave no trace of what was removed."""
        with self._reading() as conn:
            self._place.forget(conn)

    def _unknown(self, conn: Connection, entry_id: str) -> UnknownIdError:
        ids = rows.read_ids(conn, self._owner)
        return UnknownIdError("entry", entry_id, ids, see="See them all with: ladder entry list.")

    def _check_open(self) -> None:
        if self._closed:
            message = "This store is closed. Open it again with open_store."
            raise StoreError(message)
