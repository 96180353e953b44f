"""The `ladder` command as a whole: help, statuses, one line for an error, nothing of an entry."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ladder_widgets._version import __version__
from ladder_widgets.cli import failures
from ladder_widgets.cli.app import COMMANDS, app
from ladder_widgets.cli.reference import reference
from ladder_widgets.errors import Fault, LadderError, PackError

ROOT = Path(__file__).parents[2]
CANARY = "Zebedee wept in bay four"
HEAVY = (
    "alembic", "anywidget", "ipywidgets", "jupyterlab", "markdown_it", "nbconvert", "numpy",
    "pandas", "sqlalchemy", "tornado", "traitlets", "typst", "voila",
)  # fmt: skip


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment whose data folder is empty."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LADDER_")}
    return kept | {"LADDER_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}


def ladder(
    environment: dict[str, str], *words: str, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run the real command in a process of its own."""
    command = [sys.executable, "-m", "ladder_widgets", *words]
    return subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False)


def in_process(environment: dict[str, str], *words: str) -> Result:
    """Run a command without a new process."""
    return CliRunner(env=environment).invoke(app, words)


def commands() -> list[tuple[str, ...]]:
    """The words of every command and group."""
    found: list[tuple[str, ...]] = []
    context = click.Context(app)
    for name in COMMANDS:
        command = app.get_command(context, name)
        found.append((name,))
        if isinstance(command, click.Group):
            found += [(name, child) for child in command.list_commands(context)]
    return found


def test_version_is_one_line(environment: dict[str, str]) -> None:
    """Name and version, nothing else."""
    done = ladder(environment, "--version")

    assert f"leadership-ladder {__version__}\n".encode() == done.stdout


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example(
    environment: dict[str, str], words: tuple[str, ...]
) -> None:
    """Help says what a command does and shows how it is typed."""
    result = in_process(environment, *words, "--help")

    assert result.exit_code == 0
    assert re.search(rf"ladder {' '.join(words)}\b", result.stdout.split("\n", 1)[1])


def test_reference_is_what_the_help_says() -> None:
    """`docs/commands.md` is made again with: python -m ladder_widgets.cli.reference."""
    assert reference() == (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["programmes"]], ids=" ".join)
def test_light_command_imports_nothing_heavy(environment: dict[str, str], words: list[str]) -> None:
    """Help and the list of programmes load no database, widget or typesetting library."""
    script = (
        "import sys\n"
        "from ladder_widgets.cli.app import app\n"
        "try: app.main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, env=environment, check=True
    )

    assert done.stderr.strip() == b"[]"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["nothing"], 2),
        (["--nothing"], 2),
        (["entry"], 2),
        (["entry", "show"], 2),
        (["programmes", "no such words"], 1),
        (["profile", "show"], 1),
        (["profile", "set"], 2),
        (["profile", "set", "--grade", "ST1"], 2),
        (["profile", "set", "--start", CANARY], 2),
        (["profile", "set", "--wte", CANARY], 2),
        (["targets"], 1),
        (["targets", "--on", "2026-02-30"], 2),
        (["targets", "--done", "nothing.1.a"], 1),
        (["entry", "add", "a.md", *CANARY.split()], 2),
        (["entry", "add", f"{CANARY}.md"], 1),
        (["entry", "add", "."], 1),
        (["entry", "add", "a\x00b"], 1),
        (["entry", "show", CANARY], 1),
        (["entry", "delete", "abcdef"], 1),
        (["entry", "delete", "--undo", "abcdef"], 1),
        (["export"], 1),
        (["export", "--format", "docx"], 2),
        (["restore", "missing.sqlite"], 1),
        (["backup", "missing/folder/x.sqlite"], 1),
        (["db", "check"], 1),
        (["content", "check", "missing"], 2),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_error_is_one_line_and_a_status(
    environment: dict[str, str], words: list[str], status: int
) -> None:
    """Whatever is typed wrongly: a line on stderr, no traceback, no words of the trainee."""
    result = in_process(environment, *words)

    assert status == result.exit_code, result.output
    assert result.stdout == ""
    if words != ["entry"]:  # a group alone shows its help
        assert re.fullmatch(r"ladder: .+\n", result.stderr)
    assert "Zebedee" not in result.stderr


