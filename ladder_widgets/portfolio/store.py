"""The store of one trainee: profile, entries with history and files, marks, kept findings, keys.

Every method is one transaction. A method that writes returns only after the commit, so what it
answers with may be shown as saved. What goes wrong is a `StoreError` that says what to do;
nothing was changed then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import msgspec
from sqlalchemy import Connection, Engine

from ladder_widgets.errors import InputError, StoreError, UnknownIdError
from ladder_widgets.portfolio import rows, search
from ladder_widgets.portfolio.attaching import Attaching
from ladder_widgets.portfolio.bin import Bin
from ladder_widgets.portfolio.codec import checked
from ladder_widgets.portfolio.keeping import Keeping
from ladder_widgets.portfolio.model import (
    Entry,
    MarkName,
    Placement,
    Profile,
    Revision,
    Save,
    Saved,
    State,
    check_content,
    place_save,
)
from ladder_widgets.portfolio.opening import BUSY_MS
from ladder_widgets.portfolio.place import Place, place_of
from ladder_widgets.portfolio.remembering import Remembering
from ladder_widgets.portfolio.signing import Signing
from ladder_widgets.portfolio.taking_in import TakingIn
from ladder_widgets.settings import Settings

BEFORE_ANY_SAVE = -1
"""The sequence number of a reopened revision: its writer's first save may have any number."""


def utc_now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def open_store(
    settings: Settings, *, now: Callable[[], dt.datetime] = utc_now, busy_ms: int = BUSY_MS
) -> Store:
    """Open the store of `settings.user`, made first if there is none.

    Args:
        settings: Where the store lies and whose rows it shows.
        now: The clock; it gives moments with a zone.
        busy_ms: How long to wait for another program's lock.

    Raises:
        StoreError: it cannot be used; the kind and the message say why and what to do.
        SettingsError: the database's address is neither an SQLite file's nor PostgreSQL's.
    """
    place = place_of(settings)
    with place.translated():
        engine = place.open(busy_ms=busy_ms)
    store = Store(engine, place=place, owner=settings.user, now=now)
    # What cannot be purged now (the file is busy or may not be written) is purged next time.
    with suppress(StoreError):
        store.purge()
    return store


