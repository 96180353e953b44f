"""What the widgets of one trainee share: the catalogue, the store and today's date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path

from ladder_widgets.errors import PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import Ladder, Programme
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.pathway.goals import reflections
from ladder_widgets.pathway.targets import Standing, stand
from ladder_widgets.portfolio.model import Entry, Profile
from ladder_widgets.portfolio.store import Store, open_store
from ladder_widgets.settings import ATTACHMENT_MB, read_settings

BUSY_MS = 1500
"""How long a save waits for another writer: less than the page waits for its answer."""


class Desk:
    """A trainee's desk: what is on it is passed to every view model."""

    def __init__(
        self,
        catalogue: Catalogue,
        store: Store,
        *,
        today: Callable[[], dt.date] = dt.date.today,
        attachment_mb: int = ATTACHMENT_MB,
    ) -> None:
        self.catalogue = catalogue
        self.store = store
        self.today = today
        self.attachment_mb = attachment_mb

    @property
    def ladder(self) -> Ladder:
        """The ladder that the app opens with."""
        return self.catalogue.ladder

    def profile(self) -> Profile | None:
        """The trainee's profile, or None on a first visit.

        A profile of a programme that no pack has any more counts as none, so it is asked for anew.
        """
        profile = self.store.profile()
        if profile is not None and profile.programme not in self.catalogue.programmes:
            return None
        return profile

    def programme(self) -> Programme | None:
        """The trainee's programme, or None on a first visit."""
        profile = self.profile()
        return self.catalogue.programme(profile.programme) if profile else None

    def entries(self) -> tuple[Entry, ...]:
        """Every reflection, newest first; goals are no reflections."""
        return reflections(self.store.entries(), self.catalogue)

    def standing(self, ladder_id: str = "") -> Standing | None:
        """Where the trainee stands today on a ladder (the first); None without a profile."""
        profile = self.profile()
        if profile is None:
            return None
        return stand(
            profile,
            catalogue=self.catalogue,
            ladder=self.catalogue.find_ladder(ladder_id) if ladder_id else self.ladder,
            entries=self.entries(),
            marks=self.store.marks(),
            on=self.today(),
        )


class Moment(Desk):
    """A desk as it is at one moment: each thing is read once, however many parts show it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk.catalogue, desk.store, today=desk.today, attachment_mb=desk.attachment_mb
        )
        self.profile = cache(super().profile)  # type: ignore[method-assign]
        self.entries = cache(super().entries)  # type: ignore[method-assign]
        self._standing = cache(super().standing)

    def standing(self, ladder_id: str = "") -> Standing | None:
        """As the desk's, worked out once for each ladder."""
        return self._standing(ladder_id or self.ladder.id)


def open_desk(data_dir: Path | None = None) -> Desk:
    """The desk that the environment describes.

    Raises:
        LadderError: settings, packs or store cannot be used; the message says what to do.
    """
    settings = read_settings(data_dir=data_dir)
    # The store comes first: it makes the data folder, in which the catalogue is kept.
    store = open_store(settings, busy_ms=BUSY_MS)
    try:
        catalogue = load_catalogue(settings.packs, settings.data_dir)
        return Desk(catalogue, store, attachment_mb=settings.attachment_mb)
    except PackError:
        store.close()
        raise
