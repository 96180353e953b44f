"""`ladder passphrase`, and how every other command opens an encrypted store."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from store_tools import bytes_with

ROOT = Path(__file__).parents[2]
WORDS, OTHER = "seven invented owls", "eight invented owls"
ENTRY = "---\ntitle: A list that grew\ndate: 2026-09-14\n---\n## What?\n\nQuillwortmarzipan.\n"


@pytest.fixture
def environment(tmp_path):
    """An environment whose data folder is empty."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LADDER_")}
    return kept | {"LADDER_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}


def ladder(environment, *words, stdin=""):
    """Run a command without a terminal."""
    command = [sys.executable, "-m", "ladder_widgets", *words]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, env=environment, check=False
    )


def in_terminal(environment, *words, types):
    """Run a command in a terminal, answer each prompt, and return its status and what it showed."""
    pid, terminal = pty.fork()
    if pid == 0:
        command = [sys.executable, "-m", "ladder_widgets", *words]
        os.execve(sys.executable, command, environment)  # noqa: S606  # it needs this terminal
    shown = b""
    for answer in types:
        prompt = b""
        while not prompt.endswith(b": "):
            prompt += os.read(terminal, 1024)
        shown += prompt
        os.write(terminal, f"{answer}\n".encode())
    try:
        while chunk := os.read(terminal, 1024):
            shown += chunk
    except OSError:
        pass  # the terminal closes with the program
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode()


@pytest.fixture
def written(environment):
    """A data folder with an entry, not encrypted."""
    assert ladder(environment, "entry", "add", "-", stdin=ENTRY).returncode == 0
    return environment


def test_a_passphrase_is_set_used_and_removed_without_a_terminal(written, tmp_path):
    """By a variable, as a service has it; nothing readable is left in between."""
    known = written | {"LADDER_PASSPHRASE": WORDS}

    done = ladder(known, "passphrase", "set")
    assert done.returncode == 0, done.stderr
    assert "is encrypted" in done.stdout
    assert "without it nobody can read" in done.stdout
    assert bytes_with(tmp_path / "data", "Quillwortmarzipan") == []

    (entry,) = json.loads(ladder(known, "entry", "list", "--json").stdout)
    assert entry["title"] == "A list that grew"
    assert ladder(known, "db", "check").returncode == 0

    assert ladder(known, "passphrase", "remove").returncode == 0
    assert ladder(written, "entry", "list").returncode == 0


def test_a_new_passphrase_comes_from_a_file_or_from_standard_input(written, tmp_path):
    """Only its first line counts."""
    (tmp_path / "words").write_text(f"{WORDS}\nnot this\n")
    assert ladder(written, "passphrase", "set", "--from", tmp_path / "words").returncode == 0

    known = written | {"LADDER_PASSPHRASE": WORDS}
    assert ladder(known, "passphrase", "set", "--from", "-", stdin=f"{OTHER}\n").returncode == 0

    assert ladder(written | {"LADDER_PASSPHRASE": OTHER}, "entry", "list").returncode == 0


@pytest.mark.parametrize(
    ("command", "words", "says"),
    [
        (("entry", "list"), "", "LADDER_PASSPHRASE"),
        (("entry", "list"), OTHER, "The passphrase is not that of"),
        (("serve", "--no-browser"), "", "LADDER_PASSPHRASE"),
        (("serve", "--no-browser"), OTHER, "The passphrase is not that of"),
        (("passphrase", "remove"), "", "LADDER_PASSPHRASE"),
        (("passphrase", "set"), "", "--from FILE"),
        (("entry", "list"), "short", "8 to 200 characters"),
    ],
)
def test_a_store_that_stays_closed_is_one_line(written, command, words, says):
    """Without a terminal nothing waits for an answer, and nothing quotes a passphrase."""
    ladder(written | {"LADDER_PASSPHRASE": WORDS}, "passphrase", "set")
    given = {"LADDER_PASSPHRASE": words} if words else {}

    done = ladder(written | given, *command)

    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "owls" not in done.stderr


def test_a_terminal_is_asked_and_shows_nothing_of_the_passphrase(written):
    """Twice for a new one, once for the present one."""
    status, shown = in_terminal(written, "passphrase", "set", types=[WORDS, WORDS])
    assert (status, "owls" in shown) == (0, False)
    assert "is encrypted" in shown

    status, shown = in_terminal(written, "entry", "list", types=[WORDS])
    assert (status, "owls" in shown) == (0, False)
    assert "A list that grew" in shown

    status, shown = in_terminal(written, "entry", "list", types=[OTHER])
    assert (status, "A list that grew" in shown) == (1, False)

    status, shown = in_terminal(written, "passphrase", "set", types=[WORDS, OTHER, OTHER])
    assert status == 0
    assert ladder(written | {"LADDER_PASSPHRASE": OTHER}, "entry", "list").returncode == 0


def test_doctor_says_whether_the_store_is_encrypted(written):
    """So that a bug report tells it, without any word of it."""
    facts = json.loads(ladder(written, "doctor", "--json").stdout)
    assert facts["data_folder"]["encrypted"] is False

    known = written | {"LADDER_PASSPHRASE": WORDS}
    ladder(known, "passphrase", "set")
    done = ladder(known, "doctor", "--json")
    assert json.loads(done.stdout)["data_folder"]["encrypted"] is True
    assert "owls" not in done.stdout
