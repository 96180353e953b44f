"""Ladders written as the YAML of a pack, so that authors and version control can read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.model import Ladder, Value

try:
    from yaml import CSafeDumper as SafeDumper
except ImportError:  # PyYAML built without libyaml: slower, same result
    from yaml import SafeDumper  # type: ignore[assignment]

WIDTH = 100


def write_ladder(ladder: Ladder, folder: Path) -> Path:
    """Write a ladder into a new folder named by its id, and return that folder.

    Themes are read in the order of their files' names, so the names are numbered where the ids
    alone would change it.

    Raises:
        InputError: the folder is there already.
    """
    home = folder / ladder.id
    if home.exists():
        message = f"{home} is there already. Choose another folder with -o."
        raise InputError(message)
    (home / "themes").mkdir(parents=True)
    data = plain(ladder)
    themes = data.pop("themes")
    for name, theme in zip(_file_names(ladder), themes, strict=True):
        _write(home / "themes" / name, theme)
    for name in ("resources", "changes"):
        if items := data.pop(name, None):
            _write(home / f"{name}.yaml", items)
    _write(home / "ladder.yaml", data)
    return home


def _file_names(ladder: Ladder) -> list[str]:
    order = [strand.id for strand in ladder.strands]
    names = [(order.index(theme.strand), f"{theme.id}.yaml") for theme in ladder.themes]
    width = len(str(len(names)))
    numbered = names != sorted(names)
    return [f"{n:0{width}}-{name}" if numbered else name for n, (_, name) in enumerate(names, 1)]


def plain(value: Any) -> Any:
    """A value as the data of a file: keys in kebab-case, what is at its default left out."""
    if isinstance(value, Value):
        fields = _fields(type(value))
        kept = {f.encode_name: getattr(value, f.name) for f in fields}
        return {
            f.encode_name: plain(kept[f.encode_name])
            for f in fields
            if f.required or kept[f.encode_name] != f.default
        }
    return [plain(item) for item in value] if isinstance(value, tuple) else value


@cache  # msgspec evaluates the annotations anew at each call
def _fields(kind: type[Value]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind)


class _Dumper(SafeDumper):
    """Texts that run over a line are folded, as the shipped packs are; nothing is an alias."""

    def ignore_aliases(self, _data: object) -> bool:
        """Write every value out: packs refuse aliases."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    folded = len(text) > WIDTH and "\n" not in text and text == " ".join(text.split())
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=">" if folded else None)


_Dumper.add_representer(str, _text)


def _write(path: Path, data: Any) -> None:
    text = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH,
        default_flow_style=False,
    )  # fmt: skip
    path.write_text(text, encoding="utf-8")
