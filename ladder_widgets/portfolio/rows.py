"""The statements of the store: each for one owner, within a transaction of its caller."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, Table, and_, delete, func, insert, select, update

from ladder_widgets.portfolio import attachment_rows, search
from ladder_widgets.portfolio.codec import from_moment, from_text, to_moment, to_text
from ladder_widgets.portfolio.model import (
    PINNED,
    Content,
    Deleted,
    Entry,
    Kept,
    Profile,
    Revision,
    State,
)
from ladder_widgets.portfolio.tables import change, comment, entry, kept, mark, profile, revision

FEW = 200
"""Up to so many entries are read one by one; beyond, all are read in one go."""
_REVISION = (
    revision.c.number,
    revision.c.writer,
    revision.c.seq,
    revision.c.state,
    revision.c.content,
    revision.c.written_at,
)
_ENTRY = (
    entry.c.id,
    revision.c.content,
    revision.c.state,
    revision.c.number,
    revision.c.written_at,
    entry.c.created_at,
)
_NEWEST = entry.join(
    revision,
    and_(
        revision.c.owner == entry.c.owner,
        revision.c.entry_id == entry.c.id,
        revision.c.number == entry.c.head,
    ),
)


class Head(msgspec.Struct, frozen=True):
    """The newest revision of an entry, and whether the entry is deleted."""

    revision: Revision
    deleted: bool


# --- reading ------------------------------------------------------------------


def read_profile(conn: Connection, owner: str) -> Profile | None:
    """The owner's profile, None before the first is saved."""
    query = select(profile.c.data).where(profile.c.owner == owner)
    text = conn.execute(query).scalar()
    return None if text is None else from_text(text, Profile, what="profile")


def read_entry(conn: Connection, owner: str, entry_id: str) -> Entry | None:
    """An entry as it stands; None where it is deleted or does not exist."""
    query = _entries(owner).where(entry.c.id == entry_id)
    row = conn.execute(query).one_or_none()
    return None if row is None else _entry(row)


