"""How commands print: JSON as UTF-8 whatever the terminal, columns for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def echo_json(value: Any) -> None:
    """Print a value as JSON; bytes, since JSON is UTF-8 where the terminal may not be."""
    click.echo((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)


def echo_text(text: str) -> None:
    """Print text, with escapes for characters that the terminal's encoding lacks."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, errors="backslashreplace").decode(encoding))


def table(rows: Sequence[Sequence[str]], *, indent: int = 0) -> str:
    """Rows as columns two spaces apart; the last column runs on."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        (" " * indent + "  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True))).rstrip()
        for row in rows
    )
