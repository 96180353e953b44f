"""The tables of live workshops, in a store of their own: no portfolio lies beside them.

Who attended is kept apart from who answered: nothing leads from a name to an answer.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

MOMENT = String(32)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

room = Table(
    "workshop_room",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("workshop", String(80), nullable=False),
    Column("version", String(20), nullable=False),
    Column("begun_at", MOMENT, nullable=False),
    Column("ends_at", MOMENT, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("activity", String(80)),
    Column("second", Boolean, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("until", MOMENT),  # when the timer of a team exercise ends
    Column("change", Integer, nullable=False),
)

person = Table(
    "workshop_person",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("room", String(32), nullable=False, index=True),
    Column("token", String(64), nullable=False, unique=True),  # SHA-256 of what the phone holds
    Column("joined_at", MOMENT, nullable=False),
    ForeignKeyConstraint(["room"], ["workshop_room.id"]),
)

answer = Table(
    "workshop_answer",
    metadata,
    Column("room", String(32), primary_key=True),
    Column("activity", String(80), primary_key=True),
    Column("second", Boolean, primary_key=True),
    Column("person", String(32), primary_key=True),
    Column("number", Integer, nullable=False),  # the phone's own count: a replay changes nothing
    Column("data", Text, nullable=False),
    Column("verdicts", Text, nullable=False),  # JSON: for each text waiting, shown or hidden
    Column("written_at", MOMENT, nullable=False),
    ForeignKeyConstraint(["room"], ["workshop_room.id"]),
    ForeignKeyConstraint(["person"], ["workshop_person.id"]),
)

attendee = Table(
    "workshop_attendee",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("room", String(32), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("given_on", String(10), nullable=False),  # a day: a moment would lead to a person
    ForeignKeyConstraint(["room"], ["workshop_room.id"]),
)

key = Table(
    "workshop_key",
    metadata,
    Column("room", String(32), primary_key=True),
    Column("seed", LargeBinary, nullable=False),  # Ed25519: signs what people take with them
    ForeignKeyConstraint(["room"], ["workshop_room.id"]),
)
