"""`ladder content diff`, `export` and `import`: ladders against each other and in other formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from ladder_widgets.cli.output import echo_json, echo_text, json_option
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import InputError
from ladder_widgets.ladder.exchange.case_format import CaseVersion
from ladder_widgets.ladder.exchange.case_writer import write_case
from ladder_widgets.ladder.exchange.matrix_writer import write_matrix
from ladder_widgets.ladder.exchange.outline import Warnings
from ladder_widgets.ladder.exchange.reading import read_exchanged
from ladder_widgets.ladder.model import Ladder
from ladder_widgets.ladder.packs import read_ladder
from ladder_widgets.ladder.packwriter import write_ladder
from ladder_widgets.ladder.versions import Difference, compare

LEFT_OUT = "activities, resources, tools, reviews"


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
@click.option(
    "--format", "format_", type=click.Choice(["case", "matrix", "xlsx"]), default="xlsx",
    show_default=True, help="CASE (JSON), SmartEvidence for Mahara, or a workbook.",
)  # fmt: skip
@click.option("--case-version", type=click.Choice(["1.0", "1.1"]), help="Of CASE (default: 1.1).")
@click.option(
    "--programme", "programmes", metavar="ID", multiple=True,
    help="With CASE: relate targets to the capabilities of a programme; may be repeated.",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="PATH", required=True, type=click.Path(path_type=Path, dir_okay=False)
)
@click.option("--overwrite", is_flag=True, help="Replace the file if there is one.")
@pass_session
def export_ladder(
    session: Session, *, ladder_id: str | None, format_: str, case_version: CaseVersion | None,
    programmes: tuple[str, ...], output: Path, overwrite: bool,
) -> None:  # fmt: skip
    """Write a ladder for a spreadsheet, for other systems (CASE) or for Mahara (.matrix).

    A workbook is for editing: bring it back with `ladder content import`. Do not merge cells or
    write formulas; rows may be added, moved and taken out, columns and sheets not. CASE 1.1 loses
    nothing either; CASE 1.0 and .matrix carry what is read on screen.

    \b
    Examples:
      ladder content export --format xlsx -o leadership.xlsx
      ladder content export --format case --programme general-practice -o leadership.json
      ladder content export --format matrix -o leadership.matrix
    """
    if format_ != "case" and (case_version or programmes):
        message = "--case-version and --programme go with --format case."
        raise click.UsageError(message)
    catalogue = session.catalogue
    ladder = catalogue.find_ladder(ladder_id) if ladder_id else catalogue.ladder
    if output.exists() and not overwrite:
        message = f"{output} is there already. Choose another name, or give --overwrite."
        raise InputError(message)
    told = Warnings()
    if format_ == "case":
        mapped = [(p, catalogue.links(p)) for p in map(catalogue.programme, programmes)]
        data = write_case(
            ladder, frameworks=catalogue.frameworks, mapped=mapped, on=session.today,
            version=case_version or "1.1",
        )  # fmt: skip
    elif format_ == "matrix":
        data = write_matrix(ladder, told)
    else:
        # openpyxl takes a fifth of a second to import; nothing else needs it.
        from ladder_widgets.ladder.exchange.spreadsheet_writer import write_workbook

        data = write_workbook(ladder)
    output.write_bytes(data)
    if format_ == "matrix" or case_version == "1.0":
        told.add(f"This format has no place for some parts of {ladder.id}, left out", LEFT_OUT)
    _warn(told)
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
    """Read a ladder from a file, check it and write it as a folder of YAML.

    A workbook, a CASE package (1.0 or 1.1) or a SmartEvidence framework (.matrix), told by what it
    holds. A framework of another publisher becomes a draft; what it does not say is marked
    "To be written". What differs from the ladder of the same id is listed. The folder serves as it
    is: name the one that holds it in LADDER_PACKS, or hand it in for review.

    \b
    Examples:
      ladder content import leadership.xlsx --dry-run
      ladder content import framework.json -o drafts
    """
    told = Warnings()
    ladder = read_exchanged(file, session.catalogue, today=session.today, told=told)
    _warn(told)
    present = session.catalogue.ladders.get(ladder.id)
    if present is not None:
        echo_text("\n".join(difference_lines(compare(present, ladder))) or "No difference.")
    else:
        count = len(ladder.target_ids())
        echo_text(f"New: {ladder.id} (themes {len(ladder.themes)}, targets {count}).")
    if not dry_run:
        echo_text(f"Written: {write_ladder(ladder, output)}")


def _warn(told: Warnings) -> None:
    for line in told.lines():
        click.echo(f"ladder: {line}", err=True)
