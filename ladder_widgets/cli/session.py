"""What commands share: settings and packs read once, the store opened on demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import click

from ladder_widgets.cli.unlock import unlocked
from ladder_widgets.errors import InputError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Profile
from ladder_widgets.settings import Settings, read_settings

if TYPE_CHECKING:
    from ladder_widgets.portfolio.store import Store

SET_PROFILE = "ladder profile set --programme ID --grade GRADE --start YYYY-MM-DD"


class Session:
    """One run of the command line; tests give it a day."""

    def __init__(self, *, today: dt.date | None = None) -> None:
        self.today = today or dt.datetime.now().astimezone().date()

    @cached_property
    def settings(self) -> Settings:
        """The environment, read once."""
        return read_settings()

    @cached_property
    def store_settings(self) -> Settings:
        """The settings with the passphrase of an encrypted store, asked for in a terminal."""
        return unlocked(self.settings)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The shipped packs and those of `LADDER_PACKS`."""
        return load_catalogue(self.settings.packs, self.settings.data_dir)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The trainee's store, closed afterwards."""
        # SQLAlchemy takes 0.2 s to import: only commands that open the store pay for it.
        from ladder_widgets.portfolio.store import open_store

        with open_store(self.store_settings) as store:
            yield store


def require_profile(store: Store) -> Profile:
    """The stored profile.

    Raises:
        InputError: there is none yet; the message says how to set one.
    """
    profile = store.profile()
    if profile is None:
        message = f"No profile is set yet. Set one: {SET_PROFILE}. Ids: ladder programmes."
        raise InputError(message)
    return profile


pass_session = click.make_pass_decorator(Session)
