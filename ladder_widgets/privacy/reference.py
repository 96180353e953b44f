"""The document of the rules, made from the rules: python -m ladder_widgets.privacy.reference."""

from __future__ import annotations

import sys

from ladder_widgets.privacy.rules import RULES
from ladder_widgets.privacy.rules.rule import Rule

HEAD = """\
# What may identify a person

Reflections name nobody. While you write, the kit looks for what may identify a patient, a
relative or a colleague, and marks it: you change it, or say why it stays. Nothing that you write
leaves the computer for this, and no finding repeats your words.

A text without findings is not anonymous for that. A rare condition, an unusual event or a small
place can tell who it was about, and no rule knows them: read the text as a colleague or a relative
would.

Where several rules claim a place, the first in this list has it.

<!-- Made by `python -m ladder_widgets.privacy.reference > docs/privacy-rules.md`. -->
"""


def render() -> str:
    """The whole document, in Markdown."""
    return "\n".join([HEAD, _table(), *(_section(rule) for rule in RULES)])


def _table() -> str:
    rows = [f"| [{rule.title}](#{rule.code}) | `{rule.code}` |" for rule in RULES]
    return "\n".join(["| What | Code |", "| --- | --- |", *rows, ""])


def _section(rule: Rule) -> str:
    return "\n".join(
        [
            f'<a id="{rule.code}"></a>',
            "",
            f"## {rule.title}",
            "",
            rule.what,
            "",
            f"- Why: {rule.why}",
            f"- What to do: {rule.remedy}",
            "",
            "Flagged:",
            "",
            *(f"- {_code(example)}" for example in rule.flagged),
            "",
            "Not flagged:",
            "",
            *(f"- {_code(example)}" for example in rule.clear),
            "",
        ]
    )


def _code(example: str) -> str:
    return f"`{example}`"


if __name__ == "__main__":
    sys.stdout.write(render())
