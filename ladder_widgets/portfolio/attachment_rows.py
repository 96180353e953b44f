"""The statements for files that belong to entries; the same bytes are kept once for each owner."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, func, insert, select

from ladder_widgets.portfolio.codec import from_moment, to_moment
from ladder_widgets.portfolio.model import Attachment
from ladder_widgets.portfolio.tables import attachment, blob, entry

_COLUMNS = (
    attachment.c.id,
    attachment.c.entry_id,
    attachment.c.name,
    attachment.c.kind,
    attachment.c.size,
    attachment.c.digest,
    attachment.c.removed,
    attachment.c.found,
    attachment.c.added_at,
)


def read_all(
    conn: Connection, owner: str, *, entry_id: str | None = None
) -> tuple[Attachment, ...]:
    """The files of one entry, or of all that are not deleted, the first added first."""
    query = _there(owner).order_by(attachment.c.added_at, attachment.c.id)
    if entry_id is not None:
        query = query.where(attachment.c.entry_id == entry_id)
    return tuple(map(_attachment, conn.execute(query)))


def read_ids(conn: Connection, owner: str) -> frozenset[str]:
    """The ids of every file, those of deleted entries too."""
    query = select(attachment.c.id).where(attachment.c.owner == owner)
    return frozenset(conn.execute(query).scalars())


def read_one(conn: Connection, owner: str, attachment_id: str) -> Attachment | None:
    """One file of an entry that is not deleted, without its bytes."""
    row = conn.execute(_there(owner).where(attachment.c.id == attachment_id)).one_or_none()
    return None if row is None else _attachment(row)


def read_data(conn: Connection, owner: str, digest: str) -> bytes | None:
    """The bytes that a digest stands for."""
    query = select(blob.c.data).where(blob.c.owner == owner, blob.c.digest == digest)
    return conn.execute(query).scalar()


def _there(owner: str) -> Select[*tuple[Any, ...]]:
    entries = and_(entry.c.owner == attachment.c.owner, entry.c.id == attachment.c.entry_id)
    return (
        select(*_COLUMNS)
        .select_from(attachment.join(entry, entries))
        .where(attachment.c.owner == owner, entry.c.deleted_at.is_(None))
    )


def _attachment(row: Row[*tuple[Any, ...]]) -> Attachment:
    return Attachment(
        id=row.id,
        entry_id=row.entry_id,
        name=row.name,
        kind=row.kind,
        size=row.size,
        digest=row.digest,
        removed=tuple(json.loads(row.removed)),
        found=tuple(json.loads(row.found)),
        added_at=from_moment(row.added_at),
    )


def add(conn: Connection, owner: str, new: Attachment, data: bytes) -> None:
    """Write a file, its bytes only if nobody attached the same before."""
    there = select(func.count()).where(blob.c.owner == owner, blob.c.digest == new.digest)
    if not conn.execute(there).scalar():
        conn.execute(insert(blob).values(owner=owner, digest=new.digest, data=data))
    conn.execute(
        insert(attachment).values(
            owner=owner,
            id=new.id,
            entry_id=new.entry_id,
            name=new.name,
            kind=new.kind,
            size=new.size,
            digest=new.digest,
            removed=json.dumps(new.removed),
            found=json.dumps(new.found),
            added_at=to_moment(new.added_at),
        )
    )


def remove(conn: Connection, owner: str, attachment_id: str) -> None:
    """Remove a file, and its bytes if no other has the same."""
    conn.execute(
        delete(attachment).where(attachment.c.owner == owner, attachment.c.id == attachment_id)
    )
    _remove_unnamed(conn, owner)


def remove_all(conn: Connection, owner: str, entry_id: str) -> None:
    """Remove the files of an entry."""
    conn.execute(
        delete(attachment).where(attachment.c.owner == owner, attachment.c.entry_id == entry_id)
    )
    _remove_unnamed(conn, owner)


def _remove_unnamed(conn: Connection, owner: str) -> None:
    """Remove the bytes that no file names any more."""
    named = select(attachment.c.digest).where(attachment.c.owner == owner)
    conn.execute(delete(blob).where(blob.c.owner == owner, blob.c.digest.not_in(named)))
