"""JSON files of others, read with every mistake told by its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ladder_widgets.errors import Fault, PackError
from ladder_widgets.ladder.exchange.places import Where
from ladder_widgets.ladder.yamlfile import Step, explain

T = TypeVar("T")
MAX_BYTES = 60_000_000
"""A file of more bytes is no framework; the largest public ones have a tenth of it."""
_BYTE = re.compile(r"\(byte (\d+)\)")


def read_json(path: Path) -> dict[str, Any]:
    """The object that a JSON file holds.

    Raises:
        PackError: it is too large, no JSON, or no object.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        problem = f"The file cannot be read ({error.strerror})."
        raise PackError([Fault(path.name, 1, problem, "Check its rights.")]) from None
    if size > MAX_BYTES:
        problem = f"It has more than {MAX_BYTES // 1_000_000} MB."
        raise PackError([Fault(path.name, 1, problem, "Export one framework alone.")])
    return _parse(path.name, data)


def _parse(name: str, data: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fault = Fault(name, line, "The file is not UTF-8 text.", "Save it as UTF-8.")
        raise PackError([fault]) from None
    except RecursionError:
        fault = Fault(name, 1, "The values are nested too deeply.", "Export it again.")
        raise PackError([fault]) from None
    except msgspec.DecodeError as error:
        at = _BYTE.search(str(error))
        line = data.count(b"\n", 0, int(at.group(1))) + 1 if at else 1
        fault = Fault(name, line, f"This cannot be read as JSON: {error}.", "Export it again.")
        raise PackError([fault]) from None
    if not isinstance(found, dict):
        fault = Fault(name, 1, "This JSON holds no object.", "Export one framework.")
        raise PackError([fault])
    return found


def take(name: str, data: object, kind: type[T]) -> T:
    """The data of a file as `kind`; what it holds besides is left out.

    Raises:
        PackError: a field is missing or of the wrong kind.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:

        def fault(place: Sequence[Step], problem: str, remedy: str) -> Fault:
            part, number = where(place)
            return Fault(f"{name}, {part}" if part else name, number, problem, remedy)

        raise PackError([explain(error, fault)]) from None


def where(place: Sequence[Step]) -> Where:
    """What messages call a place: the innermost list's name and the number in it, from 1."""
    for n in reversed(range(1, len(place))):
        step = place[n]
        if isinstance(step, int):
            return f"{place[n - 1]}, number", step + 1
    return str(place[0]) if place else "", 1
