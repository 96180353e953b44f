"""Extending the Ladder: what lies beyond the core, for those who want it."""

from __future__ import annotations

from ladder_widgets.ladder.model import EXTENDING
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.resources import COSTS, ResourcePage

KINDS = {
    "fellowship": "Fellowships",
    "programme": "Programmes",
    "qualification": "Qualifications",
    "course": "Courses",
    "network": "Networks",
    "elearning": "eLearning",
    "toolkit": "Toolkits",
    "guidance": "Guidance",
    "article": "Articles",
    "book": "Books",
    "video": "Videos",
}


class ExtendPageModel(ResourcePage):
    """Shows the opportunities that serve Extending the Ladder, and its targets by theme."""

    page = "extend"

    def markup(self) -> str:
        """Opportunities by kind, those of other nations apart; then the targets, theme by theme."""
        ladder, standing, profile = self.desk.ladder, self.desk.standing(), self.desk.profile()
        found = [resource for resource in ladder.resources if "extending" in resource.steps]
        here = [r for r in found if not profile or not r.nations or profile.nation in r.nations]
        rungs = [
            (theme, step, standing.of(theme.id, EXTENDING) if standing else ())
            for theme in ladder.themes
            for step in theme.steps
            if step.number == EXTENDING
        ]
        kinds = [(title, [r for r in here if r.kind == kind]) for kind, title in KINDS.items()]
        return render(
            "extend_page/extend_page.html",
            ladder=ladder,
            kinds=[(title, resources) for title, resources in kinds if resources],
            elsewhere=[resource for resource in found if resource not in here],
            rungs=rungs,
            costs=COSTS,
            broken=self.broken(),
        )
