"""`ladder import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ladder_widgets.cli.files import read_file
from ladder_widgets.cli.output import echo_json, echo_text, json_option
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import InputError
from ladder_widgets.evidence.courses import COLUMNS, REMEMBERED, Column
from ladder_widgets.evidence.intake import read_any
from ladder_widgets.portfolio.findings import look
from ladder_widgets.portfolio.intake import Arrival, Fate, Taken

if TYPE_CHECKING:
    from ladder_widgets.portfolio.store import Store

ASKED = "Each is asked about before it is exported."
FATES: dict[Fate, str] = {
    "new": "new",
    "newer": "newer than here, kept as a further revision",
    "back": "brought back from the bin",
    "same": "here already",
    "older": "older than here, left out",
}


@click.command("import")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=HEADING",
    help="For a CSV: which heading holds title, date, provider, hours or notes; remembered.",
)
@click.option("--undo", is_flag=True, help="Take the last import back, or the one of --number.")
@click.option("--number", type=click.IntRange(1), help="Which import to undo.")
@json_option
@pass_session
def intake(
    session: Session,
    path: Path | None,
    *,
    dry_run: bool,
    columns: tuple[str, ...],
    undo: bool,
    number: int | None,
    as_json: bool,
) -> None:
    """Take in a bundle, an evidence PDF, Leap2A, a CSV of courses, or comments.

    Nothing that is here is overwritten: what was written on elsewhere becomes a further
    revision, what is older is left out, and doing it twice does it once. A CSV of courses
    makes drafts, and so does Leap2A of another portfolio (Mahara and others). A
    supervisor's comments come beside the entries that they are on.

    \b
    Examples:
      ladder import leadership-evidence-2026-11-23.zip --dry-run
      ladder import courses.csv --map title=Course --map date="Date completed"
      ladder import --undo
    """
    if undo == (path is not None):
        message = "Name one file to import, or say --undo."
        raise InputError(message)
    with session.store() as store:
        if path is None:
            _undo(store, number, as_json=as_json)
            return
        said = _columns(columns)
        known = msgspec.json.decode(store.remembered(REMEMBERED) or "{}", type=dict[Column, str])
        arrival = read_any(read_file(path), columns=known | said)
        taken = store.look_at(arrival) if dry_run else store.take_in(arrival)
        if said and not dry_run:
            store.remember(REMEMBERED, msgspec.json.encode(known | said).decode())
        _tell(arrival, taken, dry_run=dry_run, as_json=as_json)


def _columns(said: tuple[str, ...]) -> dict[Column, str]:
    found: dict[Column, str] = {}
    for pair in said:
        name, equals, heading = pair.partition("=")
        if name not in COLUMNS or not equals or not heading.strip():
            message = f"--map takes COLUMN=HEADING; the columns are: {', '.join(COLUMNS)}."
            raise InputError(message)
        found[name] = heading
    return found


def _tell(arrival: Arrival, taken: Taken, *, dry_run: bool, as_json: bool) -> None:
    counts = {fate: taken.count(fate) for fate in FATES if taken.count(fate)}
    found = sum(
        bool(look(entry.content))
        for entry in arrival.entries
        if taken.fates[entry.id] in {"new", "newer", "back"}
    )
    if as_json:
        echo_json(
            {
                "source": arrival.source,
                "entries": counts,
                "files": taken.files,
                "marks": taken.marks,
                "profile": taken.profile,
                "comments": taken.comments,
                "comments_on_earlier_revisions": taken.earlier,
                "comments_on_unknown_entries": taken.strange,
                "findings": found,
                "warnings": list(arrival.warnings),
                "number": taken.number or None,
            }
        )
        return
    for warning in arrival.warnings:
        echo_text(f"Note: {warning}")
    for fate, count in counts.items():
        echo_text(f"{count} {'entry' if count == 1 else 'entries'}: {FATES[fate]}.")
    for count, what in (
        (taken.files, "attached files"),
        (taken.marks, "targets marked as done"),
        (taken.comments, "new comments"),
        (taken.earlier, "of them are on an earlier revision of the entry"),
        (taken.strange, "comments left out: their entries are not here"),
    ):
        if count:
            echo_text(f"{count} {what}.")
    if taken.profile:
        echo_text("The profile.")
    if found:
        echo_text(f"Entries with something that may identify a person: {found}. {ASKED}")
    if dry_run:
        echo_text("Nothing was changed: this was a dry run.")
    elif taken.number:
        echo_text(f"To undo it: ladder import --undo --number {taken.number}")
    else:
        echo_text("Nothing was changed: it was all here.")


def _undo(store: Store, number: int | None, *, as_json: bool) -> None:
    done = store.undo_intake(number)
    if as_json:
        echo_json({"undone": list(done.undone), "kept": list(done.kept)})
        return
    echo_text(f"Undone: {len(done.undone)} entries are as they were before.")
    if done.comments:
        echo_text(f"{done.comments} comments are taken away.")
    if done.kept:
        echo_text(f"{len(done.kept)} were changed since and stay: {', '.join(done.kept)}")
