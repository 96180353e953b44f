"""Bringing an older store to the newest schema; the only module that imports Alembic.

Kernels open the store without it: see `schema`.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from ladder_widgets.portfolio.backup import copy_store, dated_name
from ladder_widgets.portfolio.connection import begin_writing, driver, make_engine
from ladder_widgets.portfolio.faults import translated
from ladder_widgets.portfolio.files import is_on_server, store_path
from ladder_widgets.portfolio.opening import BUSY_MS
from ladder_widgets.portfolio.schema import (
    check_current,
    check_file,
    ensure_store,
    read_version,
    refuse_newer,
    use_log,
)
from ladder_widgets.portfolio.tables import HEAD
from ladder_widgets.settings import Passphrase, Settings

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade_store(settings: Settings) -> str:
    """Bring the store to the newest schema, and say in a sentence what was done.

    A copy of the older store stays beside it. A missing store is made.

    Raises:
        StoreError: the store cannot be upgraded; it was left as it is.
    """
    if is_on_server(settings):
        return _upgrade_server(settings)
    path = store_path(settings)
    with translated(path):
        ensure_store(settings)
        engine = make_engine(path, settings.passphrase)
        try:
            return _upgrade(engine, path, settings.passphrase)
        finally:
            engine.dispose()


def check_store(settings: Settings) -> str:
    """Read the whole store, and say in a sentence that it is sound and up to date.

    Raises:
        StoreError: it is missing, damaged, or has another schema than the newest.
    """
    if is_on_server(settings):
        return _check_server(settings)
    path = store_path(settings)
    with translated(path):
        version = check_file(path, settings.passphrase)
    check_current(version, path)
    return f"The store {path} is sound and up to date (schema {version})."


def alembic_config() -> Config:
    """Alembic's settings for the migrations shipped with the kit."""
    config = Config()
    # Alembic reads a percent sign as the beginning of a variable.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(engine: Engine, path: Path, passphrase: Passphrase | None) -> str:
    with engine.connect() as conn:
        version = read_version(driver(conn), path)
    refuse_newer(version, path)
    if version == HEAD:
        return f"The store {path} is up to date (schema {version}); nothing was changed."
    copy = dated_name(path, f"before-{HEAD}")
    copy_store(path, copy, passphrase)
    _migrate(engine)
    return f"The store {path} was upgraded from schema {version} to {HEAD}. Its copy: {copy}"


def _migrate(engine: Engine) -> None:
    with engine.connect() as conn:
        use_log(driver(conn))
        begin_writing(conn)
        _run(conn)
        conn.commit()


def _run(conn: Connection) -> None:
    config = alembic_config()
    # Alembic joins this transaction: the change and the record of it commit together.
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _upgrade_server(settings: Settings) -> str:
    from ladder_widgets.portfolio import postgresql  # nobody else needs it

    place = postgresql.ServerPlace(settings)
    engine = postgresql.make_server_engine(settings, busy_ms=BUSY_MS)
    try:
        with place.translated(), engine.begin() as conn:
            postgresql.ensure_tables(conn)
            version = place.version(conn)
            refuse_newer(version, postgresql.NAME)
            if version == HEAD:
                return f"The store in the database is up to date (schema {version})."
            _run(conn)
    finally:
        engine.dispose()
    return f"The store in the database was upgraded from schema {version} to {HEAD}."


def _check_server(settings: Settings) -> str:
    from ladder_widgets.portfolio import postgresql  # nobody else needs it

    place = postgresql.ServerPlace(settings)
    with place.translated():
        engine = place.open(busy_ms=BUSY_MS)
    engine.dispose()
    return f"The store in the database is up to date (schema {HEAD})."
