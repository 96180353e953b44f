"""One theme from the first step to the last, with every target in words."""

from __future__ import annotations

from collections.abc import Sequence

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.widgets.ladder_map.model import make_row
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Reply, ViewModel


class ThemePageModel(ViewModel):
    """Shows one theme of the ladder; `theme_id` is empty until a route names one."""

    theme_id = ""

    def open(self, ids: Sequence[str]) -> Reply:
        """Show the theme of this id; without one, nothing."""
        known = {theme.id for theme in self.desk.ladder.themes}
        if ids and ids[0] not in known:
            raise UnknownIdError("theme", ids[0], known)
        self.theme_id = ids[0] if ids else ""
        return super().open(ids)

    def markup(self) -> str:
        """The theme's steps and targets, nothing before a theme is chosen."""
        theme = next((t for t in self.desk.ladder.themes if t.id == self.theme_id), None)
        if theme is None:
            return ""
        standing = self.desk.standing()
        return render(
            "theme_page/theme_page.html",
            ladder=self.desk.ladder,
            theme=theme,
            row=make_row(standing, theme) if standing else None,
            levels={level.step: level for level in self.desk.ladder.steps},
        )
