"""The words of entries, found by SQLite's FTS5; every statement for one owner.

Each entry has a number, under which FTS5 keeps its words: titles, tags, answers and the reasons
of its links. A word of a query finds the words that begin with it, accents aside; all of a
query's words must be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, text

from ladder_widgets.portfolio.model import Content

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
MAX_QUERY_WORDS = 20
_WORD = re.compile(r"\w+")


def create(conn: Connection) -> None:
    """Make the tables; FTS5's are none that SQLAlchemy knows."""
    for statement in TABLES:
        conn.exec_driver_sql(statement)


def index(conn: Connection, owner: str, entry_id: str, content: Content) -> None:
    """Put the words of an entry, as it stands now, in the place of those it had."""
    remove(conn, owner, entry_id)
    named = {"owner": owner, "entry_id": entry_id}
    conn.execute(
        text("INSERT INTO search_entry (owner, entry_id) VALUES (:owner, :entry_id)"), named
    )
    conn.execute(
        text(
            "INSERT INTO search_words (rowid, words) SELECT number, :words FROM search_entry"
            " WHERE owner = :owner AND entry_id = :entry_id"
        ),
        {**named, "words": "\n".join(words_of(content))},
    )


def remove(conn: Connection, owner: str, entry_id: str) -> None:
    """Forget the words of an entry."""
    named = {"owner": owner, "entry_id": entry_id}
    for statement in (
        (
            "DELETE FROM search_words WHERE rowid IN (SELECT number FROM search_entry"
            " WHERE owner = :owner AND entry_id = :entry_id)"
        ),
        "DELETE FROM search_entry WHERE owner = :owner AND entry_id = :entry_id",
    ):
        conn.execute(text(statement), named)


def find(conn: Connection, owner: str, query: str) -> frozenset[str]:
    """The ids of the entries that hold every word of a query; deleted ones too."""
    words = _WORD.findall(query)[:MAX_QUERY_WORDS]
    if not words:
        return frozenset()
    # Quoted, a word is only a word; a query of a person's is none of FTS5's language.
    match = " ".join(f'"{word}"*' for word in words)
    # FTS5 is asked once: joined to the list, it would be asked for each entry of it.
    statement = text(
        "SELECT entry_id FROM search_entry WHERE owner = :owner AND number IN"
        " (SELECT rowid FROM search_words WHERE search_words MATCH :match)"
    )
    return frozenset(conn.execute(statement, {"match": match, "owner": owner}).scalars())


def rebuild(conn: Connection) -> None:
    """Write the index anew from what is there: it holds no word of what was removed."""
    conn.exec_driver_sql("INSERT INTO search_words (search_words) VALUES ('rebuild')")


def words_of(content: Content) -> Iterator[str]:
    """Whatever a trainee wrote in an entry."""
    yield content.title
    yield from content.tags
    yield from (answer.text for answer in content.answers)
    yield from (f"{link.code} {link.because}" for link in content.capabilities)
    yield content.note
