"""The widgets for notebooks: the whole app, and each component alone."""

from __future__ import annotations

from pathlib import Path

from ladder_widgets.errors import LadderError
from ladder_widgets.widgets.app.model import PortfolioAppModel
from ladder_widgets.widgets.base import LadderWidget
from ladder_widgets.widgets.coverage_map.model import CoverageMapModel
from ladder_widgets.widgets.desk import Desk, open_desk
from ladder_widgets.widgets.evidence_list.model import EvidenceListModel
from ladder_widgets.widgets.ladder_map.model import LadderMapModel
from ladder_widgets.widgets.problem import ProblemModel
from ladder_widgets.widgets.profile_form.model import ProfileFormModel
from ladder_widgets.widgets.reflection_form.model import ReflectionFormModel
from ladder_widgets.widgets.review_page.model import ReviewPageModel
from ladder_widgets.widgets.target_card.model import TargetCardModel
from ladder_widgets.widgets.viewmodel import Reply, ViewModel


class _Component(LadderWidget):
    """A single component: one view model, opened at one place."""

    model_class: type[ViewModel]
    page: str

    def _go(self, ids: list[str]) -> Reply:
        if ids[:1] == [self.page]:
            return self._owner.open(ids[1:])
        return {"announce": "That is another page of the app: PortfolioApp() shows it."}

    def __init__(
        self, *ids: str, desk: Desk | None = None, data_dir: str | Path | None = None
    ) -> None:
        """Show the component for what `ids` name, on `desk` or on the store in `data_dir`."""
        try:
            model = self.model_class(desk or open_desk(Path(data_dir) if data_dir else None))
            model.open(ids)
        except LadderError as error:
            model = ProblemModel(str(error))
        super().__init__({"main": model}, owner=model)


class LadderMap(_Component):
    """The ladder of the trainee whose store is open: what is done, due and ahead.

    Example:
        >>> LadderMap()  # doctest: +SKIP
    """

    model_class = LadderMapModel
    page = "ladder"


class TargetCard(_Component):
    """One target, by id.

    Example:
        >>> TargetCard("quality-improvement.2.a")  # doctest: +SKIP
    """

    model_class = TargetCardModel
    page = "target"


class ReflectionForm(_Component):
    """A form to write in: ``ReflectionForm("new")``, or an entry by its id.

    Example:
        >>> ReflectionForm("new", "team-working.1.a")  # doctest: +SKIP
    """

    model_class = ReflectionFormModel
    page = "reflect"

    def __init__(
        self, *ids: str, desk: Desk | None = None, data_dir: str | Path | None = None
    ) -> None:
        """Open the entry of this id, or a new one."""
        super().__init__(*(ids or ("new",)), desk=desk, data_dir=data_dir)


class EvidenceList(_Component):
    """The entries that can be exported, with a button for the PDF."""

    model_class = EvidenceListModel
    page = "evidence"


class CoverageMap(_Component):
    """What every curriculum gets from the ladder: a heat map for faculty and steering groups.

    Example:
        >>> CoverageMap("general-practice")  # doctest: +SKIP
    """

    model_class = CoverageMapModel
    page = "coverage"


class ProfileForm(_Component):
    """Programme, grade, start and working time of the trainee."""

    model_class = ProfileFormModel
    page = "me"


class Review(_Component):
    """Evidence of somebody else: read, commented on and signed, without an account.

    The store in `data_dir` keeps the reviewer's key and unsigned words, never the evidence.

    Example:
        >>> Review()  # doctest: +SKIP
    """

    model_class = ReviewPageModel
    page = "review"


class PortfolioApp(LadderWidget):
    """The whole trainee app, as `ladder serve` shows it.

    Example:
        >>> PortfolioApp()  # doctest: +SKIP
    """

    def __init__(self, *, desk: Desk | None = None, data_dir: str | Path | None = None) -> None:
        """Open the app on `desk`, or on the store in `data_dir` (default: the environment's)."""
        try:
            desk = desk or open_desk(Path(data_dir) if data_dir else None)
            # Read every template now, in the pool, not when somebody waits for the first page.
            PortfolioAppModel(desk).paint()
            model = PortfolioAppModel(desk)
            model.open(())
        except LadderError as error:
            problem = ProblemModel(str(error))
            super().__init__({"shell": problem}, owner=problem)
        else:
            super().__init__(model.parts, owner=model)
