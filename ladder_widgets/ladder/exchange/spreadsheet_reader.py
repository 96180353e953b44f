"""A ladder read from a workbook (.xlsx), checked as a pack is."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from ladder_widgets.errors import Fault, PackError
from ladder_widgets.ladder.checks import Place
from ladder_widgets.ladder.exchange.places import Places, Where, build_ladder
from ladder_widgets.ladder.exchange.sheets import REVIEW_COLUMNS, SHEETS, Sheet, from_cell
from ladder_widgets.ladder.model import Framework, Ladder, Review

MAX_UNPACKED = 60_000_000
"""More bytes than this in a workbook's parts are no ladder; a zip bomb has them."""
MAX_ROWS = 20_000
MAX_COLUMNS = 60
REMEDY = "Begin with: ladder content export --format xlsx."
Row = tuple[int, dict[str, Any]]


def read_workbook(path: Path, frameworks: Iterable[Framework]) -> Ladder:
    """The ladder of a workbook, checked as a pack is; messages name sheet and row.

    Raises:
        PackError: it is no workbook of a ladder, or at least one place is wrong.
    """
    return _Reader(path.name, _open(path)).ladder(tuple(frameworks))


def _open(path: Path) -> openpyxl.Workbook:
    try:
        # As a stream: openpyxl goes by the name of a path, and names say nothing here.
        with path.open("rb") as stream, zipfile.ZipFile(stream) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            book = openpyxl.load_workbook(stream) if unpacked <= MAX_UNPACKED else None
    except Exception as error:  # openpyxl raises whatever its parsers do
        problem = "This is no workbook that can be read."
        raise PackError([Fault(path.name, 1, problem, REMEDY)]) from error
    if book is None:
        problem = f"It holds more than {MAX_UNPACKED // 1_000_000} MB unpacked."
        raise PackError([Fault(path.name, 1, problem, REMEDY)])
    return book


