"""The JSON Schemas of pack files say what the packs are, and are those in the documents."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ladder_widgets.ladder.packs import SHIPPED
from ladder_widgets.ladder.schema import schemas
from ladder_widgets.ladder.yamlfile import YamlFile
from ladder_widgets.workshop.schema import workshop_schemas

DOCS = Path(__file__).parents[2] / "docs" / "schema"
FILES = {
    "ladder": "*/ladder.yaml",
    "theme": "*/themes/*.yaml",
    "resources": "*/resources.yaml",
    "changes": "*/changes.yaml",
    "programmes": "programmes/*.yaml",
    "reviews": "reviews/*.yaml",
    "framework": "frameworks/*.yaml",
    "platform": "platforms/*.yaml",
    "reflection-model": "reflection-models/*.yaml",
    "workshop": "workshops/*.yaml",
}
ALL = schemas() | workshop_schemas()


def as_json(value: Any) -> Any:
    """The data of a YAML file as JSON has it: days are text there."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_shipped_file_follows_its_schema(name: str) -> None:
    """And a field that nobody knows does not."""
    validator = jsonschema.Draft202012Validator(ALL[name])
    for path in sorted(SHIPPED.glob(FILES[name])):
        data = as_json(YamlFile(path, path.name).data)

        assert [error.message for error in validator.iter_errors(data)] == []
        spoilt = data[0] if isinstance(data, list) else data
        spoilt["unknown-field"] = "x"
        assert not validator.is_valid(data)


def test_the_documents_hold_the_schemas() -> None:
    """They are made again with: python -m ladder_widgets.ladder.schema docs/schema.

    That of workshops with: python -m ladder_widgets.workshop.schema docs/schema.
    """
    written = {p.name: json.loads(p.read_text(encoding="utf-8")) for p in DOCS.iterdir()}

    assert written == {f"{name}.schema.json": schema for name, schema in ALL.items()}
    assert set(FILES) == set(ALL)
