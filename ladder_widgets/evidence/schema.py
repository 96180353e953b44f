"""JSON Schemas of `bundle.json` and of a file of comments, for programs that read them.

Made anew into docs/schema with: python -m ladder_widgets.evidence.schema docs/schema
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from ladder_widgets.evidence.bundle import Bundle
from ladder_widgets.ladder.schema import schema_of, write_schemas
from ladder_widgets.portfolio.comments import CommentFile


def bundle_schemas() -> dict[str, dict[str, Any]]:
    """The schemas, by the names of their kinds of file."""
    return {
        "bundle": schema_of("bundle", Bundle, title="Leadership Ladder bundle"),
        "comments": schema_of("comments", CommentFile, title="Leadership Ladder comments"),
    }


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]), bundle_schemas())
