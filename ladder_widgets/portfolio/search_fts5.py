"""The index of words in SQLite: each entry has a number, under which FTS5 keeps its text."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import text as sql

TABLES = (
    (
        "CREATE TABLE search_entry (number INTEGER NOT NULL PRIMARY KEY, owner TEXT NOT NULL, "
        "entry_id VARCHAR(32) NOT NULL, UNIQUE (owner, entry_id))"
    ),
    (
        "CREATE VIRTUAL TABLE search_words USING fts5"
        "(words, tokenize = 'unicode61 remove_diacritics 2')"
    ),
)


def create(conn: Connection) -> None:
    """Make the tables; FTS5's are none that SQLAlchemy knows."""
    for statement in TABLES:
        conn.exec_driver_sql(statement)


def index(conn: Connection, owner: str, entry_id: str, text: str) -> None:
    """Put a text in the place of the one that an entry had."""
    remove(conn, owner, entry_id)
    named = {"owner": owner, "entry_id": entry_id}
    conn.execute(
        sql("INSERT INTO search_entry (owner, entry_id) VALUES (:owner, :entry_id)"), named
    )
    conn.execute(
        sql(
            "INSERT INTO search_words (rowid, words) SELECT number, :words FROM search_entry"
            " WHERE owner = :owner AND entry_id = :entry_id"
        ),
        {**named, "words": text},
    )


def remove(conn: Connection, owner: str, entry_id: str) -> None:
    """Forget the text of an entry."""
    named = {"owner": owner, "entry_id": entry_id}
    for statement in (
        (
            "DELETE FROM search_words WHERE rowid IN (SELECT number FROM search_entry"
            " WHERE owner = :owner AND entry_id = :entry_id)"
        ),
        "DELETE FROM search_entry WHERE owner = :owner AND entry_id = :entry_id",
    ):
        conn.execute(sql(statement), named)


def find(conn: Connection, owner: str, words: list[str]) -> frozenset[str]:
    """The ids of the entries that hold every word, or words that begin so."""
    # Quoted, a word is only a word; a query of a person's is none of FTS5's language.
    match = " ".join(f'"{word}"*' for word in words)
    # FTS5 is asked once: joined to the list, it would be asked for each entry of it.
    statement = sql(
        "SELECT entry_id FROM search_entry WHERE owner = :owner AND number IN"
        " (SELECT rowid FROM search_words WHERE search_words MATCH :match)"
    )
    return frozenset(conn.execute(statement, {"match": match, "owner": owner}).scalars())


def rebuild(conn: Connection) -> None:
    """Write the index anew from what is there: it holds no word of what was removed."""
    conn.exec_driver_sql("INSERT INTO search_words (search_words) VALUES ('rebuild')")
