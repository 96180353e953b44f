"""The words of entries, found by the database's own text search; every statement for one owner.

A word of a query finds the words that begin with it, accents and case aside; all of a query's words
must be there. SQLite searches by FTS5, PostgreSQL by `tsvector`: one interface, the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from sqlalchemy import Connection

from ladder_widgets.portfolio import search_fts5, search_tsvector
from ladder_widgets.portfolio.model import Content

MAX_QUERY_WORDS = 20
_WORD = re.compile(r"[^\W_]+")


class Index(Protocol):
    """What a database's text search must do for the store."""

    def create(self, conn: Connection) -> None:
        """Make the tables; text search has some that SQLAlchemy does not know."""

    def index(self, conn: Connection, owner: str, entry_id: str, text: str) -> None:
        """Put a text in the place of the one that an entry had."""

    def remove(self, conn: Connection, owner: str, entry_id: str) -> None:
        """Forget the text of an entry."""

    def find(self, conn: Connection, owner: str, words: list[str]) -> frozenset[str]:
        """The ids of the entries that hold every word, or words that begin so."""

    def rebuild(self, conn: Connection) -> None:
        """Leave no word in the index of what was removed."""


def create(conn: Connection) -> None:
    """Make the tables of the index."""
    _of(conn).create(conn)


def index(conn: Connection, owner: str, entry_id: str, content: Content) -> None:
    """Put the words of an entry, as it stands now, in the place of those it had."""
    _of(conn).index(conn, owner, entry_id, "\n".join(words_of(content)))


def remove(conn: Connection, owner: str, entry_id: str) -> None:
    """Forget the words of an entry."""
    _of(conn).remove(conn, owner, entry_id)


def find(conn: Connection, owner: str, query: str) -> frozenset[str]:
    """The ids of the entries that hold every word of a query; deleted ones too."""
    words = _WORD.findall(query)[:MAX_QUERY_WORDS]
    return _of(conn).find(conn, owner, words) if words else frozenset()


def rebuild(conn: Connection) -> None:
    """Write the index anew from what is there: it holds no word of what was removed."""
    _of(conn).rebuild(conn)


def words_of(content: Content) -> Iterator[str]:
    """Whatever a trainee wrote in an entry."""
    yield content.title
    yield from content.tags
    yield from (answer.text for answer in content.answers)
    yield from (f"{link.code} {link.because}" for link in content.capabilities)
    yield content.note


def _of(conn: Connection) -> Index:
    return search_tsvector if conn.dialect.name == "postgresql" else search_fts5
