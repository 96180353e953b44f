"""YAML files read as plain data that still knows on which line each value stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from ladder_widgets.errors import Fault, PackError

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, same result
    from yaml import SafeLoader  # type: ignore[assignment]

T = TypeVar("T")
Step = str | int
_PATH_PART = re.compile(r"\.([\w-]+)|\[(\d+)\]|\[\.\.\.\]")


class YamlDocument:
    """One parsed YAML text: `data`, and the line of any place in it."""

    def __init__(self, text: str, name: str) -> None:
        """Parse `text`; `name` is what messages call it.

        Raises:
            PackError: not YAML, a tag, an alias or a key given twice.
        """
        self.name = name
        self._node, self.data = _parse(text, name)

    def line(self, place: Sequence[Step]) -> int:
        """The 1-based line of the value at `place`, or of its nearest parent that exists."""
        node = self._node
        for step in place:
            child = _child(node, step)
            if child is None:
                break
            node = child
        return int(node.start_mark.line) + 1 if node is not None else 1

    def fault(self, place: Sequence[Step], problem: str, remedy: str) -> Fault:
        """A `Fault` at `place` of this file."""
        return Fault(self.name, self.line(place), problem, remedy)

    def convert(self, kind: type[T]) -> T:
        """The data as `kind`, every field checked.

        Raises:
            PackError: a field is missing, unknown or of the wrong kind.
        """
        try:
            return msgspec.convert(self.data, kind)
        except msgspec.ValidationError as error:
            raise PackError([explain(error, self.fault)]) from error


class YamlFile(YamlDocument):
    """A YAML file of a pack."""

    def __init__(self, path: Path, name: str) -> None:
        """Read and parse `path`; `name` is what messages call it.

        Raises:
            PackError: it cannot be read, is not UTF-8, or is refused by `YamlDocument`.
        """
        super().__init__(_read(path, name), name)


def explain(
    error: msgspec.ValidationError, fault: Callable[[Sequence[Step], str, str], Fault]
) -> Fault:
    """What msgspec found wrong, as a fault at its place; `fault` makes one of place and words."""
    problem, _, where = str(error).partition(" - at `")
    place = tuple(_places(where.rstrip("`")))
    shown = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".")
    at = f" at {shown}" if shown else ""
    return fault(place, f"{problem}{at}.", "Correct this place and check again.")


def _places(where: str) -> Iterator[Step]:
    for match in _PATH_PART.finditer(where):
        name, index = match.groups()
        if name is not None:
            yield name
        elif index is not None:
            yield int(index)


def _child(node: Any, step: Step) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        fault = Fault(name, 1, "The file is not UTF-8 text.", "Save it as UTF-8.")
        raise PackError([fault]) from error
    except OSError as error:
        fault = Fault(name, 1, f"The file cannot be read ({error.strerror}).", "Check its rights.")
        raise PackError([fault]) from error


def _parse(text: str, name: str) -> tuple[Any, Any]:
    try:
        alias = _alias_line(text)
        if alias is not None:
            problem = "YAML anchors and aliases are not allowed."
            raise PackError([Fault(name, alias, problem, "Write the value out.")])
        loader = SafeLoader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                raise PackError([Fault(name, 1, "The file is empty.", "Write it or remove it.")])
            faults = [*_doubles(node, name), *_unreadable(loader, node, name)]
            if faults:
                raise PackError(faults)
            return node, loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        fault = Fault(name, line, f"This is not YAML: {error.problem}.", "Correct the line.")
        raise PackError([fault]) from error
    except yaml.YAMLError as error:
        fault = Fault(name, 1, "This is not YAML.", "Remove characters that cannot be printed.")
        raise PackError([fault]) from error
    except RecursionError as error:
        fault = Fault(name, 1, "The values are nested too deeply.", "Write them flat.")
        raise PackError([fault]) from error


def _alias_line(text: str) -> int | None:
    # Aliases let a small file grow without bound; nothing in a pack needs them.
    if "*" not in text and "&" not in text:
        return None
    for token in yaml.scan(text, SafeLoader):
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            return int(token.start_mark.line) + 1
    return None


def _doubles(node: Any, name: str) -> Iterator[Fault]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                yield Fault(name, line, "A key must be a single word.", "Correct the line.")
                continue
            if key.value in seen:
                yield Fault(name, line, f"The key {key.value} is given twice.", "Keep one of them.")
            seen.add(key.value)
            yield from _doubles(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _doubles(value, name)


def _unreadable(loader: Any, node: Any, name: str) -> Iterator[Fault]:
    """Scalars of the right form without a value, such as 30 February: PyYAML says only what."""
    if isinstance(node, yaml.ScalarNode):
        try:
            loader.construct_object(node)
        except ValueError:
            line = node.start_mark.line + 1
            yield Fault(name, line, "There is no such date or number.", "Correct the value.")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _unreadable(loader, key, name)
            yield from _unreadable(loader, value, name)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _unreadable(loader, value, name)
