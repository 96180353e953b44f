"""A passphrase encrypts the store, its log, its copies and backups, and costs no word."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from msgspec.structs import replace
from store_tools import STORES, Clock, bytes_with, restore_dump, settings_in, write

from ladder_widgets.errors import (
    SettingsError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
)
from ladder_widgets.portfolio.backup import backup_store, copies_of, restore_store, set_aside
from ladder_widgets.portfolio.encryption import change_passphrase
from ladder_widgets.portfolio.erase import erase_store
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.portfolio.tables import HEAD
from ladder_widgets.portfolio.upgrade import check_store, upgrade_store
from ladder_widgets.settings import environment_of, read_passphrase

CHILD = Path(__file__).with_name("store_child.py")
CANARY = "Quillwortmarzipan"
WORDS = "seven invented owls"
OTHER = "eight invented owls"


@pytest.fixture
def plain(tmp_path):
    """Settings without a passphrase."""
    return settings_in(tmp_path / "data")


@pytest.fixture
def secret(tmp_path):
    """Settings for the same folder, with one."""
    return settings_in(tmp_path / "data", passphrase=WORDS)


def texts(settings):
    """Every answer in a store."""
    with open_store(settings) as store:
        return sorted(entry.content.answer("what") for entry in store.entries())


class TestReading:
    """Who can read what is stored."""

    def test_no_byte_of_what_is_written_can_be_read(self, tmp_path, secret):
        """Neither in the file nor, while it is open, in its log; nor in a backup or a copy."""
        with open_store(secret) as store:
            saved = write(store, f"{CANARY} one")
            write(store, f"{CANARY} two", entry_id=saved.entry_id, base=1, writer="tab-2")
            assert store.search(CANARY) == {saved.entry_id}
            assert (secret.data_dir / "ladder.sqlite-wal").stat().st_size > 0
            assert bytes_with(tmp_path, CANARY) == []
            backup_store(secret, tmp_path / "backup.sqlite")
        restore_store(secret, tmp_path / "backup.sqlite")

        assert len(list(tmp_path.rglob("*.sqlite"))) == 3
        assert bytes_with(tmp_path, CANARY) == []
        assert texts(secret) == [f"{CANARY} two"]

    def test_without_the_passphrase_it_says_how_to_give_it(self, plain, secret):
        """The file is left as it is."""
        texts(secret)
        before = (plain.data_dir / "ladder.sqlite").read_bytes()

        with pytest.raises(StoreLockedError, match="LADDER_PASSPHRASE"):
            open_store(plain)

        assert (plain.data_dir / "ladder.sqlite").read_bytes() == before

    def test_another_passphrase_opens_nothing(self, capfd, secret):
        """It is said in a sentence without the passphrase; SQLCipher prints nothing."""
        texts(secret)

        with pytest.raises(StoreLockedError) as error:
            open_store(settings_in(secret.data_dir, passphrase=OTHER))

        assert "owls" not in str(error.value)
        assert capfd.readouterr() == ("", "")

    def test_a_passphrase_is_never_taken_for_encryption(self, plain, secret):
        """A store without one is not opened as if it were safe."""
        texts(plain)

        with pytest.raises(StoreError, match="ladder passphrase set"):
            open_store(secret)

    def test_printing_the_settings_shows_no_passphrase(self, secret):
        """Nor does an error that quotes them."""
        assert "owls" not in f"{secret} {secret.passphrase!r} {secret.passphrase}"
        assert environment_of(secret)["LADDER_PASSPHRASE"] == WORDS

    @examples(max_examples=6)
    @given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=8, max_size=40))
    def test_whatever_can_be_typed_opens_what_it_closed(self, tmp_path_factory, typed):
        """Quotes, accents, emoji; and one letter more opens nothing."""
        folder = tmp_path_factory.mktemp("typed")
        with open_store(settings_in(folder, passphrase=typed)) as store:
            write(store, "One")

        assert texts(settings_in(folder, passphrase=typed)) == ["One"]
        with pytest.raises(StoreLockedError):
            open_store(settings_in(folder, passphrase=f"{typed}x"))

    def test_the_same_word_typed_on_another_keyboard_is_the_same(self):
        """An accent of its own and one within its letter are one."""
        assert read_passphrase("cafe\N{COMBINING ACUTE ACCENT} owls") == read_passphrase(
            "caf\N{LATIN SMALL LETTER E WITH ACUTE} owls"
        )

    @pytest.mark.parametrize("typed", ["short", "x" * 201, "tab\tin the words", f"x'{'ab' * 32}'"])
    def test_what_is_no_passphrase_is_refused(self, typed):
        """Too short, too long, not to be typed, or a key."""
        with pytest.raises(SettingsError, match="words") as error:
            read_passphrase(typed)
        assert typed not in str(error.value)


class TestChanging:
    """Giving a passphrase, changing it, taking it off."""

    def test_store_and_copies_are_encrypted_and_lose_nothing(self, tmp_path, plain, secret):
        """Nothing readable is left; entries, history, words and the bin are what they were."""
        with open_store(plain) as store:
            first = write(store, f"{CANARY} one")
            write(store, f"{CANARY} two", entry_id=first.entry_id, base=1, writer="tab-2")
            store.delete(write(store, f"{CANARY} three").entry_id)
            history = store.history(first.entry_id)
        backup_store(plain, tmp_path / "backup.sqlite")
        restore_store(plain, tmp_path / "backup.sqlite")
        (kept,) = copies_of(plain.data_dir / "ladder.sqlite")

        said = change_passphrase(plain, secret.passphrase)

        assert [str(kept) in said[0], "is encrypted" in said[0], len(said)] == [True, True, 2]
        assert bytes_with(tmp_path, CANARY) == ["backup.sqlite"]
        assert "sound" in check_store(secret)
        with open_store(secret) as store:
            assert store.history(first.entry_id) == history
            assert store.search(CANARY) == {first.entry_id}
            assert len(store.deleted()) == 1
            write(store, "Goes on", entry_id=first.entry_id, base=2, writer="tab-3")
        restore_store(secret, kept)
        assert texts(secret) == [f"{CANARY} two"]

    def test_it_is_changed_and_taken_off(self, plain, secret):
        """The old one opens nothing then; without one, the file is plain again."""
        other = replace(secret, passphrase=read_passphrase(OTHER))
        with open_store(secret) as store:
            write(store, CANARY)

        change_passphrase(secret, other.passphrase)
        with pytest.raises(StoreLockedError):
            open_store(secret)
        assert texts(other) == [CANARY]

        change_passphrase(other, None)
        assert texts(plain) == [CANARY]
        assert bytes_with(plain.data_dir, CANARY) == ["ladder.sqlite"]

    def test_doing_it_twice_changes_nothing(self, plain, secret):
        """The second time says so."""
        texts(plain)
        change_passphrase(plain, secret.passphrase)

        assert "already" in "".join(change_passphrase(plain, secret.passphrase))
        assert "already" in "".join(change_passphrase(secret, secret.passphrase))

    def test_the_present_one_is_needed(self, plain, secret):
        """Nobody takes a passphrase off without knowing it."""
        texts(secret)
        stranger = replace(secret, passphrase=read_passphrase(OTHER))

        for settings, new in ((plain, None), (plain, stranger.passphrase), (stranger, None)):
            with pytest.raises(StoreLockedError):
                change_passphrase(settings, new)
        assert texts(secret) == []

    def test_a_missing_store_is_made_with_it(self, secret, plain):
        """So that nothing is ever written without."""
        change_passphrase(plain, secret.passphrase)

        assert texts(secret) == []

    def test_a_store_in_use_is_left_as_it_is(self, plain, secret):
        """Whoever writes in it would go on into a file that is gone."""
        with open_store(plain) as store:
            write(store, "One")
            with pytest.raises(StoreBusyError):
                change_passphrase(plain, secret.passphrase, busy_ms=50)
            write(store, "Two")

        assert texts(plain) == ["One", "Two"]
        assert [path.name for path in plain.data_dir.iterdir()] == ["ladder.sqlite"]

    def test_a_copy_that_cannot_be_read_does_not_hinder(self, plain, secret):
        """It is named and left."""
        texts(plain)
        copy = plain.data_dir / "ladder-kept-20261123T090000000000Z.sqlite"
        copy.write_bytes(os.urandom(8192))
        before = copy.read_bytes()

        said = change_passphrase(plain, secret.passphrase)

        assert f"{copy} cannot be read" in said[0]
        assert copy.read_bytes() == before
        assert texts(secret) == []

    @pytest.mark.parametrize("after_ms", [0, 30, 80, 150, 300])
    def test_a_kill_in_between_leaves_every_word(self, plain, secret, after_ms):
        """The file is whole, with or without; the same command goes on."""
        with open_store(plain) as store:
            for number in range(40):
                write(store, f"{number} " * 20_000)
        child = subprocess.Popen(
            [sys.executable, CHILD, "encrypt", str(plain.data_dir)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"LADDER_PASSPHRASE": WORDS},
        )
        assert child.stdout.readline() == "begin\n"
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=after_ms / 1000)
        child.kill()
        child.communicate()

        change_passphrase(plain, secret.passphrase)

        assert len(texts(secret)) == 40
        assert "sound" in check_store(secret)

    def test_a_full_disk_leaves_the_store_as_it_was(self, plain, secret, monkeypatch):
        """What can fail comes before the old file is touched."""
        with open_store(plain) as store:
            write(store, "One")

        def no_room(*_):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("ladder_widgets.portfolio.encryption._sync", no_room)
            with pytest.raises(StoreError, match="full"):
                change_passphrase(plain, secret.passphrase)

        assert texts(plain) == ["One"]
        assert [path.name for path in plain.data_dir.iterdir()] == ["ladder.sqlite"]


class TestBackups:
    """Copies are encrypted as the store is."""

    def test_a_plain_backup_is_encrypted_as_it_comes_back(self, tmp_path, plain, secret):
        """A passphrase that is set holds for whatever is restored."""
        with open_store(plain) as store:
            write(store, CANARY)
        backup_store(plain, tmp_path / "backup.sqlite")
        change_passphrase(plain, secret.passphrase)

        restore_store(secret, tmp_path / "backup.sqlite")

        assert texts(secret) == [CANARY]
        assert bytes_with(secret.data_dir, CANARY) == []

    def test_a_backup_comes_back_with_its_own_passphrase(self, tmp_path, secret):
        """Another one is refused, and the store stays."""
        with open_store(secret) as store:
            write(store, "One")
        backup_store(secret, tmp_path / "backup.sqlite")
        elsewhere = tmp_path / "elsewhere"

        with pytest.raises(StoreLockedError, match=r"backup\.sqlite"):
            restore_store(settings_in(elsewhere, passphrase=OTHER), tmp_path / "backup.sqlite")
        with pytest.raises(StoreLockedError, match=r"backup\.sqlite"):
            restore_store(settings_in(elsewhere), tmp_path / "backup.sqlite")
        restore_store(settings_in(elsewhere, passphrase=WORDS), tmp_path / "backup.sqlite")

        assert texts(settings_in(elsewhere, passphrase=WORDS)) == ["One"]

    def test_an_older_store_is_upgraded_under_its_passphrase(self, plain, secret):
        """The copy of the older one is encrypted too."""
        plain.data_dir.mkdir()
        restore_dump(STORES / "schema-0001.sql", plain.data_dir / "ladder.sqlite")
        change_passphrase(plain, secret.passphrase)

        assert HEAD in upgrade_store(secret)

        with open_store(secret, now=Clock()) as store:
            assert len(store.search("marmalade")) == 2
        assert bytes_with(plain.data_dir, "marmalade") == []
        assert len(copies_of(plain.data_dir / "ladder.sqlite")) == 1


class TestFaults:
    """What goes wrong with an encrypted store."""

    @pytest.mark.parametrize("wanted", [1, 18, 40])
    def test_a_killed_writer_loses_nothing_acknowledged(self, secret, wanted):
        """The log is recovered through the passphrase."""
        acknowledged = []
        with subprocess.Popen(
            [sys.executable, CHILD, "write", str(secret.data_dir)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"LADDER_PASSPHRASE": WORDS},
        ) as child:
            for line in child.stdout:
                acknowledged.append(line.split())
                if len(acknowledged) == wanted:
                    child.kill()

        with open_store(secret) as store:
            for entry_id, seq in dict(acknowledged).items():
                assert store.head(entry_id).seq >= int(seq)

    def test_a_broken_page_is_found(self, secret):
        """One changed bit in the middle, and the check names the file."""
        with open_store(secret) as store:
            write(store, "words " * 20_000)
        path = secret.data_dir / "ladder.sqlite"
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

        with pytest.raises(StoreDamagedError):
            check_store(secret)

    @pytest.mark.parametrize("words", ["", WORDS], ids=["plain", "encrypted"])
    def test_opening_a_store_twice_keeps_the_lock_on_it(self, tmp_path, words):
        """A process that closes a file anywhere loses its locks: no restore may slip in."""
        settings = settings_in(tmp_path, passphrase=words)
        child = [sys.executable, str(CHILD), "fold", str(tmp_path)]
        environment = os.environ | {"LADDER_PASSPHRASE": words}
        with open_store(settings) as first, open_store(settings):
            write(first, "One")
            with closing(open_store(settings)):
                pass
            done = subprocess.run(child, env=environment, capture_output=True, check=True)
            assert done.stdout.startswith(b"StoreBusyError")
        done = subprocess.run(child, env=environment, capture_output=True, check=True)
        assert done.stdout == b"no error\n"

    def test_a_lost_passphrase_lets_a_new_store_begin(self, secret):
        """The old file stays beside it, for the day the words are found again."""
        with open_store(secret) as store:
            write(store, "One")
        forgotten = replace(secret, passphrase=read_passphrase(OTHER))

        kept = set_aside(forgotten)

        assert texts(forgotten) == []
        restore_store(secret, kept)
        assert texts(secret) == ["One"]

    def test_a_missing_passphrase_is_no_reason_to_set_a_store_aside(self, plain, secret):
        """Nothing may be wrong with it."""
        texts(secret)

        with pytest.raises(StoreLockedError):
            set_aside(plain)
        assert texts(secret) == []

    @pytest.mark.parametrize("words", ["", WORDS, OTHER])
    def test_it_can_be_erased(self, secret, words):
        """With its passphrase and, since a lost one must not keep words for ever, without."""
        with open_store(secret) as store:
            write(store, "One")

        said = erase_store(settings_in(secret.data_dir, passphrase=words))

        assert "ladder.sqlite" in said[0]
        assert list(secret.data_dir.iterdir()) == []

    def test_the_rows_of_others_stay_in_an_encrypted_store(self, secret):
        """One owner's go, and only those."""
        other = replace(secret, user="other")
        for settings in (secret, other):
            with open_store(settings) as store:
                write(store, settings.user)

        assert "others stay" in erase_store(secret)[0]
        assert (texts(secret), texts(other)) == ([], ["other"])
