"""What is shown when nothing can be opened: the reason, in words, instead of a traceback."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Reply, ViewModel


class ProblemModel(ViewModel):
    """Shows one message and can do nothing else."""

    def __init__(self, message: str) -> None:
        super().__init__(cast("Desk", None))
        self.message = message
        self.refresh()

    def open(self, ids: Sequence[str]) -> Reply:  # noqa: ARG002  # others need them
        """Keep showing the message, whatever the route."""
        return {}

    def markup(self) -> str:
        """The message."""
        return render("problem.html", message=self.message)
