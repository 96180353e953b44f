"""An export that is cancelled or fails leaves nothing behind, and says so."""

from __future__ import annotations

import errno
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from evidence_tools import PROFILE, TODAY, catalogue, document, make_entry
from integration.test_cli_export import Exporter
from process_tools import hold_child, holding

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.export import export, write_export
from ladder_widgets.evidence.pdf import CHILD, render_in_child, request_for
from ladder_widgets.portfolio.model import Save, new_entry_id
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

MANY = 40


class CancelledError(Exception):
    """What somebody who waits raises."""


def children() -> set[int]:
    """The processes that this one started and that still run."""
    return {child.pid for child in psutil.Process().children() if child.status() != "zombie"}


def test_whoever_waits_can_end_it() -> None:
    """What the tick raises ends the child at once."""
    entries = [make_entry(n) for n in range(MANY)]
    before: set[int] = children()
    told: list[float] = []

    def tick(spent_s: float) -> None:
        told.append(spent_s)
        raise CancelledError

    with holding(CHILD), pytest.raises(CancelledError):
        export(
            "pdf", entries, profile=PROFILE, catalogue=catalogue(), today=TODAY,
            in_child=True, tick=tick,
        )  # fmt: skip
    assert len(told) == 1
    assert children() == before


def test_a_child_that_is_killed_is_said() -> None:
    """By the system, when memory is short."""
    before = children()

    def tick(_: float) -> None:
        for pid in children() - before:
            os.kill(pid, signal.SIGKILL)

    lost = "stopped with status -9.*Nothing was written"
    with holding(CHILD), pytest.raises(EvidenceError, match=lost):
        render_in_child(request_for(document(*map(make_entry, range(MANY))), b"{}"), tick)


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES], ids=["full", "forbidden"])
def test_a_file_that_cannot_take_its_place_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    """Neither half a file nor a temporary one; what was there stays."""
    path = tmp_path / "evidence.pdf"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(EvidenceError, match="cannot be written"):
        write_export(path, b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("evidence.pdf", b"old")]


def test_a_disk_that_is_full_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same where the bytes themselves find no room."""

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(EvidenceError, match="No space left"):
        write_export(tmp_path / "evidence.pdf", b"new")
    assert list(tmp_path.iterdir()) == []


@contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal."""
    ours, theirs = pty.openpty()
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def read_until(handle: int, words: bytes) -> bytes:
    """What a terminal shows until some words stand there, or its other end is closed."""
    shown = b""
    while words not in shown:
        try:
            piece = os.read(handle, 1024)
        except OSError:  # how Linux says that the other end is closed
            break
        shown += piece
    return shown


def test_interrupt_ends_a_long_export(tmp_path: Path) -> None:
    """The terminal shows that it goes on; after Ctrl-C no file and no process is left."""
    data, out = tmp_path / "data", tmp_path / "out"
    out.mkdir()
    with open_store(read_settings({}, data_dir=data)) as store:
        for number in range(MANY):
            entry = make_entry(number)
            store.save(
                Save(
                    entry_id=entry.id, base=0, writer=new_entry_id(), seq=1,
                    content=entry.content, state="final",
                )
            )  # fmt: skip
    with terminal() as (ours, theirs):
        process = subprocess.Popen(
            [sys.executable, "-m", "ladder_widgets", "export", "-o", str(out)],
            stderr=theirs,
            stdout=subprocess.PIPE,
            env={**os.environ, "LADDER_DATA_DIR": str(data), "LADDER_PACKS": ""},
        )
        os.close(theirs)
        work = hold_child(process.pid, CHILD)
        going = read_until(ours, b"Ctrl-C")
        process.send_signal(signal.SIGINT)
        ended = read_until(ours, b"Nothing was written.")
        printed, _ = process.communicate(timeout=60)

    assert f"Making {MANY} entries".encode() in going
    assert b"Ended. Nothing was written." in ended
    assert (process.returncode, printed, list(out.iterdir())) == (130, b"", [])
    assert psutil.wait_procs([work], timeout=10) == ([work], [])


def test_nothing_is_told_where_nobody_looks(tmp_path: Path) -> None:
    """Without a terminal there is no progress on stderr."""
    exporter = Exporter(tmp_path)
    exporter.writes("Alpha")
    result = exporter.types("export", "-o", str(tmp_path / "x.pdf"))

    assert (result.exit_code, result.stderr) == (0, "")


def test_export_for_a_platform_names_it(tmp_path: Path) -> None:
    """A platform that nobody knows is refused with those that there are; data are for all."""
    exporter = Exporter(tmp_path)
    exporter.writes("Alpha")
    page = exporter.exports("--platform", "horus", "-o", str(tmp_path / "x.html")).read_text()
    unknown = exporter.types("export", "--platform", "hors", "-o", str(tmp_path / "y.pdf"))
    data = exporter.types("export", "--platform", "horus", "-o", str(tmp_path / "y.json"))

    assert "<dt>For</dt><dd>Horus</dd>" in page
    assert "Did you mean horus?" in unknown.stderr
    assert "json is the same for all" in data.stderr
    assert (unknown.exit_code, data.exit_code) == (1, 1)
    assert not list(tmp_path.glob("y.*"))
