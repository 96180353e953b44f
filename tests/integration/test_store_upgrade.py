"""A new store and an upgraded one are the same; an upgrade keeps a copy."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from store_tools import STORES, Clock, restore_dump, settings_in, write

from ladder_widgets.errors import StoreDamagedError, StoreError, StoreTooNewError, StoreTooOldError
from ladder_widgets.portfolio.connection import make_engine
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.portfolio.tables import APPLICATION_ID, HEAD
from ladder_widgets.portfolio.upgrade import alembic_config, check_store, upgrade_store

CHILD = Path(__file__).with_name("store_child.py")


@pytest.fixture
def settings(tmp_path):
    """Settings for a folder without a store."""
    return settings_in(tmp_path)


@pytest.fixture
def old_store(tmp_path, settings):
    """The path of a store from before the first migration: marked as ours, without our tables."""
    path = tmp_path / "ladder.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    engine, config = make_engine(path), alembic_config()
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.ensure_version(config)
    engine.dispose()
    return path


def test_head_is_the_newest_migration():
    """The number that kernels check without Alembic is Alembic's own."""
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD


def test_new_store_equals_an_upgraded_one(tmp_path, settings, old_store):
    """Every table, column and constraint is the same, whichever way the store came to be."""
    upgrade_store(settings)
    with open_store(settings_in(tmp_path / "new")):
        pass

    assert _tables(old_store) == _tables(tmp_path / "new" / "ladder.sqlite")


def test_upgraded_store_is_used_like_any(settings, old_store):
    """It opens, keeps what is saved, and is sound."""
    upgrade_store(settings)

    with open_store(settings) as store:
        saved = write(store, "One")
        assert store.entry(saved.entry_id).revision == 1
        assert store.schema_version() == HEAD
    assert "sound and up to date" in check_store(settings)


def test_upgrade_keeps_a_private_copy(tmp_path, settings, old_store):
    """The sentence names the copy, which is the older store."""
    sentence = upgrade_store(settings)

    copies = [path for path in tmp_path.iterdir() if "-before-" in path.name]
    assert len(copies) == 1
    assert str(copies[0]) in sentence
    assert copies[0].stat().st_mode & 0o777 == 0o600
    assert set(_tables(copies[0])) == {"alembic_version"}


@pytest.mark.parametrize("dump", sorted(STORES.glob("*.sql")), ids=lambda path: path.stem)
def test_a_store_of_each_schema_is_upgraded_without_loss(tmp_path, settings, dump):
    """Profile, entries, history, marks and the bin are what they were; the words are indexed."""
    restore_dump(dump, tmp_path / "ladder.sqlite")

    upgrade_store(settings)

    with open_store(settings, now=Clock()) as store:
        assert store.profile().grade == "ST2"
        assert [(e.content.title, e.state, e.revision) for e in store.entries()] == [
            ("Title three", "draft", 1),
            ("Title two", "final", 2),
        ]
        assert [r.content.answer("what") for r in store.history(f"{1:032x}")] == [
            "Marmalade one",
            "Marmalade two",
        ]
        assert store.entry(f"{1:032x}").content.capabilities[0].because == "Because of toffee"
        assert store.marks() - {f"pinned/{2:032x}"} == {"quality-improvement.2.a"}
        assert [d.entry.content.title for d in store.deleted()] == ["Title deleted"]
        assert store.search("marmal") == {f"{1:032x}", f"{2:032x}"}
        assert store.search("unicode toffee two") == {f"{1:032x}"}
        write(store, "Goes on", entry_id=f"{2:032x}", base=1)


@pytest.mark.parametrize("after_ms", [0, 30, 80, 200])
def test_a_killed_upgrade_leaves_one_whole_store(tmp_path, settings, after_ms):
    """Older or newer, never between; the upgrade is simply run again."""
    path = tmp_path / "ladder.sqlite"
    restore_dump(STORES / "schema-0001.sql", path)
    with closing(sqlite3.connect(path)) as connection:
        _multiply(connection, 2_000)
    child = subprocess.Popen(
        [sys.executable, CHILD, "upgrade", str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "begin\n"
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=after_ms / 1000)
    child.kill()
    child.communicate()

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (2_003,)
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert ("kept" in tables) == (version == HEAD)
    upgrade_store(settings)
    with open_store(settings, now=Clock()) as store:
        assert len(store.search("marmalade")) == 2_002


def test_upgrade_of_the_newest_changes_nothing(tmp_path, settings):
    """Running it twice is harmless and leaves no copies about."""
    with open_store(settings) as store:
        write(store, "One")

    assert "nothing was changed" in upgrade_store(settings)
    assert [path.name for path in tmp_path.iterdir()] == ["ladder.sqlite"]


def test_upgrade_makes_a_missing_store(settings):
    """The first `ladder serve` may call it on an empty folder."""
    upgrade_store(settings)

    assert HEAD in check_store(settings)


def test_failed_upgrade_leaves_the_store_as_it_was(tmp_path, settings, old_store):
    """A migration and the record of it commit together or not at all."""
    with closing(sqlite3.connect(old_store, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE mark (in_the_way TEXT)")
    before = _tables(old_store)

    with pytest.raises(StoreError):
        upgrade_store(settings)

    assert _tables(old_store) == before
    with pytest.raises(StoreTooOldError):
        open_store(settings)


def test_newer_store_is_not_upgraded(settings):
    """It is refused as on opening."""
    with open_store(settings) as store, store._writing() as (conn, _):
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")

    for refuse in (upgrade_store, check_store):
        with pytest.raises(StoreTooNewError):
            refuse(settings)


def test_check_names_what_is_wrong(tmp_path, settings):
    """Missing, older and broken stores are told apart."""
    with pytest.raises(StoreError, match="no store"):
        check_store(settings)
    with open_store(settings) as store:
        write(store, "One " * 20_000)
    path = tmp_path / "ladder.sqlite"
    whole = bytearray(path.read_bytes())
    whole[-4_096:] = b"\xff" * 4_096
    whole[8_192 : 8_192 + 16] = b"\xff" * 16
    path.write_bytes(whole)

    with pytest.raises(StoreDamagedError):
        check_store(settings)


def test_opening_a_store_imports_no_alembic(tmp_path):
    """A kernel saves its 10 MB."""
    code = (
        "import sys; from pathlib import Path\n"
        "from ladder_widgets.portfolio.store import open_store\n"
        "from ladder_widgets.portfolio.backup import backup_store\n"
        "from ladder_widgets.settings import read_settings\n"
        "open_store(read_settings({}, data_dir=Path(sys.argv[1]))).close()\n"
        "print([name for name in ('alembic', 'mako', 'sqlalchemy.orm') if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def _multiply(connection: sqlite3.Connection, times: int) -> None:
    """So many more entries, with the words of the first."""
    for number in range(100, 100 + times):
        connection.execute(
            "INSERT INTO entry SELECT owner, ?, 1, created_at, NULL FROM entry WHERE id = ?",
            [f"{number:032x}", f"{2:032x}"],
        )
        connection.execute(
            "INSERT INTO revision SELECT owner, ?, 1, writer, seq, state, content, written_at"
            " FROM revision WHERE entry_id = ?",
            [f"{number:032x}", f"{2:032x}"],
        )
    connection.commit()


def _tables(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: re.sub(r"\s+", " ", sql) for name, sql in rows}
