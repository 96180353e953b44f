"""How a ladder lies in a workbook: which sheets, which columns, and what a cell holds.

A list is one cell with a line for each item. A cell of its own style would be lost on the way
through other programs, so nothing but what is written in cells counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

import msgspec

from ladder_widgets.ladder.model import (
    Activity,
    Change,
    FormerTarget,
    Ladder,
    Prompt,
    Resource,
    Review,
    StepLevel,
    Strand,
    Target,
    Theme,
    ThemeStep,
    Value,
)

REVIEW_COLUMNS = tuple(field.encode_name for field in msgspec.structs.fields(Review))


class Sheet(msgspec.Struct, frozen=True):
    """One sheet: a row for each value of `kind`, with `keys` that say where the value belongs."""

    name: str
    kind: type[Value]
    keys: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    """Fields that have sheets of their own."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names in the first row, in order."""
        return (*self.keys, *self.fields)

    @property
    def fields(self) -> dict[str, msgspec.inspect.Field]:
        """What each column holds, without the keys; a review is spread over columns of its own."""
        found: dict[str, msgspec.inspect.Field] = {}
        for field in _fields(self.kind):
            if field.name == "review":
                found |= {inner.encode_name: inner for inner in _fields(Review)}
            elif field.name not in self.within:
                found[field.encode_name] = field
        return found


SHEETS = {
    sheet.name: sheet
    for sheet in (
        Sheet("ladder", Ladder, (), ("strands", "steps", "themes", "resources", "changes")),
        Sheet("strands", Strand),
        Sheet("steps", StepLevel),
        Sheet("themes", Theme, (), ("steps",)),
        Sheet("rungs", ThemeStep, ("theme",), ("targets", "activities")),
        Sheet("targets", Target, ("theme", "step")),
        Sheet("activities", Activity, ("theme", "step"), ("prompts",)),
        Sheet("prompts", Prompt, ("theme", "activity")),
        Sheet("resources", Resource),
        Sheet("changes", Change, ("change",), ("was",)),
        Sheet("former", FormerTarget, ("change",)),
    )
}


def _fields(kind: type[Value]) -> tuple[msgspec.inspect.Field, ...]:
    return cast("msgspec.inspect.StructType", msgspec.inspect.type_info(kind)).fields


# --- cells ---------------------------------------------------------------------------


def to_cell(value: Any) -> str | int | float | dt.date | None:
    """A value of a field as one cell."""
    if isinstance(value, tuple):
        return "\n".join(_escaped(str(item)) for item in value) or None
    return None if value == "" else value


def from_cell(cell: Any, kind: msgspec.inspect.Type) -> Any:
    """The value of a field from its cell, whatever Excel made of it; `UNSET` for an empty cell."""
    if cell is None or cell == "":
        if isinstance(kind, msgspec.inspect.VarTupleType):
            return []
        return None if _takes(kind, msgspec.inspect.NoneType) else msgspec.UNSET
    if isinstance(kind, msgspec.inspect.VarTupleType):
        items = str(_plain(cell)).split("\n")
        return [from_cell(_restored(item), kind.item_type) for item in items]
    if isinstance(cell, dt.datetime) and _takes(kind, msgspec.inspect.DateType):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return _number(_plain(cell), kind)


def _plain(cell: Any) -> Any:
    """A number as Excel shows it: 1, not 1.0."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _number(cell: Any, kind: msgspec.inspect.Type) -> Any:
    """Figures typed as text where a number is wanted, and the other way round."""
    wants_text = _takes(kind, msgspec.inspect.StrType)
    if isinstance(cell, str) and not wants_text and _figures(cell):
        return float(cell) if _takes(kind, msgspec.inspect.FloatType) else int(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and wants_text:
        return str(cell)
    return cell


def _figures(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() if "." in text else text.isdecimal()


def _takes(kind: msgspec.inspect.Type, wanted: type[msgspec.inspect.Type]) -> bool:
    if isinstance(kind, msgspec.inspect.Metadata):
        return _takes(kind.type, wanted)
    if isinstance(kind, msgspec.inspect.UnionType):
        return any(_takes(part, wanted) for part in kind.types)
    return isinstance(kind, wanted)


def _escaped(item: str) -> str:
    return item.replace("\\", "\\\\").replace("\n", "\\n")


def _restored(item: str) -> str:
    parts = item.split("\\\\")
    return "\\".join(part.replace("\\n", "\n") for part in parts)


def row_of(sheet: Sheet, value: Value, keys: Mapping[str, Any]) -> list[Any]:
    """The cells of one value."""
    review = getattr(value, "review", None)
    cells = [to_cell(keys[name]) for name in sheet.keys]
    for column, field in sheet.fields.items():
        owner = review if column in REVIEW_COLUMNS and hasattr(value, "review") else value
        cells.append(to_cell(getattr(owner, field.name)) if owner is not None else None)
    return cells
