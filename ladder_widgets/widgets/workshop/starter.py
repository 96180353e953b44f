"""A notebook to begin with, made of a workshop: heading, activity and notes for each part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ladder_widgets.workshop.model import Workshop

FACILITATOR = "facilitator"
"""The tag of cells that are for whoever leads: no handout holds them."""
HIDE_CODE = "hide-input"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def write_notebook(workshop: Workshop, path: Path, *, beside: bool = False) -> None:
    """Write the notebook of a workshop; with `beside` it reads the YAML file next to it.

    Raises:
        FileExistsError: there is one already; it is left alone.
    """
    with path.open("x", encoding="utf-8") as stream:
        json.dump(starter_notebook(workshop, beside=beside), stream, indent=1, ensure_ascii=False)
        stream.write("\n")


def starter_notebook(workshop: Workshop, *, beside: bool = False) -> dict[str, Any]:
    """The thin notebook of a workshop; what is special to it is added by hand."""
    given = f'Path("{workshop.id}.yaml")' if beside else f'"{workshop.id}"'
    opening = "from ladder_widgets import open_workshop\n\n"
    opening = f"from pathlib import Path\n\n{opening}" if beside else opening
    cells = [
        _words("title", f"# {workshop.title}"),
        _code("about", f"{opening}workshop = open_workshop({given})\nworkshop.about()"),
        _code("plan", "workshop.plan()"),
        _code("preparation", "workshop.preparation()", FACILITATOR),
    ]
    for part in workshop.parts:
        cells.append(_words(part.id, f"## {part.title}\n\n{part.does}"))
        if part.activity:
            cells.append(_code(f"{part.id}-activity", f'workshop.activity("{part.activity}")'))
        cells.append(_code(f"{part.id}-notes", f'workshop.notes("{part.id}")', FACILITATOR))
    cells += [_words("sources", "## Where this comes from"), _code("cited", "workshop.sources()")]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _words(cell_id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": _lines(source)}


def _code(cell_id: str, source: str, *tags: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        # Told twice: JupyterLab hides code by the one, exporters by the other.
        "metadata": {"jupyter": {"source_hidden": True}, "tags": [HIDE_CODE, *tags]},
        "outputs": [],
        "source": _lines(source),
    }


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)
