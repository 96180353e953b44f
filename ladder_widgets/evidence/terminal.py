"""What a program printed, as a terminal would show it in the end."""

from __future__ import annotations

from nbconvert.filters import strip_ansi


def shown_in_terminal(text: str) -> str:
    """The text without colours; of a line that was written over again and again, the last state."""
    bare = str(strip_ansi(text))  # type: ignore[no-untyped-call]  # nbconvert is untyped there
    lines = bare.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
