"""`ladder check`, findings before an export, and `ladder erase`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from store_tools import bytes_with

from ladder_widgets.cli.app import app
from ladder_widgets.cli.session import Session

NAMED = "I asked Mrs Okafor to wait."


class Trainee:
    """Somebody with a data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.runner = CliRunner(env={"LADDER_DATA_DIR": str(home / "data"), "LADDER_PACKS": ""})

    def types(self, *words: str, stdin: str | None = None) -> Result:
        """Run a command."""
        return self.runner.invoke(app, words, input=stdin, obj=Session())

    def writes(self, text: str) -> str:
        """Add a final entry and return its id."""
        head = "---\ntitle: A day\ndate: 2026-03-10\n---\n## What?\n"
        return self.types("entry", "add", "-", stdin=f"{head}{text}\n").stdout.split()[1]


@pytest.fixture
def trainee(tmp_path: Path) -> Trainee:
    """Somebody without entries."""
    return Trainee(tmp_path)


def test_check_names_places_and_never_the_words(trainee: Trainee) -> None:
    """Status 1 if anything is found; JSON has kind, place, why and remedy."""
    plain = trainee.types("check", "-", stdin=NAMED)
    found = trainee.types("check", "--json", stdin=NAMED)

    (finding,) = json.loads(found.stdout)
    assert set(finding) == {"code", "start", "end", "why", "remedy"}
    assert NAMED[finding["start"] : finding["end"]] == "Mrs Okafor"
    assert (plain.exit_code, found.exit_code) == (1, 1)
    assert "Okafor" not in plain.output + found.output


@pytest.mark.parametrize("text", ["", "   \n", "We met late and I asked who decided."])
def test_check_of_a_clean_text_succeeds(trainee: Trainee, text: str) -> None:
    """Nothing found is status 0 and an empty list."""
    result = trainee.types("check", "--json", "-", stdin=text)

    assert result.exit_code == 0
    assert json.loads(result.stdout) == []


def test_check_reads_a_file(trainee: Trainee, tmp_path: Path) -> None:
    """One that is not there is said without its name, which may be a patient's."""
    path = tmp_path / "note.md"
    path.write_text(NAMED)

    assert trainee.types("check", str(path)).exit_code == 1
    missing = trainee.types("check", str(tmp_path / "mrs-okafor.md"))
    assert missing.exit_code == 1
    assert "okafor" not in missing.output


def test_an_export_with_open_findings_is_refused_with_status_3(trainee: Trainee) -> None:
    """It names entry, field, place and kind; nothing is written, no word is said."""
    entry_id = trainee.writes(NAMED)
    path = trainee.home / "out.json"
    refused = trainee.types("export", "-o", str(path))

    assert refused.exit_code == 3
    assert f"{entry_id} answer.what 8-18: name" in refused.stderr
    assert "Okafor" not in refused.output
    assert not path.exists()


def test_a_reason_lets_the_export_through_and_is_kept(trainee: Trainee) -> None:
    """The next export needs none; a name that comes later does."""
    trainee.writes(NAMED)
    path = str(trainee.home / "out.json")
    first = trainee.types("export", "-o", path, "--keep-findings", "She agreed.")
    second = trainee.types("export", "-o", path)
    trainee.writes("Dr Brennan rang.")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert trainee.types("export", "-o", path).exit_code == 3
    assert trainee.types("export", "-o", path, "--keep-findings", " ").exit_code == 3


def test_erase_asks_first_and_says_what_it_removed(trainee: Trainee) -> None:
    """Without a terminal nothing is asked and nothing removed unless that is said."""
    trainee.writes("Marmaladecanary")
    refused = trainee.types("erase")
    done = trainee.types("erase", "--yes")
    again = trainee.types("erase", "--yes")

    assert refused.exit_code != 0
    assert "--yes" in refused.output
    assert "ladder.sqlite" in done.output
    assert "where you put them" in done.output
    assert bytes_with(trainee.home / "data", "Marmaladecanary") == []
    assert "There was nothing" in again.output
