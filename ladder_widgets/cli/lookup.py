"""Entries and attachments by the beginning of their ids.

What was typed is repeated only where it is an id: it may be a title, or the name of a file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.model import Attachment, Entry

if TYPE_CHECKING:
    from ladder_widgets.portfolio.store import Store

ID_LENGTH = 32
MIN_PREFIX = 6
SHOWN_PREFIX = 8
_PREFIX = re.compile(rf"[0-9a-f]{{{MIN_PREFIX},{ID_LENGTH}}}")


def find_entry(store: Store, typed: str) -> Entry:
    """The entry whose id begins with what was typed.

    Raises:
        InputError: not an id, or it fits no entry, or several.
    """
    prefix = checked_id(typed, length=MIN_PREFIX)
    found = [item for item in store.entries() if item.id.startswith(prefix)]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{len(found)} entries have ids that begin so. Type more of the id."
        raise InputError(message)
    message = f"No entry has an id that begins {prefix}. See them all with: ladder entry list."
    raise InputError(message)


def checked_id(typed: str, *, length: int) -> str:
    """The beginning of an entry's id, at least so long.

    Raises:
        InputError: it is none.
    """
    prefix = typed.strip().lower()
    if not re.fullmatch(rf"[0-9a-f]{{{length},{ID_LENGTH}}}", prefix):
        needed = f"all {ID_LENGTH}" if length == ID_LENGTH else f"at least {length}"
        message = f"An entry id is {needed} of its letters a-f and digits. See: ladder entry list."
        raise InputError(message)
    return prefix


def find_attachment(store: Store, typed: str) -> Attachment:
    """The file whose id begins with what was typed.

    Raises:
        InputError: not an id, or it fits no file, or several.
    """
    prefix = typed.strip().lower()
    if not _PREFIX.fullmatch(prefix):
        message = (
            "The id of an attachment is at least 6 of its letters a-f and digits. "
            "See: ladder entry attachments ID."
        )
        raise InputError(message)
    found = [item for item in store.all_attachments() if item.id.startswith(prefix)]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{len(found)} attachments have ids that begin so. Type more of the id."
    else:
        message = (
            f"No attachment has an id that begins {prefix}. "
            "See those of an entry: ladder entry attachments ID."
        )
    raise InputError(message)
