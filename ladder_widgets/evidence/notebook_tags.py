"""The tags of a cell that say what of it is shown; those that nbconvert and Jupyter Book use."""

from __future__ import annotations

from typing import Any

REMOVED = {"remove-cell", "remove_cell"}
NO_INPUT = {"hide-input", "hide_input", "remove-input", "remove_input"}
NO_OUTPUT = {"hide-output", "hide_output", "remove-output", "remove_output"}
FACILITATOR = "facilitator"
"""A note for those who run a workshop; handouts leave it out."""


def tags_of(cell: Any) -> set[str]:
    """The tags of a cell of a notebook."""
    return set(map(str, cell.metadata.get("tags", ())))
