"""Values as the text of a column, and back; what cannot be read back is never written."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

import msgspec

from ladder_widgets.errors import InputError, StoreDamagedError
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.faults import HALF_CHARACTER

V = TypeVar("V", bound=Value)


def checked(value: V) -> V:
    """The value as it will be read back, so that every rule of its fields holds.

    Raises:
        InputError: it holds half a character, or a field that its rules forbid.
    """
    try:
        return msgspec.json.decode(msgspec.json.encode(value), type=type(value))
    except UnicodeEncodeError:
        # The error carries the whole text; it is not passed on.
        raise InputError(HALF_CHARACTER) from None
    except msgspec.ValidationError as error:
        message = f"A {type(value).__name__.lower()} cannot be saved like this: {error}."
        raise InputError(message) from error


def to_text(value: Value) -> str:
    """The JSON text of a value."""
    return msgspec.json.encode(value).decode()


def from_text(text: str, kind: type[V], *, what: str) -> V:
    """The value of a JSON text; `what` names the row it comes from.

    Raises:
        StoreDamagedError: somebody else wrote the row, or it is damaged.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        message = (
            f"The {what} cannot be read: its row in the store is damaged. It was left as it is. "
            "Check the store with: ladder db check."
        )
        raise StoreDamagedError(message) from error


def to_moment(at: dt.datetime) -> str:
    """A moment as the tables keep it; see `tables.MOMENT`."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


from_moment = dt.datetime.fromisoformat
