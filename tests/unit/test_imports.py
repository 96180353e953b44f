"""What importing a part of the package brings into memory, and what the package offers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import ladder_widgets

ROOT = Path(__file__).parents[2]
FRAMEWORKS = {"alembic", "anywidget", "ipywidgets", "nbconvert", "pandas", "sqlalchemy", "voila"}


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
        "ladder_widgets.workshop.drawing.lines",
        "ladder_widgets.workshop.measures.runs",
        "ladder_widgets.workshop.packs",
    ],
)
def test_rules_and_values_load_no_framework(module: str) -> None:
    """Importing a rule or a value brings none of the frameworks into memory."""
    assert loaded_by(module) & FRAMEWORKS == set()


def test_the_trainee_app_loads_nothing_it_does_not_show() -> None:
    """A kernel of the app has no pandas, nbconvert, Typst or Alembic in it, and opens no file."""
    heavy = {"alembic", "nbconvert", "pandas", "typst", "voila", "markdown_it"}
    heavy |= {"PIL", "pypdf", "filetype", "defusedxml", "icalendar"}

    assert loaded_by("ladder_widgets.widgets.components") & heavy == set()


def test_the_server_builds_no_grammar_as_it_starts() -> None:
    """An optional part of jsonschema that costs seconds is left out; it is nothing we use."""
    assert "lark" not in loaded_by("ladder_widgets.server.application")


def test_the_package_offers_what_it_names() -> None:
    """Every public name resolves, and nothing else is taken for one."""
    assert sorted(ladder_widgets.__all__) == ladder_widgets.__all__
    for name in ladder_widgets.__all__:
        assert getattr(ladder_widgets, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = ladder_widgets.nothing
