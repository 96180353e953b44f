"""E-portfolio platforms as frozen values: their forms, limits and uploads, as far as known.

Every fact says how surely it is known and from where. What nobody published stays None, or out:
a limit that is not known is not a limit of nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec

from ladder_widgets.ladder.model import Confidence, Id, ReflectionPart, Tag, Text, Value

Mandatory = Literal["yes", "no", "unknown"]
Holds = Literal["title", "date", "answers", "capabilities", "targets", "trainee"]
"""What of an entry a field takes; ``trainee``: nothing of it, the trainee fills it in there."""
Count = Annotated[int, msgspec.Meta(ge=1)]


class Fact(Value, frozen=True):
    """One thing that is said about a platform, how surely and where it was read."""

    says: Text
    confidence: Confidence
    source: Text


class FormField(Value, frozen=True):
    """One field of a platform's form, in our own words, and what of an entry goes into it.

    A field for ``answers`` takes the prompts that `prompts` names for the entry's reflection model,
    and those that no field names and whose part is one of `parts`. One field of a form
    `takes_rest`: every answer that no other field took. A limit that is None is not known.
    Without a `confidence` or `source` of its own it shares its entry type's.
    """

    id: Id
    label: Text
    holds: Holds
    help: str = ""
    mandatory: Mandatory = "unknown"
    parts: tuple[ReflectionPart, ...] = ()
    prompts: dict[Id, tuple[Id, ...]] = msgspec.field(default_factory=dict)
    takes_rest: bool = False
    max_words: Count | None = None
    max_characters: Count | None = None
    confidence: Confidence | None = None
    source: str = ""


class EntryType(Value, frozen=True):
    """A kind of entry that a platform has; without `fields` their names were not found.

    It is proposed for entries of `models`, for narratives that sum up one of the capabilities in
    `outcomes`, and for entries whose targets bear on `tags`. It is offered to trainees of
    `programmes` only (empty: to all who use the platform).
    """

    id: Id
    name: Text
    confidence: Confidence
    source: Text
    models: tuple[Id, ...] = ()
    outcomes: tuple[Text, ...] = ()
    tags: tuple[Tag, ...] = ()
    programmes: tuple[Id, ...] = ()
    fields: tuple[FormField, ...] = ()
    note: str = ""


class LinkLimit(Value, frozen=True):
    """How many links one item may have there; None where no number was found."""

    of: Literal["capabilities", "clinical-experience-groups"]
    at_most: Count | None
    confidence: Confidence
    source: Text
    note: str = ""


class Upload(Value, frozen=True):
    """What an uploaded file may be there; None where nothing was found. No advice of ours."""

    kinds: str | None
    max_mb: Annotated[float, msgspec.Meta(gt=0)] | None
    confidence: Confidence
    source: Text


class Platform(Value, frozen=True):
    """An e-portfolio that evidence goes to; `as_of` is when its facts were last looked up.

    `idle` tells when it logs out whoever does nothing. A platform without `entry_types` has those
    of the neutral one.
    """

    id: Id
    name: Text
    used_by: Text
    confidence: Confidence
    source: str = ""
    as_of: dt.date | None = None
    entry_types: tuple[EntryType, ...] = ()
    link_limits: tuple[LinkLimit, ...] = ()
    upload: Upload | None = None
    idle: Fact | None = None
    notes: tuple[Fact, ...] = ()
