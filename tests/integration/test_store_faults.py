"""What goes wrong with files and disks is named, and never costs an acknowledged word."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from store_tools import settings_in, write

from ladder_widgets.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreReadOnlyError,
    StoreTooNewError,
    StoreTooOldError,
)
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.portfolio.tables import HEAD

CHILD = Path(__file__).with_name("store_child.py")
CANARY = "QQ words that only the trainee reads"


@pytest.fixture
def public_folder():
    """A folder that other users can reach; pytest's own folders are closed to them."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


class TestKilling:
    """The program dies."""

    @pytest.mark.parametrize("wanted", [1, 7, 18, 33, 60])
    def test_killed_writer_loses_nothing_acknowledged(self, tmp_path, wanted):
        """Every save that was acknowledged before `kill -9` is there, whole."""
        acknowledged = _acknowledgements_until_killed(tmp_path, wanted)

        assert len(acknowledged) >= wanted
        newest = dict(acknowledged)
        with open_store(settings_in(tmp_path)) as store:
            for entry_id, seq in newest.items():
                head = store.head(entry_id)
                assert head.seq >= seq
                assert head.content.answer("what") == f"text {head.seq} " * 2_000


class TestDisk:
    """The disk or the folder refuses."""

    def test_full_disk_is_named_and_keeps_what_was_saved(self, tmp_path):
        """A save that finds no room changes nothing, and saving goes on once there is some."""
        lines = _child("full", tmp_path)

        assert lines[0].startswith("StoreFullError The disk that holds")
        assert lines[1:] == ["before", "after"]

    def test_folder_that_may_not_be_written_is_named(self, public_folder):
        """A store cannot be made in somebody else's folder."""
        lines = _child("nobody", public_folder)

        assert lines[0].startswith("StoreReadOnlyError")
        assert "LADDER_DATA_DIR" in lines[0]
        assert list(public_folder.iterdir()) == []

    def test_folder_that_may_not_be_made_is_named(self, public_folder):
        """Nor can a folder be made within one."""
        lines = _child("nobody", public_folder / "data")

        assert lines[0].startswith("StoreReadOnlyError")

    def test_store_that_may_only_be_read_is_named(self, public_folder):
        """A store in a read-only folder is refused on opening, not at the first lost save."""
        _make(public_folder)
        (public_folder / "ladder.sqlite").chmod(0o444)
        public_folder.chmod(0o555)

        lines = _child("nobody", public_folder)

        assert lines[0].startswith("StoreReadOnlyError")

    def test_file_in_the_folders_place_is_named(self, tmp_path):
        """The error is the system's own, in our words."""
        (tmp_path / "file").write_text("not a folder")
        settings = settings_in(tmp_path / "file" / "data")

        with pytest.raises(StoreError, match="ENOTDIR"):
            open_store(settings)


class TestDamage:
    """The file is not what it should be."""

    @pytest.mark.parametrize(
        "content",
        [b"", b"short", b"Dear diary, " * 1_000],
        ids=["empty", "short", "text"],
    )
    def test_file_that_is_no_database_is_left_alone(self, tmp_path, content):
        """It is refused, named, and not touched."""
        path, log = tmp_path / "ladder.sqlite", tmp_path / "ladder.sqlite-wal"
        path.write_bytes(content)
        log.write_bytes(b"what was typed last")

        with pytest.raises(StoreDamagedError, match="ladder restore"):
            open_store(settings_in(tmp_path))

        assert (path.read_bytes(), log.read_bytes()) == (content, b"what was typed last")

    def test_broken_header_is_refused(self, tmp_path):
        """A file that only begins like SQLite's is refused and not touched."""
        path = tmp_path / "ladder.sqlite"
        content = b"SQLite format 3\0" + b"\1" * 8_000
        path.write_bytes(content)

        with pytest.raises(StoreDamagedError):
            open_store(settings_in(tmp_path))

        assert path.read_bytes() == content

    def test_another_programs_database_is_left_alone(self, tmp_path):
        """An SQLite file that this kit did not make is not taken over."""
        path = tmp_path / "ladder.sqlite"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        before = path.read_bytes()

        with pytest.raises(StoreDamagedError):
            open_store(settings_in(tmp_path))

        assert path.read_bytes() == before

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_truncated_store_is_refused(self, tmp_path, share):
        """A file that lost its end is not opened as if nothing had happened."""
        path = _make(tmp_path)
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])

        with pytest.raises(StoreDamagedError):
            open_store(settings_in(tmp_path))

    def test_log_of_a_lost_store_is_not_replayed(self, tmp_path):
        """Where the file is gone and its log is not, nothing new is made over it."""
        log = tmp_path / "ladder.sqlite-wal"
        log.write_bytes(b"what was typed last")

        with pytest.raises(StoreDamagedError):
            open_store(settings_in(tmp_path))

        assert [path.name for path in tmp_path.iterdir()] == ["ladder.sqlite-wal"]