class Store(Attaching, Bin, Keeping, Remembering, Signing, TakingIn):
    """One trainee's rows in an open store; threads may share it. Made by `open_store`."""

    def __init__(
        self, engine: Engine, *, place: Place, owner: str, now: Callable[[], dt.datetime]
    ) -> None:
        super().__init__(engine, place=place, owner=owner, now=now)
        # The entries as they were at a version of the store: set at once, since threads share it.
        self._known: tuple[int, tuple[Entry, ...]] = (-1, ())

    # --- profile and marks --------------------------------------------------------

    def profile(self) -> Profile | None:
        """The trainee's profile, None before the first is saved."""
        with self._reading() as conn:
            return rows.read_profile(conn, self._owner)

    def save_profile(self, profile: Profile) -> None:
        """Put the profile in the place of the present one."""
        profile = checked(profile)
        with self._writing() as (conn, now):
            rows.write_profile(conn, self._owner, profile, at=now)

    def marks(self) -> frozenset[str]:
        """What the trainee ticked: see `portfolio.model.MarkName`."""
        with self._reading() as conn:
            return rows.read_marks(conn, self._owner)

    def mark(self, name: str, *, done: bool) -> None:
        """Keep what the trainee ticks, or take it off; saying it twice changes nothing.

        Raises:
            InputError: the name is none of those that a mark can have.
        """
        _check_mark(name)
        with self._writing() as (conn, now):
            rows.write_mark(conn, self._owner, name, done=done, at=now)

    # --- entries ------------------------------------------------------------------

    def entries(self, *, state: State | None = None) -> tuple[Entry, ...]:
        """The entries as they stand, the newest written first, without deleted ones."""
        with self._reading() as conn:
            # The version is read first: a change in between is seen the next time.
            version = rows.read_version(conn, self._owner)
            seen, known = self._known
            if version != seen:
                known = rows.read_entries(conn, self._owner, known)
                self._known = version, known
        return known if state is None else tuple(e for e in known if e.state == state)

    def entry(self, entry_id: str) -> Entry:
        """One entry as it stands.

        Raises:
            UnknownIdError: there is none of this id, or it is deleted.
        """
        with self._reading() as conn:
            found = rows.read_entry(conn, self._owner, entry_id)
            if found is None:
                raise self._unknown(conn, entry_id)
        return found

    def head(self, entry_id: str) -> Revision | None:
        """The newest revision of an entry, deleted or not; None where it does not exist."""
        with self._reading() as conn:
            head = rows.read_head(conn, self._owner, entry_id)
        return head.revision if head else None

    def history(self, entry_id: str) -> tuple[Revision, ...]:
        """All revisions of an entry, deleted or not, the oldest first.

        Raises:
            UnknownIdError: there never was an entry of this id.
        """
        with self._reading() as conn:
            history = rows.read_history(conn, self._owner, entry_id)
            if not history:
                raise self._unknown(conn, entry_id)
        return history

    def save(self, save: Save) -> Saved:
        """Commit what was written; a save that was committed before is answered again.

        Raises:
            ConflictError: another writer wrote a revision that this save does not know.
            InputError: the entry is final or deleted, or its content is not allowed.
        """
        save = checked(save)
        with self._writing() as (conn, now):
            check_content(save.content, today=now.date())
            head = rows.read_head(conn, self._owner, save.entry_id)
            place = place_save(head.revision if head else None, save, now=now)
            if head and place.kind == "repeat":
                return _saved(save.entry_id, head.revision)
            if head and head.deleted:
                message = "This entry was deleted. Undo that, then save again."
                raise InputError(message)
            new = _revision(save, place, now)
            write = rows.replace_revision if place.kind == "same" else rows.add_revision
            write(conn, self._owner, save.entry_id, new)
        return _saved(save.entry_id, new)

    def reopen(self, entry_id: str, *, writer: str) -> Saved:
        """Begin a draft revision of a final entry, with the same content.

        Raises:
            InputError: the entry is a draft already.
            UnknownIdError: there is none of this id, or it is deleted.
        """
        with self._writing() as (conn, now):
            head = rows.read_head(conn, self._owner, entry_id)
            if head is None or head.deleted:
                raise self._unknown(conn, entry_id)
            if head.revision.state == "draft":
                message = "This entry is a draft already. Write on."
                raise InputError(message)
            new = self._add_draft(conn, entry_id, head.revision, writer=writer, now=now)
        return _saved(entry_id, new)

    def _add_draft(
        self, conn: Connection, entry_id: str, old: Revision, *, writer: str, now: dt.datetime
    ) -> Revision:
        # A late copy of a save that the writer made before must count as a repeat.
        seq = rows.read_last_seq(conn, self._owner, entry_id, writer)
        new = msgspec.structs.replace(
            old,
            number=old.number + 1,
            writer=writer,
            seq=BEFORE_ANY_SAVE if seq is None else seq,
            state="draft",
            written_at=now,
        )
        rows.add_revision(conn, self._owner, entry_id, new)
        return new

    def restore(self, entry_id: str, number: int, *, writer: str) -> Saved:
        """Go back to an older revision: its content becomes a new draft revision.

        Raises:
            UnknownIdError: there is no such entry or revision, or the entry is deleted.
        """
        with self._writing() as (conn, now):
            head = rows.read_head(conn, self._owner, entry_id)
            if head is None or head.deleted:
                raise self._unknown(conn, entry_id)
            history = {str(r.number): r for r in rows.read_history(conn, self._owner, entry_id)}
            if str(number) not in history:
                raise UnknownIdError("revision", str(number), history)
            old = msgspec.structs.replace(head.revision, content=history[str(number)].content)
            new = self._add_draft(conn, entry_id, old, writer=writer, now=now)
        return _saved(entry_id, new)

    # --- the store itself -----------------------------------------------------------

    def search(self, query: str) -> frozenset[str]:
        """The ids of the entries that hold every word of a query, or words that begin so.

        Deleted entries are not among them; a query without a word finds nothing.
        """
        with self._reading() as conn:
            found = search.find(conn, self._owner, query)
            return found.intersection(rows.read_ids(conn, self._owner))

    def version(self) -> int:
        """A number that is another one after every change by anybody; cheap to ask for."""
        with self._reading() as conn:
            return rows.read_version(conn, self._owner)

    def schema_version(self) -> str:
        """The number of the store's schema."""
        with self._reading() as conn:
            return self._place.version(conn)


def _revision(save: Save, place: Placement, now: dt.datetime) -> Revision:
    return Revision(
        number=place.revision,
        writer=save.writer,
        seq=save.seq,
        state=save.state,
        content=save.content,
        written_at=now,
    )


def _saved(entry_id: str, revision: Revision) -> Saved:
    return Saved(
        entry_id=entry_id,
        revision=revision.number,
        seq=revision.seq,
        written_at=revision.written_at,
    )


def _check_mark(name: str) -> None:
    try:
        msgspec.convert(name, MarkName)
    except msgspec.ValidationError as error:
        message = "This is no target id; they look like: quality-improvement.2.a"
        raise InputError(message) from error
