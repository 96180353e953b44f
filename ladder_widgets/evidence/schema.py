"""JSON Schema of `bundle.json`, for programs that read what a trainee takes along.

Made anew into docs/schema with: python -m ladder_widgets.evidence.schema docs/schema
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from ladder_widgets.evidence.bundle import Bundle
from ladder_widgets.ladder.schema import schema_of, write_schemas

NAME = "bundle"


def bundle_schemas() -> dict[str, dict[str, Any]]:
    """The schema, by the name of its kind of file."""
    return {NAME: schema_of(NAME, Bundle, title="Leadership Ladder bundle")}


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]), bundle_schemas())
