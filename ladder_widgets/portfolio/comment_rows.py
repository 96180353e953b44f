"""Comments as rows: plain functions inside somebody else's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from ladder_widgets.portfolio.codec import from_text, to_moment, to_text
from ladder_widgets.portfolio.comments import Comment
from ladder_widgets.portfolio.tables import comment


def read_ids(conn: Connection, owner: str) -> frozenset[str]:
    """The ids of all comments that are here."""
    query = select(comment.c.id).where(comment.c.owner == owner)
    return frozenset(conn.execute(query).scalars())


def read_of(conn: Connection, owner: str, entry_ids: Sequence[str]) -> tuple[Comment, ...]:
    """The comments on some entries, entry by entry, the first written first."""
    place = {entry_id: number for number, entry_id in enumerate(entry_ids)}
    query = select(comment.c.entry_id, comment.c.data).where(comment.c.owner == owner)
    found = [
        from_text(row.data, Comment, what="comment")
        for row in conn.execute(query)
        if row.entry_id in place
    ]
    return tuple(sorted(found, key=lambda c: (place[c.entry_id], c.written_at, c.id)))


def add(conn: Connection, owner: str, new: Comment, *, at: dt.datetime) -> None:
    """Put a comment beside its entry, which is there."""
    conn.execute(
        insert(comment).values(
            owner=owner,
            id=new.id,
            entry_id=new.entry_id,
            data=to_text(new),
            taken_at=to_moment(at),
        )
    )


def remove(conn: Connection, owner: str, comment_id: str) -> None:
    """Take a comment away, if it is still here."""
    conn.execute(delete(comment).where(comment.c.owner == owner, comment.c.id == comment_id))
