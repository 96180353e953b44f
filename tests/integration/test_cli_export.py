"""`ladder export`: which entries, which file, nothing overwritten."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner, Result
from leap2a_checker import faults

from ladder_widgets.cli import export as export_module
from ladder_widgets.cli.app import app
from ladder_widgets.cli.session import Session
from ladder_widgets.evidence.leap2a.reader import read_leap2a

TODAY = dt.date(2026, 11, 22)
NAME = "leadership-evidence-2026-11-22"


class Exporter:
    """A trainee with a profile and a folder to export into."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.runner = CliRunner(env={"LADDER_DATA_DIR": str(home / "data"), "LADDER_PACKS": ""})
        self.types(
            "profile", "set", "--programme", "general-practice", "--grade", "ST2",
            "--start", "2026-08-05",
        )  # fmt: skip

    def types(self, *words: str, stdin: str | None = None) -> Result:
        """Run a command."""
        return self.runner.invoke(app, words, input=stdin, obj=Session(today=TODAY))

    def writes(self, title: str, *, date: str = "2026-03-10", state: str = "final") -> str:
        """Add an entry and return its id."""
        head = f"title: {title}\ndate: {date}\nstate: {state}\n"
        text = f"---\n{head}---\n## What?\nIt happened.\n"
        return self.types("entry", "add", "-", stdin=text).stdout.split()[1]

    def exports(self, *words: str) -> Path:
        """Export and return the path that was printed."""
        result = self.types("export", *words)
        assert result.exit_code == 0, result.stderr
        return Path(result.stdout.strip())

    def titles(self, *words: str) -> set[str]:
        """The titles in an export as JSON."""
        text = self.exports("--format", "json", "-o", str(self.home), *words).read_text("utf-8")
        return {title for title in ("Alpha", "Beta", "Gamma") if title in text}


@pytest.fixture
def exporter(tmp_path: Path) -> Exporter:
    """Somebody with a profile and no entries."""
    return Exporter(tmp_path)


def test_nothing_to_export_is_said(exporter: Exporter) -> None:
    """Without a final entry there is no file."""
    exporter.writes("Alpha", state="draft")
    result = exporter.types("export", "-o", str(exporter.home / "x.pdf"))

    assert result.exit_code == 1
    assert "no final entry" in result.stderr
    assert not (exporter.home / "x.pdf").exists()


def test_profile_is_not_needed(tmp_path: Path) -> None:
    """Somebody who wrote before setting a profile can take the entries away."""
    runner = CliRunner(env={"LADDER_DATA_DIR": str(tmp_path / "data"), "LADDER_PACKS": ""})
    runner.invoke(app, ["entry", "add", "-"], input="## What?\nIt happened.\n")
    result = runner.invoke(app, ["export", "-o", str(tmp_path / "x.pdf")])

    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")


def test_final_entries_are_chosen(exporter: Exporter) -> None:
    """All final ones, those of an id, or those since a day."""
    first = exporter.writes("Alpha", date="2026-01-05")
    exporter.writes("Beta", date="2026-06-05")
    draft = exporter.writes("Gamma", state="draft")

    assert {"Alpha", "Beta"} == exporter.titles()
    assert {"Alpha"} == exporter.titles("--entry", first[:8])
    assert {"Beta"} == exporter.titles("--since", "2026-06-05")
    assert "is a draft" in exporter.types("export", "--entry", draft).stderr
    assert "Choose an earlier day" in exporter.types("export", "--since", "2026-11-22").stderr


def test_pdf_holds_the_entry(exporter: Exporter) -> None:
    """The usual format is a PDF, named by day and without words of the trainee."""
    exporter.writes("Alpha")
    path = exporter.exports("-o", str(exporter.home))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)

    assert f"{NAME}.pdf" == path.name
    assert "Alpha" in text
    assert "It happened." in text


@pytest.mark.parametrize("name", ["out.json", "out.csv", "OUT.JSON"])
def test_ending_of_the_name_chooses_the_format(exporter: Exporter, name: str) -> None:
    """JSON and CSV are known by their endings."""
    exporter.writes("Alpha")
    text = exporter.exports("-o", str(exporter.home / name)).read_text("utf-8-sig")

    if name.lower().endswith("json"):
        assert "Alpha" in json.dumps(json.loads(text))
    else:
        assert any("Alpha" in row for row in csv.reader(io.StringIO(text)))


def test_file_is_never_overwritten_unasked(exporter: Exporter) -> None:
    """A second export takes a number; asked for, it takes the place of the first."""
    exporter.writes("Alpha")
    path = exporter.home / "mine.json"
    path.write_text("precious")

    assert [exporter.exports("-o", str(path)).name for _ in range(2)] == [
        "mine-2.json",
        "mine-3.json",
    ]
    assert path.read_text() == "precious"
    assert path == exporter.exports("-o", str(path), "--overwrite")
    assert "Alpha" in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["mine.leap2a.zip", "MINE.LEAP2A.ZIP"])
def test_leap2a_is_known_by_its_ending_and_numbered_before_it(
    exporter: Exporter, name: str
) -> None:
    """A number within the ending would make it another format."""
    exporter.writes("Alpha")
    path = exporter.home / name
    found = [exporter.exports("-o", str(path)) for _ in range(2)]

    assert [p.name for p in found] == [name, f"{name[:4]}-2{name[4:]}"]
    assert [faults(p.read_bytes()) for p in found] == [[], []]
    assert [e.entry.content.title for e in read_leap2a(path.read_bytes()).entries] == ["Alpha"]


def test_a_name_without_an_ending_is_numbered_at_its_end(exporter: Exporter) -> None:
    """As any other name."""
    exporter.writes("Alpha")
    names = [exporter.exports("-o", str(exporter.home / "mine")).name for _ in range(2)]

    assert names == ["mine", "mine-2"]


def test_exported_file_is_private(exporter: Exporter) -> None:
    """Only its owner can read the evidence."""
    exporter.writes("Alpha")

    assert exporter.exports("-o", str(exporter.home)).stat().st_mode & 0o777 == 0o600


def test_missing_folder_is_said(exporter: Exporter) -> None:
    """No folder is made for a path that was probably mistyped."""
    exporter.writes("Alpha")
    result = exporter.types("export", "-o", str(exporter.home / "none" / "x.pdf"))

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert not (exporter.home / "none").exists()


def test_installed_kit_exports_into_documents(
    exporter: Exporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside a checkout the usual place is the documents folder, made if there is none."""
    documents = exporter.home / "Documents"
    monkeypatch.setattr(export_module, "checkout", lambda: None)
    monkeypatch.setattr(export_module.platformdirs, "user_documents_path", lambda: documents)
    exporter.writes("Alpha")

    assert documents / f"{NAME}.json" == exporter.exports("--format", "json")


def test_checkout_exports_into_its_folder(
    exporter: Exporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a checkout the usual place is `exports`."""
    monkeypatch.setattr(export_module, "checkout", lambda: exporter.home)
    exporter.writes("Alpha")

    assert exporter.home / "exports" / f"{NAME}.csv" == exporter.exports("--format", "csv")
