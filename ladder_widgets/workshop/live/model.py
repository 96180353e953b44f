"""A live workshop as frozen values: the room, what is open in it, who is there."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ladder_widgets.ladder.model import Id, Value

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that nobody takes for another; a code of eight has 39 bits."""
CODE_CHARS = 8
LONGEST_HOURS = 12
"""A room ends by itself, its code with it."""

Verdict = Literal["waiting", "shown", "hidden"]


class Stage(Value, frozen=True):
    """What is on now: the `number` rises with every activity; `second` is the repeat of a scale."""

    number: int
    activity: Id | None = None
    second: bool = False
    open: bool = False
    until: dt.datetime | None = None


class Room(Value, frozen=True):
    """A workshop that is run once, in one room; `change` rises whenever something in it changes."""

    id: str
    code: str
    workshop: Id
    version: str
    begun_at: dt.datetime
    ends_at: dt.datetime
    stage: Stage
    change: int


class Person(Value, frozen=True):
    """Somebody in the room, known by nothing but a random id."""

    id: str
    room: str


class Held(Value, frozen=True):
    """One text that waits for the facilitator; `found` names what may identify somebody in it."""

    activity: Id
    second: bool
    person: str
    place: int
    text: str
    found: tuple[str, ...]


def shown_code(code: str) -> str:
    """A code as it is read out: in two halves.

    >>> shown_code("K7QF82MD")
    'K7QF-82MD'
    """
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """A code as it was typed: spaces, hyphens and small letters do not matter.

    >>> read_code(" k7qf-82md")
    'K7QF82MD'
    """
    return "".join(char for char in typed.upper() if char in ALPHABET)[: CODE_CHARS + 1]
