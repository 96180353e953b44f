"""`ladder backup`."""

from __future__ import annotations

from pathlib import Path

import click

from ladder_widgets.cli.output import echo_text
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.portfolio.backup import backup_store


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@pass_session
def backup(session: Session, path: Path) -> None:
    """Copy your profile and entries into one file at PATH, even while the app is open.

    Without a passphrase (ladder passphrase set) the file can be read by anyone who has
    it: keep it as safe as the entries. A file that exists is never overwritten.

    \b
    Example:
      ladder backup ladder-backup.sqlite
    """
    target = path.expanduser().absolute()
    backup_store(session.store_settings, target)
    echo_text(str(target))
