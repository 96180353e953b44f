"""`ladder db upgrade` and `ladder db check`."""

from __future__ import annotations

import click

from ladder_widgets.cli.output import echo_text
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.portfolio.upgrade import check_store, upgrade_store


@click.group()
def db() -> None:
    """Check or upgrade the store after installing another version of the kit.

    \b
    Example:
      ladder db check
    """


@db.command()
@pass_session
def upgrade(session: Session) -> None:
    """Bring the store to the schema of this version; a copy is kept beside it.

    \b
    Example:
      ladder db upgrade
    """
    echo_text(upgrade_store(session.settings))


@db.command()
@pass_session
def check(session: Session) -> None:
    """Say whether the store fits this version of the kit; status 1 if it does not.

    \b
    Example:
      ladder db check
    """
    echo_text(check_store(session.settings))
