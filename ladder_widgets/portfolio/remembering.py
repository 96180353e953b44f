"""Small texts that are kept under a name: how columns are mapped, what a reviewer has begun."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from ladder_widgets.portfolio.access import Access
from ladder_widgets.portfolio.tables import remembered


class Remembering(Access):
    """Keeping a text under a name."""

    def remembered(self, name: str) -> str:
        """What was kept under a name, empty without."""
        query = select(remembered.c.data).where(
            remembered.c.owner == self._owner, remembered.c.name == name
        )
        with self._reading() as conn:
            return conn.execute(query).scalar() or ""

    def remember(self, name: str, data: str) -> None:
        """Keep a text under a name, in the place of the one before; an empty one keeps nothing."""
        with self._writing() as (conn, _):
            conn.execute(
                delete(remembered).where(
                    remembered.c.owner == self._owner, remembered.c.name == name
                )
            )
            if data:
                conn.execute(insert(remembered).values(owner=self._owner, name=name, data=data))
