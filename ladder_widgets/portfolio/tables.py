"""The store's tables, and the number of their newest shape.

They are plain enough for SQLite and PostgreSQL alike: what a trainee wrote is one JSON text, and
every row carries its owner.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

HEAD = "0003"
"""The newest schema: the number of the last file in `migrations/versions`."""
BASE = "0000"
"""A store that no migration has touched yet."""
APPLICATION_ID = 0x4C4C6164
"""What tells a store of this kit from another program's SQLite file ("LLad")."""


MOMENT = String(32)
"""A moment in UTC as ISO 8601 text of fixed width: the same in every database, sorts as text,
and 5,000 of them are read in a third of the time that a database's own type takes."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

profile = Table(
    "profile",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("data", Text, nullable=False),
    Column("written_at", MOMENT, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("head", Integer, nullable=False),  # the number of the newest revision
    Column("created_at", MOMENT, nullable=False),
    Column("deleted_at", MOMENT),
)

revision = Table(
    "revision",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("entry_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("writer", String(64), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Column("content", Text, nullable=False),
    Column("written_at", MOMENT, nullable=False),
    ForeignKeyConstraint(["owner", "entry_id"], ["entry.owner", "entry.id"]),
    CheckConstraint("state in ('draft', 'final')", name="state"),
)

mark = Table(
    "mark",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("target_id", Text, primary_key=True),
    Column("marked_at", MOMENT, nullable=False),
)

kept = Table(
    "kept",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("entry_id", String(32), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("digest", String(32), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("kept_at", MOMENT, nullable=False),
    ForeignKeyConstraint(["owner", "entry_id"], ["entry.owner", "entry.id"]),
)

blob = Table(
    "blob",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

attachment = Table(
    "attachment",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("entry_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("removed", Text, nullable=False),  # a JSON list of plain words
    Column("found", Text, nullable=False),  # a JSON list of codes
    Column("added_at", MOMENT, nullable=False),
    ForeignKeyConstraint(["owner", "entry_id"], ["entry.owner", "entry.id"]),
    ForeignKeyConstraint(["owner", "digest"], ["blob.owner", "blob.digest"]),
)

signing_key = Table(
    "signing_key",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("seed", LargeBinary, nullable=False),
    Column("made_at", MOMENT, nullable=False),
)

trusted_key = Table(
    "trusted_key",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("public", String(64), primary_key=True),  # 32 bytes in hexadecimal digits
    Column("name", Text, nullable=False),
    Column("trusted_at", MOMENT, nullable=False),
)

intake = Table(
    "intake",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("source", String(16), nullable=False),
    Column("undo", Text, nullable=False),  # JSON: what takes it back
    Column("taken_at", MOMENT, nullable=False),
)

comment = Table(
    "comment",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("entry_id", String(32), nullable=False),
    Column("data", Text, nullable=False),
    Column("taken_at", MOMENT, nullable=False),
    ForeignKeyConstraint(["owner", "entry_id"], ["entry.owner", "entry.id"]),
)

remembered = Table(
    "remembered",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("data", Text, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

stamp = Table(
    "alembic_version",
    MetaData(),  # Alembic makes this table itself and must not find it among ours
    Column("version_num", String(32)),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
