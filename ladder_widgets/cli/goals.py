"""`ladder goals`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ladder_widgets.cli.export import OPEN_FINDINGS
from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import InputError
from ladder_widgets.evidence.export import write_export
from ladder_widgets.pathway.goals import GoalProgress, follow_goals
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.findings import look, still_open

if TYPE_CHECKING:
    from ladder_widgets.portfolio.store import Store


@click.command()
@click.option(
    "--calendar",
    metavar="PATH",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the open goals with a day into a new calendar file (.ics).",
)
@json_option
@pass_session
@click.pass_context
def goals(
    context: click.Context, session: Session, *, calendar: Path | None, as_json: bool
) -> None:
    """List the goals of your plan: by when, how far, how you will know.

    Goals are set in the app (ladder serve), or with ladder entry add and the model
    development-goal. A calendar file holds titles, days and how you will know; if one of
    these may identify a person, nothing is written and the status is 3.

    \b
    Examples:
      ladder goals
      ladder goals --calendar goals.ics
    """
    with session.store() as store:
        found = follow_goals(
            store.entries(),
            catalogue=session.catalogue,
            marks=store.marks(),
            today=session.today,
        )
        if calendar is not None:
            _write(context, store, found, calendar)
            return
    if as_json:
        echo_json([_as_json(item) for item in found])
    elif found:
        echo_text(table([_row(item) for item in found]))
    else:
        click.echo("No goal is set yet. Set one in the app: ladder serve.", err=True)


def _write(
    context: click.Context, store: Store, found: tuple[GoalProgress, ...], path: Path
) -> None:
    # Few ask for a calendar; the library stays out of the other commands.
    from ladder_widgets.evidence.calendar import make_calendar

    dated = [i for i in found if i.goal.state == "draft" and i.goal.content.due_on]
    if not dated:
        message = "No open goal has a day yet. Open one in the app and say by when."
        raise InputError(message)
    undecided = [
        item.goal.id
        for item in dated
        if still_open(look(item.goal.content, store.kept(item.goal.id)))
    ]
    if undecided:
        for goal_id in undecided:
            click.echo(f"ladder: {goal_id}: its words may identify a person", err=True)
        click.echo(
            "ladder: Change them in the app (ladder serve), or say there why they may stay. "
            "Nothing was written.",
            err=True,
        )
        context.exit(OPEN_FINDINGS)
    path = path.expanduser().absolute()
    if path.exists():
        message = f"{path} exists and is not overwritten. Choose another name, or move it away."
        raise InputError(message)
    write_export(path, make_calendar(dated, now=dt.datetime.now(dt.UTC)))
    echo_text(str(path))


def _as_json(item: GoalProgress) -> dict[str, Any]:
    content = item.goal.content
    return {
        "id": item.goal.id,
        "title": content.title,
        "due": content.due_on.isoformat() if content.due_on else None,
        "reached": (
            content.happened_on.isoformat()
            if item.goal.state == "final" and content.happened_on
            else None
        ),
        "measure": item.measure,
        "targets": list(item.targets),
        "done": list(item.done),
        "reflections": item.reflections,
        "overdue": item.overdue,
    }


def _row(item: GoalProgress) -> tuple[str, ...]:
    content = item.goal.content
    state = "reached" if item.goal.state == "final" else "overdue" if item.overdue else "open"
    return (
        item.goal.id[:8],
        state,
        uk_date(content.due_on) if content.due_on else "no date",
        f"{len(item.done)} of {len(item.targets)} targets" if item.targets else "",
        content.title or "(no title)",
    )
