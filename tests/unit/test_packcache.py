"""The kept copy of a catalogue: the same values, and never in the way of the packs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.test_packs import THEME, edit, files, replacing, write_pack

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.packcache import read_kept
from ladder_widgets.ladder.packs import SHIPPED, load_catalogue, read_packs


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small pack in which nothing is wrong."""
    return write_pack(tmp_path / "pack", files())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def never(_folders: Sequence[Path]) -> Catalogue:
    """A reading that must not happen."""
    pytest.fail("the packs were read although a copy is kept")


def kept_files(home: Path) -> list[Path]:
    """What is kept."""
    return sorted(home.iterdir())


def same(one: Catalogue, other: Catalogue) -> bool:
    """Whether two catalogues hold the same values in the same order."""
    return all(
        list(getattr(one, name).items()) == list(getattr(other, name).items())
        for name in ("ladders", "programmes", "platforms", "models")
    ) and (one.decisions == other.decisions)


def test_the_copy_is_the_catalogue_and_is_used(home: Path) -> None:
    """What ships survives; the second reading parses nothing."""
    first = read_kept([SHIPPED], home, read_packs)
    second = read_kept([SHIPPED], home, never)

    assert same(first, load_catalogue())
    assert same(first, second)
    assert [path.stat().st_mode & 0o777 for path in kept_files(home)] == [0o600]


def test_a_changed_pack_is_read_anew_and_the_old_copy_goes(home: Path, pack: Path) -> None:
    """An author sees an edit at once."""
    read_kept([pack], home, read_packs)
    [before] = kept_files(home)
    edit(pack, THEME, replacing("title: Meetings", "title: Gatherings"))
    changed = read_kept([pack], home, read_packs)
    [after] = kept_files(home)

    assert changed.place("meeting.1.a").theme.title == "Gatherings"
    assert before != after


@given(st.binary(max_size=60), st.floats(0, 1))
def test_a_damaged_copy_is_never_believed(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, share: float
) -> None:
    """Whatever stands in its place: the packs are read and the copy is mended."""
    home = tmp_path_factory.mktemp("data")
    pack = write_pack(tmp_path_factory.mktemp("packs") / "pack", files())
    whole = read_kept([pack], home, read_packs)
    [path] = kept_files(home)
    good = path.read_bytes()
    path.write_bytes(good[: int(len(good) * share)] + junk)

    assert same(whole, read_kept([pack], home, read_packs))
    assert path.read_bytes() == good


def test_without_a_folder_to_keep_it_in_the_packs_are_read(tmp_path: Path, pack: Path) -> None:
    """A listing makes no data folder, and a disk that cannot be written stops nobody."""
    absent = tmp_path / "none"

    assert read_kept([pack], absent, read_packs).place("meeting.1.a")
    assert not absent.exists()
    if os.geteuid() != 0:  # root may write anywhere
        locked = tmp_path / "locked"
        locked.mkdir(mode=0o500)
        assert read_kept([pack], locked, read_packs).place("meeting.1.a")
