"""Findings that a trainee looked at and kept, with the reason; they belong to an entry."""

from __future__ import annotations

from collections.abc import Iterable

from ladder_widgets.portfolio import rows
from ladder_widgets.portfolio.access import Access
from ladder_widgets.portfolio.codec import checked
from ladder_widgets.portfolio.model import Kept


class Keeping(Access):
    """What a trainee said of findings."""

    def kept(self, entry_id: str) -> tuple[Kept, ...]:
        """The findings of an entry that are kept, in the order of their codes."""
        with self._reading() as conn:
            return rows.read_kept(conn, self._owner, entry_id)

    def keep(self, entry_id: str, findings: Iterable[Kept]) -> None:
        """Record why findings stay; a finding kept before gets the new reason.

        Raises:
            UnknownIdError: there is no entry of this id.
        """
        values = [checked(kept) for kept in findings]
        with self._writing() as (conn, now):
            if rows.read_head(conn, self._owner, entry_id) is None:
                raise self._unknown(conn, entry_id)
            for kept in values:
                rows.write_kept(conn, self._owner, entry_id, kept, at=now)

    def ask_again(self, entry_id: str, code: str, digest: str) -> None:
        """Forget that a finding was kept; nothing happens if it was not."""
        with self._writing() as (conn, _):
            rows.remove_kept(conn, self._owner, entry_id, code=code, digest=digest)
