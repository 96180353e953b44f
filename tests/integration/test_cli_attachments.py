"""`ladder entry attach`, `attachments`, `detach` and `save-attachment`."""

from __future__ import annotations

import json
from pathlib import Path

import attachment_tools as tools
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from ladder_widgets.cli.app import app
from ladder_widgets.cli.session import Session
from ladder_widgets.portfolio.model import Save
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

SECRET = "mrs-okafor"


class Trainee:
    """Somebody with a data folder, and files on the desk."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.runner = CliRunner(env={"LADDER_DATA_DIR": str(home / "data"), "LADDER_PACKS": ""})

    def types(self, *words: str, stdin: str | None = None, **env: str) -> Result:
        """Run a command."""
        return self.runner.invoke(app, words, input=stdin, obj=Session(), env=env)

    def writes(self, state: str = "draft") -> str:
        """Add an entry and return its id."""
        head = f"---\ntitle: A day\ndate: 2026-03-10\nstate: {state}\n---\n## What?\nWe met.\n"
        return self.types("entry", "add", "-", stdin=head).stdout.split()[1]

    def has(self, name: str, data: bytes) -> str:
        """Put a file on the desk and return its path."""
        (self.home / name).write_bytes(data)
        return str(self.home / name)

    def files(self, entry_id: str) -> list[dict[str, object]]:
        """The files of an entry."""
        found = self.types("entry", "attachments", entry_id, "--json")
        files: list[dict[str, object]] = json.loads(found.stdout)
        return files


@pytest.fixture
def trainee(tmp_path: Path) -> Trainee:
    """Somebody without entries."""
    return Trainee(tmp_path)


def test_files_are_attached_listed_saved_and_taken_off(trainee: Trainee, tmp_path: Path) -> None:
    """The whole way of two files, ids shortened."""
    entry_id = trainee.writes()
    report = tools.pdf("A certificate")

    said = trainee.types(
        "entry", "attach", entry_id[:8],
        trainee.has("photo.pdf", tools.jpeg(author="Quillwort")), trainee.has("cpd.pdf", report),
    )  # fmt: skip

    assert said.exit_code == 0, said.output
    assert "Removed from it: where it was taken, who took it" in said.output
    assert "Quillwort" not in said.output
    photo, pdf = trainee.files(entry_id)
    assert set(pdf) == {
        "id", "entry", "name", "kind", "mime_type", "size", "sha256", "removed", "found", "added",
    }  # fmt: skip
    assert (photo["name"], photo["mime_type"], pdf["size"]) == (
        "photo.jpg",
        "image/jpeg",
        len(report),
    )
    listed = trainee.types("entry", "attachments", entry_id).stdout
    assert "photo.jpg" in listed
    assert "JPEG picture" in listed
    short = str(pdf["id"])[:8]
    saved = trainee.types("entry", "save-attachment", short, "-o", str(tmp_path / "back.pdf"))
    assert saved.stdout.strip() == str(tmp_path / "back.pdf")
    assert (tmp_path / "back.pdf").read_bytes() == report
    assert (tmp_path / "back.pdf").stat().st_mode & 0o777 == 0o600
    assert trainee.types("entry", "detach", short).exit_code == 0
    assert [file["name"] for file in trainee.files(entry_id)] == ["photo.jpg"]


def test_saving_never_overwrites(trainee: Trainee, tmp_path: Path) -> None:
    """In a folder it takes its own name; a missing folder is said."""
    entry_id = trainee.writes()
    trainee.types("entry", "attach", entry_id, trainee.has("cpd.pdf", tools.pdf()))
    (file,) = trainee.files(entry_id)
    (tmp_path / "out").mkdir()
    save = ("entry", "save-attachment", str(file["id"]), "-o")

    assert trainee.types(*save, str(tmp_path / "out")).exit_code == 0
    (tmp_path / "out" / "cpd.pdf").write_text("mine")
    again = trainee.types(*save, str(tmp_path / "out"))
    lost = trainee.types(*save, str(tmp_path / "none" / "x.pdf"))

    assert (tmp_path / "out" / "cpd.pdf").read_text() == "mine"
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["cpd.pdf"]
    assert (again.exit_code, lost.exit_code) == (1, 1)
    assert "not overwritten" in again.output
    assert "no such folder" in lost.output


def test_findings_are_counted_by_their_plain_names(trainee: Trainee) -> None:
    """In the text and in the name of a file; the words are not repeated."""
    path = trainee.has(f"{SECRET}.docx", tools.docx("Seen with Mrs Okafor, 943 476 5919"))

    said = trainee.types("entry", "attach", trainee.writes(), path)

    assert "May identify a person: NHS number (1), Name (2)." in said.output
    assert "kafor" not in said.output


def test_all_files_are_attached_or_none(trainee: Trainee) -> None:
    """The one that is refused is told by its place, never by its name."""
    entry_id = trainee.writes()
    good = trainee.has("good.pdf", tools.pdf())
    bad = trainee.has(f"{SECRET}.pdf", tools.zipped({"a": b"x"}))

    said = trainee.types("entry", "attach", entry_id, good, bad)

    assert said.exit_code == 1
    assert "File 2 of 2: This is a zip, not a Word document." in said.stderr
    assert SECRET not in said.output
    assert trainee.files(entry_id) == []


def test_what_cannot_be_attached_is_said_in_one_line(trainee: Trainee, tmp_path: Path) -> None:
    """Missing, a folder, empty, too large, on a final entry; no name is repeated."""
    entry_id, final = trainee.writes(), trainee.writes("final")
    pdf = trainee.has(f"{SECRET}.pdf", tools.pdf())
    big = trainee.has(f"{SECRET}-2.pdf", bytes(1_500_000))
    empty = trainee.has(f"{SECRET}-3.pdf", b"")
    for said, words in (
        ("no such file", (entry_id, str(tmp_path / f"{SECRET}-4.pdf"))),
        ("is a folder", (entry_id, str(tmp_path))),
        ("is empty", (entry_id, empty)),
        ("1.5 MB; 1 MB are allowed", (entry_id, big)),
        ("final and locked", (final, pdf)),
        ("not a file name", (entry_id, "a\0b")),
    ):
        result = trainee.types("entry", "attach", *words, LADDER_ATTACHMENT_MB="1")
        assert result.exit_code == 1
        assert said in result.stderr
        assert result.stderr.count("\n") == 1
        assert SECRET not in result.output


def test_ids_of_attachments_may_be_shortened_and_are_checked(trainee: Trainee) -> None:
    """Too short, none, or not one at all: the last is not repeated."""
    trainee.writes()

    for typed, said in (
        ("abc", "at least 6"),
        ("f" * 8, "begins ffffffff"),
        (SECRET, "at least 6"),
    ):
        for command in ("detach", "save-attachment"):
            result = trainee.types("entry", command, typed)
            assert result.exit_code == 1
            assert said in result.stderr
            assert SECRET not in result.output


def test_an_entry_without_files_says_how_to_attach_one(trainee: Trainee) -> None:
    """On stderr; as JSON it is an empty list."""
    entry_id = trainee.writes()

    assert "ladder entry attach ID FILE" in trainee.types("entry", "attachments", entry_id).stderr
    assert trainee.files(entry_id) == []


def test_an_exported_pdf_carries_the_files(trainee: Trainee, tmp_path: Path) -> None:
    """Of final entries; a file attached to the draft goes with it when it is final."""
    entry_id = trainee.writes()
    data = tools.pdf("A certificate")
    trainee.types("entry", "attach", entry_id, trainee.has("cpd.pdf", data))
    with open_store(read_settings({}, data_dir=tmp_path / "data")) as store:
        entry = store.entry(entry_id)
        store.save(
            Save(entry_id=entry_id, base=1, writer="x", seq=1, content=entry.content, state="final")
        )

    done = trainee.types("export", "-o", str(tmp_path / "evidence.pdf"))

    assert done.exit_code == 0, done.output
    held = PdfReader(tmp_path / "evidence.pdf").attachments
    assert held["entry-1-cpd.pdf"] == [data]
