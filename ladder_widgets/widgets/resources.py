"""Resources as pages show them, and reporting one that does not work any more."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.portfolio.model import BROKEN, reported
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

COSTS = {
    "free": "free",
    "free-for-nhs-staff": "free for NHS staff",
    "member-benefit": "for members",
    "paid": "has a fee",
    "unknown": "cost not known",
}


class ResourcePage(ViewModel):
    """Base of the pages that list resources; `page` tells their commands apart."""

    page: str

    def commands(self) -> Mapping[str, Command]:
        """Reporting a resource as broken, and taking that back."""
        return {f"{self.page}-broken": self._report, f"{self.page}-mended": self._take_back}

    def broken(self) -> frozenset[str]:
        """The ids of the resources that the trainee reported."""
        return reported(self.desk.store.marks())

    def _report(self, values: Values) -> Reply:
        return self._mark(values.one("resource"), broken=True)

    def _take_back(self, values: Values) -> Reply:
        return self._mark(values.one("resource"), broken=False)

    def _mark(self, resource: str, *, broken: bool) -> Reply:
        known = {r.id for ladder in self.desk.catalogue.ladders.values() for r in ladder.resources}
        if resource not in known:
            raise UnknownIdError("resource", resource, known)
        self.desk.store.mark(BROKEN + resource, done=broken)
        self.refresh()
        return {"say": "Reported as broken." if broken else "Taken back."}
