"""`ladder content`: checks of the packs, and what they cover."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from ladder_widgets.cli.content_exchange import diff, export_ladder, import_ladder
from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.packs import SHIPPED, read_packs
from ladder_widgets.pathway.coverage import Coverage, Summary, bears, cover, summarise
from ladder_widgets.portfolio.model import reported
from ladder_widgets.workshop.packs import read_workshops


@click.group()
def content() -> None:
    """Check the content packs and what they cover.

    \b
    Example:
      ladder content check
    """


content.add_command(diff)
content.add_command(export_ladder)
content.add_command(import_ladder)


@content.command()
@click.argument(
    "folders",
    nargs=-1,
    metavar="[FOLDER]...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@pass_session
def check(session: Session, folders: tuple[Path, ...]) -> None:
    """Read all packs and every FOLDER given; print ok, or each fault with file and line.

    \b
    Example:
      ladder content check my-packs
    """
    extra = [folder.absolute() for folder in folders]
    everything = [SHIPPED, *session.settings.packs, *extra]
    catalogue = read_packs(everything)
    counts = count(catalogue) | {"workshops": len(read_workshops(everything, catalogue))}
    click.echo("ok: " + ", ".join(f"{name} {number}" for name, number in counts.items()))


def count(catalogue: Catalogue) -> dict[str, int]:
    """How much of each kind the packs hold."""
    ladders = catalogue.ladders.values()
    return {
        "ladders": len(ladders),
        "themes": sum(len(ladder.themes) for ladder in ladders),
        "targets": sum(1 for ladder in ladders for _ in catalogue.places(ladder)),
        "resources": sum(len(ladder.resources) for ladder in ladders),
        "programmes": len(catalogue.programmes),
        "capabilities": sum(len(p.capabilities) for p in catalogue.programmes.values()),
        "review items": len(catalogue.asks),
        "frameworks": len(catalogue.frameworks),
        "platforms": len(catalogue.platforms),
        "reflection models": len(catalogue.models),
    }


@content.command()
@click.option("--programme", metavar="ID", help="One programme in full, instead of a summary.")
@json_option
@pass_session
def coverage(session: Session, programme: str | None, *, as_json: bool) -> None:
    """Show which capabilities of the curricula the ladder's targets serve, and the gaps.

    Only capabilities that bear on leadership, management, teamworking, quality improvement or
    patient safety count. Derived matches are the kit's own; confirmed ones were decided by people.

    \b
    Examples:
      ladder content coverage
      ladder content coverage --programme general-practice
    """
    catalogue = session.catalogue
    chosen = [catalogue.programme(programme)] if programme else catalogue.programmes.values()
    rows = {p.id: cover(catalogue, catalogue.ladder, p) for p in chosen}
    if as_json:
        echo_json([msgspec.to_builtins(row) for found in rows.values() for row in found])
    elif programme:
        echo_text("\n".join(_programme_lines(catalogue, programme, rows[programme])))
    else:
        summary = summarise(catalogue, (row for found in rows.values() for row in found))
        echo_text("\n".join(_summary_lines(catalogue, summary)))


@content.command()
@json_option
@pass_session
def reports(session: Session, *, as_json: bool) -> None:
    """List the resources that were reported as broken in this store.

    \b
    Example:
      ladder content reports
    """
    with session.store() as store:
        broken = reported(store.marks())
    ladders = session.catalogue.ladders.values()
    found = [r for ladder in ladders for r in ladder.resources if r.id in broken]
    if as_json:
        echo_json([{"id": r.id, "title": r.title, "address": r.address} for r in found])
    else:
        echo_text(table([(r.id, r.title, r.address or "") for r in found]) or "None.")


def _programme_lines(
    catalogue: Catalogue, programme_id: str, rows: tuple[Coverage, ...]
) -> Iterator[str]:
    programme = catalogue.programme(programme_id)
    yield f"{programme.name}, {programme.curriculum_title} ({programme.curriculum_year})"
    stages = {stage.id: stage.title for stage in programme.routes[0].stages}
    for capability in filter(bears, programme.capabilities):
        yield f"\n{capability.code}  {capability.title}"
        for row in (row for row in rows if row.capability == capability.code):
            yield f"  {stages[row.stage]}: {row.basis if row.targets else row.gap_reason}"
            yield from (f"    {target}" for target in row.targets)
    yield f"\n{catalogue.ladder.notice}"


def _summary_lines(catalogue: Catalogue, summary: Summary) -> Iterator[str]:
    ladder, missing = catalogue.ladder, len(summary.gaps)
    yield f"{ladder.title} {ladder.version} and {len(catalogue.programmes)} programmes"
    yield (
        f"{summary.capabilities} capabilities bear on leadership: "
        f"{summary.capabilities - missing} served by a target "
        f"({summary.confirmed} confirmed by people), {missing} gaps.\n"
    )
    head = ("group", "programmes", "capabilities", "served", "gaps")
    rows = [
        (g.group, str(g.programmes), str(g.capabilities), str(g.capabilities - g.gaps), str(g.gaps))
        for g in summary.groups
    ]
    yield table([head, *rows])
    for gap in summary.gaps:
        yield f"\nGap: {gap.programme.id}  {gap.capability.code}  {gap.capability.title}"
        yield f"  {gap.reason}"
    for programme in summary.silent:
        yield f"\nUnknown: {programme.id} has no capability on record that bears on leadership."
    yield f"\n{ladder.notice}"