def read_entries(conn: Connection, owner: str, known: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    """The entries that are not deleted, as they stand, the newest written first.

    Those that are `known` as they stand are not read again: texts take most of the time.
    """
    at_hand = {(e.id, e.revision, to_moment(e.written_at)): e for e in known}
    stamps = (entry.c.id, revision.c.number, revision.c.written_at)
    found = conn.execute(_entries(owner).with_only_columns(*stamps)).all() if at_hand else ()
    missing = [row.id for row in found if tuple(row) not in at_hand]
    query = _entries(owner)
    if at_hand and len(missing) <= FEW:
        query = query.where(entry.c.id.in_(missing))
        kept = [e for row in found if (e := at_hand.get(tuple(row))) is not None]
    else:
        kept = []
    # SQLite would sort whole rows, texts included, which takes longer than to read them.
    return tuple(
        sorted([*kept, *map(_entry, conn.execute(query))], key=_newest_first, reverse=True)
    )


def _entries(owner: str) -> Select[str, str, str, int, str, str]:
    return (
        select(*_ENTRY)
        .select_from(_NEWEST)
        .where(entry.c.owner == owner, entry.c.deleted_at.is_(None))
    )


def read_deleted(conn: Connection, owner: str) -> tuple[Deleted, ...]:
    """The entries in the bin, the last deleted first."""
    query = (
        select(*_ENTRY, entry.c.deleted_at)
        .select_from(_NEWEST)
        .where(entry.c.owner == owner, entry.c.deleted_at.is_not(None))
        .order_by(entry.c.deleted_at.desc(), entry.c.id)
    )
    return tuple(
        Deleted(entry=_entry(row[:-1]), deleted_at=from_moment(row[-1]))
        for row in conn.execute(query)
    )


def read_deleted_before(conn: Connection, owner: str, moment: dt.datetime) -> tuple[str, ...]:
    """The ids of the entries that were deleted by a moment."""
    query = select(entry.c.id).where(
        entry.c.owner == owner, entry.c.deleted_at <= to_moment(moment)
    )
    return tuple(conn.execute(query).scalars())


def read_kept(conn: Connection, owner: str, entry_id: str) -> tuple[Kept, ...]:
    """The findings of an entry that the owner kept."""
    query = (
        select(kept.c.code, kept.c.digest, kept.c.reason)
        .where(kept.c.owner == owner, kept.c.entry_id == entry_id)
        .order_by(kept.c.code, kept.c.digest)
    )
    return tuple(Kept(code=c, digest=d, reason=r) for c, d, r in conn.execute(query))


def read_head(conn: Connection, owner: str, entry_id: str) -> Head | None:
    """The newest revision of an entry, deleted or not; None where the entry does not exist."""
    query = (
        select(*_REVISION, entry.c.deleted_at)
        .select_from(_NEWEST)
        .where(entry.c.owner == owner, entry.c.id == entry_id)
    )
    row = conn.execute(query).one_or_none()
    return None if row is None else Head(_revision(row, entry_id), row.deleted_at is not None)


def read_history(conn: Connection, owner: str, entry_id: str) -> tuple[Revision, ...]:
    """All revisions of an entry, deleted or not, the oldest first."""
    query = (
        select(*_REVISION)
        .where(revision.c.owner == owner, revision.c.entry_id == entry_id)
        .order_by(revision.c.number)
    )
    return tuple(_revision(row, entry_id) for row in conn.execute(query))


def read_ids(conn: Connection, owner: str) -> tuple[str, ...]:
    """The ids of the entries that are not deleted."""
    query = select(entry.c.id).where(entry.c.owner == owner, entry.c.deleted_at.is_(None))
    return tuple(conn.execute(query).scalars())


def read_last_seq(conn: Connection, owner: str, entry_id: str, writer: str) -> int | None:
    """The highest sequence number that a writer ever saved in an entry; None without any."""
    query = select(func.max(revision.c.seq)).where(
        revision.c.owner == owner, revision.c.entry_id == entry_id, revision.c.writer == writer
    )
    return conn.execute(query).scalar()


def read_marks(conn: Connection, owner: str) -> frozenset[str]:
    """The ids of the targets that the owner marked."""
    return frozenset(conn.execute(select(mark.c.target_id).where(mark.c.owner == owner)).scalars())


def read_version(conn: Connection, owner: str) -> int:
    """The number of the owner's last change, 0 before the first."""
    query = select(change.c.number).where(change.c.owner == owner)
    return conn.execute(query).scalar() or 0


def _newest_first(found: Entry) -> tuple[dt.datetime, dt.datetime, str]:
    return found.written_at, found.created_at, found.id


def _entry(row: Sequence[Any]) -> Entry:
    entry_id, text, state, number, written_at, created_at = row
    return Entry(
        id=entry_id,
        content=from_text(text, Content, what=f"entry {entry_id}"),
        state=_state(state),
        revision=number,
        written_at=from_moment(written_at),
        created_at=from_moment(created_at),
    )


def _revision(row: Row[*tuple[Any, ...]], entry_id: str) -> Revision:
    what = f"revision {row.number} of entry {entry_id}"
    return Revision(
        number=row.number,
        writer=row.writer,
        seq=row.seq,
        state=_state(row.state),
        content=from_text(row.content, Content, what=what),
        written_at=from_moment(row.written_at),
    )


def _state(text: str) -> State:
    return "final" if text == "final" else "draft"


# --- writing ------------------------------------------------------------------


def write_profile(conn: Connection, owner: str, value: Profile, *, at: dt.datetime) -> None:
    """Put the profile in the place of the present one."""
    _put(conn, profile, owner, data=to_text(value), written_at=to_moment(at))


def remove_profile(conn: Connection, owner: str) -> None:
    """Be without a profile again."""
    conn.execute(delete(profile).where(profile.c.owner == owner))


def add_revision(conn: Connection, owner: str, entry_id: str, new: Revision) -> None:
    """Write a revision after the newest one; the first begins the entry."""
    if new.number == 1:
        row = {"owner": owner, "id": entry_id, "head": 1, "created_at": to_moment(new.written_at)}
        conn.execute(insert(entry).values(row))
    else:
        _change_entry(conn, owner, entry_id, head=new.number)
    values = {"owner": owner, "entry_id": entry_id, "number": new.number} | _columns(new)
    conn.execute(insert(revision).values(values))
    search.index(conn, owner, entry_id, new.content)


def replace_revision(conn: Connection, owner: str, entry_id: str, new: Revision) -> None:
    """Write a revision again, in the place of the one of its number."""
    conn.execute(
        update(revision)
        .where(
            revision.c.owner == owner,
            revision.c.entry_id == entry_id,
            revision.c.number == new.number,
        )
        .values(_columns(new))
    )
    search.index(conn, owner, entry_id, new.content)


def _columns(new: Revision) -> dict[str, object]:
    return {
        "writer": new.writer,
        "seq": new.seq,
        "state": new.state,
        "content": to_text(new.content),
        "written_at": to_moment(new.written_at),
    }


def write_created(conn: Connection, owner: str, entry_id: str, *, at: dt.datetime) -> None:
    """Say when an entry was begun, where that was elsewhere."""
    _change_entry(conn, owner, entry_id, created_at=to_moment(at))


def drop_newest(conn: Connection, owner: str, entry_id: str) -> None:
    """Remove the newest revision of an entry, and with the only one the entry."""
    history = read_history(conn, owner, entry_id)
    if len(history) == 1:
        remove_entry(conn, owner, entry_id)
        return
    gone, before = history[-1], history[-2]
    _change_entry(conn, owner, entry_id, head=before.number)
    conn.execute(
        delete(revision).where(
            revision.c.owner == owner,
            revision.c.entry_id == entry_id,
            revision.c.number == gone.number,
        )
    )
    search.index(conn, owner, entry_id, before.content)


def write_deleted(conn: Connection, owner: str, entry_id: str, *, at: dt.datetime | None) -> None:
    """Mark an entry as deleted at a moment, or as there again."""
    _change_entry(conn, owner, entry_id, deleted_at=at and to_moment(at))


def remove_entry(conn: Connection, owner: str, entry_id: str) -> None:
    """Remove an entry with its history and all that hangs on it."""
    search.remove(conn, owner, entry_id)
    attachment_rows.remove_all(conn, owner, entry_id)
    for table, key in (
        (kept, kept.c.entry_id),
        (comment, comment.c.entry_id),
        (revision, revision.c.entry_id),
        (entry, entry.c.id),
    ):
        conn.execute(delete(table).where(table.c.owner == owner, key == entry_id))
    conn.execute(delete(mark).where(mark.c.owner == owner, mark.c.target_id == PINNED + entry_id))


def write_kept(
    conn: Connection, owner: str, entry_id: str, value: Kept, *, at: dt.datetime
) -> None:
    """Record why a finding stays."""
    remove_kept(conn, owner, entry_id, code=value.code, digest=value.digest)
    named = {"owner": owner, "entry_id": entry_id, "code": value.code, "digest": value.digest}
    conn.execute(insert(kept).values(**named, reason=value.reason, kept_at=to_moment(at)))


def remove_kept(conn: Connection, owner: str, entry_id: str, *, code: str, digest: str) -> None:
    """Forget that a finding was kept."""
    conn.execute(
        delete(kept).where(
            kept.c.owner == owner,
            kept.c.entry_id == entry_id,
            kept.c.code == code,
            kept.c.digest == digest,
        )
    )


def write_mark(
    conn: Connection, owner: str, target_id: str, *, done: bool, at: dt.datetime
) -> None:
    """Keep or drop the owner's mark at a target."""
    conn.execute(delete(mark).where(mark.c.owner == owner, mark.c.target_id == target_id))
    if done:
        conn.execute(insert(mark).values(owner=owner, target_id=target_id, marked_at=to_moment(at)))


def write_change(conn: Connection, owner: str, *, at: dt.datetime) -> None:
    """Count a change, so that whoever shows the store knows that it is out of date.

    The number follows the clock, so that one seen before a restore never means another state.
    """
    number = max(read_version(conn, owner) + 1, int(at.timestamp() * 1000))
    _put(conn, change, owner, number=number)


def _change_entry(conn: Connection, owner: str, entry_id: str, **values: object) -> None:
    query = update(entry).where(entry.c.owner == owner, entry.c.id == entry_id)
    conn.execute(query.values(values))


def _put(conn: Connection, table: Table, owner: str, **values: object) -> None:
    if not conn.execute(update(table).where(table.c.owner == owner).values(values)).rowcount:
        conn.execute(insert(table).values(owner=owner, **values))
