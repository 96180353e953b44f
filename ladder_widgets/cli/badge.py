"""`ladder badge`: Open Badges for the steps that are complete."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.session import Session, pass_session, require_profile
from ladder_widgets.errors import UnknownIdError
from ladder_widgets.evidence.export import write_export
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import ThemeStep
from ladder_widgets.pathway.goals import reflections
from ladder_widgets.pathway.targets import Standing, stand
from ladder_widgets.portfolio.keys import SigningKey


@click.group()
def badge() -> None:
    """Take Open Badges for the steps of themes that you completed.

    A badge is your own word, signed by the key of your store: ladder verify says so, too.

    \b
    Example:
      ladder badge list
    """


@badge.command("list")
@json_option
@pass_session
def list_badges(session: Session, *, as_json: bool) -> None:
    """List the steps that are complete.

    \b
    Example:
      ladder badge list
    """
    from ladder_widgets.evidence.badges.steps import is_complete

    standing, _ = _standing(session)
    ladder = session.catalogue.ladder
    found = [
        {"theme": theme.id, "step": step.step, "title": f"{theme.title}, step {step.step}"}
        for theme in ladder.themes
        for step in theme.steps
        if is_complete(standing, theme.id, step.number)
    ]
    if as_json:
        echo_json(found)
    elif found:
        echo_text(table([(str(f["theme"]), str(f["step"]), str(f["title"])) for f in found]))
    else:
        echo_text("No step is complete yet: each of its targets must be done.")


@badge.command()
@click.argument("theme", metavar="THEME")
@click.argument("step", metavar="STEP")
@click.option("-o", "--output", metavar="PATH", type=click.Path(path_type=Path))
@pass_session
def save(session: Session, theme: str, step: str, output: Path | None) -> None:
    """Write the badge of a completed step as JSON, or as a picture: PNG or SVG by PATH's ending.

    STEP is 1 to 4, or extending.

    \b
    Examples:
      ladder badge save quality-improvement 2
      ladder badge save quality-improvement 2 -o badge.png
    """
    from ladder_widgets.evidence.badges.steps import badge_name, step_badge

    rung = _rung(session.catalogue, theme, step)
    standing, key = _standing(session)
    now = dt.datetime.now(dt.UTC)
    made = step_badge(session.catalogue, standing, theme, rung.step, key=key, at=now)
    path = (output or Path(badge_name(theme, rung.step))).expanduser().absolute()
    write_export(path, _pictured(made, path))
    echo_text(str(path))


def _pictured(made: bytes, path: Path) -> bytes:
    from ladder_widgets.evidence.badges.images import bake_png, bake_svg

    match path.suffix.lower():
        case ".png":
            return bake_png(made)
        case ".svg":
            return bake_svg(made)
        case _:
            return made


def _rung(catalogue: Catalogue, theme_id: str, step: str) -> ThemeStep:
    _, theme = catalogue.find_theme(theme_id)
    rungs: dict[str, ThemeStep] = {str(rung.step): rung for rung in theme.steps}
    if step not in rungs:
        raise UnknownIdError(f"step of {theme.title}", step, rungs)
    return rungs[step]


def _standing(session: Session) -> tuple[Standing, SigningKey]:
    catalogue = session.catalogue
    with session.store() as store:
        standing = stand(
            require_profile(store),
            catalogue=catalogue,
            ladder=catalogue.ladder,
            entries=reflections(store.entries(), catalogue),
            marks=store.marks(),
            on=session.today,
        )
        return standing, store.signing_key()
