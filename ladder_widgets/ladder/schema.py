"""JSON Schemas of the files of a pack, for editors and for other programs.

Made anew into docs/schema with: python -m ladder_widgets.ladder.schema docs/schema
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ladder_widgets.ladder.model import (
    Ask,
    Change,
    Framework,
    Ladder,
    Programme,
    ReflectionModel,
    Resource,
    Theme,
)
from ladder_widgets.ladder.platforms import Platform

FILES: dict[str, Any] = {
    "ladder": Ladder,
    "theme": Theme,
    "resources": list[Resource],
    "changes": list[Change],
    "programmes": list[Programme],
    "reviews": list[Ask],
    "framework": Framework,
    "platform": Platform,
    "reflection-model": ReflectionModel,
}
"""What each kind of file holds."""
APART = {"ladder": ("themes", "resources", "changes"), "programmes": ("capabilities",)}
"""Fields that have files of their own."""


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file, by its name."""
    return {name: schema_of(name, kind) for name, kind in FILES.items()}


def schema_of(name: str, kind: Any, *, title: str = "") -> dict[str, Any]:
    """The schema of files of this name that hold values of a kind."""
    schema = msgspec.json.schema(kind)
    for definition in schema["$defs"].values():
        if definition.get("title") in {"Ladder", "Programme"}:
            for field in APART.get(name, ()):
                definition["properties"].pop(field)
                if field in definition["required"]:
                    definition["required"].remove(field)
    plain: dict[str, Any] = json.loads(json.dumps(schema))
    used = set(_named({key: value for key, value in plain.items() if key != "$defs"}, plain))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title or f"Leadership Ladder pack: {name}",
        **plain,
        "$defs": {key: value for key, value in plain["$defs"].items() if key in used},
    }


def _named(part: Any, schema: dict[str, Any]) -> Iterator[str]:
    """The definitions that a part of a schema leads to."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "$ref":
                name = value.rpartition("/")[2]
                yield name
                yield from _named(schema["$defs"][name], schema)
            else:
                yield from _named(value, schema)
    elif isinstance(part, list):
        for item in part:
            yield from _named(item, schema)


def write_schemas(folder: Path, found: Mapping[str, Mapping[str, Any]]) -> None:
    """Write schemas into a folder, each by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in found.items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        (folder / f"{name}.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]), schemas())
