"""Ladders written as the YAML of a pack, so that authors and version control can read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.model import Ladder, Value

WIDTH = 100


def write_ladder(ladder: Ladder, folder: Path) -> Path:
    """Write a ladder into a new folder named by its id, and return that folder.

    Raises:
        InputError: the folder is there already.
    """
    home = folder / ladder.id
    if home.exists():
        message = f"{home} is there already. Choose another folder with -o."
        raise InputError(message)
    (home / "themes").mkdir(parents=True)
    data = plain(ladder)
    for theme in data.pop("themes"):
        _write(home / "themes" / f"{theme['id']}.yaml", theme)
    for name in ("resources", "changes"):
        if items := data.pop(name, None):
            _write(home / f"{name}.yaml", items)
    _write(home / "ladder.yaml", data)
    return home


def plain(value: Any) -> Any:
    """A value as the data of a file: keys in kebab-case, what is at its default left out."""
    if isinstance(value, Value):
        fields = msgspec.structs.fields(type(value))
        kept = {f.encode_name: getattr(value, f.name) for f in fields}
        return {
            f.encode_name: plain(kept[f.encode_name])
            for f in fields
            if f.required or kept[f.encode_name] != f.default
        }
    return [plain(item) for item in value] if isinstance(value, tuple) else value


class _Dumper(yaml.SafeDumper):
    """Texts that run over a line are folded, as the shipped packs are; nothing is an alias."""

    def ignore_aliases(self, _data: object) -> bool:
        """Write every value out: packs refuse aliases."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    folded = len(text) > WIDTH and "\n" not in text and text == " ".join(text.split())
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=">" if folded else None)


_Dumper.add_representer(str, _text)


def _write(path: Path, data: Any) -> None:
    text = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH,
        default_flow_style=False,
    )  # fmt: skip
    path.write_text(text, encoding="utf-8")
