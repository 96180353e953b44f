"""`ladder workshop`: the workshops there are, the application that phones join, the report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import InputError, UnknownIdError

SEE_ROOMS = "See them all with: ladder workshop rooms."


@click.group()
def workshop() -> None:
    """List workshops, or let phones join one that runs in a notebook.

    \b
    Example:
      ladder workshop host
    """


@workshop.command("list")
@json_option
@pass_session
def list_workshops(session: Session, *, as_json: bool) -> None:
    """List the workshops: id, minutes, title.

    \b
    Example:
      ladder workshop list
    """
    from ladder_widgets.workshop.packs import load_workshops  # only these commands need it

    found = [loaded.workshop for loaded in load_workshops(session.settings.packs).values()]
    if as_json:
        echo_json(
            [
                {"id": w.id, "title": w.title, "minutes": w.minutes, "targets": list(w.targets)}
                for w in found
            ]
        )
    else:
        echo_text(table([(w.id, f"{w.minutes} min", w.title) for w in found]))


@workshop.command()
@click.option(
    "--bind",
    default="0.0.0.0",  # noqa: S104  # phones in the room are other machines
    show_default=True,
    metavar="ADDR",
    help="Address to listen on; phones need one that they can reach.",
)
@click.option(
    "--port",
    default=8877,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--public-url", default="", metavar="URL", help="The address phones use, if another.")
@pass_session
def host(session: Session, bind: str, port: int, public_url: str) -> None:
    """Let phones join: serves the join page and nothing else, until Ctrl-C.

    Workshops are begun in their notebooks; both meet in the workshop store. No portfolio
    can be reached through this port.

    \b
    Example:
      ladder workshop host --public-url https://join.example.org
    """
    from ladder_widgets.server.application import bind as bind_sockets  # Voila: only here
    from ladder_widgets.server.join.host import host as run

    def ready(origins: tuple[str, ...]) -> None:
        click.echo("Phones join at (Ctrl-C ends it):")
        for address in origins:
            click.echo(address)

    sockets = bind_sockets(bind, port)
    run(session.settings, sockets, bind=bind, public_url=public_url, ready=ready)


@workshop.command()
@json_option
@pass_session
def rooms(session: Session, *, as_json: bool) -> None:
    """List the rooms that were opened, newest first: code, day, workshop, people.

    A room is kept for 30 days after its end.

    \b
    Example:
      ladder workshop rooms
    """
    from ladder_widgets.portfolio.dates import local_day
    from ladder_widgets.workshop.live.model import shown_code
    from ladder_widgets.workshop.live.opening import open_rooms  # SQLAlchemy: only here
    from ladder_widgets.workshop.live.report import in_words

    with open_rooms(session.settings) as store:
        found = [(store.room(i), in_words(store.people(i))) for i in store.room_ids()]
    rows = [
        (shown_code(room.code), local_day(room.begun_at).isoformat(), room.workshop, joined)
        for room, joined in found
    ]
    if as_json:
        names = ("code", "day", "workshop", "joined")
        echo_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        echo_text(table(rows))


@workshop.command()
@click.argument("room", metavar="ROOM")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def erase(session: Session, room: str, *, yes: bool) -> None:
    """Delete a room with every answer, name and key in it; ROOM is its code.

    What people took with them is theirs and stays. A report can no longer be made.

    \b
    Example:
      ladder workshop erase K7QF-82MD
    """
    from ladder_widgets.workshop.live.model import read_code, shown_code
    from ladder_widgets.workshop.live.opening import open_rooms  # SQLAlchemy: only here

    wanted = read_code(room)
    with open_rooms(session.settings) as store:
        codes = {shown_code(found.code): found for found in map(store.room, store.room_ids())}
        if shown_code(wanted) not in codes:
            raise UnknownIdError("room", shown_code(wanted), codes, see=SEE_ROOMS)
        if not yes:
            if not sys.stdin.isatty():
                message = "Nothing was deleted. To delete it without a question: --yes"
                raise InputError(message)
            click.confirm("Delete the room with every answer?", abort=True)
        store.erase(codes[shown_code(wanted)].id)
    echo_text("Deleted: the room, its answers, names and key.")


@workshop.command()
@click.argument("room", metavar="ROOM")
@click.option("--names", is_flag=True, help="With the list of names that were given for it.")
@click.option(
    "-o", "--output", "path", required=True, metavar="FILE", type=click.Path(path_type=Path),
    help="The PDF to write.",
)  # fmt: skip
def report(room: str, path: Path, *, names: bool) -> None:
    """Write what faculty are told of a workshop as an accessible PDF; ROOM is its code.

    Numbers under five are not told, and texts only where the facilitator let them through.
    Nothing leads from a name to an answer.

    \b
    Example:
      ladder workshop report K7QF-82MD -o report.pdf
    """
    from ladder_widgets.evidence.export import write_export
    from ladder_widgets.widgets.workshop.report_pdf import report_pdf  # a kernel: only here

    write_export(path, report_pdf(room, names=names))
    echo_text(f"Written: {path}")
