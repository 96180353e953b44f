"""A program of its own that uses a store, for what cannot be tried within the test's process.

Run as: python store_child.py WHAT DATA_DIR
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from ladder_widgets.errors import StoreError
from ladder_widgets.portfolio.backup import fold_log
from ladder_widgets.portfolio.encryption import change_passphrase
from ladder_widgets.portfolio.files import store_path
from ladder_widgets.portfolio.model import Answer, Content, Save, Saved
from ladder_widgets.portfolio.store import Store, open_store
from ladder_widgets.portfolio.upgrade import upgrade_store
from ladder_widgets.settings import Settings, read_settings

NOBODY = 65_534
ENTRIES = ("a" * 32, "b" * 32, "c" * 32)


def main(what: str, folder: Path) -> None:
    """Do one thing with the store in a folder."""
    works = {"write": write, "full": full, "nobody": nobody, "upgrade": upgrade}
    (works | {"encrypt": encrypt, "fold": fold})[what](folder)


def write(folder: Path) -> None:
    """Save until killed, and print each acknowledgement: entry, sequence number."""
    with opened(folder) as store:
        for seq in range(1, 1_000_000):
            saved = save(store, ENTRIES[seq % len(ENTRIES)], seq, text_of(seq))
            say(f"{saved.entry_id} {saved.seq}")


def full(folder: Path) -> None:
    """Save while files may not grow, then again once they may."""
    with opened(folder) as store:
        save(store, ENTRIES[0], 1, "before")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        log = (folder / "ladder.sqlite-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (log + 20_000, limits[1]))
        report(lambda: save(store, ENTRIES[0], 2, "canary " * 100_000))
        say(store.entry(ENTRIES[0]).content.answer("what"))
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        save(store, ENTRIES[0], 2, "after")
        say(store.entry(ENTRIES[0]).content.answer("what"))


def nobody(folder: Path) -> None:
    """Open and write as a user who owns nothing; permissions do not bind root."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    report(lambda: save(opened(folder), ENTRIES[0], 1, "text"))


def upgrade(folder: Path) -> None:
    """Upgrade the store, and say when that begins."""
    settings = settings_of(folder)
    say("begin")
    upgrade_store(settings)


def encrypt(folder: Path) -> None:
    """Give a store without a passphrase the one that is set, and say when that begins."""
    settings = settings_of(folder)
    say("begin")
    change_passphrase(replace(settings, passphrase=None), settings.passphrase)


def fold(folder: Path) -> None:
    """Ask for the store alone, as a restore does."""
    settings = settings_of(folder)
    report(lambda: fold_log(store_path(settings), settings.passphrase, busy_ms=100))


def opened(folder: Path) -> Store:
    """The store of a folder."""
    return open_store(settings_of(folder))


def settings_of(folder: Path) -> Settings:
    """Settings for a folder, with nothing of the environment but the passphrase."""
    kept = {"LADDER_PASSPHRASE": os.environ.get("LADDER_PASSPHRASE", "")}
    return read_settings(kept, data_dir=folder)


def save(store: Store, entry_id: str, seq: int, text: str) -> Saved:
    """Save one answer as the only writer."""
    content = Content(answers=(Answer(prompt="what", text=text),))
    return store.save(Save(entry_id=entry_id, base=0, writer="w", seq=seq, content=content))


def text_of(seq: int) -> str:
    """The text that belongs to a sequence number; many pages long, so that a save takes time."""
    return f"text {seq} " * 2_000


def report(work: Callable[[], object]) -> None:
    """Print what kind of error the work ends with, and its message."""
    try:
        work()
    except StoreError as error:
        say(f"{type(error).__name__} {error}")
    else:
        say("no error")


def say(line: str) -> None:
    """Print a line that no buffer keeps when the process dies."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
