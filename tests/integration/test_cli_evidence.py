"""`ladder verify`, `ladder keys` and `ladder import` as they are typed."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from ladder_widgets.cli.app import app
from ladder_widgets.portfolio.comments import Comment, sign_comment, write_comments
from ladder_widgets.portfolio.keys import SigningKey, key_text

KEY = SigningKey(bytes(range(32)))

ENTRY = "---\ntitle: A list that grew\ndate: 2026-09-14\n---\n## What?\n\nQuillwort.\n"


class Person:
    """Somebody with a data folder of their own."""

    def __init__(self, folder):
        self.folder = folder
        self.runner = CliRunner(env={"LADDER_DATA_DIR": str(folder), "LADDER_PACKS": ""})

    def types(self, *words, stdin=None):
        """Run a command."""
        return self.runner.invoke(app, [str(word) for word in words], input=stdin)

    def says(self, *words, stdin=None):
        """What a command prints that ends well."""
        result = self.types(*words, stdin=stdin)
        assert result.exit_code == 0, result.stderr
        return result.stdout


@pytest.fixture
def trainee(tmp_path):
    """Somebody with one final entry."""
    person = Person(tmp_path / "trainee")
    person.says("entry", "add", "-", stdin=ENTRY)
    return person


@pytest.fixture
def supervisor(tmp_path):
    """Somebody with nothing yet."""
    return Person(tmp_path / "supervisor")


@pytest.mark.parametrize("ending", ["pdf", "zip"])
def test_a_supervisor_sees_whose_evidence_it_is_once_the_key_is_trusted(
    trainee, supervisor, tmp_path, ending
):
    """First a fingerprint to compare, then a name."""
    path = tmp_path / f"evidence.{ending}"
    trainee.says("export", "-o", path)
    own = json.loads(trainee.says("keys", "show", "--json"))[0]

    assert "you, with the key of this store" in trainee.says("verify", path)
    assert f"unknown key, fingerprint {own['fingerprint']}" in supervisor.says("verify", path)

    supervisor.says("keys", "trust", own["key"], "--name", "Dr A. Example")
    found = json.loads(supervisor.says("verify", path, "--json"))
    assert (found["content"], found["signer"]) == ("unaltered", "Dr A. Example")

    supervisor.says("keys", "distrust", own["key"])
    assert "unknown key" in supervisor.says("verify", path)
    assert supervisor.types("keys", "distrust", own["key"]).exit_code == 1


def test_altered_evidence_ends_with_status_1(trainee, tmp_path):
    """And is never called by its signer's name alone."""
    path = tmp_path / "evidence.pdf"
    trainee.says("export", "-o", path)
    path.write_bytes(path.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))

    result = trainee.types("verify", path)

    assert result.exit_code == 1
    assert "altered" in result.stdout
    assert "does not fit" in result.stdout


@pytest.mark.parametrize("ending", ["pdf", "zip", "json"])
def test_evidence_is_looked_at_imported_and_taken_back(trainee, supervisor, tmp_path, ending):
    """On another computer: nothing happens in a dry run, one step undoes it."""
    path = tmp_path / f"evidence.{ending}"
    trainee.says("export", "-o", path)

    assert "dry run" in supervisor.says("import", path, "--dry-run")
    assert json.loads(supervisor.says("entry", "list", "--json")) == []

    said = supervisor.says("import", path)
    assert "1 entry: new." in said
    assert json.loads(supervisor.says("entry", "list", "--json")) == json.loads(
        trainee.says("entry", "list", "--json")
    )
    assert "it was all here" in supervisor.says("import", path)

    supervisor.says(*said.rsplit("ladder ", 1)[1].split())
    assert json.loads(supervisor.says("entry", "list", "--json")) == []
    assert supervisor.types("import", "--undo").exit_code == 1


def test_columns_of_courses_are_remembered(supervisor, tmp_path):
    """What was said once holds for the next file."""
    path = tmp_path / "courses.csv"
    path.write_text("Thing,When\nRun charts,2026-10-01\n")

    assert supervisor.types("import", path).exit_code == 1
    supervisor.says("import", path, "--map", "title=Thing", "--map", "date=When")
    path.write_text("Thing,When\nChairing,2026-10-02\n")
    found = json.loads(supervisor.says("import", path, "--json"))

    assert found["entries"] == {"new": 1}
    assert len(json.loads(supervisor.says("entry", "list", "--json"))) == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("import",), "Name one file"),
        (("import", "x", "--undo"), "Name one file"),
        (("import", "missing.zip"), "cannot be read"),
        (("verify", "missing.pdf"), "cannot be read"),
        (("keys", "trust", "nothing", "--name", "A"), "ed25519:"),
        (("keys", "trust", "ed25519:" + "A" * 43, "--name", "  "), "--name"),
    ],
)
def test_what_cannot_be_done_is_one_line(supervisor, words, says):
    """With what to do instead."""
    result = supervisor.types(*words)

    assert result.exit_code == 1
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_comment_is_imported_shown_and_exported_with_its_entry(trainee, tmp_path):
    """Whose it is as far as that is known, and that the entry was written on since."""
    (entry,) = json.loads(trainee.says("entry", "list", "--json"))
    said = sign_comment(
        Comment(
            id="c" * 32,
            entry_id=entry["id"],
            entry_written_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            bundle="b" * 64,
            text="You asked first.",
            name="Dr Invented Person",
            written_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
            public=KEY.public,
        ),
        KEY,
    )
    path = tmp_path / "comments.json"
    path.write_bytes(write_comments([said], KEY))
    assert "1 comment by Dr Invented Person (name as given)" in trainee.says("verify", path)
    forged = tmp_path / "forged.json"
    forged.write_bytes(path.read_bytes().replace(b"asked", b"spoke"))
    assert "altered" in trainee.types("verify", forged).stdout
    assert trainee.types("import", forged).exit_code == 1
    assert "Nobody has commented" in trainee.says("entry", "comments", entry["id"])

    assert "1 new comments." in trainee.says("import", path)

    shown = trainee.says("entry", "comments", entry["id"])
    assert "Dr Invented Person, 20 November 2026 (name as given, key " in shown
    assert "on an earlier revision:\nYou asked first." in shown
    trainee.says("keys", "trust", key_text(KEY.public), "--name", "My supervisor")
    (told,) = json.loads(trainee.says("entry", "comments", entry["id"], "--json"))
    assert told["standing"] == "key trusted as My supervisor"
    trainee.says("export", "-o", tmp_path / "out.html")
    assert "You asked first." in (tmp_path / "out.html").read_text()
