"""A ladder as a workbook: the same when it comes back; what spoils it is named by sheet and row."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from ladder_tools import FRAMEWORK, ladders, words
from openpyxl.worksheet.worksheet import Worksheet

from ladder_widgets.errors import InputError, PackError
from ladder_widgets.ladder.exchange.sheets import SHEETS
from ladder_widgets.ladder.exchange.spreadsheet_reader import MAX_UNPACKED, read_workbook
from ladder_widgets.ladder.exchange.spreadsheet_writer import write_workbook
from ladder_widgets.ladder.model import Ladder, Resource
from ladder_widgets.ladder.packs import load_catalogue, read_ladder
from ladder_widgets.ladder.packwriter import write_ladder


def again(ladder: Ladder, folder: Path) -> Ladder:
    """The ladder written as a workbook and read again."""
    path = folder / "ladder.xlsx"
    path.write_bytes(write_workbook(ladder))
    return read_workbook(path, [FRAMEWORK, *load_catalogue().frameworks.values()])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(ladder=ladders(most_themes=2))
def test_any_ladder_survives_a_workbook_and_the_pack_made_of_it(
    tmp_path_factory: pytest.TempPathFactory, ladder: Ladder
) -> None:
    """Whatever its words begin with or hold: formulas, escapes, spaces, lines, emoji."""
    folder = tmp_path_factory.mktemp("book")

    assert again(ladder, folder) == ladder
    assert read_ladder(write_ladder(ladder, folder)) == ladder


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=words)
@example(text="=1+1")
@example(text="_x0041_")
@example(text=" leading and trailing ")
@example(text="2026.10")
@example(text="\\n")
@example(text="\\\n\\")
@example(text="1.0")
@example(text="TRUE")
@example(text="#N/A")
def test_any_text_is_text_in_a_cell_and_in_a_list(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Nothing that looks like a number, a formula or an escape changes on the way."""
    ladder = small(text)

    assert again(ladder, tmp_path_factory.mktemp("book")) == ladder


def small(text: str) -> Ladder:
    """A ladder of one theme that holds `text`."""
    ladder = load_catalogue().ladder
    theme = ladder.themes[0]
    step = theme.steps[0]
    first = msgspec.structs.replace(step.targets[0], can=text, tools=(text, text))
    steps = (msgspec.structs.replace(step, targets=(first, *step.targets[1:])),)
    return msgspec.structs.replace(
        ladder, steps=ladder.steps[:1], themes=(msgspec.structs.replace(theme, steps=steps),),
        resources=(),
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(load_catalogue().ladders))
def test_a_shipped_ladder_survives_a_workbook(tmp_path: Path, name: str) -> None:
    """All of it, and the pack that is written from it too."""
    ladder = load_catalogue().ladders[name]

    assert again(ladder, tmp_path) == ladder
    assert read_ladder(write_ladder(ladder, tmp_path)) == ladder


def test_a_ladder_is_never_written_over(tmp_path: Path) -> None:
    """What stands in a folder stays."""
    ladder = small("x")
    write_ladder(ladder, tmp_path)

    with pytest.raises(InputError, match="there already"):
        write_ladder(ladder, tmp_path)


def test_a_control_character_is_named_with_its_place() -> None:
    """A workbook cannot hold it."""
    with pytest.raises(InputError, match="targets, row 2, can: a control character"):
        write_workbook(small("a\x00b"))


# --- what spoils a workbook ------------------------------------------------------------


def merge(page: Worksheet) -> None:
    """Merge two cells."""
    page.merge_cells("B2:C2")


def setting(cell: str, value: Any) -> Callable[[Worksheet], None]:
    """An edit that puts a value into a cell."""

    def edit(page: Worksheet) -> None:
        page[cell] = value

    return edit


def column(name: str, row: int = 2, sheet: str = "targets") -> str:
    """The cell of a column in a row, by the column's name."""
    at = SHEETS[sheet].columns.index(name)
    return f"{chr(ord('A') + at)}{row}"


