"""Deleted entries: out of sight at once, gone for good after `DELETED_DAYS`."""

from __future__ import annotations

import datetime as dt

from ladder_widgets.portfolio import rows
from ladder_widgets.portfolio.access import Access
from ladder_widgets.portfolio.model import DELETED_DAYS, Deleted
from ladder_widgets.portfolio.search import rebuild


class Bin(Access):
    """Deleting entries, bringing them back, and purging them."""

    def delete(self, entry_id: str) -> None:
        """Take an entry out of sight; `undelete` brings it back.

        Raises:
            UnknownIdError: there is none of this id.
        """
        self._set_deleted(entry_id, deleted=True)

    def undelete(self, entry_id: str) -> None:
        """Bring a deleted entry back as it was.

        Raises:
            UnknownIdError: there never was an entry of this id, or it is gone for good.
        """
        self._set_deleted(entry_id, deleted=False)

    def deleted(self) -> tuple[Deleted, ...]:
        """The entries that can still be brought back, the last deleted first."""
        with self._reading() as conn:
            return rows.read_deleted(conn, self._owner)

    def purge(self, *, everything: bool = False) -> int:
        """Remove what was deleted longer ago than `DELETED_DAYS`, with all that belongs to it.

        Args:
            everything: Whatever is deleted goes, however lately.

        Returns:
            How many entries are gone.
        """
        age = dt.timedelta(0 if everything else DELETED_DAYS)
        with self._reading() as conn:
            if not rows.read_deleted_before(conn, self._owner, self._now() - age):
                return 0
        with self._writing() as (conn, now):
            gone = rows.read_deleted_before(conn, self._owner, now - age)
            for entry_id in gone:
                rows.remove_entry(conn, self._owner, entry_id)
            rebuild(conn)
        self._forget()
        return len(gone)

    def _set_deleted(self, entry_id: str, *, deleted: bool) -> None:
        with self._writing() as (conn, now):
            head = rows.read_head(conn, self._owner, entry_id)
            if head is None:
                raise self._unknown(conn, entry_id)
            if head.deleted != deleted:
                at = now if deleted else None
                rows.write_deleted(conn, self._owner, entry_id, at=at)
