"""What a store in a PostgreSQL database has of its own; all else is tested on both kinds."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, inspect, text
from store_tools import content, settings_in, write

from ladder_widgets.cli.app import app
from ladder_widgets.cli.session import Session
from ladder_widgets.errors import (
    SettingsError,
    StoreBusyError,
    StoreDamagedError,
    StoreTooNewError,
    StoreTooOldError,
)
from ladder_widgets.portfolio.erase import erase_store
from ladder_widgets.portfolio.model import Content, Save, new_entry_id
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.portfolio.tables import HEAD
from ladder_widgets.portfolio.upgrade import alembic_config, check_store, upgrade_store
from ladder_widgets.settings import Settings, read_settings

LETTERS = "abcdeéèêüñçÅßøABC019 _-'.,"


@pytest.fixture
def here(tmp_path, postgres_url) -> Settings:
    """Settings for an empty database."""
    return read_settings({"LADDER_DATABASE_URL": postgres_url}, data_dir=tmp_path)


@pytest.fixture
def server(postgres_url) -> Iterator[Engine]:
    """The administrator's own connection."""
    engine = create_engine(postgres_url)
    yield engine
    engine.dispose()


def other(here: Settings) -> Settings:
    """Settings of somebody else in the same database."""
    env = {"LADDER_DATABASE_URL": here.database_url, "LADDER_USER": "other"}
    return read_settings(env, data_dir=here.data_dir)


def shape(server: Engine) -> object:
    """Every table with its columns, keys and indexes."""
    found = inspect(server)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted(str(key["constrained_columns"]) for key in found.get_foreign_keys(name)),
            sorted(str(index["column_names"]) for index in found.get_indexes(name)),
        )
        for name in found.get_table_names()
    }


def test_new_tables_equal_migrated_ones(here, server, postgres):
    """Whichever way the tables came to be, they are the same."""
    from alembic import command
    from postgres_tools import fresh_database

    with open_store(here):
        pass
    migrated = create_engine(fresh_database(postgres))
    config = alembic_config()
    with migrated.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "head")

    assert shape(server) == shape(migrated)
    migrated.dispose()


def test_checking_and_upgrading_say_what_they_found(here, server):
    """An upgrade makes missing tables, and leaves the newest alone."""
    assert HEAD in upgrade_store(here)
    assert "up to date" in upgrade_store(here)
    assert "up to date" in check_store(here)

    for version, error in (("0000", StoreTooOldError), ("9999", StoreTooNewError)):
        with server.begin() as conn:
            conn.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
        with pytest.raises(error):
            open_store(here)


def test_tables_of_another_program_are_left_alone(here, server):
    """Tables that bear our names and say no schema are not written into."""
    with server.begin() as conn:
        conn.execute(text("CREATE TABLE entry (number INTEGER)"))

    with pytest.raises(StoreDamagedError, match="database of its own"):
        open_store(here)

    assert inspect(server).get_table_names() == ["entry"]


def test_erasing_removes_the_rows_of_one_owner(here, server):
    """What belongs to somebody else stays; no row of one's own does."""
    with open_store(here) as mine, open_store(other(here)) as theirs:
        write(mine, "Mine")
        kept = write(theirs, "Theirs").entry_id

    said = erase_store(here)

    assert "Your rows in the database" in said[0]
    with server.connect() as conn:
        for table in inspect(server).get_table_names():
            if table != "alembic_version":
                owners = conn.execute(text(f"SELECT owner FROM {table}")).scalars()  # noqa: S608
                assert set(owners) <= {"other"}, table
    with open_store(other(here)) as theirs:
        assert theirs.entry(kept).content == content("Theirs")


def test_a_connection_that_the_server_ended_comes_back(here, server):
    """A server that was restarted costs no save."""
    with open_store(here) as store:
        first = write(store, "One")
        with server.begin() as conn:
            conn.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        write(store, "One and more", entry_id=first.entry_id, seq=2)

        assert store.entry(first.entry_id).content == content("One and more")


def test_a_connection_that_ends_within_a_save_changes_nothing(here, server):
    """The save says so, in words without the trainee's, and can be repeated."""
    with open_store(here) as store:
        with pytest.raises(StoreBusyError, match="does not answer") as caught:
            _cut_off_within_a_save(store, server)
        assert caught.value.__cause__ is None

        assert store.entries() == ()
        write(store, "One")
        assert len(store.entries()) == 1