class TestSchema:
    """Another version of the kit wrote the file."""

    def test_store_of_a_newer_kit_is_refused(self, tmp_path):
        """The message names both versions and what to do; the file is as it was."""
        path = _make(tmp_path)
        _stamp(path, "0999")
        before = path.read_bytes()

        with pytest.raises(StoreTooNewError, match=rf"schema 0999.*{HEAD}.*newer version"):
            open_store(settings_in(tmp_path))

        assert path.read_bytes() == before

    def test_store_of_an_older_kit_is_refused(self, tmp_path):
        """Opening never migrates; the message names the command that does."""
        path = _make(tmp_path)
        _stamp(path, "0000")

        with pytest.raises(StoreTooOldError, match="ladder db upgrade"):
            open_store(settings_in(tmp_path))

    def test_a_stamp_this_kit_cannot_know_counts_as_newer(self, tmp_path):
        """A later kit may name its schemas otherwise: it is not called damage, nor put aside."""
        path = _make(tmp_path)
        _stamp(path, "3f2a9c")

        with pytest.raises(StoreTooNewError, match="3f2a9c"):
            open_store(settings_in(tmp_path))


class TestLocks:
    """Somebody else holds the lock, or something breaks midway."""

    def test_held_lock_is_named(self, tmp_path):
        """A save waits, then says who is in the way; reading goes on meanwhile."""
        path = _make(tmp_path)
        with (
            closing(sqlite3.connect(path, isolation_level=None)) as other,
            open_store(settings_in(tmp_path), busy_ms=50) as store,
        ):
            other.execute("BEGIN IMMEDIATE")

            with pytest.raises(StoreBusyError, match="Another program"):
                write(store, CANARY)

            assert len(store.entries()) == 1
            other.execute("ROLLBACK")
            write(store, "now")
            assert len(store.entries()) == 2

    def test_errors_hold_none_of_the_words(self, tmp_path):
        """Neither the error nor what caused it quotes what was being saved."""
        with open_store(settings_in(tmp_path)) as store:
            with store._writing() as (conn, _):
                conn.exec_driver_sql("DROP TABLE revision")

            with pytest.raises(StoreDamagedError) as caught:
                write(store, CANARY)

        error = caught.value
        while error is not None:
            assert CANARY not in f"{error} {error!r}"
            error = error.__cause__ or error.__context__

    def test_refused_folder_is_an_oserror_too(self):
        """Callers that know only Python's errors still understand the kind."""
        assert issubclass(StoreReadOnlyError, PermissionError)
        assert issubclass(StoreBusyError, TimeoutError)


def _make(folder: Path) -> Path:
    with open_store(settings_in(folder)) as store:
        write(store, "One " * 20_000)
    return folder / "ladder.sqlite"


def _stamp(path: Path, version: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


def _child(what: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, str(CHILD), what, str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    assert "canary" not in done.stdout
    return done.stdout.splitlines()


def _acknowledgements_until_killed(folder: Path, wanted: int) -> list[tuple[str, int]]:
    with subprocess.Popen(
        [sys.executable, str(CHILD), "write", str(folder)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(wanted)]
        child.kill()
        lines += child.stdout.readlines()  # what was acknowledged until the kill arrived
    return [(entry, int(seq)) for entry, seq in (line.split() for line in lines)]
