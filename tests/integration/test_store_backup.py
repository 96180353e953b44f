"""Backups are whole, private and never overwrite; a restore keeps what it replaces."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest
from store_tools import settings_in, write

from ladder_widgets.errors import (
    InputError,
    StoreBusyError,
    StoreDamagedError,
    StoreTooNewError,
)
from ladder_widgets.portfolio.backup import backup_store, restore_store, set_aside
from ladder_widgets.portfolio.store import open_store


@pytest.fixture
def settings(tmp_path):
    """Settings for a data folder that does not exist yet."""
    return settings_in(tmp_path / "data")


@pytest.fixture
def backup(tmp_path, settings):
    """A backup of a store with one entry, "One"; the store is still there."""
    with open_store(settings) as store:
        write(store, "One")
    backup_store(settings, tmp_path / "backup.sqlite")
    return tmp_path / "backup.sqlite"


class TestBackup:
    """Making a copy."""

    def test_backup_opens_as_a_store(self, tmp_path, settings, backup):
        """It is one private file that holds everything."""
        elsewhere = settings_in(tmp_path / "elsewhere")
        restore_store(elsewhere, backup)

        assert _texts(elsewhere) == _texts(settings) == ["One"]
        assert backup.stat().st_mode & 0o777 == 0o600
        assert sorted(path.name for path in tmp_path.glob("backup*")) == ["backup.sqlite"]

    def test_backup_holds_what_is_still_in_the_log(self, tmp_path, settings):
        """Saves that SQLite has not folded into its file yet are in the backup."""
        with open_store(settings) as store:
            write(store, "One")
            backup_store(settings, tmp_path / "b.sqlite")

        elsewhere = settings_in(tmp_path / "elsewhere")
        restore_store(elsewhere, tmp_path / "b.sqlite")
        assert _texts(elsewhere) == ["One"]

    def test_backup_while_writing_is_of_one_moment(self, tmp_path, settings):
        """Of a run of saves, it holds a beginning without a gap."""
        begun = threading.Event()

        def work():
            with open_store(settings) as store:
                for number in range(60):
                    write(store, str(number))
                    begun.set()

        writer = threading.Thread(target=work)
        writer.start()
        begun.wait(10)
        backup_store(settings, tmp_path / "b.sqlite")
        writer.join()

        elsewhere = settings_in(tmp_path / "elsewhere")
        restore_store(elsewhere, tmp_path / "b.sqlite")
        found = sorted(int(text) for text in _texts(elsewhere))
        assert found == list(range(len(found)))
        assert found

    def test_existing_file_is_not_overwritten(self, settings, backup):
        """The message says what to do; the file stays."""
        before = backup.read_bytes()

        with pytest.raises(InputError, match="not overwritten"):
            backup_store(settings, backup)

        assert backup.read_bytes() == before

    @pytest.mark.usefixtures("backup")
    def test_missing_folder_is_named(self, tmp_path, settings):
        """No folder is made where one was mistyped."""
        with pytest.raises(InputError, match="no folder"):
            backup_store(settings, tmp_path / "typo" / "b.sqlite")

    def test_nothing_to_back_up_is_said(self, tmp_path, settings):
        """An empty backup would pass for a good one."""
        with pytest.raises(InputError, match="nothing to back up"):
            backup_store(settings, tmp_path / "b.sqlite")

    @pytest.mark.usefixtures("backup")
    def test_damaged_store_makes_no_backup(self, tmp_path, settings):
        """A copy with broken pages is not left behind as if it were good."""
        _break_pages(settings.data_dir / "ladder.sqlite")

        with pytest.raises(StoreDamagedError):
            backup_store(settings, tmp_path / "b.sqlite")

        assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.sqlite", "data"]


class TestRestore:
    """Putting a copy back."""

    def test_present_store_is_kept_aside(self, settings, backup):
        """What is replaced can be restored in turn."""
        with open_store(settings) as store:
            write(store, "Two")

        kept = restore_store(settings, backup)
        assert _texts(settings) == ["One"]

        restore_store(settings, kept)
        assert sorted(_texts(settings)) == ["One", "Two"]
        assert kept.stat().st_mode & 0o777 == 0o600

    def test_restored_store_is_private_and_writable(self, tmp_path, backup):
        """A backup with open modes does not open the store to others."""
        backup.chmod(0o644)

        kept = restore_store(settings_in(tmp_path / "new"), backup)

        assert kept is None
        with open_store(settings_in(tmp_path / "new")) as store:
            write(store, "Two")
            modes = {p.stat().st_mode & 0o777 for p in (tmp_path / "new").iterdir()}
        assert modes == {0o600}

    def test_version_never_repeats_after_a_restore(self, settings, backup):
        """A page that saw the store before a restore notices every state after it."""
        seen = []
        for text in ("Two", "Three"):
            with open_store(settings) as store:
                write(store, text)
                seen.append(store.version())
            restore_store(settings, backup)
            with open_store(settings) as store:
                seen.append(store.version())

        assert seen[1] == seen[3]  # the backup's own
        assert len({seen[0], seen[1], seen[2]}) == 3

    def test_store_in_use_is_not_replaced(self, settings, backup):
        """An open page would go on saving into the file that was put aside."""
        with open_store(settings) as store:
            write(store, "Two")

            with pytest.raises(StoreBusyError, match="Close other windows"):
                restore_store(settings, backup, busy_ms=50)

            write(store, "Three")

        assert sorted(_texts(settings)) == ["One", "Three", "Two"]

    def test_damaged_store_is_kept_as_it_is(self, settings, backup):
        """What is left of it may still be of use to somebody."""
        path = settings.data_dir / "ladder.sqlite"
        path.write_bytes(b"broken")
        path.with_name("ladder.sqlite-wal").write_bytes(b"its log")

        kept = restore_store(settings, backup)

        assert kept.read_bytes() == b"broken"
        assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"its log"
        assert _texts(settings) == ["One"]

    @pytest.mark.usefixtures("backup")
    @pytest.mark.parametrize("wrong", [b"", b"Dear diary", b"SQLite format 3\0" + b"\1" * 5_000])
    def test_file_that_is_no_store_is_refused(self, tmp_path, settings, wrong):
        """The present store is not touched for it."""
        (tmp_path / "wrong").write_bytes(wrong)

        with pytest.raises(StoreDamagedError, match="wrong"):
            restore_store(settings, tmp_path / "wrong")

        assert _texts(settings) == ["One"]

    def test_damaged_backup_is_refused(self, settings, backup):
        """Broken pages are found before the present store is touched."""
        _break_pages(backup)

        with pytest.raises(StoreDamagedError, match="backup"):
            restore_store(settings, backup)

        assert _texts(settings) == ["One"]
        assert [path.name for path in settings.data_dir.iterdir()] == ["ladder.sqlite"]

    def test_backup_of_a_newer_kit_is_refused(self, settings, backup):
        """It could not be opened here."""
        with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '0999'")

        with pytest.raises(StoreTooNewError, match="newer version"):
            restore_store(settings, backup)

        assert _texts(settings) == ["One"]

    def test_missing_backup_is_named(self, tmp_path, settings):
        """Nothing is made for a mistyped name."""
        with pytest.raises(InputError, match="no file"):
            restore_store(settings, tmp_path / "typo.sqlite")

        assert not settings.data_dir.exists()


class TestSettingAside:
    """A damaged store makes room for a new one and is kept."""

    @pytest.mark.usefixtures("backup")
    @pytest.mark.parametrize("how", ["header", "pages", "log"])
    def test_a_damaged_store_makes_room_and_is_kept(self, settings, how):
        """Its pages are as they were; the next start begins a new one."""
        path = settings.data_dir / "ladder.sqlite"
        if how == "pages":
            _break_pages(path)
        elif how == "header":
            path.write_bytes(b"broken")
        else:
            path.unlink()
            path.with_name("ladder.sqlite-wal").write_bytes(b"its log")
        before = path.read_bytes() if path.exists() else b"its log"

        kept = set_aside(settings)

        left = kept if kept.exists() else kept.with_name(f"{kept.name}-wal")
        # SQLite's own header says how it was closed.
        assert left.read_bytes()[100:] == before[100:]
        assert left.read_bytes()[:16] == before[:16]
        assert _texts(settings) == []

    @pytest.mark.usefixtures("backup")
    def test_a_healthy_store_is_left_where_it_is(self, settings):
        """Nobody loses their entries by a mistyped command."""
        with pytest.raises(InputError, match="healthy"):
            set_aside(settings)

        assert _texts(settings) == ["One"]

    def test_without_a_store_there_is_nothing_to_set_aside(self, settings):
        """The message says that none is there."""
        with pytest.raises(InputError, match="no store"):
            set_aside(settings)


def _texts(settings) -> list[str]:
    with open_store(settings) as store:
        return [entry.content.answer("what") for entry in store.entries()]


def _break_pages(path) -> None:
    whole = bytearray(path.read_bytes())
    # The first page names the tables and stays readable; all others lose their headers.
    for page in range(4_096, len(whole), 4_096):
        whole[page : page + 16] = b"\xff" * 16
    path.write_bytes(whole)
