"""Files that belong to entries: attached to drafts, kept whole, taken off without a trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection

from ladder_widgets.errors import InputError, StoreDamagedError, UnknownIdError
from ladder_widgets.portfolio import attachment_rows, rows
from ladder_widgets.portfolio.access import Access
from ladder_widgets.portfolio.codec import checked
from ladder_widgets.portfolio.inspection.names import clean_name, numbered
from ladder_widgets.portfolio.model import MAX_ATTACHMENTS, Attachment

if TYPE_CHECKING:  # the privacy rules come with it, and opening a store needs none
    from ladder_widgets.portfolio.inspection.values import Inspected

MAX_ENTRY_BYTES = 100_000_000
"""What the files of one entry may have together: its evidence is one PDF that carries them."""


class Attaching(Access):
    """The files of entries."""

    def attachments(self, entry_id: str) -> tuple[Attachment, ...]:
        """The files of an entry, the first added first.

        Raises:
            UnknownIdError: there is no entry of this id, or it is deleted.
        """
        with self._reading() as conn:
            self._head(conn, entry_id)
            return attachment_rows.read_all(conn, self._owner, entry_id=entry_id)

    def all_attachments(self) -> tuple[Attachment, ...]:
        """The files of every entry that is not deleted, the first added first."""
        with self._reading() as conn:
            return attachment_rows.read_all(conn, self._owner)

    def attachment_data(self, attachment_id: str) -> tuple[Attachment, bytes]:
        """A file with its bytes.

        Raises:
            UnknownIdError: there is none of this id, or its entry is deleted.
            StoreDamagedError: its bytes are not those that were attached.
        """
        with self._reading() as conn:
            found = self._attachment(conn, attachment_id)
            data = attachment_rows.read_data(conn, self._owner, found.digest)
        if data is None or _digest(data) != found.digest:
            message = (
                f"The attachment {found.id} cannot be read: its bytes in the store are damaged. "
                "Take it off and attach the file again, or put a backup in the store's place."
            )
            raise StoreDamagedError(message)
        return found, data

    def files_of(self, entry_ids: Iterable[str]) -> tuple[tuple[Attachment, bytes], ...]:
        """The files of some entries with their bytes, to be exported.

        Raises:
            StoreDamagedError: the bytes of one are not those that were attached.
        """
        wanted = frozenset(entry_ids)
        found = [a for a in self.all_attachments() if a.entry_id in wanted]
        return tuple(self.attachment_data(attachment.id) for attachment in found)

    def attach(self, entry_id: str, inspected: Inspected) -> Attachment:
        """Add a file to a draft, as `inspection.run.inspect_in_child` gave it.

        A file that the entry has already is not added again: the one that is there is answered.

        Raises:
            UnknownIdError: there is no entry of this id, or it is deleted.
            InputError: the entry is final, or has as many files as it can have.
        """
        digest = _digest(inspected.data)
        with self._writing() as (conn, now):
            self._check_draft(conn, entry_id)
            present = attachment_rows.read_all(conn, self._owner, entry_id=entry_id)
            for other in present:
                if other.digest == digest:
                    return other
            _check_room(present, len(inspected.data))
            taken = frozenset(other.name for other in present)
            new = checked(
                Attachment(
                    id=uuid4().hex,
                    entry_id=entry_id,
                    name=numbered(clean_name(inspected.name, inspected.kind), taken),
                    kind=inspected.kind,
                    size=len(inspected.data),
                    digest=digest,
                    removed=inspected.removed,
                    found=tuple(found.code for found in inspected.found),
                    added_at=now,
                )
            )
            attachment_rows.add(conn, self._owner, new, inspected.data)
        return new

    def detach(self, attachment_id: str) -> Attachment:
        """Take a file off a draft; its bytes go, unless another entry has the same file.

        Raises:
            UnknownIdError: there is none of this id, or its entry is deleted.
            InputError: the entry is final.
        """
        with self._writing() as (conn, _):
            gone = self._attachment(conn, attachment_id)
            self._check_draft(conn, gone.entry_id)
            attachment_rows.remove(conn, self._owner, gone.id)
        self._forget()
        return gone

    def _head(self, conn: Connection, entry_id: str) -> rows.Head:
        head = rows.read_head(conn, self._owner, entry_id)
        if head is None or head.deleted:
            raise self._unknown(conn, entry_id)
        return head

    def _check_draft(self, conn: Connection, entry_id: str) -> None:
        if self._head(conn, entry_id).revision.state == "final":
            message = (
                "This entry is final and locked, its files too. "
                "Reopen it to add or take off a file; that makes a new revision."
            )
            raise InputError(message)

    def _attachment(self, conn: Connection, attachment_id: str) -> Attachment:
        found = attachment_rows.read_one(conn, self._owner, attachment_id)
        if found is None:
            ids = [other.id for other in attachment_rows.read_all(conn, self._owner)]
            see = "See those of an entry with: ladder entry attachments ID."
            raise UnknownIdError("attachment", attachment_id, ids, see=see)
        return found


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _check_room(present: Sequence[Attachment], size: int) -> None:
    if len(present) >= MAX_ATTACHMENTS:
        message = (
            f"This entry has {len(present)} files; {MAX_ATTACHMENTS} are allowed. "
            "Take one off, or put several pages into one PDF."
        )
        raise InputError(message)
    if sum(other.size for other in present) + size > MAX_ENTRY_BYTES:
        message = (
            f"The files of this entry would have more than {MAX_ENTRY_BYTES // 1_000_000} MB, "
            "which is what one entry may have. Take one off, or attach a smaller file."
        )
        raise InputError(message)
