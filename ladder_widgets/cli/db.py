"""`ladder db upgrade`, `ladder db check` and `ladder db set-aside`."""

from __future__ import annotations

import click

from ladder_widgets.cli.output import echo_text
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.portfolio.backup import copies_of, set_aside
from ladder_widgets.portfolio.files import store_path
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
    echo_text(upgrade_store(session.store_settings))


@db.command()
@pass_session
def check(session: Session) -> None:
    """Say whether the store fits this version of the kit; status 1 if it does not.

    \b
    Example:
      ladder db check
    """
    echo_text(check_store(session.store_settings))


@db.command("set-aside")
@pass_session
def set_aside_store(session: Session) -> None:
    """Rename a damaged store, so that the next start begins a new one.

    Nothing is removed: the damaged file stays beside the new one. A healthy store is left
    where it is.

    \b
    Example:
      ladder db set-aside
    """
    kept = set_aside(session.store_settings)
    echo_text(f"The damaged store is kept as {kept}. The next start begins a new one.")
    copies = [path for path in copies_of(store_path(session.settings)) if path != kept]
    if copies:
        echo_text(f"An older copy may be whole. Bring it back with: ladder restore {copies[-1]}")
