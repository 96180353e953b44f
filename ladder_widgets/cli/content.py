"""`ladder content check`."""

from __future__ import annotations

from pathlib import Path

import click

from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.packs import SHIPPED, read_packs


@click.group()
def content() -> None:
    """Check the content packs.

    \b
    Example:
      ladder content check
    """


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
    counts = count(read_packs([SHIPPED, *session.settings.packs, *extra]))
    click.echo("ok: " + ", ".join(f"{name} {number}" for name, number in counts.items()))


def count(catalogue: Catalogue) -> dict[str, int]:
    """How much of each kind the packs hold."""
    ladders = catalogue.ladders.values()
    return {
        "ladders": len(ladders),
        "themes": sum(len(ladder.themes) for ladder in ladders),
        "targets": sum(1 for ladder in ladders for _ in catalogue.places(ladder)),
        "programmes": len(catalogue.programmes),
        "capabilities": sum(len(p.capabilities) for p in catalogue.programmes.values()),
        "platforms": len(catalogue.platforms),
        "reflection models": len(catalogue.models),
    }
