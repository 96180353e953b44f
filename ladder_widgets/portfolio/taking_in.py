"""Imports: taken in whole or not at all, each undone in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.portfolio import attachment_rows, comment_rows, rows
from ladder_widgets.portfolio.access import Access
from ladder_widgets.portfolio.codec import checked, from_text, to_moment, to_text
from ladder_widgets.portfolio.comments import Comment
from ladder_widgets.portfolio.intake import (
    Arrival,
    Arriving,
    Fate,
    Known,
    Taken,
    Undo,
    Undone,
    checked_arrival,
    fate_of,
    missing_files,
)
from ladder_widgets.portfolio.model import Revision
from ladder_widgets.portfolio.search import rebuild
from ladder_widgets.portfolio.tables import intake

WRITER = "import"


class TakingIn(Access):
    """Taking in what a file brings."""

    def look_at(self, arrival: Arrival) -> Taken:
        """What taking it in would do; nothing is changed.

        Raises:
            InputError: it cannot be stored.
        """
        arrival = checked_arrival(arrival, today=self._now().date())
        with self._reading() as conn:
            return self._look(conn, arrival)

    def take_in(self, arrival: Arrival) -> Taken:
        """Store what is new in it, all at once; a second time changes nothing.

        Raises:
            InputError: it cannot be stored; nothing was changed.
        """
        arrival = checked_arrival(arrival, today=self._now().date())
        with self._writing() as (conn, now):
            taken = self._look(conn, arrival)
            if not taken.changes:
                return taken
            number = self._next(conn)
            undo = self._write(conn, arrival, taken, now)
            conn.execute(
                insert(intake).values(
                    owner=self._owner,
                    number=number,
                    source=arrival.source,
                    undo=to_text(undo),
                    taken_at=to_moment(now),
                )
            )
        return msgspec.structs.replace(taken, number=number)

    def undo_intake(self, number: int | None = None) -> Undone:
        """Take an import back, the last one unless a number is given.

        What was changed since stays as it is.

        Raises:
            UnknownIdError: there is no such import, or it is undone already.
        """
        with self._writing() as (conn, now):
            numbers = self._intakes(conn)
            wanted = max(numbers, default=0) if number is None else number
            if wanted not in numbers:
                see = "Nothing else was imported that can be undone."
                raise UnknownIdError("import", str(wanted), map(str, numbers), see=see)
            mine = (intake.c.owner == self._owner, intake.c.number == wanted)
            text = conn.execute(select(intake.c.undo).where(*mine)).scalar_one()
            done = self._undo(conn, from_text(text, Undo, what="import"), now)
            conn.execute(delete(intake).where(*mine))
            rebuild(conn)
        self._forget()
        return done

    def comments(self, *entry_ids: str) -> tuple[Comment, ...]:
        """What others said of some entries, entry by entry, the first first."""
        with self._reading() as conn:
            return comment_rows.read_of(conn, self._owner, entry_ids)

    def _look(self, conn: Connection, arrival: Arrival) -> Taken:
        fates = {e.id: fate_of(e, self._known_as(conn, e.id)) for e in arrival.entries}
        taken = [e for e in arrival.entries if fates[e.id] != "older"]
        files = missing_files(taken, attachment_rows.read_ids(conn, self._owner))
        here = rows.read_profile(conn, self._owner)
        new = self._new_comments(conn, arrival)
        times = self._newest_times(conn, arrival, fates)
        return Taken(
            fates=fates,
            files=len(files),
            marks=len(arrival.marks - rows.read_marks(conn, self._owner)),
            profile=arrival.profile is not None and here is None,
            comments=len(new),
            earlier=sum(c.entry_written_at != times[c.entry_id] for c in new),
            strange=sum(c.entry_id not in times for c in arrival.comments),
        )

    def _newest_times(
        self, conn: Connection, arrival: Arrival, fates: Mapping[str, Fate]
    ) -> dict[str, dt.datetime]:
        """When the newest revision of each entry with a comment was written, once it is all in."""
        coming = {e.id: e.written_at for e in arrival.entries if fates[e.id] in {"new", "newer"}}
        heads = {c.entry_id: self._known_as(conn, c.entry_id) for c in arrival.comments}
        return {entry_id: head.written_at for entry_id, head in heads.items() if head} | coming

    def _new_comments(self, conn: Connection, arrival: Arrival) -> list[Comment]:
        """Those that are not here yet and whose entries are, or come with them."""
        here = comment_rows.read_ids(conn, self._owner)
        coming = {entry.id for entry in arrival.entries}
        return [
            comment
            for comment in arrival.comments
            if comment.id not in here
            and (comment.entry_id in coming or self._known_as(conn, comment.entry_id))
        ]

    def _known_as(self, conn: Connection, entry_id: str) -> Known | None:
        head = rows.read_head(conn, self._owner, entry_id)
        if head is None:
            return None
        return Known(
            state=head.revision.state,
            content=head.revision.content,
            revision=head.revision.number,
            written_at=head.revision.written_at,
            deleted=head.deleted,
        )

    def _write(self, conn: Connection, arrival: Arrival, taken: Taken, now: dt.datetime) -> Undo:
        back = [entry_id for entry_id, fate in taken.fates.items() if fate == "back"]
        for entry_id in back:
            rows.write_deleted(conn, self._owner, entry_id, at=None)
        written = [entry.id for entry in arrival.entries if self._write_entry(conn, entry)]
        whole = [e for e in arrival.entries if taken.fates[e.id] != "older"]
        files = missing_files(whole, attachment_rows.read_ids(conn, self._owner))
        for attachment in files:
            data = arrival.files[attachment.digest]
            attachment_rows.add(conn, self._owner, checked(attachment), data)
        marks = sorted(arrival.marks - rows.read_marks(conn, self._owner))
        for mark in marks:
            rows.write_mark(conn, self._owner, mark, done=True, at=now)
        if taken.profile and arrival.profile is not None:
            rows.write_profile(conn, self._owner, checked(arrival.profile), at=now)
        comments = self._new_comments(conn, arrival)
        for comment in comments:
            comment_rows.add(conn, self._owner, checked(comment), at=now)
        return Undo(
            heads={entry_id: self._newest(conn, entry_id) for entry_id in {*written, *back}},
            written=tuple(written),
            back=tuple(back),
            attachments=tuple(a.id for a in files),
            marks=tuple(marks),
            profile=taken.profile,
            comments=tuple(comment.id for comment in comments),
        )

    def _write_entry(self, conn: Connection, entry: Arriving) -> bool:
        """Write an entry if it is new or newer, and say whether it was."""
        known = self._known_as(conn, entry.id)
        if fate_of(entry, known) not in {"new", "newer"}:
            return False
        content = entry.content
        if known:
            # The private note was never exported; the one that is here stays.
            content = msgspec.structs.replace(content, note=known.content.note)
        new = Revision(
            number=known.revision + 1 if known else 1,
            writer=WRITER,
            seq=0,
            state=entry.state,
            content=content,
            written_at=entry.written_at,
        )
        rows.add_revision(conn, self._owner, entry.id, checked(new))
        if known is None:
            rows.write_created(conn, self._owner, entry.id, at=entry.created_at)
        return True

    def _newest(self, conn: Connection, entry_id: str) -> int:
        known = self._known_as(conn, entry_id)
        return known.revision if known and not known.deleted else 0

    def _undo(self, conn: Connection, undo: Undo, now: dt.datetime) -> Undone:
        kept = {i: None for i, head in undo.heads.items() if self._newest(conn, i) != head}
        undone = [entry_id for entry_id in undo.heads if entry_id not in kept]
        written, back = frozenset(undo.written), frozenset(undo.back)
        for attachment_id in undo.attachments:
            found = attachment_rows.read_one(conn, self._owner, attachment_id)
            if found and found.entry_id not in kept:
                attachment_rows.remove(conn, self._owner, attachment_id)
        for entry_id in undone:
            if entry_id in written:
                rows.drop_newest(conn, self._owner, entry_id)
            if entry_id in back:
                rows.write_deleted(conn, self._owner, entry_id, at=now)
        for mark in undo.marks:
            rows.write_mark(conn, self._owner, mark, done=False, at=now)
        for comment_id in undo.comments:
            comment_rows.remove(conn, self._owner, comment_id)
        if undo.profile:
            rows.remove_profile(conn, self._owner)
        return Undone(undone=tuple(undone), kept=tuple(kept), comments=len(undo.comments))

    def _next(self, conn: Connection) -> int:
        query = select(func.max(intake.c.number)).where(intake.c.owner == self._owner)
        return (conn.execute(query).scalar() or 0) + 1

    def _intakes(self, conn: Connection) -> list[int]:
        query = select(intake.c.number).where(intake.c.owner == self._owner)
        return list(conn.execute(query).scalars())