@pytest.mark.parametrize(
    ("sheet", "edit", "row", "told"),
    [
        ("targets", merge, 2, "merged"),
        ("targets", setting(column("title"), "=A1"), 2, "holds a formula"),
        ("targets", setting(column("title"), "#REF!"), 2, "holds an error value"),
        ("targets", setting(column("title"), None), 2, "`title`"),
        ("targets", setting(column("gpc-domains", 3), "10"), 3, "<= 9"),
        ("targets", setting(column("bears-on", 3), "leadershop"), 3, "leadershop"),
        ("targets", setting(column("frameworks"), "GPC 10"), 2, "no framework has"),
        ("targets", setting(column("theme"), "elsewhere"), 2, "Nothing has theme elsewhere"),
        ("targets", setting(column("id", 3), "team-working.1.a"), 3, "its place|stands at|taken"),
        ("targets", setting("A1", "thema"), 1, "columns are not the expected"),
        ("ladder", setting("C2", "soon"), 2, "regex"),
        ("ladder", setting("A3", "second"), 2, "one ladder"),
        ("prompts", setting(column("activity", 2, "prompts"), "no-such"), 2, "Nothing has"),
        ("strands", setting("A30000", "far"), 1, "30000 rows"),
    ],
)
def test_what_spoils_a_workbook_is_named_by_sheet_and_row(
    tmp_path: Path, sheet: str, edit: Callable[[Worksheet], None], row: int, told: str
) -> None:
    """With what is wrong and what to do."""
    path = tmp_path / "ladder.xlsx"
    path.write_bytes(write_workbook(small("x")))
    book = openpyxl.load_workbook(path)
    edit(book[sheet])
    book.save(path)
    with pytest.raises(PackError, match=told) as refused:
        read_workbook(path, load_catalogue().frameworks.values())

    assert f"ladder.xlsx, sheet {sheet}, row:{row}: " in str(refused.value)


def test_sheets_that_are_missing_or_new_are_named(tmp_path: Path) -> None:
    """Each with the names that are allowed."""
    path = tmp_path / "ladder.xlsx"
    path.write_bytes(write_workbook(small("x")))
    book = openpyxl.load_workbook(path)
    book["prompts"].title = "notes"
    book.save(path)
    with pytest.raises(PackError) as refused:
        read_workbook(path, [])

    assert "sheet prompts, row:1: The sheet is missing" in str(refused.value)
    assert "sheet notes, row:1: No sheet is called so" in str(refused.value)


def bomb(path: Path) -> None:
    """A zip whose parts unpack to more than a ladder can be."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (MAX_UNPACKED + 1))


def entities(path: Path) -> None:
    """A workbook whose parts define entities."""
    path.write_bytes(write_workbook(small("x")))
    with zipfile.ZipFile(path) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    held["xl/workbook.xml"] = (
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + held["xl/workbook.xml"].partition(b"?>")[2]
    )
    with zipfile.ZipFile(path, "w") as parts:
        for name, data in held.items():
            parts.writestr(name, data)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.write_bytes(b""), "no workbook"),
        (lambda path: path.write_bytes(b"PK\x03\x04 nonsense"), "no workbook"),
        (lambda path: path.write_text("id,title"), "no workbook"),
        (bomb, "MB unpacked"),
        (entities, "no workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(
    tmp_path: Path, make: Callable[[Path], Any], told: str
) -> None:
    """Never with a traceback, never by unpacking a bomb."""
    path = tmp_path / "ladder.xlsx"
    make(path)

    with pytest.raises(PackError, match=told):
        read_workbook(path, [])


def test_what_spreadsheets_make_of_numbers_and_dates_is_understood(tmp_path: Path) -> None:
    """A version typed as a number, a day typed as a date and time, figures typed as text."""
    path = tmp_path / "ladder.xlsx"
    ladder = msgspec.structs.replace(small("x"), version="2026.2")
    path.write_bytes(write_workbook(ladder))
    book = openpyxl.load_workbook(path)
    book["ladder"]["C2"] = 2026.2
    book["ladder"]["E2"] = "1"
    due = column("review-due", 2, "themes")
    book["themes"][due] = dt.datetime(2027, 11, 1, 12)  # noqa: DTZ001  # as a workbook holds it
    book["targets"][column("step")] = 1.0
    book.save(path)
    read = read_workbook(path, load_catalogue().frameworks.values())

    assert read == ladder


def test_resources_keep_their_fields(tmp_path: Path) -> None:
    """Hours that are not known stay unknown, and nations that are none stay none."""
    ladder = load_catalogue().ladder
    read = again(ladder, tmp_path)

    def unknown(resources: tuple[Resource, ...]) -> list[str]:
        return [r.id for r in resources if r.hours is None and not r.nations]

    assert unknown(read.resources) == unknown(ladder.resources)
