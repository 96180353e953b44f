"""Keys that sign evidence, imports that can be undone, comments of others, remembered columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables; nothing that is there changes."""
    op.create_table(
        "signing_key",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("seed", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_signing_key"),
    )
    op.create_table(
        "trusted_key",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("public", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("trusted_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("owner", "public", name="pk_trusted_key"),
    )
    op.create_table(
        "intake",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("undo", sa.Text, nullable=False),
        sa.Column("taken_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("owner", "number", name="pk_intake"),
    )
    op.create_table(
        "comment",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("taken_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name="pk_comment"),
        sa.ForeignKeyConstraint(
            ["owner", "entry_id"], ["entry.owner", "entry.id"], name="fk_comment_entry"
        ),
    )
    op.create_table(
        "remembered",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("owner", "name", name="pk_remembered"),
    )
