"""Asking for the passphrase of an encrypted store, in a terminal only."""

from __future__ import annotations

import sys

import click
import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.settings import Passphrase, Settings, read_passphrase


def unlocked(settings: Settings) -> Settings:
    """The settings with the passphrase that the store needs, if somebody is there to type it."""
    # SQLAlchemy takes 0.2 s to import: only commands that open the store pay for it.
    from ladder_widgets.portfolio.schema import is_encrypted

    if settings.passphrase or not sys.stdin.isatty() or not is_encrypted(settings):
        return settings
    typed = click.prompt("Passphrase of your entries", hide_input=True, err=True)
    return msgspec.structs.replace(settings, passphrase=read_passphrase(typed))


def ask_new() -> Passphrase:
    """A new passphrase, typed twice.

    Raises:
        InputError: nobody is there to type it.
    """
    if not sys.stdin.isatty():
        message = (
            "There is no terminal to type a passphrase in. Put it into the first line of a file "
            "and name that with --from FILE, or set LADDER_PASSPHRASE."
        )
        raise InputError(message)
    typed = click.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True)
    return read_passphrase(typed)
