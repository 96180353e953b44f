"""`ladder content diff`, `export` and `import`: ladders against each other and in other formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from ladder_widgets.cli.output import echo_json, echo_text, json_option
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import InputError
from ladder_widgets.ladder.model import Ladder
from ladder_widgets.ladder.packs import read_ladder
from ladder_widgets.ladder.packwriter import write_ladder
from ladder_widgets.ladder.versions import Difference, compare


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@json_option
@pass_session
def diff(session: Session, before: str, after: str, *, as_json: bool) -> None:
    """List what ladder B adds to ladder A, changes, retires, splits or merges.

    A and B are each the id of a ladder or a folder with a ladder.yaml. Status 1 if a target of A
    is gone without a word in B's changes.yaml: entries would point nowhere.

    \b
    Example:
      ladder content diff leadership drafts/leadership
    """
    one, other = (_ladder_at(session, given) for given in (before, after))
    found = compare(one, other)
    if as_json:
        echo_json([msgspec.to_builtins(item) for item in found])
    else:
        echo_text(f"{one.title} {one.version} → {other.title} {other.version}")
        echo_text("\n".join(difference_lines(found)) or "No difference.")
    if any(item.what == "lost" for item in found):
        click.get_current_context().exit(1)


def _ladder_at(session: Session, given: str) -> Ladder:
    folder = Path(given)
    if not folder.is_dir():
        return session.catalogue.find_ladder(given)
    if not (folder / "ladder.yaml").is_file():
        message = f"{folder} holds no ladder.yaml. Name the folder of one ladder."
        raise InputError(message)
    return read_ladder(folder)


def difference_lines(found: Iterable[Difference]) -> Iterator[str]:
    """What differs between two ladders, by kind of difference."""
    by_what: dict[str, list[Difference]] = {}
    for item in found:
        by_what.setdefault(item.what, []).append(item)
    for what, items in by_what.items():
        yield f"\n{what.upper()}"
        for item in items:
            yield f"  {item.kind} {item.id}{f': {item.detail}' if item.detail else ''}"


@click.command("export")
@click.option("--ladder", "ladder_id", metavar="ID", help="Another ladder than the first.")
@click.option("--format", "format_", type=click.Choice(["xlsx"]), default="xlsx", show_default=True)
@click.option(
    "-o", "--output", metavar="PATH", required=True, type=click.Path(path_type=Path, dir_okay=False)
)
@click.option("--overwrite", is_flag=True, help="Replace the file if there is one.")
@pass_session
def export_ladder(
    session: Session, *, ladder_id: str | None, format_: str, output: Path, overwrite: bool
) -> None:
    """Write a ladder for authors to edit in a spreadsheet.

    Edit the cells and bring them back with `ladder content import`. Do not merge cells or write
    formulas; rows may be added, moved and taken out, columns and sheets not.

    \b
    Example:
      ladder content export --format xlsx -o leadership.xlsx
    """
    # openpyxl takes a fifth of a second to import; nothing else needs it.
    from ladder_widgets.ladder.exchange.spreadsheet_writer import write_workbook

    ladder = session.catalogue.find_ladder(ladder_id) if ladder_id else session.catalogue.ladder
    if output.exists() and not overwrite:
        message = f"{output} is there already. Choose another name, or give --overwrite."
        raise InputError(message)
    output.write_bytes(write_workbook(ladder))
    echo_text(f"{output} ({format_})")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o", "--output", metavar="FOLDER", default=Path(), type=click.Path(path_type=Path),
    help="Where the ladder's folder is made (default: here).",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Check and tell what differs; write nothing.")
@pass_session
def import_ladder(session: Session, *, file: Path, output: Path, dry_run: bool) -> None:
    """Read a ladder from a workbook, check it and write it as a folder of YAML.

    What differs from the ladder of the same id is listed. The folder serves as it is: name the one
    that holds it in LADDER_PACKS, or hand it in for review.

    \b
    Example:
      ladder content import leadership.xlsx --dry-run
    """
    from ladder_widgets.ladder.exchange.spreadsheet_reader import read_workbook

    ladder = read_workbook(file, session.catalogue.frameworks.values())
    present = session.catalogue.ladders.get(ladder.id)
    if present is not None:
        echo_text("\n".join(difference_lines(compare(present, ladder))) or "No difference.")
    if not dry_run:
        echo_text(f"Written: {write_ladder(ladder, output)}")
