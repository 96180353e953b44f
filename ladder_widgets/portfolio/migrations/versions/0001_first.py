"""The first schema: profile, entries with their revisions, marks, the count of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "profile",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        _time("written_at"),
        sa.PrimaryKeyConstraint("owner", name="pk_profile"),
    )
    op.create_table(
        "entry",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("head", sa.Integer, nullable=False),
        _time("created_at"),
        _time("deleted_at", nullable=True),
        sa.PrimaryKeyConstraint("owner", "id", name="pk_entry"),
    )
    _make_revision()
    op.create_table(
        "mark",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("target_id", sa.Text, nullable=False),
        _time("marked_at"),
        sa.PrimaryKeyConstraint("owner", "target_id", name="pk_mark"),
    )
    op.create_table(
        "change",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_change"),
    )


def _make_revision() -> None:
    op.create_table(
        "revision",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("writer", sa.String(64), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        _time("written_at"),
        sa.PrimaryKeyConstraint("owner", "entry_id", "number", name="pk_revision"),
        sa.ForeignKeyConstraint(
            ["owner", "entry_id"], ["entry.owner", "entry.id"], name="fk_revision_entry"
        ),
        sa.CheckConstraint("state in ('draft', 'final')", name="ck_revision_state"),
    )


def _time(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=nullable)
