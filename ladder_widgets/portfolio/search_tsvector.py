"""The index of words in PostgreSQL: a `tsvector` for each entry, of words without their accents.

The words are cut here and not by one of PostgreSQL's configurations: those know languages, and
FTS5, which must give the same answers, knows none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy import text as sql

TABLES = (
    (
        "CREATE TABLE search_entry (owner TEXT NOT NULL, entry_id VARCHAR(32) NOT NULL, "
        "words TSVECTOR NOT NULL, PRIMARY KEY (owner, entry_id))"
    ),
    "CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)",
)
LONGEST_WORD = 200
"""Characters of a word that count: PostgreSQL takes 2,046 bytes."""
MOST_BYTES = 700_000
"""Bytes of words that an entry's row takes: PostgreSQL allows a megabyte with its own signs."""
_WORD = re.compile(r"[^\W_]+")


def create(conn: Connection) -> None:
    """Make the table and its index."""
    for statement in TABLES:
        conn.exec_driver_sql(statement)


def index(conn: Connection, owner: str, entry_id: str, text: str) -> None:
    """Put a text in the place of the one that an entry had."""
    statement = sql(
        "INSERT INTO search_entry (owner, entry_id, words)"
        " VALUES (:owner, :entry_id, array_to_tsvector(CAST(:words AS text[])))"
        " ON CONFLICT (owner, entry_id) DO UPDATE SET words = excluded.words"
    )
    words = list(_that_fit(text))
    conn.execute(statement, {"owner": owner, "entry_id": entry_id, "words": words})


def remove(conn: Connection, owner: str, entry_id: str) -> None:
    """Forget the text of an entry."""
    statement = sql("DELETE FROM search_entry WHERE owner = :owner AND entry_id = :entry_id")
    conn.execute(statement, {"owner": owner, "entry_id": entry_id})


def find(conn: Connection, owner: str, words: list[str]) -> frozenset[str]:
    """The ids of the entries that hold every word, or words that begin so."""
    # Words are letters and digits: none of them can be a sign of PostgreSQL's language.
    query = " & ".join(f"'{word}':*" for given in words for word in _folded(given))
    statement = sql(
        "SELECT entry_id FROM search_entry"
        " WHERE owner = :owner AND words @@ CAST(:query AS tsquery)"
    )
    return frozenset(conn.execute(statement, {"owner": owner, "query": query}).scalars())


def rebuild(_conn: Connection) -> None:
    """Do nothing: a row that is gone has no words, and its pages are the server's to clean."""


def _that_fit(text: str) -> Iterator[str]:
    room = MOST_BYTES
    for word in dict.fromkeys(_folded(text)):
        room -= len(word.encode())
        if room < 0:
            return
        yield word


def _folded(text: str) -> Iterator[str]:
    """The words of a text as they are compared: small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return (word[:LONGEST_WORD] for word in _WORD.findall(plain))