def _cut_off_within_a_save(store, server):
    with store._writing() as (conn, _):
        pid = conn.execute(text("SELECT pg_backend_pid()")).scalar()
        with server.begin() as admin:
            admin.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        conn.execute(text("SELECT 1"))


def test_a_server_that_is_away_is_said_so(tmp_path):
    """The address, which may hold a password, is not shown."""
    address = f"postgresql+psycopg://u:secret@/db?host={tmp_path}"

    with pytest.raises(StoreBusyError, match="does not answer") as caught:
        open_store(read_settings({"LADDER_DATABASE_URL": address}, data_dir=tmp_path))

    assert "secret" not in str(caught.value)


def test_a_save_waits_for_the_owners_lock_and_gives_up(here, server):
    """Somebody else's rows are not held up by it."""
    with open_store(here, busy_ms=200) as mine, open_store(other(here), busy_ms=200) as theirs:
        with mine._writing(), open_store(here, busy_ms=200) as again:
            with pytest.raises(StoreBusyError, match="did not let go"):
                write(again, "One")
            write(theirs, "Two")

        assert (len(mine.entries()), len(theirs.entries())) == (0, 1)


def test_a_missing_library_is_named(here, monkeypatch):
    """Psycopg comes with an extra of its own."""
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(SettingsError, match=r"leadership-ladder\[postgresql\]"):
        open_store(here)


@pytest.mark.parametrize(
    "words",
    [["backup", "copy.sqlite"], ["restore", "copy.sqlite"], ["db", "set-aside"]],
)
def test_commands_for_a_file_name_the_servers_own_tools(here, tmp_path, words, monkeypatch):
    """One line that says what to use instead."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copy.sqlite").touch()
    env = {"LADDER_DATABASE_URL": here.database_url, "LADDER_DATA_DIR": str(tmp_path)}
    if words[0] == "backup":
        (tmp_path / "copy.sqlite").unlink()

    result = CliRunner(env=env).invoke(app, words, obj=Session())

    assert result.exit_code == 1
    assert "pg_dump" in result.stderr


def test_the_commands_of_a_trainee_work_on_a_server(here, tmp_path):
    """An entry is written, found, exported and erased."""
    runner = CliRunner(
        env={"LADDER_DATABASE_URL": here.database_url, "LADDER_DATA_DIR": str(tmp_path)}
    )
    entry = "---\ntitle: Handover\ndate: 2026-03-10\n---\n## What?\nWe began on time.\n"

    for words, stdin, expected in (
        (["entry", "add", "-"], entry, ""),
        (["entry", "list"], None, "Handover"),
        (["export", "-o", str(tmp_path / "all.zip"), "--format", "zip"], None, "all.zip"),
        (["verify", str(tmp_path / "all.zip")], None, "unchanged since exported"),
        (["db", "check"], None, "up to date"),
        (["doctor"], None, "PostgreSQL"),
        (["erase", "--yes"], None, "Your rows in the database"),
    ):
        result = runner.invoke(app, words, input=stdin, obj=Session())
        assert result.exit_code == 0, (words, result.stderr)
        assert expected in result.stdout, words


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(LETTERS, max_size=40), min_size=1, max_size=4), st.text(LETTERS, max_size=8)
)
def test_both_databases_find_the_same(stores, texts, query):
    """Accents, case, beginnings of words and signs between them mean the same in both."""
    found = []
    for store in stores:
        store.purge(everything=True)
        ids = {}
        for title in texts:
            ids[new_entry_id()] = title
        for entry_id, title in ids.items():
            saved = Content(title=title.strip() or "x")
            store.save(Save(entry_id=entry_id, base=0, writer="w", seq=1, content=saved))
        found.append(sorted(ids[entry_id] for entry_id in store.search(query)))
        for entry_id in ids:
            store.delete(entry_id)

    assert found[0] == found[1]


@pytest.fixture(scope="module")
def stores(tmp_path_factory, postgres):
    """The same empty store in a file and on a server."""
    from postgres_tools import fresh_database

    folder = tmp_path_factory.mktemp("both")
    env = {"LADDER_DATABASE_URL": fresh_database(postgres)}
    with (
        open_store(settings_in(folder)) as in_file,
        open_store(read_settings(env, data_dir=folder)) as on_server,
    ):
        yield in_file, on_server
