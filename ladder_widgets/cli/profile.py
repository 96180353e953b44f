"""`ladder profile show` and `ladder profile set`."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.parameters import DAY, profile_options
from ladder_widgets.cli.profile_change import ProfileOptions, profile_from
from ladder_widgets.cli.session import Session, pass_session, require_profile
from ladder_widgets.ladder.catalogue import Catalogue, find_route
from ladder_widgets.pathway.dates import grade_on, programme_end, stage_of
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Profile
from ladder_widgets.portfolio.profile import NATIONS


@click.group()
def profile() -> None:
    """Show or set your programme, grade and start date.

    \b
    Example:
      ladder profile set --programme general-practice --grade ST2 --start 2026-08-05 --wte 80%
    """


@profile.command()
@json_option
@pass_session
def show(session: Session, *, as_json: bool) -> None:
    """Show the stored profile and what follows from it today.

    \b
    Example:
      ladder profile show --json
    """
    with session.store() as store:
        stored = require_profile(store)
    if as_json:
        echo_json(_as_json(stored, session.catalogue, on=session.today))
    else:
        echo_text(_as_text(stored, session.catalogue, on=session.today))


@profile.command("set")
@profile_options
@click.option("--platform", metavar="ID", help="Your e-portfolio, if not the programme's own.")
@click.option("--next-arcp", type=DAY, help="The day of your next ARCP or review.")
@pass_session
def set_profile(session: Session, /, **options: Any) -> None:
    """Set or change the profile; what you do not give is kept.

    The first time, programme, grade and start are needed. With another programme, the
    route and e-portfolio become its own, and a grade it lacks becomes its first one.

    \b
    Example:
      ladder profile set --grade ST3 --start 2027-08-04
      ladder profile set --step quality-improvement=2 --out 2027-01-04..2027-06-30
    """
    given = ProfileOptions(**options)
    if given.empty:
        message = "Nothing to set was given."
        raise click.UsageError(message, click.get_current_context())
    with session.store() as store:
        new = profile_from(given, store.profile(), catalogue=session.catalogue, today=session.today)
        store.save_profile(new)
    echo_text(_as_text(new, session.catalogue, on=session.today))


def _as_json(stored: Profile, catalogue: Catalogue, *, on: dt.date) -> dict[str, Any]:
    programme = catalogue.programme(stored.programme)
    route = find_route(programme, stored.route)
    grade = grade_on(stored, route, on)
    return {
        "programme": stored.programme,
        "name": programme.name,
        "route": stored.route,
        "grade": stored.grade,
        "start": stored.start.isoformat(),
        "wte": stored.wte,
        "nation": stored.nation,
        "platform": stored.platform,
        "out": [{"first": o.first.isoformat(), "last": o.last.isoformat()} for o in stored.out],
        "reached": {r.theme: r.step for r in stored.reached},
        "next_arcp": stored.next_arcp.isoformat() if stored.next_arcp else None,
        "grade_today": grade,
        "stage": stage_of(route, grade).title,
        "ends": programme_end(stored, route).isoformat(),
    }


def _as_text(stored: Profile, catalogue: Catalogue, *, on: dt.date) -> str:
    programme = catalogue.programme(stored.programme)
    route = find_route(programme, stored.route)
    grade = grade_on(stored, route, on)
    more = " more" if stored.out else ""
    return table(
        [
            ("Programme", f"{programme.name} ({programme.id})"),
            ("Route", f"{route.title} ({route.id})"),
            ("Grade", f"{stored.grade} from {uk_date(stored.start)}"),
            ("Today", f"{grade}, {stage_of(route, grade).title}"),
            ("Ends", f"{uk_date(programme_end(stored, route))}, if nothing{more} interrupts it"),
            ("Working time", f"{stored.wte:.4g} of full time"),
            ("Nation", NATIONS[stored.nation]),
            ("E-portfolio", catalogue.platform(stored.platform).name),
            *(("Time out", f"{uk_date(o.first)} to {uk_date(o.last)}") for o in stored.out),
            *(("Done before", f"{r.theme}, step {r.step}") for r in stored.reached),
            *([("Next ARCP", uk_date(stored.next_arcp))] if stored.next_arcp else []),
        ]
    )
