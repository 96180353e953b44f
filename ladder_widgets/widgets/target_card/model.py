"""One target: what it asks, what patients gain, how to do it and which capabilities it serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.catalogue import step_name
from ladder_widgets.ladder.model import Framework, Target
from ladder_widgets.pathway.goals import GOAL_MODEL
from ladder_widgets.pathway.targets import STATUS_WORDS, TargetState
from ladder_widgets.pathway.why import Why, explain
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.resources import COSTS, ResourcePage
from ladder_widgets.widgets.viewmodel import Command, Reply, Values

KINDS = {
    "workplace": "At work",
    "reflection": "Reflect",
    "elearning": "eLearning",
    "course": "Face-to-face course",
}
SETTINGS = {
    "community": "community",
    "primary": "general practice",
    "secondary": "hospital",
    "tertiary": "specialist centre",
    "dental": "dental practice",
}


class TargetCardModel(ResourcePage):
    """Shows one target; `target_id` is empty until a route names one."""

    page = "target"
    target_id = ""

    def open(self, ids: Sequence[str]) -> Reply:
        """Show the target of this id; without one, nothing; an unknown one is refused.

        A target that is gone opens the one that took its place.
        """
        catalogue = self.desk.catalogue
        now = (*catalogue.carry(ids[0]), ids[0])[0] if ids else ""
        self.target_id = catalogue.place(now).target.id if now else ""
        return super().open(ids)

    def commands(self) -> Mapping[str, Command]:
        """Marking the target as done, and taking that back; reports on its resources."""
        own = {"mark-done": self._mark_done, "mark-not-done": self._mark_not_done}
        return {**super().commands(), **own}

    def markup(self) -> str:
        """The card, nothing before a target is chosen."""
        if not self.target_id:
            return ""
        place = self.desk.catalogue.place(self.target_id)
        programme = self.desk.programme()
        activities = place.step.activities_for(self.target_id)
        carry = self.desk.catalogue.carry_all
        entries = [e for e in self.desk.entries() if self.target_id in carry(e.content.targets)]
        return render(
            "target_card/target_card.html",
            ladder=place.ladder,
            first=self.desk.ladder,
            goal_model=GOAL_MODEL,
            place=place,
            step=step_name(place.step.number),
            state=self._state(),
            status_words=STATUS_WORDS,
            kinds=[
                (kind, title, [a for a in activities if a.kind == kind])
                for kind, title in KINDS.items()
            ],
            setting_names=SETTINGS,
            programme=programme,
            resources=place.ladder.resources_for(place.theme.id, place.step.step),
            costs=COSTS,
            broken=self.broken(),
            why=self._why(),
            review=place.target.review or place.theme.review,
            frameworks=self._frameworks(place.target),
            capabilities=self.desk.catalogue.links(programme)[place.target.id] if programme else (),
            entries=entries,
        )

    def _why(self) -> Why | None:
        profile = self.desk.profile()
        if profile is None:
            return None
        ladder = self.desk.catalogue.place(self.target_id).ladder
        catalogue, today = self.desk.catalogue, self.desk.today()
        return explain(self.target_id, profile, catalogue=catalogue, ladder=ladder, on=today)

    def _frameworks(self, target: Target) -> list[Framework]:
        """The frameworks that the target's codes belong to, each once."""
        codes = dict.fromkeys(code.rpartition(" ")[0] for code in target.frameworks)
        return [self.desk.catalogue.frameworks[code] for code in codes]

    def _state(self) -> TargetState | None:
        if not self.target_id:
            return None
        standing = self.desk.standing(self.desk.catalogue.place(self.target_id).ladder.id)
        if standing is None:
            return None
        return next((t for t in standing.targets if t.id == self.target_id), None)

    def _mark_done(self, values: Values) -> Reply:
        self.open([values.one("target")])
        state = self._state()
        if state is None or not state.can_be_done:
            message = "A target is done once a final entry is linked to it. Write one first."
            raise InputError(message)
        self.desk.store.mark(self.target_id, done=True)
        self.refresh()
        return {"announce": "Marked as done."}

    def _mark_not_done(self, values: Values) -> Reply:
        self.open([values.one("target")])
        self.desk.store.mark(self.target_id, done=False)
        self.refresh()
        return {"announce": "No longer marked as done."}
