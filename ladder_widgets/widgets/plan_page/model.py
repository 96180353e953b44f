"""What lies ahead: the next yearly review, what it asks for, and the short way there."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_widgets.errors import InputError
from ladder_widgets.pathway.arcp import Readiness, get_ready, review_name
from ladder_widgets.pathway.short_way import find_short_way
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

WITHIN = {
    "year": "each year",
    "placement": "each placement",
    "level": "at each level",
    "programme": "in the programme",
}


class PlanPageModel(ViewModel):
    """Shows whether the trainee is ready for the next review, and the fewest targets that help."""

    def commands(self) -> Mapping[str, Command]:
        """Ticking what lies in the e-portfolio, and taking that back."""
        return {"tick": self._tick, "untick": self._untick}

    def markup(self) -> str:
        """The checklist and the short way; an invitation before a programme is chosen."""
        profile, programme, standing = (
            self.desk.profile(),
            self.desk.programme(),
            self.desk.standing(),
        )
        ready = self._readiness()
        if profile is None or programme is None or standing is None or ready is None:
            return render("plan_page/no_profile.html")
        return render(
            "plan_page/plan_page.html",
            programme=programme,
            platform=self.desk.catalogue.platforms[profile.platform],
            name=review_name(programme),
            ready=ready,
            within=WITHIN,
            standing=standing,
            way=find_short_way(standing, catalogue=self.desk.catalogue, programme=programme),
        )

    def _readiness(self) -> Readiness | None:
        profile, standing = self.desk.profile(), self.desk.standing()
        if profile is None or standing is None:
            return None
        return get_ready(
            profile,
            standing,
            catalogue=self.desk.catalogue,
            entries=self.desk.entries(),
            marks=self.desk.store.marks(),
        )

    def _tick(self, values: Values) -> Reply:
        return self._mark(values.one("tick"), there=True)

    def _untick(self, values: Values) -> Reply:
        return self._mark(values.one("tick"), there=False)

    def _mark(self, tick: str, *, there: bool) -> Reply:
        ready = self._readiness()
        if ready is None or tick not in {wanted.tick for wanted in ready.wanted}:
            message = "Your programme or grade has changed since. Load the page again."
            raise InputError(message)
        self.desk.store.mark(tick, done=there)
        self.refresh()
        return {"say": "Ticked." if there else "Not there yet."}
