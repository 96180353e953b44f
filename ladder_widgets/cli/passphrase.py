"""`ladder passphrase set` and `ladder passphrase remove`."""

from __future__ import annotations

from typing import TextIO

import click

from ladder_widgets.cli.output import echo_text
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.cli.unlock import ask_new, unlocked
from ladder_widgets.settings import Passphrase, Settings, read_passphrase

NO_WAY_BACK = (
    "Keep the passphrase safe: without it nobody can read the entries or their backups, nor can we."
)
ELSEWHERE = "Backups and exports that you made elsewhere stay as they are."


@click.group()
def passphrase() -> None:
    """Encrypt the store and its copies with a passphrase, or take it off.

    \b
    Example:
      ladder passphrase set
    """


@passphrase.command("set")
@click.option(
    "--from",
    "source",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Read the new passphrase from the first line of FILE, - for standard input.",
)
@pass_session
def set_passphrase(session: Session, source: TextIO | None) -> None:
    """Encrypt the store and the copies beside it, or change their passphrase.

    Close the app first. In a terminal it is asked for; else it comes from --from, or for a
    store without one from LADDER_PASSPHRASE. Afterwards every command needs it: it asks in
    a terminal, else reads LADDER_PASSPHRASE. A lost passphrase cannot be recovered.

    \b
    Example:
      ladder passphrase set
    """
    from ladder_widgets.portfolio.encryption import change_passphrase  # SQLCipher: only here

    settings = unlocked(session.settings)
    for line in change_passphrase(settings, _new(settings, source)):
        echo_text(line)
    echo_text(NO_WAY_BACK)
    echo_text(ELSEWHERE)


@passphrase.command()
@pass_session
def remove(session: Session) -> None:
    """Take the passphrase off: the store and the copies beside it become readable again.

    \b
    Example:
      ladder passphrase remove
    """
    from ladder_widgets.portfolio.encryption import change_passphrase  # SQLCipher: only here

    for line in change_passphrase(unlocked(session.settings), None):
        echo_text(line)
    echo_text(ELSEWHERE)


def _new(settings: Settings, source: TextIO | None) -> Passphrase:
    from ladder_widgets.portfolio.schema import is_encrypted

    if source is not None:
        return read_passphrase(source.readline().rstrip("\r\n"))
    if settings.passphrase is not None and not is_encrypted(settings):
        return settings.passphrase
    return ask_new()
