"""Kept findings, attachments, and the index of words, filled from what is there."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables and index the newest revision of every entry."""
    op.create_table(
        "kept",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("kept_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("owner", "entry_id", "code", "digest", name="pk_kept"),
        sa.ForeignKeyConstraint(
            ["owner", "entry_id"], ["entry.owner", "entry.id"], name="fk_kept_entry"
        ),
    )
    _attachments()
    if op.get_bind().dialect.name == "postgresql":
        # The kit wrote no older store there: there are no entries yet.
        op.execute(
            "CREATE TABLE search_entry (owner TEXT NOT NULL, entry_id VARCHAR(32) NOT NULL, "
            "words TSVECTOR NOT NULL, PRIMARY KEY (owner, entry_id))"
        )
        op.execute("CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)")
        return
    op.execute(
        "CREATE TABLE search_entry (number INTEGER NOT NULL PRIMARY KEY, owner TEXT NOT NULL, "
        "entry_id VARCHAR(32) NOT NULL, UNIQUE (owner, entry_id))"
    )
    op.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5"
        "(words, tokenize = 'unicode61 remove_diacritics 2')"
    )
    _index()


def _attachments() -> None:
    op.create_table(
        "blob",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("owner", "digest", name="pk_blob"),
    )
    op.create_table(
        "attachment",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("removed", sa.Text, nullable=False),
        sa.Column("found", sa.Text, nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("owner", "id", name="pk_attachment"),
        sa.ForeignKeyConstraint(
            ["owner", "entry_id"], ["entry.owner", "entry.id"], name="fk_attachment_entry"
        ),
        sa.ForeignKeyConstraint(
            ["owner", "digest"], ["blob.owner", "blob.digest"], name="fk_attachment_blob"
        ),
    )


def _index() -> None:
    conn = op.get_bind()
    newest = sa.text(
        "SELECT entry.owner, entry.id, revision.content FROM entry JOIN revision"
        " ON revision.owner = entry.owner AND revision.entry_id = entry.id"
        " AND revision.number = entry.head"
    )
    for number, (owner, entry_id, content) in enumerate(conn.execute(newest).all(), start=1):
        conn.execute(
            sa.text("INSERT INTO search_entry VALUES (:number, :owner, :entry_id)"),
            {"number": number, "owner": owner, "entry_id": entry_id},
        )
        conn.execute(
            sa.text("INSERT INTO search_words (rowid, words) VALUES (:number, :words)"),
            {"number": number, "words": _words(json.loads(content))},
        )


def _words(content: dict[str, object]) -> str:
    links = content.get("capabilities", [])
    return "\n".join(
        [
            str(content.get("title", "")),
            *content.get("tags", []),  # type: ignore[misc]  # as schema 0001 wrote it
            *(answer["text"] for answer in content.get("answers", [])),  # type: ignore[attr-defined]
            *(f"{link['code']} {link.get('because', '')}" for link in links),  # type: ignore[attr-defined]
        ]
    )
