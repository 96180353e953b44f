"""The JSON Schemas of pack files say what the packs are, and are those in the documents."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import entries, profiles

from ladder_widgets.evidence.bundle import make_bundle, write_bundle
from ladder_widgets.evidence.schema import bundle_schemas
from ladder_widgets.ladder.packs import SHIPPED
from ladder_widgets.ladder.schema import schemas
from ladder_widgets.ladder.yamlfile import YamlFile
from ladder_widgets.portfolio.model import Entry, Profile
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
PACKS = schemas() | workshop_schemas()
ALL = PACKS | bundle_schemas()


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
    That of bundles with: python -m ladder_widgets.evidence.schema docs/schema.
    """
    written = {p.name: json.loads(p.read_text(encoding="utf-8")) for p in DOCS.iterdir()}

    assert written == {f"{name}.schema.json": schema for name, schema in ALL.items()}
    assert set(FILES) == set(PACKS)


@given(st.lists(entries, max_size=3, unique_by=lambda entry: entry.id), st.none() | profiles)
def test_every_bundle_follows_its_schema(found: list[Entry], profile: Profile | None) -> None:
    """And a field that nobody knows does not."""
    validator = jsonschema.Draft202012Validator(ALL["bundle"])
    data = json.loads(write_bundle(make_bundle(found, profile=profile)))

    assert [error.message for error in validator.iter_errors(data)] == []
    assert not validator.is_valid(data | {"unknown-field": "x"})
