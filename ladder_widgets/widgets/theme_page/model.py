"""One theme from the first step to the last, with every target in words."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_widgets.widgets.ladder_map.model import make_row
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Reply, ViewModel


class ThemePageModel(ViewModel):
    """Shows one theme of the ladder; `theme_id` is empty until a route names one."""

    theme_id = ""

    def open(self, ids: Sequence[str]) -> Reply:
        """Show the theme of this id; without one, nothing."""
        self.theme_id = self.desk.catalogue.find_theme(ids[0])[1].id if ids else ""
        return super().open(ids)

    def markup(self) -> str:
        """The theme's steps and targets, nothing before a theme is chosen."""
        if not self.theme_id:
            return ""
        ladder, theme = self.desk.catalogue.find_theme(self.theme_id)
        standing = self.desk.standing(ladder.id)
        return render(
            "theme_page/theme_page.html",
            ladder=ladder,
            first=self.desk.ladder,
            theme=theme,
            row=make_row(standing, theme) if standing else None,
            levels={level.step: level for level in ladder.steps},
        )
