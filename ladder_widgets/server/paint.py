"""The first paint: the app's HTML from the store as it is at the moment of the request."""

from __future__ import annotations

from ladder_widgets.errors import LadderError
from ladder_widgets.settings import Settings
from ladder_widgets.widgets.app.model import PortfolioAppModel
from ladder_widgets.widgets.desk import Desk, Moment, open_desk
from ladder_widgets.widgets.problem import ProblemModel


class Painter:
    """Paints the app again and again on one open desk; a store that cannot be opened is said."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._desk: Desk | None = None

    def __call__(self) -> str:
        """The app's HTML, every page at its start, and a blank form."""
        try:
            self._desk = self._desk or open_desk(self._settings.data_dir)
            return PortfolioAppModel(Moment(self._desk)).paint()
        except LadderError as error:
            return ProblemModel(str(error)).html

    def close(self) -> None:
        """Close the desk's store."""
        if self._desk is not None:
            self._desk.store.close()
            self._desk = None
