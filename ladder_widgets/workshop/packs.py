"""The workshops of the packs: `workshops/*.yaml` and their tables in `workshops/data/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from ladder_widgets.errors import Fault, PackError, UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.packs import SHIPPED, load_catalogue
from ladder_widgets.ladder.yamlfile import YamlFile
from ladder_widgets.workshop.checks import check_workshop, data_path
from ladder_widgets.workshop.model import Workshop

FOLDER = "workshops"


class Loaded(msgspec.Struct, frozen=True):
    """A workshop with the folder that its file stands in."""

    workshop: Workshop
    folder: Path

    def table(self, table_id: str) -> Path:
        """The CSV file of one of its tables.

        Raises:
            UnknownIdError: it has no such table.
        """
        known = [table.id for table in self.workshop.data]
        if table_id not in known:
            raise UnknownIdError("table of this workshop", table_id, known)
        return data_path(self.folder, table_id)


@cache
def load_workshops(extra: tuple[Path, ...] = ()) -> Mapping[str, Loaded]:
    """Every workshop of the shipped packs and of the `extra` folders by its id, read once.

    Raises:
        PackError: at least one place is wrong; all of those found are listed.
    """
    return read_workshops([SHIPPED, *extra], load_catalogue(extra))


def read_workshops(folders: Sequence[Path], catalogue: Catalogue) -> dict[str, Loaded]:
    """Read the workshops of pack folders anew.

    Raises:
        PackError: at least one place is wrong; all of those found are listed.
    """
    found: dict[str, Loaded] = {}
    faults: list[Fault] = []
    for folder in folders:
        for path in sorted((folder / FOLDER).glob("*.yaml")):
            name = str(path.relative_to(folder.parent))
            try:
                loaded = read_workshop(path, catalogue, name=name)
            except PackError as error:
                faults += error.faults
                continue
            if loaded.workshop.id in found:
                problem = f"The workshop {loaded.workshop.id} is there twice."
                faults.append(Fault(name, 1, problem, "Give one of them another id."))
            found[loaded.workshop.id] = loaded
    if faults:
        raise PackError(faults)
    return found


def read_workshop(path: Path, catalogue: Catalogue, *, name: str = "") -> Loaded:
    """Read one file anew; messages call it `name`, else by its own.

    Raises:
        PackError: at least one place is wrong; all of those found are listed.
    """
    file = YamlFile(path, name or path.name)
    workshop = file.convert(Workshop)
    faults = list(check_workshop(file, workshop, catalogue=catalogue, path=path))
    if faults:
        raise PackError(faults)
    return Loaded(workshop, path.parent)


def find_workshop(workshop_id: str, extra: tuple[Path, ...] = ()) -> Loaded:
    """The workshop of this id.

    Raises:
        UnknownIdError: there is none.
        PackError: a pack is wrong.
    """
    workshops = load_workshops(extra)
    if workshop_id not in workshops:
        raise UnknownIdError("workshop", workshop_id, workshops)
    return workshops[workshop_id]
