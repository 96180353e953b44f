"""A workshop on paper: its notebook, run, as an accessible PDF."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from evidence_tools import faults, words
from traitlets.config import Config

from ladder_widgets.evidence.notebook import LadderPDFExporter
from ladder_widgets.workshop.packs import find_workshop

ROOT = Path(__file__).parents[2]
NOTES = "facilitator"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workshop's notebook with what it showed when it was run."""
    folder = tmp_path_factory.mktemp("handout")
    source = ROOT / "notebooks" / "workshops" / "quality-improvement.ipynb"
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "notebook"]
    subprocess.run(
        [*command, "--output-dir", str(folder), str(source)],
        check=True, capture_output=True, env={**os.environ, "LADDER_DATA_DIR": str(folder)},
    )  # fmt: skip
    return folder / source.name


@pytest.fixture(scope="module")
def handout(ran: Path) -> bytes:
    """Its PDF without the cells of the facilitator."""
    left_out = {"TagRemovePreprocessor": {"remove_cell_tags": {"remove-cell", NOTES}}}
    pdf, _ = LadderPDFExporter(config=Config(left_out)).from_filename(str(ran))
    assert isinstance(pdf, bytes)
    return pdf


def test_the_handout_is_accessible_and_archivable(handout: bytes) -> None:
    """PDF/UA-1 and PDF/A-3a, drawings included."""
    assert faults(handout) == []


def test_the_handout_has_plan_activities_and_figures_but_no_notes(handout: bytes) -> None:
    """What the room needs; what the facilitator says stays with the facilitator."""
    text = " ".join(words(handout).split())
    workshop = find_workshop("quality-improvement").workshop

    for part in workshop.parts:
        assert part.title in text
        assert not part.notes.say or part.notes.say[:40] not in text
    for activity in workshop.activities:
        assert activity.title in text
    assert "By when" in text
    assert "part of a signal" in text


def test_a_drawing_keeps_its_words_on_paper(ran: Path) -> None:
    """The alternative text goes with the output, where the exporter looks for it."""
    notebook = nbformat.read(ran, as_version=4)  # type: ignore[no-untyped-call]
    pictures = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/svg+xml" in output.get("data", {})
    ]

    assert len(pictures) == 4
    assert all(
        "Signal" in picture.metadata.alt or "signal" in picture.metadata.alt for picture in pictures
    )
