"""Threads and programs share a store; its files are their owner's alone."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest
from store_tools import Clock, in_a_file, settings_in, write

from ladder_widgets.errors import (
    ConflictError,
    SettingsError,
    StoreError,
)
from ladder_widgets.portfolio.model import (
    new_entry_id,
)
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def store(tmp_path, database):
    """An empty store with a ticking clock."""
    with open_store(settings_in(tmp_path), now=Clock()) as opened:
        yield opened


class TestSharing:
    """Several at once."""

    def test_threads_may_share_a_store(self, store):
        """Saves from several threads are all kept."""

        def work(name):
            for seq in range(1, 6):
                write(store, f"{name} {seq}", writer=name, seq=seq)

        _run(*(threading.Thread(target=work, args=(f"tab-{n}",)) for n in range(4)))

        texts = {entry.content.answer("what") for entry in store.entries()}
        assert texts == {f"tab-{n} {seq}" for n in range(4) for seq in range(1, 6)}

    def test_two_stores_write_to_one_file(self, tmp_path):
        """Two programs that save at once wait for each other; one entry has one line of history."""
        entry_id = new_entry_id()
        acknowledged = []

        def work(name):
            with open_store(settings_in(tmp_path)) as own:
                for seq in range(1, 11):
                    head = own.head(entry_id)
                    base = head.number if head else 0
                    try:
                        saved = write(
                            own, f"{name} {seq}", entry_id=entry_id, base=base, writer=name, seq=seq
                        )
                    except ConflictError:
                        continue
                    acknowledged.append((saved.revision, name, seq))

        _run(*(threading.Thread(target=work, args=(f"tab-{n}",)) for n in range(2)))

        with open_store(settings_in(tmp_path)) as store:
            history = {(r.number, r.writer): r.seq for r in store.history(entry_id)}
        assert acknowledged
        assert all(history[number, name] >= seq for number, name, seq in acknowledged)
        assert sorted(number for number, _ in history) == list(range(1, len(history) + 1))

    def test_many_may_open_a_new_store_at_once(self, tmp_path):
        """Only one of them makes it, and each finds it whole."""

        def work():
            with open_store(settings_in(tmp_path)) as own:
                write(own, "One")

        _run(*(threading.Thread(target=work) for _ in range(6)))

        with open_store(settings_in(tmp_path)) as store:
            assert len(store.entries()) == 6


class TestClosing:
    """Letting go of the file."""

    def test_closed_store_says_so(self, tmp_path):
        """A closed store does not open itself again."""
        store = open_store(settings_in(tmp_path))
        store.close()
        store.close()

        for use in (store.entries, lambda: write(store, "One")):
            with pytest.raises(StoreError, match="closed"):
                use()

    @in_a_file
    def test_closing_leaves_one_file(self, tmp_path):
        """SQLite's log is folded into the file, which can be copied then."""
        with open_store(settings_in(tmp_path)) as store:
            write(store, "One")

        assert [path.name for path in tmp_path.iterdir()] == ["ladder.sqlite"]


@in_a_file
class TestPlaces:
    """Where the file may lie."""

    @pytest.mark.parametrize(
        "address",
        ["mysql://u:secret@h/db", "sqlite://", "sqlite:///:memory:", "not an address"],
    )
    def test_only_databases_that_the_kit_knows_are_opened(self, tmp_path, address):
        """Any other address is refused without being shown, since it may hold a password."""
        settings_ = read_settings({"LADDER_DATABASE_URL": address}, data_dir=tmp_path)

        with pytest.raises(SettingsError, match="LADDER_DATABASE_URL") as caught:
            open_store(settings_)

        assert "secret" not in str(caught.value)

    def test_names_with_signs_of_their_own_work(self, tmp_path):
        """Spaces, question marks, percent and hash signs in a folder's name mean nothing."""
        folder = tmp_path / "My data? 100% #1 \N{FACE WITH TEARS OF JOY}"

        with open_store(settings_in(folder)) as store:
            write(store, "One")

        assert (folder / "ladder.sqlite").is_file()

    def test_file_elsewhere_keeps_its_folders_mode(self, tmp_path):
        """A folder that only the database's address names may hold other things."""
        shared = tmp_path / "shared"
        shared.mkdir(mode=0o755)
        address = f"sqlite:///{shared / 'mine.sqlite'}"
        settings_ = read_settings({"LADDER_DATABASE_URL": address}, data_dir=tmp_path / "data")

        with closing(open_store(settings_)) as store:
            write(store, "One")

        assert _mode(shared) == 0o755
        assert _mode(shared / "mine.sqlite") == 0o600


@in_a_file
class TestModes:
    """Who may read the files."""

    def test_new_files_are_the_owners_alone(self, tmp_path):
        """Folder, file, log and shared memory: nobody else on a shared PC reads a word."""
        folder = tmp_path / "data"
        with open_store(settings_in(folder)) as store:
            write(store, "One")
            modes = {path.name: _mode(path) for path in folder.iterdir()}

        assert _mode(folder) == 0o700
        assert modes == {
            "ladder.sqlite": 0o600,
            "ladder.sqlite-wal": 0o600,
            "ladder.sqlite-shm": 0o600,
        }

    def test_open_modes_are_closed(self, tmp_path):
        """A folder or file that others could read is taken from them."""
        with open_store(settings_in(tmp_path)):
            pass
        tmp_path.chmod(0o755)
        (tmp_path / "ladder.sqlite").chmod(0o644)

        with open_store(settings_in(tmp_path)):
            pass

        assert (_mode(tmp_path), _mode(tmp_path / "ladder.sqlite")) == (0o700, 0o600)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def _run(*threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
