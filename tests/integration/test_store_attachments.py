"""Files of entries in the store: whole or not at all, each once, gone when removed."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from contextlib import closing

import attachment_tools as tools
import pytest
from sqlalchemy import update
from store_tools import Clock, in_a_file, settings_in, write

from ladder_widgets.errors import InputError, StoreDamagedError, UnknownIdError
from ladder_widgets.portfolio import attaching
from ladder_widgets.portfolio.backup import backup_store, restore_store
from ladder_widgets.portfolio.erase import erase_store
from ladder_widgets.portfolio.findings import Found
from ladder_widgets.portfolio.inspection.inspect import inspect
from ladder_widgets.portfolio.inspection.values import Inspected
from ladder_widgets.portfolio.model import DELETED_DAYS, MAX_ATTACHMENTS
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.portfolio.tables import blob

pytestmark = pytest.mark.usefixtures("database")

CANARY = b"Wobblethorpequince"
NAME = Found(code="name", title="Name", count=2)


@pytest.fixture
def clock():
    """A clock that a test may put forward."""
    return Clock()


@pytest.fixture
def store(tmp_path, clock, database):
    """An empty store."""
    with open_store(settings_in(tmp_path), now=clock) as opened:
        yield opened


@pytest.fixture
def entry_id(store):
    """A draft."""
    return write(store, "One").entry_id


def file(data: bytes = CANARY, name: str = "letter.pdf", **more: object) -> Inspected:
    """A file that was looked at; what it holds does not matter to the store."""
    return Inspected(kind="pdf", name=name, data=data, **more)


def files_with(folder, data=CANARY):
    """The files of a folder in which some bytes are found."""
    found = folder.rglob("*")
    return [path.name for path in found if path.is_file() and data in path.read_bytes()]


def test_a_file_comes_back_as_it_was_attached(store, entry_id):
    """Bytes, name and what was said of it, also after the store is opened again."""
    inspected = inspect(tools.jpeg(), "photo.jpg")

    added = store.attach(entry_id, inspected)

    assert store.attachments(entry_id) == store.all_attachments() == (added,)
    assert store.attachment_data(added.id) == (added, inspected.data)
    assert (added.name, added.kind, added.size) == ("photo.jpg", "jpeg", len(inspected.data))
    assert "where it was taken" in added.removed


def test_findings_are_kept_by_their_codes(store, entry_id):
    """Never the words."""
    added = store.attach(entry_id, file(found=(NAME,)))

    assert store.attachments(entry_id)[0].found == added.found == ("name",)


def test_files_are_listed_in_the_order_of_attaching(store, entry_id):
    """The version of the store changes with each, so that what is shown is renewed."""
    before = store.version()
    store.attach(entry_id, file(b"one", "b.pdf"))
    store.attach(entry_id, file(b"two", "a.pdf"))

    assert [a.name for a in store.attachments(entry_id)] == ["b.pdf", "a.pdf"]
    assert store.version() > before


@in_a_file
def test_the_same_bytes_are_kept_once_and_go_with_the_last(store, tmp_path):
    """Taking a file off one entry leaves it to the other."""
    first, second = (write(store, text).entry_id for text in ("One", "Two"))
    one, two = store.attach(first, file()), store.attach(second, file())
    assert _blobs(tmp_path) == 1

    store.detach(one.id)
    assert store.attachments(first) == ()
    assert store.attachment_data(two.id) == (two, CANARY)

    store.detach(two.id)
    assert _blobs(tmp_path) == 0
    assert files_with(tmp_path) == []


def test_attaching_again_adds_nothing(store, entry_id):
    """Whoever missed the answer may send the file again."""
    first = store.attach(entry_id, file())

    assert store.attach(entry_id, file(name="again.pdf")) == first
    assert store.attachments(entry_id) == (first,)


def test_another_file_of_the_same_name_gets_a_number(store, entry_id):
    """Both can be saved into one folder."""
    names = [store.attach(entry_id, file(data)).name for data in (b"one", b"two")]

    assert names == ["letter.pdf", "letter (2).pdf"]


def test_a_name_is_cleaned_whoever_gives_it(store, entry_id):
    """The store does not rely on who looked at the file."""
    assert store.attach(entry_id, file(name="../../x\u202e.exe")).name == "x.pdf"


def test_a_final_entry_is_locked_with_its_files(store, entry_id):
    """Reopened it can be changed; what it had stays."""
    added = store.attach(entry_id, file())
    write(store, "One", entry_id=entry_id, base=1, writer="tab-2", state="final")

    for change in (lambda: store.attach(entry_id, file(b"x")), lambda: store.detach(added.id)):
        with pytest.raises(InputError, match=r"final and locked.*Reopen it"):
            change()
    store.reopen(entry_id, writer="tab-3")
    store.detach(added.id)
    assert store.attachments(entry_id) == ()


def test_an_entry_has_a_limited_number_of_files(store, entry_id):
    """The sentence says how many, and what to do."""
    for number in range(MAX_ATTACHMENTS):
        store.attach(entry_id, file(b"%d" % number))

    with pytest.raises(InputError, match=r"20 files; 20 are allowed\. Take one off"):
        store.attach(entry_id, file(b"one more"))


def test_the_files_of_an_entry_have_a_limited_size(store, entry_id, monkeypatch):
    """Together, since its evidence carries them all."""
    monkeypatch.setattr(attaching, "MAX_ENTRY_BYTES", 10)
    store.attach(entry_id, file(b"123456"))

    with pytest.raises(InputError, match="attach a smaller file"):
        store.attach(entry_id, file(b"12345"))
    store.attach(entry_id, file(b"1234"))


def test_ids_of_nothing_are_refused(store, entry_id):
    """Of entries and of files, of deleted entries too."""
    added = store.attach(entry_id, file())
    store.delete(entry_id)

    for ask in (store.attachments, lambda i: store.attach(i, file())):
        for unknown in ("f" * 32, entry_id):
            with pytest.raises(UnknownIdError):
                ask(unknown)
    for ask in (store.attachment_data, store.detach):
        for unknown in ("f" * 32, added.id):
            with pytest.raises(UnknownIdError):
                ask(unknown)
    assert store.all_attachments() == ()


def test_a_deleted_entry_comes_back_with_its_files(store, entry_id):
    """Until it is purged."""
    added = store.attach(entry_id, file())
    store.delete(entry_id)
    store.undelete(entry_id)

    assert store.attachment_data(added.id) == (added, CANARY)


@in_a_file
def test_purging_removes_the_files_of_deleted_entries(store, entry_id, clock, tmp_path):
    """No byte of them stays in the folder; other entries keep theirs."""
    other = write(store, "Two").entry_id
    store.attach(entry_id, file(CANARY * 5_000))
    stays = store.attach(other, file(b"stays"))
    assert files_with(tmp_path)
    store.delete(entry_id)
    clock.at += dt.timedelta(days=DELETED_DAYS)

    with open_store(settings_in(tmp_path), now=clock) as again:
        assert again.all_attachments() == (stays,)
    assert files_with(tmp_path) == []


@in_a_file
def test_erasing_removes_files_from_a_store_of_ones_own(store, entry_id, tmp_path):
    """And from the copies that are set aside."""
    store.attach(entry_id, file(CANARY * 5_000))
    store.close()
    settings = settings_in(tmp_path)
    backup_store(settings, tmp_path / "backup.sqlite")
    restore_store(settings, tmp_path / "backup.sqlite")
    (tmp_path / "backup.sqlite").unlink()
    assert len(files_with(tmp_path)) >= 2

    erase_store(settings)

    assert files_with(tmp_path) == []


def test_erasing_removes_files_from_a_store_that_others_share(store, entry_id, tmp_path):
    """Others keep theirs, even of the same bytes."""
    store.attach(entry_id, file(CANARY * 5_000))
    store.close()
    with open_store(settings_in(tmp_path, user="other")) as theirs:
        added = theirs.attach(write(theirs, "Theirs").entry_id, file(b"theirs"))

    erase_store(settings_in(tmp_path))

    assert files_with(tmp_path) == []
    with open_store(settings_in(tmp_path, user="other")) as theirs:
        assert theirs.attachment_data(added.id) == (added, b"theirs")


def test_somebody_else_sees_no_file(store, entry_id, tmp_path):
    """Not by its id either."""
    added = store.attach(entry_id, file())

    with open_store(settings_in(tmp_path, user="other")) as theirs:
        assert theirs.all_attachments() == ()
        with pytest.raises(UnknownIdError):
            theirs.attachment_data(added.id)


@in_a_file
def test_a_backup_has_the_files(store, entry_id, tmp_path):
    """What is restored is whole."""
    added = store.attach(entry_id, file())
    store.close()
    backup_store(settings_in(tmp_path), tmp_path / "backup.sqlite")
    erase_store(settings_in(tmp_path))
    restore_store(settings_in(tmp_path), tmp_path / "backup.sqlite")

    with open_store(settings_in(tmp_path)) as again:
        assert again.attachment_data(added.id) == (added, CANARY)


def test_damaged_bytes_are_said_and_not_handed_out(store, entry_id):
    """The digest is checked on the way out; the file can still be taken off."""
    added = store.attach(entry_id, file())
    with store._writing() as (conn, _):
        conn.execute(update(blob).values(data=b"other"))

    with pytest.raises(StoreDamagedError, match="attach the file again"):
        store.attachment_data(added.id)
    store.detach(added.id)


def test_a_killed_attach_leaves_all_or_nothing(store, entry_id, tmp_path):
    """A process that dies in the middle leaves a store that opens, with whole files only."""
    store.close()
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from ladder_widgets.portfolio.inspection.values import Inspected\n"
        "from ladder_widgets.portfolio.store import open_store\n"
        "from ladder_widgets.settings import read_settings\n"
        "address = {'LADDER_DATABASE_URL': sys.argv[3]}\n"
        "store = open_store(read_settings(address, data_dir=Path(sys.argv[1])))\n"
        "print('begin', flush=True)\n"
        "for n in range(20):\n"
        "    data = bytes([n]) * 3_000_000\n"
        "    new = store.attach(sys.argv[2], Inspected(kind='pdf', name='x.pdf', data=data))\n"
        "    print(new.id, flush=True)\n"
    )
    words = [str(tmp_path), entry_id, settings_in(tmp_path).database_url]
    child = subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True
    )
    said = [child.stdout.readline() for _ in range(3)]
    child.kill()
    rest, _ = child.communicate()

    attached = [line.strip() for line in (*said[1:], *rest.splitlines(keepends=True)) if line]
    with open_store(settings_in(tmp_path)) as again:
        found = again.attachments(entry_id)
        assert {line for line in attached if len(line) == 32} <= {a.id for a in found}
        for item in found:
            assert len(again.attachment_data(item.id)[1]) == 3_000_000


def _blobs(folder):
    with closing(sqlite3.connect(folder / "ladder.sqlite")) as connection:
        return connection.execute("SELECT count(*) FROM blob").fetchone()[0]
