"""`ladder form`: an entry as the form of an e-portfolio, printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from integration.test_cli_commands import Trainee

from ladder_widgets.cli.export import OPEN_FINDINGS

ENTRY = """---
title: {title}
date: 2026-03-10
model: star
targets: [team-working.2.a]
capabilities: [{{code: GP 9, because: "**I led it.**"}}]
---
## Situation
The round had no order.

## Action
* asked who worried us
* agreed one list
"""


@pytest.fixture
def trainee(tmp_path: Path) -> Trainee:
    """A GP trainee."""
    found = Trainee(tmp_path)
    found.gets(
        "profile", "set", "--programme", "general-practice", "--grade", "ST2",
        "--start", "2026-08-05",
    )  # fmt: skip
    return found


def add(trainee: Trainee, folder: Path, title: str = "Leading the round") -> str:
    """Add the entry; answers with the beginning of its id."""
    file = folder / "entry.md"
    file.write_text(ENTRY.format(title=title))
    trainee.gets("entry", "add", str(file))
    (entry,) = trainee.json("entry", "list")
    return str(entry["id"][:8])


def test_the_form_of_the_profiles_platform_is_printed(trainee: Trainee, tmp_path: Path) -> None:
    """Plain text under each field; what is missing there is marked."""
    printed = trainee.gets("form", add(trainee, tmp_path))

    assert printed.startswith("FourteenFish (RCGP Trainee Portfolio): Leadership activity")
    assert "- asked who worried us\n- agreed one list\n" in printed
    assert "! Mandatory there" in printed
    assert "**" not in printed


def test_programs_get_counts_limits_and_sources(trainee: Trainee, tmp_path: Path) -> None:
    """One object; a limit that is not known is null."""
    entry = add(trainee, tmp_path)
    form = trainee.json("form", entry, "--platform", "horus", "--type", "summary-narrative-hlo-1")
    (field,) = form["fields"]

    assert (form["platform"], form["borrowed"]) == ("horus", False)
    assert (field["max_words"], field["max_characters"]) == (300, None)
    assert field["words"] == len(field["text"].split())
    assert field["source"]
    assert "GP 9" not in {s["code"] for s in form["suggestions"]}


def test_a_form_that_is_not_known_is_said_to_be_ours(trainee: Trainee, tmp_path: Path) -> None:
    """The neutral one in place of another's."""
    assert "these are our own" in trainee.gets("form", add(trainee, tmp_path), "--platform", "lept")


def test_what_does_not_exist_is_told_with_what_does(trainee: Trainee, tmp_path: Path) -> None:
    """Platform, kind and entry."""
    entry = add(trainee, tmp_path)

    assert "Did you mean horus" in trainee.fails("form", entry, "--platform", "horrus")
    assert "leadership-activity" in trainee.fails("form", entry, "--type", "leadership-activty")
    assert "ladder entry list" in trainee.fails("form", "abcdef")


def test_open_findings_are_named_and_nothing_is_printed(trainee: Trainee, tmp_path: Path) -> None:
    """By code and position, never by the words."""
    result = trainee.types("form", add(trainee, tmp_path, title="Asking Mrs Okafor"))

    assert result.exit_code == OPEN_FINDINGS
    assert result.stdout == ""
    assert "title" in result.stderr
    assert "Okafor" not in result.output
