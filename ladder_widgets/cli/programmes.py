"""`ladder programmes`."""

from __future__ import annotations

from typing import Any

import click

from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import InputError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import Programme
from ladder_widgets.portfolio.profile import NATIONS, default_platform


@click.command()
@click.argument("words", nargs=-1)
@json_option
@pass_session
def programmes(session: Session, words: tuple[str, ...], *, as_json: bool) -> None:
    """List training programmes: id, name, grades, months at full time, e-portfolio.

    WORDS narrow the list to names that hold all of them. Months are those of the most
    usual route; the e-portfolio is that of England.

    \b
    Example:
      ladder programmes paediatric
    """
    found = session.catalogue.find_programmes(" ".join(words))
    if as_json:
        echo_json([_as_json(programme) for programme in found])
        return
    if not found:
        message = "No programme has all of these words in its name. See all: ladder programmes."
        raise InputError(message)
    echo_text(table([_row(programme, session.catalogue) for programme in found]))


def _row(programme: Programme, catalogue: Catalogue) -> tuple[str, ...]:
    route = programme.routes[0]
    grades = programme.grade_ids()
    span = grades[0] if len(grades) == 1 else f"{grades[0]} to {grades[-1]}"
    platform = catalogue.platform(default_platform(programme, "england")).name
    return programme.id, programme.name, span, f"{route.months} months", platform


def _as_json(programme: Programme) -> dict[str, Any]:
    route = programme.routes[0]
    return {
        "id": programme.id,
        "name": programme.name,
        "grades": list(programme.grade_ids()),
        "months": route.months,
        "routes": [
            {
                "id": way.id,
                "title": way.title,
                "months": way.months,
                "grades": list(way.grade_ids()),
                "stages": [stage.title for stage in way.stages],
            }
            for way in programme.routes
        ],
        "platforms": {nation: default_platform(programme, nation) for nation in NATIONS},
        "group": programme.group,
        "regulator": programme.regulator,
        "body": programme.body,
        "curriculum": programme.curriculum_title,
        "curriculum_year": programme.curriculum_year,
        "confidence": programme.confidence,
        "source": programme.source,
    }
