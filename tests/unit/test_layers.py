"""The layers of the house hold, and a break of them is noticed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in a folder."""
    script = "from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, '.'); {script}"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that may be broken."""
    leave = shutil.ignore_patterns("packs", "static", "fonts", "__pycache__")
    shutil.copytree(ROOT / "ladder_widgets", tmp_path / "ladder_widgets", ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def append(path: Path, line: str) -> None:
    """Add a line to a module."""
    path.write_text(f"{path.read_text()}\n{line}\n")


def test_the_layers_hold(copy: Path) -> None:
    """Every contract is kept as the code stands."""
    assert lint(copy).returncode == 0


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("ladder/model.py", "import sqlalchemy"),
        ("pathway/dates.py", "import pandas"),
        ("errors.py", "from ladder_widgets import settings"),
        ("errors.py", "from ladder_widgets import cli"),
        ("portfolio/model.py", "from ladder_widgets.evidence import bundle"),
        ("widgets/app/model.py", "import ipywidgets"),
        ("workshop/measures/runs.py", "import pandas"),
        ("workshop/model.py", "from ladder_widgets.widgets import markup"),
        ("server/gate.py", "import sqlalchemy"),
        ("newcomer.py", "x = 1"),
    ],
)
def test_a_deliberate_break_is_caught(copy: Path, module: str, line: str) -> None:
    """A framework in a rule, an import upwards, and a module without a layer all fail."""
    path = copy / "ladder_widgets" / module
    path.touch()
    append(path, line)

    assert lint(copy).returncode != 0
