"""The word lists of the privacy check are built, whole and current, and their absence is told."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ladder_widgets.privacy.lexicon import WORDS, lexicon

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """The script that builds the lists."""
    spec = importlib.util.spec_from_file_location("words", ROOT / "frontend" / "words.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lists_are_those_that_the_sources_give_today(builder: ModuleType) -> None:
    """A list that was changed since is built anew: make setup."""
    assert builder.content() == WORDS.read_text("utf-8"), "words.txt is old. Run: make setup"


def test_every_word_of_a_list_is_found_again(builder: ModuleType) -> None:
    """The lines of the file and the search in them agree, for short words too."""
    known = lexicon()
    for name, words in builder.lists().items():
        held = getattr(known, name)
        assert [word for word in words if word not in held] == []
        assert "zzqx" not in held


def test_the_licences_of_the_sources_lie_beside_the_lists(builder: ModuleType) -> None:
    """Whoever has the words has the terms they come with."""
    for package in builder.PACKAGES:
        assert (WORDS.parent / f"LICENSE-{package}.txt").stat().st_size


def test_missing_lists_are_told_when_the_rules_are_imported(tmp_path: Path) -> None:
    """A checkout that was not set up says what to run, and checks nothing by halves."""
    copy = shutil.copytree(
        ROOT / "ladder_widgets",
        tmp_path / "ladder_widgets",
        ignore=shutil.ignore_patterns("built", "static", "fonts", "__pycache__"),
    )
    done = subprocess.run(
        [sys.executable, "-c", "import ladder_widgets.privacy.check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(copy.parent)},
    )

    assert done.returncode == 1
    assert "SettingsError: The word lists of the privacy check are missing" in done.stderr
    assert "make setup" in done.stderr