class _Reader:
    """Puts the rows of the sheets together again, and collects every fault on the way."""

    def __init__(self, name: str, book: openpyxl.Workbook) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.rows = self._read(book)

    def ladder(self, frameworks: tuple[Framework, ...]) -> Ladder:
        """The whole ladder.

        Raises:
            PackError: at least one place is wrong.
        """
        self._stop()
        themes = [self._theme(row) for row in self.rows["themes"]]
        resources = [self._resource(row) for row in self.rows["resources"]]
        changes = [self._change(row) for row in self.rows["changes"]]
        self._orphans()
        heads = self.rows["ladder"]
        if len(heads) != 1:
            self._fault("ladder", 2, "There must be one ladder.", "Keep one row.")
        self._stop()
        number, head = heads[0]
        data = {
            **head,
            "strands": [row for _, row in self.rows["strands"]],
            "steps": [row for _, row in self.rows["steps"]],
            "themes": [data for _, data in themes],
            "resources": [data for _, data in resources],
            "changes": [data for _, data in changes],
        }
        places: dict[Place, Where] = {(): _row("ladder", number)}
        for field in ("strands", "steps"):
            places |= {(field, n): _row(field, at) for n, (at, _) in enumerate(self.rows[field])}
        for field, parts in (("themes", themes), ("resources", resources), ("changes", changes)):
            for n, (part, _) in enumerate(parts):
                places |= {(field, n, *place): _row(*row) for place, row in part.items()}
        return build_ladder(data, Places(self.name, places), frameworks)

    def _stop(self) -> None:
        if self.faults:
            raise PackError(self.faults)

    def _fault(self, sheet: str, row: int, problem: str, remedy: str) -> None:
        part, number = _row(sheet, row)
        self.faults.append(Fault(f"{self.name}, {part}", number, problem, remedy))

    # --- sheets to rows ---

    def _read(self, book: openpyxl.Workbook) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {name: [] for name in SHEETS}
        for name in SHEETS:
            if name not in book.sheetnames:
                self._fault(name, 1, "The sheet is missing.", "Put it back, empty if need be.")
        for page in book.worksheets:
            if page.title not in SHEETS:
                remedy = f"Take it out. Allowed: {', '.join(SHEETS)}."
                self._fault(page.title, 1, "No sheet is called so.", remedy)
            elif self._sound(page):
                found[page.title] = list(self._page(SHEETS[page.title], page))
        return found

    def _sound(self, page: Worksheet) -> bool:
        before = len(self.faults)
        if page.max_row > MAX_ROWS or page.max_column > MAX_COLUMNS:
            problem = f"It has {page.max_row} rows and {page.max_column} columns."
            remedy = f"At most {MAX_ROWS} and {MAX_COLUMNS}: take out what is not of the ladder."
            self._fault(page.title, 1, problem, remedy)
            return False
        for merged in page.merged_cells.ranges:
            problem = f"The cells {merged.coord} are merged."
            self._fault(page.title, merged.min_row or 1, problem, "Unmerge them.")
        for cells in page.iter_rows():
            for cell in cells:
                if cell.data_type in {"f", "e"}:
                    what = "a formula" if cell.data_type == "f" else "an error value"
                    problem = f"The cell {cell.coordinate} holds {what}."
                    self._fault(page.title, cell.row or 1, problem, "Write the value itself.")
        return len(self.faults) == before

    def _page(self, sheet: Sheet, page: Worksheet) -> Iterator[Row]:
        lines = page.iter_rows(values_only=True)
        heads = ["" if head is None else str(head).strip() for head in next(lines, ())]
        while heads and not heads[-1]:
            heads.pop()
        if sorted(heads) != sorted(sheet.columns):
            wrong = ", ".join(sorted(set(heads) ^ set(sheet.columns))) or "one is there twice"
            remedy = f"The first row must hold: {', '.join(sheet.columns)}."
            self._fault(sheet.name, 1, f"The columns are not the expected ones ({wrong}).", remedy)
            return
        for number, cells in enumerate(lines, start=2):
            if any(cell is not None and cell != "" for cell in cells):
                yield number, _values(sheet, dict(zip(heads, cells, strict=False)))

    # --- rows to values ---

    def _under(self, name: str, **keys: Any) -> list[Row]:
        """The rows of a sheet with these keys, taken out of it, without the keys."""
        wanted = {key: str(value) for key, value in keys.items()}
        kept, found = [], []
        for number, row in self.rows[name]:
            if all(str(row.get(key)) == value for key, value in wanted.items()):
                shown = {k: v for k, v in row.items() if k not in SHEETS[name].keys}
                found.append((number, shown))
            else:
                kept.append((number, row))
        self.rows[name] = kept
        return found

    def _theme(self, row: Row) -> tuple[dict[Place, tuple[str, int]], dict[str, Any]]:
        number, theme = row
        places: dict[Place, tuple[str, int]] = {(): ("themes", number)}
        steps = []
        for n, (at, step) in enumerate(self._under("rungs", theme=theme.get("id"))):
            place: Place = ("steps", n)
            places[place] = ("rungs", at)
            keys = {"theme": theme.get("id"), "step": step.get("step")}
            targets = self._under("targets", **keys)
            places |= {(*place, "targets", m): ("targets", t) for m, (t, _) in enumerate(targets)}
            activities = []
            for m, (a, activity) in enumerate(self._under("activities", **keys)):
                places[*place, "activities", m] = ("activities", a)
                prompts = self._under("prompts", theme=theme.get("id"), activity=activity.get("id"))
                for k, (p, _) in enumerate(prompts):
                    places[*place, "activities", m, "prompts", k] = ("prompts", p)
                activities.append({**activity, "prompts": [prompt for _, prompt in prompts]})
            steps.append({**step, "targets": [t for _, t in targets], "activities": activities})
        return places, {**theme, "steps": steps}

    def _resource(self, row: Row) -> tuple[dict[Place, tuple[str, int]], dict[str, Any]]:
        return {(): ("resources", row[0])}, row[1]

    def _change(self, row: Row) -> tuple[dict[Place, tuple[str, int]], dict[str, Any]]:
        number, change = row
        was = self._under("former", change=change.pop("change", None))
        places: dict[Place, tuple[str, int]] = {(): ("changes", number)}
        places |= {("was", n): ("former", at) for n, (at, _) in enumerate(was)}
        return places, {**change, "was": [former for _, former in was]}

    def _orphans(self) -> None:
        """Rows that belong to nothing: their keys are misspelt."""
        for name in ("rungs", "targets", "activities", "prompts", "former"):
            for number, row in self.rows[name]:
                keys = ", ".join(f"{key} {row.get(key)}" for key in SHEETS[name].keys)
                problem = f"Nothing has {keys}."
                self._fault(name, number, problem, "Correct these columns, or take out the row.")


def _row(sheet: str, number: int) -> Where:
    return f"sheet {sheet}, row", number


def _values(sheet: Sheet, cells: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a row; a review whose columns are all empty is none."""
    row: dict[str, Any] = {key: _key(cells.get(key)) for key in sheet.keys}
    review: dict[str, Any] = {}
    has_review = any(field.name == "review" for field in msgspec.structs.fields(sheet.kind))
    for column, field in sheet.fields.items():
        value = from_cell(cells.get(column), field.type)
        if value is msgspec.UNSET:
            continue
        if has_review and column in REVIEW_COLUMNS:
            review[column] = value
        else:
            row[column] = value
    required = {f.encode_name for f in msgspec.structs.fields(Review) if f.name != "reviewed_on"}
    if has_review and required & set(review):
        row["review"] = review
    return row


def _key(cell: Any) -> Any:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
