"""`ladder badge`: a completed step as an Open Badge, from the terminal and back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ladder_widgets.cli.app import app
from ladder_widgets.cli.session import Session
from ladder_widgets.ladder.packs import load_catalogue

TODAY = dt.date(2026, 11, 22)
CANARY = "Zanzibarquaver"


class Trainee:
    """A trainee at a terminal."""

    def __init__(self, home: Path) -> None:
        self.runner = CliRunner(env={"LADDER_DATA_DIR": str(home / "data"), "LADDER_PACKS": ""})

    def types(self, *words: str | Path, stdin: str | None = None) -> Result:
        """Run a command."""
        return self.runner.invoke(app, list(map(str, words)), input=stdin, obj=Session(today=TODAY))

    def gets(self, *words: str | Path, stdin: str | None = None) -> str:
        """Run a command that works and return what it printed."""
        result = self.types(*words, stdin=stdin)
        assert result.exit_code == 0, result.stderr
        return result.stdout


@pytest.fixture
def trainee(tmp_path: Path) -> Trainee:
    """Somebody who wrote an entry for each target of a step."""
    one = Trainee(tmp_path)
    one.gets(
        "profile", "set", "--programme", "general-practice", "--grade", "ST2",
        "--start", "2026-08-05",
    )  # fmt: skip
    targets = "".join(f"  - {target}\n" for target in _targets())
    entry = f"---\ntitle: {CANARY}\ndate: 2026-03-10\ntargets:\n{targets}---\n## What?\nWe met.\n"
    one.gets("entry", "add", "-", stdin=entry)
    return one


def _targets() -> list[str]:
    _, theme = load_catalogue().find_theme("quality-improvement")
    return [target.id for rung in theme.steps if rung.step == 2 for target in rung.targets]


def test_a_step_gives_a_badge_once_each_of_its_targets_is_done(
    trainee: Trainee, tmp_path: Path
) -> None:
    """Not before; the badge is the trainee's own word and holds none of an entry's."""
    first, *others = _targets()
    trainee.gets("targets", "--done", first)
    assert "No step is complete" in trainee.gets("badge", "list")
    refused = trainee.types("badge", "save", "quality-improvement", "2")
    assert refused.exit_code == 1
    assert f"{len(others)} of {len(others) + 1} targets are not done" in refused.stderr

    for target in others:
        trainee.gets("targets", "--done", target)

    listed = json.loads(trainee.gets("badge", "list", "--json"))
    assert [(badge["theme"], badge["step"]) for badge in listed] == [("quality-improvement", 2)]
    path = tmp_path / "badge.json"
    trainee.gets("badge", "save", "quality-improvement", "2", "-o", path)
    assert CANARY not in path.read_text()
    said = trainee.gets("verify", path)
    assert "unchanged since exported" in said
    assert "Given by the holder to themselves." in said
    assert "you, with the key of this store" in said


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_picture_is_a_badge_too(trainee: Trainee, tmp_path: Path, ending: str) -> None:
    """Its kind is told by the name that is asked for; another store sees an unknown key."""
    for target in _targets():
        trainee.gets("targets", "--done", target)
    path = tmp_path / f"badge.{ending}"
    trainee.gets("badge", "save", "quality-improvement", "2", "-o", path)

    said = Trainee(tmp_path / "supervisor").gets("verify", path)

    assert "unchanged since exported" in said
    assert "an unknown key, fingerprint" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["badge", "save", "no-such-theme", "2"], "no-such-theme"),
        (["badge", "save", "quality-improvement", "9"], "Allowed: 1, 2, 3, 4"),
    ],
)
def test_what_names_no_step_is_one_line(trainee: Trainee, words: list[str], says: str) -> None:
    """It names what is allowed."""
    result = trainee.types(*words)

    assert result.exit_code == 1
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
