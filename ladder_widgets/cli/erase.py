"""`ladder erase`."""

from __future__ import annotations

import sys

import click

from ladder_widgets.cli.output import echo_text
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.erase import erase_store

QUESTION = "Remove your profile, every entry with its history, and all copies of them for good?"


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def erase(session: Session, *, yes: bool) -> None:
    """Remove everything the kit keeps of you, and say what was removed.

    Entries with their files and history, the index of words, copies that upgrades and
    restores set aside, caches and the working copy of the notebooks. Files that you
    exported or backed up yourself stay where you put them. It cannot be undone; close
    the app first.

    \b
    Example:
      ladder erase --yes
    """
    if not yes:
        if not sys.stdin.isatty():
            message = "Nothing was removed. To remove everything without a question: --yes"
            raise InputError(message)
        click.confirm(QUESTION, abort=True)
    removed = erase_store(session.store_settings)
    if not removed:
        echo_text(f"There was nothing of yours in {session.settings.data_dir}.")
        return
    echo_text("Removed:")
    for what in removed:
        echo_text(f"  {what}")
    echo_text("Files that you exported or backed up yourself are where you put them.")
