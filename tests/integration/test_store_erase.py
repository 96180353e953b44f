"""Erasing leaves no byte of what was written in the data folder, and says what it removed."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from store_tools import bytes_with, settings_in, write

from ladder_widgets.errors import StoreBusyError
from ladder_widgets.portfolio.backup import backup_store, restore_store
from ladder_widgets.portfolio.erase import erase_store
from ladder_widgets.portfolio.files import side_file
from ladder_widgets.portfolio.store import open_store

CANARY = "Quillwortmarzipan"


@pytest.fixture
def used(tmp_path):
    """A data folder in which a canary was written, edited, deleted, set aside and left behind."""
    folder = tmp_path / "data"
    settings = settings_in(folder)
    with open_store(settings) as store:
        saved = write(store, f"{CANARY} one")
        write(store, "Edited", entry_id=saved.entry_id, base=1, writer="tab-2")
        store.delete(write(store, f"{CANARY} two").entry_id)
    backup_store(settings, tmp_path / "backup.sqlite")
    restore_store(settings, tmp_path / "backup.sqlite")  # the present one is set aside
    copy = folder / "ladder-before-0002-20261123T090000000000Z.sqlite"
    copy.write_bytes((tmp_path / "backup.sqlite").read_bytes())
    (folder / ".ladder.sqlite.abcd.part").write_text(CANARY)
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "mine.ipynb").write_text(CANARY)
    return settings


def test_nothing_written_is_left_in_the_folder(used, tmp_path):
    """Store, history, words, set-aside stores, upgrade copies, leftovers and the working copy."""
    assert len(bytes_with(used.data_dir, CANARY)) >= 5

    said = "\n".join(erase_store(used))

    assert bytes_with(used.data_dir, CANARY) == []
    assert list(used.data_dir.iterdir()) == []
    for name in ("ladder.sqlite", "-kept-", "-before-0002-", "notebooks"):
        assert name in said
    assert bytes_with(tmp_path, CANARY) == ["backup.sqlite"]


def test_what_belongs_to_others_stays(used):
    """A person's rows go from a shared file, its free pages and its index; others' stay."""
    with open_store(settings_in(used.data_dir, user="other")) as theirs:
        write(theirs, "Somebody else's")
    foreign = used.data_dir / "holiday.txt"
    foreign.write_text("not the kit's")

    said = "\n".join(erase_store(used))

    assert "the rows of others stay" in said
    left = set(bytes_with(used.data_dir, CANARY))
    assert left <= {".ladder.sqlite.abcd.part", "mine.ipynb"}
    assert foreign.exists()
    with open_store(settings_in(used.data_dir, user="other")) as theirs:
        assert [e.content.answer("what") for e in theirs.entries()] == ["Somebody else's"]
        assert theirs.search("somebody")
    with open_store(used) as mine:
        assert mine.entries() == ()


def test_nothing_is_removed_while_the_kit_runs(used):
    """A kernel would go on writing into a file that nobody can find."""
    with open_store(used), pytest.raises(StoreBusyError):
        erase_store(used, busy_ms=50)

    assert bytes_with(used.data_dir, CANARY)


def test_a_damaged_store_is_erased_too(used):
    """What nobody can read any more is not kept for it."""
    path = used.data_dir / "ladder.sqlite"
    path.write_bytes(CANARY.encode() * 100)

    erase_store(used)

    assert bytes_with(used.data_dir, CANARY) == []


def test_the_log_of_a_lost_file_is_removed(used):
    """SQLite's log holds words of its own."""
    path = used.data_dir / "ladder.sqlite"
    path.unlink()
    side_file(path, "-wal").write_text(CANARY)

    erase_store(used)

    assert bytes_with(used.data_dir, CANARY) == []


def test_erasing_nothing_says_nothing(tmp_path):
    """An empty or missing folder is left as it is."""
    assert erase_store(settings_in(tmp_path / "none")) == ()
    assert not (tmp_path / "none").exists()


def test_a_store_of_the_first_schema_is_erased_for_one_owner(tmp_path):
    """It has no index of words yet."""
    settings = settings_in(tmp_path)
    with open_store(settings) as store:
        write(store, CANARY)
    with open_store(settings_in(tmp_path, user="other")) as store:
        write(store, "Other")
    path = tmp_path / "ladder.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        for table in ("search_words", "search_entry", "kept"):
            connection.execute(f"DROP TABLE {table}")
        connection.commit()

    erase_store(settings)

    assert bytes_with(tmp_path, CANARY) == []
