"""How a ladder lies in a CASE package (1EdTech, Competencies and Academic Standards Exchange).

The document is the ladder; items are its strands, themes, rungs and targets, hung under one
another by `isChildOf`, whose `sequenceNumber` is the order. Identifiers are made of ids, so that
they are the same in every run and in every version of a ladder. Fields that CASE has no place for
lie under `OURS` in `extensions`, which CASE 1.1 allows and CASE 1.0 does not.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from ladder_widgets.ladder.exchange.texts import one_line

CaseVersion = Literal["1.0", "1.1"]
OURS = "leadership-ladder"
FORMAT = 1
"""The version of what lies under `OURS`; raised when a reader of the one before would misread."""
CREATOR = "Leadership Ladder kit"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:leadership-ladder")
KINDS = ("Strand", "Theme", "Step", "Target")
"""The item types, by level from the top."""
NATIVE: Mapping[str, Mapping[str, str]] = {
    "Ladder": {"title": "title", "version": "version", "notice": "description"},
    "Strand": {
        "id": "humanCodingScheme",
        "title": "abbreviatedStatement",
        "about": "fullStatement",
    },
    "Theme": {"id": "humanCodingScheme", "title": "abbreviatedStatement", "about": "fullStatement"},
    "Step": {"climbs-from": "fullStatement"},
    "Target": {"id": "humanCodingScheme", "title": "abbreviatedStatement", "can": "fullStatement"},
}
"""Our fields that CASE has a place for, and which, by kind."""


def identifier(kind: str, name: str) -> str:
    """The UUID of a thing, made of what it is and its id.

    >>> identifier("target", "quality-improvement.2.a")
    '2b61b617-1f43-5e5e-bb05-b6200effdafa'
    """
    return str(uuid.uuid5(NAMESPACE, f"{kind}/{name}"))


def split(kind: str, data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of a value as those of CASE, and what CASE has no place for.

    CASE holds titles and the like on one line. What is not keeps its lines in our own part too.
    """
    rest = dict(data)
    fields = {}
    for ours, theirs in NATIVE[kind].items():
        text = rest.pop(ours)
        fields[theirs] = one_line(text)
        if fields[theirs] != text:
            rest[ours] = text
    return fields, rest


def join(kind: str, fields: Mapping[str, Any], rest: Mapping[str, Any]) -> dict[str, Any]:
    """What `split` took apart; where the fields of CASE were edited since, they win."""
    data = dict(rest)
    for ours, theirs in NATIVE[kind].items():
        text, kept = fields.get(theirs), data.get(ours)
        if text is not None and not (isinstance(kept, str) and one_line(kept) == text):
            data[ours] = text
    return data


class Link(msgspec.Struct, frozen=True):
    """An end of an association."""

    identifier: str | None = None
    uri: str | None = None


class Association(msgspec.Struct, frozen=True, rename="camel"):
    """What one item has to do with another."""

    association_type: str
    origin: Link = msgspec.field(name="originNodeURI")
    destination: Link = msgspec.field(name="destinationNodeURI")
    sequence_number: int | None = None


class Item(msgspec.Struct, frozen=True, rename="camel"):
    """One item, as far as a ladder can use it."""

    identifier: str
    full_statement: str
    uri: str | None = None
    abbreviated_statement: str | None = None
    human_coding_scheme: str | None = None
    education_level: tuple[str, ...] | None = None
    extensions: dict[str, Any] | None = None


class Document(msgspec.Struct, frozen=True, rename="camel"):
    """What is said of the framework as a whole."""

    identifier: str
    title: str
    uri: str | None = None
    creator: str | None = None
    version: str | None = None
    description: str | None = None
    extensions: dict[str, Any] | None = None


class Package(msgspec.Struct, frozen=True):
    """A whole CASE file, 1.0 or 1.1; other fields are left out."""

    document: Document = msgspec.field(name="CFDocument")
    items: tuple[Item, ...] | None = msgspec.field(name="CFItems", default=None)
    associations: tuple[Association, ...] | None = msgspec.field(
        name="CFAssociations", default=None
    )