def test_setting_that_cannot_be_used_is_one_line(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """A data folder that is a file, and a pack folder that is missing, are said plainly."""
    (tmp_path / "data").write_text("x")
    result = in_process(environment, "profile", "show")

    assert re.fullmatch(r"ladder: The data folder .* is a file\..*\n", result.stderr)

    missing = environment | {"LADDER_PACKS": str(tmp_path / "none")}

    assert in_process(missing, "programmes").exit_code == 1


def test_faults_of_packs_are_one_line_each(environment: dict[str, str], tmp_path: Path) -> None:
    """`content check` prints a line for each wrong place, with file and line."""
    folder = tmp_path / "mine" / "platforms"
    folder.mkdir(parents=True)
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text("id: x\n")
    result = in_process(environment, "content", "check", str(folder.parent))

    assert result.exit_code == 1
    assert [line.split(" Object")[0] for line in result.stderr.splitlines()] == [
        "ladder: mine/platforms/one.yaml:1:",
        "ladder: mine/platforms/two.yaml:1:",
    ]


def test_right_packs_are_counted(environment: dict[str, str]) -> None:
    """`content check` says ok and how much there is."""
    result = in_process(environment, "content", "check")

    assert result.stdout.startswith("ok: ladders 2, themes ")
    assert ", programmes 88, " in result.stdout
    assert result.stdout.endswith(", workshops 10\n")


def test_a_wrong_workshop_is_told_by_content_check(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """With its file and line, as any other file of a pack."""
    (tmp_path / "workshops").mkdir()
    (tmp_path / "workshops" / "mine.yaml").write_text("id: mine\n", encoding="utf-8")
    result = in_process(environment, "content", "check", str(tmp_path))

    assert result.exit_code == 1
    assert "mine.yaml:1:" in result.stderr


def test_coverage_is_told_by_programme_and_in_sum(environment: dict[str, str]) -> None:
    """A summary, one programme in full, and rows for programs; an unknown programme is refused."""
    summary = in_process(environment, "content", "coverage").stdout
    full = in_process(environment, "content", "coverage", "--programme", "general-practice").stdout
    rows = json.loads(in_process(environment, "content", "coverage", "--json").stdout)
    unknown = in_process(environment, "content", "coverage", "--programme", "general-practise")

    assert "88 programmes" in summary
    assert "general-practice" in summary
    assert "GP 11  Organisation, management and leadership" in full
    assert set(rows[0]) == {"programme", "capability", "stage", "targets", "basis", "gap_reason"}
    assert len({row["programme"] for row in rows}) > 80  # nearly all have one
    assert unknown.exit_code == 1
    assert "general-practice" in unknown.stderr


def fail_with(error: BaseException) -> None:
    """Raise an error."""
    raise error


def test_unexpected_error_tells_its_kind_and_place_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A bug shows its type and the kit's line, never its message."""
    status = failures.run(lambda: fail_with(KeyError(CANARY)))
    said = capsys.readouterr().err

    assert status == 1
    assert re.fullmatch(r"ladder: Something unexpected went wrong \(KeyError .*\n", said)
    assert "ladder doctor" in said
    assert "Zebedee" not in said


@pytest.mark.parametrize(
    ("error", "status", "lines"),
    [
        (LadderError("one\ntwo"), 1, ["ladder: one two"]),
        (PackError([Fault("a", 1, "b.", "c."), Fault("d", 2, "e.", "f.")]), 1,
         ["ladder: a:1: b. c.", "ladder: d:2: e. f."]),
        (click.UsageError("bad"), 2, ["ladder: bad See: ladder --help"]),
        (click.ClickException("bad"), 1, ["ladder: bad"]),
        (KeyboardInterrupt(), 130, []),
        (click.Abort(), 130, []),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)  # fmt: skip
def test_kind_of_error_decides_the_status(
    capsys: pytest.CaptureFixture[str], error: BaseException, status: int, lines: list[str]
) -> None:
    """1 for what failed, 2 for what was typed wrongly, 130 and silence for Ctrl-C."""
    assert status == failures.run(lambda: fail_with(error))
    assert lines == capsys.readouterr().err.splitlines()


def test_reader_that_stops_early_is_no_error(environment: dict[str, str]) -> None:
    """`ladder programmes --json | head -1` says nothing on stderr."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ladder_widgets", "programmes", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)

    assert said == b""


def test_interrupt_is_quiet(environment: dict[str, str], tmp_path: Path) -> None:
    """Ctrl-C while an entry is being read ends the command without a word."""
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "ladder_widgets", "entry", "add", str(pipe)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    with pipe.open("wb"):  # returns once the command has opened its end
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 130
    assert said.strip() == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_terminal_can_show_an_entry(environment: dict[str, str], encoding: str) -> None:
    """Text is shown as far as the terminal goes; JSON is UTF-8 everywhere."""
    narrow = environment | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    title = "Ψυχή 😀 تعلمت"
    text = f"---\ntitle: {title}\n---\n## What?\nOne\n".encode()

    assert ladder(narrow, "entry", "add", "-", stdin=text).returncode == 0

    shown = ladder(narrow, "entry", "list")
    data = ladder(narrow, "entry", "list", "--json")

    assert shown.returncode == 0
    assert [title] == [entry["title"] for entry in json.loads(data.stdout)]


def test_doctor_says_nothing_of_an_entry(environment: dict[str, str]) -> None:
    """Versions, folders, packs and fonts, and not a word of what was written."""
    text = f"---\ntitle: {CANARY}\ntags: [{CANARY}]\n---\n## What?\n{CANARY}\n".encode()

    assert ladder(environment, "entry", "add", "-", stdin=text).returncode == 0

    plain = ladder(environment, "doctor")
    facts = json.loads(ladder(environment, "doctor", "--json").stdout)

    assert b"Zebedee" not in plain.stdout + plain.stderr
    assert "Zebedee" not in json.dumps(facts)
    assert __version__ == facts["kit"]
    assert {"exists": True, "writable": True}.items() <= facts["data_folder"].items()
    assert facts["packs"]["programmes"] == 88


def test_doctor_works_where_nothing_else_does(environment: dict[str, str], tmp_path: Path) -> None:
    """Settings and packs that cannot be used are findings, not failures."""
    (tmp_path / "data").write_text("x")
    result = in_process(environment, "doctor", "--json")

    assert result.exit_code == 0
    assert "is a file" in json.loads(result.stdout)["data_folder"]["fault"]
