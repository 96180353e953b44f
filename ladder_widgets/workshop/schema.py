"""JSON Schema of a workshop's file, for editors.

Made anew into docs/schema with: python -m ladder_widgets.workshop.schema docs/schema
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from ladder_widgets.ladder.schema import schema_of, write_schemas
from ladder_widgets.workshop.model import Workshop

NAME = "workshop"


def workshop_schemas() -> dict[str, dict[str, Any]]:
    """The schema, by the name of its kind of file."""
    return {NAME: schema_of(NAME, Workshop)}


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]), workshop_schemas())
