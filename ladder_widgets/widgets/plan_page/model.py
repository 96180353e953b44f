"""What lies ahead: goals, the next yearly review, what it asks for, and the short way there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.pathway.arcp import Readiness, get_ready, review_name
from ladder_widgets.pathway.goals import GOAL_MODEL, GoalProgress, follow_goals
from ladder_widgets.pathway.short_way import find_short_way
from ladder_widgets.portfolio.findings import look, still_open
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel

WITHIN = {
    "year": "each year",
    "placement": "each placement",
    "level": "at each level",
    "programme": "in the programme",
}


CALENDAR_NAME = "leadership-goals.ics"


class Goals(msgspec.Struct, frozen=True, kw_only=True):
    """The goals as the page shows them; `model` is what a new one is set with."""

    open: tuple[GoalProgress, ...]
    reached: tuple[GoalProgress, ...]
    model: str = GOAL_MODEL

    @property
    def dated(self) -> tuple[GoalProgress, ...]:
        """Those that a calendar can show."""
        return tuple(item for item in self.open if item.goal.content.due_on)


class PlanPageModel(ViewModel):
    """Shows goals, what the next review asks for, and the fewest targets that help."""

    def commands(self) -> Mapping[str, Command]:
        """Ticking what lies in the e-portfolio, taking that back, and the calendar."""
        return {"tick": self._tick, "untick": self._untick, "calendar": self._calendar}

    def markup(self) -> str:
        """Goals, checklist and short way; an invitation before a programme is chosen."""
        goals = self._goals()
        profile, programme, standing = (
            self.desk.profile(),
            self.desk.programme(),
            self.desk.standing(),
        )
        ready = self._readiness()
        if profile is None or programme is None or standing is None or ready is None:
            return render("plan_page/no_profile.html", goals=goals)
        return render(
            "plan_page/plan_page.html",
            goals=goals,
            programme=programme,
            platform=self.desk.catalogue.platforms[profile.platform],
            name=review_name(programme),
            ready=ready,
            within=WITHIN,
            standing=standing,
            way=find_short_way(standing, catalogue=self.desk.catalogue, programme=programme),
        )

    def _goals(self) -> Goals:
        found = follow_goals(
            self.desk.store.entries(),
            catalogue=self.desk.catalogue,
            marks=self.desk.store.marks(),
            today=self.desk.today(),
        )
        return Goals(
            open=tuple(item for item in found if item.goal.state == "draft"),
            reached=tuple(item for item in found if item.goal.state == "final"),
        )

    def _calendar(self, values: Values) -> Reply:  # noqa: ARG002  # a button has nothing to say
        # Few ask for a calendar; the library stays out of every other kernel.
        from ladder_widgets.evidence.calendar import make_calendar

        dated = self._goals().dated
        if not dated:
            message = "No open goal has a day yet. Open one and say by when."
            raise InputError(message)
        for item in dated:
            kept = self.desk.store.kept(item.goal.id)
            if still_open(look(item.goal.content, kept)):
                message = "A goal has words that may tell who it is about. Look at them first."
                return {"go": f"#/reflect/{item.goal.id}", "announce": message}
        return {
            "download": {"name": CALENDAR_NAME, "type": "text/calendar"},
            "buffer": make_calendar(dated, now=dt.datetime.now(dt.UTC)),
            "announce": "The calendar file is in your downloads. Open it to add the days.",
        }

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
