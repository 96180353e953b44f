"""`ladder restore`."""

from __future__ import annotations

from pathlib import Path

import click

from ladder_widgets.cli.output import echo_text
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.portfolio.backup import restore_store


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@pass_session
def restore(session: Session, path: Path) -> None:
    """Bring back what `ladder backup` wrote to PATH; close the app first.

    What is stored now is kept aside in the data folder, not overwritten.

    \b
    Example:
      ladder restore ladder-backup.sqlite
    """
    kept = restore_store(session.store_settings, path.expanduser().absolute())
    echo_text(f"Restored into {session.settings.data_dir}.")
    if kept:
        echo_text(f"What was stored there before is kept as {kept}.")
