"""The layers of the house hold, and a break of them is noticed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import ladder_widgets

ROOT = Path(__file__).parents[2]
FRAMEWORKS = {"alembic", "anywidget", "ipywidgets", "nbconvert", "pandas", "sqlalchemy", "voila"}


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
        ("portfolio/model.py", "from ladder_widgets.evidence import bundle"),
        ("widgets/app/model.py", "import ipywidgets"),
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


def loaded_by(*modules: str) -> set[str]:
    """The top-level names that a fresh interpreter has loaded after importing modules."""
    script = (
        f"import sys, {', '.join(modules)}; print(*{{m.partition('.')[0] for m in sys.modules}})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "ladder_widgets",
        "ladder_widgets.ladder",
        "ladder_widgets.ladder.packs",
        "ladder_widgets.pathway.targets",
        "ladder_widgets.privacy",
        "ladder_widgets.portfolio.model",
        "ladder_widgets.portfolio.profile",
    ],
)
def test_rules_and_values_load_no_framework(module: str) -> None:
    """Importing a rule or a value brings none of the frameworks into memory."""
    assert loaded_by(module) & FRAMEWORKS == set()


def test_the_trainee_app_loads_nothing_it_does_not_show() -> None:
    """A kernel of the app has no pandas, nbconvert, Typst or Alembic in it."""
    heavy = {"alembic", "nbconvert", "pandas", "typst", "voila", "markdown_it"}

    assert loaded_by("ladder_widgets.widgets.components") & heavy == set()


def test_the_package_offers_what_it_names() -> None:
    """Every public name resolves, and nothing else is taken for one."""
    assert sorted(ladder_widgets.__all__) == ladder_widgets.__all__
    for name in ladder_widgets.__all__:
        assert getattr(ladder_widgets, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = ladder_widgets.nothing
