"""What the documents say is what the kit does."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import ladder_widgets
from ladder_widgets import __version__
from ladder_widgets.settings import SETTINGS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ENTRY_ID = re.compile(r"\b[0-9a-f]{32}\b")


def block(language: str) -> str:
    """The first block of a language in the README."""
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_readmes_command_line_trip_prints_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of the README, run in order, prints the lines below it."""
    (tmp_path / "board-round.md").write_text(block("markdown"))
    monkeypatch.setenv("LADDER_DATA_DIR", str(tmp_path / "data"))
    shown = re.split(r"^\$ ladder ", block("console"), flags=re.MULTILINE)[1:]

    for command, _, output in (part.partition("\n") for part in shown):
        done = subprocess.run(
            [sys.executable, "-m", "ladder_widgets", *shlex.split(command)],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert bare(done.stdout, tmp_path) == bare(output, tmp_path), command


def bare(output: str, folder: Path) -> list[str]:
    """Lines without what differs from run to run: ids, the folder, today's grade."""
    text = ENTRY_ID.sub("ID", output.replace(f"{folder}/", ""))
    return [line.rstrip() for line in text.splitlines() if not line.startswith("Today")]


def test_every_setting_is_documented_as_the_code_has_it() -> None:
    """docs/settings.md is the table of settings, no more and no less."""
    lines = ["| variable | without it | what it is for |", "|---|---|---|"]
    lines += [f"| `{s.name}` | {s.default} | {s.help} |" for s in SETTINGS]

    assert "\n".join(lines) in (ROOT / "docs" / "settings.md").read_text()


def test_documents_name_no_setting_that_does_not_exist() -> None:
    """Every LADDER_ variable in a document is one the code reads."""
    known = {setting.name for setting in SETTINGS}

    for document in DOCUMENTS:
        assert set(re.findall(r"\bLADDER_[A-Z_]+\b", document.read_text())) <= known, document.name


def test_links_in_documents_lead_somewhere() -> None:
    """No link to a file of the repository is broken."""
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), (document.name, target)


def test_the_changelog_begins_with_this_version() -> None:
    """The newest entry is the version that runs, and the README says the same."""
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert newest is not None
    assert newest.group(1) == __version__
    assert f"Version {__version__}." in README


def test_every_decision_says_why() -> None:
    """Context, decision and consequences, in each."""
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert decisions
    for path in decisions:
        text = path.read_text()
        assert [h for h in ("Context", "Decision", "Consequences") if f"## {h}" not in text] == []


def test_each_dependency_has_a_reason() -> None:
    """The decision on dependencies and pyproject.toml name the same libraries."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["postgresql"]
    wanted = {re.split(r"[><=\[]", line)[0] for line in lines}
    reasons = (ROOT / "docs" / "decisions" / "0009-dependencies.md").read_text()

    assert set(re.findall(r"^\| ([\w-]+) \| (?!why)", reasons, re.MULTILINE)) == wanted


def test_make_targets_of_the_readme_exist() -> None:
    """Every `make X` in a document is a target of the Makefile."""
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    text = "\n".join(document.read_text() for document in DOCUMENTS)
    named = re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)
    assert set(named) <= targets


def test_every_widget_is_shown_in_three_lines_that_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """docs/widgets.md has a section, a picture and code for each widget the package offers."""
    monkeypatch.setenv("LADDER_DATA_DIR", str(tmp_path / "data"))
    text = (ROOT / "docs" / "widgets.md").read_text()
    sections = dict(part.split("\n", 1) for part in text.split("\n## ")[1:])

    assert set(sections) == {name for name in ladder_widgets.__all__ if name[0].isupper()}
    for name, section in sections.items():
        code = re.search(r"```python\n(.*?)```", section, re.DOTALL)
        assert code is not None
        assert len([line for line in code.group(1).splitlines() if line]) <= 3
        *before, last = ast.parse(code.group(1)).body
        assert isinstance(last, ast.Expr)
        names: dict[str, object] = {}
        exec(compile(ast.Module(before, []), name, "exec"), names)  # noqa: S102  # our own document
        widget = eval(compile(ast.Expression(last.value), name, "eval"), names)  # noqa: S307
        assert type(widget).__name__ == name
        widget.close()
        assert re.search(r"!\[[^\]]{20,}\]\(images/", section)
