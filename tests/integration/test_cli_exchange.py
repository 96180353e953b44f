"""Ladders in other formats, by command: out, in again, and told what was lost or decided."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ladder_widgets.cli.app import app
from ladder_widgets.cli.session import Session
from ladder_widgets.ladder.packs import load_catalogue, read_ladder

TODAY = dt.date(2026, 11, 23)


class Author:
    """Somebody at a terminal, in a folder of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        data = str(home / "data")
        self.runner = CliRunner(env={"LADDER_DATA_DIR": data, "LADDER_PACKS": ""})

    def types(self, *words: str) -> Result:
        """Run a command of `ladder content`."""
        return self.runner.invoke(app, ["content", *words], obj=Session(today=TODAY))

    def gets(self, *words: str) -> Result:
        """Run one that works."""
        result = self.types(*words)
        assert result.exit_code == 0, result.stderr
        return result

    def exports(self, name: str, *options: str) -> Path:
        """Write a ladder and return the file."""
        path = self.home / name
        self.gets("export", *options, "-o", str(path))
        return path


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """An author in an empty folder."""
    return Author(tmp_path)


@pytest.mark.parametrize("format_", ["xlsx", "case"])
def test_what_is_exported_comes_back_the_same_whatever_the_file_is_called(
    author: Author, format_: str
) -> None:
    """The kind of a file is told by what it holds."""
    path = author.exports("no-suffix", "--format", format_, "--ladder", "education")
    told = author.gets("import", str(path), "-o", str(author.home / "drafts"))

    assert told.stdout.startswith("No difference.\nWritten: ")
    assert told.stderr == ""
    assert (
        read_ladder(author.home / "drafts" / "education") == load_catalogue().ladders["education"]
    )


@pytest.mark.parametrize("options", [("case", "--case-version", "1.0"), ("matrix",)])
def test_what_a_format_leaves_behind_is_told(author: Author, options: tuple[str, ...]) -> None:
    """At the export; the import keeps the ladder's id and its targets' order."""
    path = author.home / "ladder"
    result = author.gets("export", "--format", *options, "-o", str(path))
    author.gets("import", str(path), "-o", str(author.home / "drafts"))
    ladder = load_catalogue().ladder
    back = read_ladder(author.home / "drafts" / ladder.id)
    cans = [t.title for theme in back.themes for s in theme.steps for t in s.targets]

    assert "activities, resources" in result.stderr
    assert cans == [t.title for theme in ladder.themes for s in theme.steps for t in s.targets]


def test_capabilities_of_programmes_are_related_on_demand(author: Author) -> None:
    """For each programme that is named; else none."""
    programmes = ("--programme", "general-practice", "--programme", "uk-foundation")
    packages = [
        json.loads(author.exports(name, "--format", "case", *more).read_text())
        for name, more in {"plain": (), "mapped": programmes}.items()
    ]
    kinds = [
        {a["destinationNodeURI"].get("targetType") for a in package["CFAssociations"]}
        for package in packages
    ]

    assert kinds == [{None, "ext:framework"}, {None, "ext:framework", "ext:capability"}]


def test_a_framework_of_others_is_new_and_what_was_decided_is_told(author: Author) -> None:
    """One line for each kind of thing on stderr; a dry run writes nothing."""
    path = author.home / "theirs.json"
    items = [{"identifier": name, "fullStatement": f"Do {name}."} for name in ("a", "b")]
    document = {"identifier": "d", "title": "Somebody's framework"}
    path.write_text(json.dumps({"CFDocument": document, "CFItems": items}))
    result = author.gets("import", str(path), "--dry-run", "-o", str(author.home / "drafts"))

    assert result.stdout == "New: somebody-s-framework (themes 1, targets 2).\n"
    assert result.stderr == (
        "ladder: Items without a parent, which come last at the top: Do a; Do b.\n"
    )
    assert not (author.home / "drafts").exists()


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("export", "--format", "xlsx", "--case-version", "1.0", "-o", "x"), 2, "--format case"),
        (("export", "--format", "matrix", "--programme", "x", "-o", "x"), 2, "--format case"),
        (("export", "--format", "case", "--programme", "nothing", "-o", "x"), 1, "No programme"),
        (("import", "{file}"), 1, "notes.txt:1: This is no file of a ladder"),
    ],
)
def test_what_is_typed_wrongly_is_told_in_one_line(
    author: Author, words: tuple[str, ...], status: int, told: str
) -> None:
    """And nothing is written."""
    path = author.home / "notes.txt"
    path.write_text("some notes")
    result = author.types(*(word.format(file=path) for word in words))

    assert result.exit_code == status
    assert told in str(result.stderr or result.exception)
