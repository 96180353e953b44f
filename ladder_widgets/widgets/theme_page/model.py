"""One theme from the first step to the last, with every target in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from ladder_widgets.errors import InputError
from ladder_widgets.widgets.ladder_map.model import make_row
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel


class ThemePageModel(ViewModel):
    """Shows one theme of the ladder; `theme_id` is empty until a route names one."""

    theme_id = ""

    def open(self, ids: Sequence[str]) -> Reply:
        """Show the theme of this id; without one, nothing."""
        self.theme_id = self.desk.catalogue.find_theme(ids[0])[1].id if ids else ""
        return super().open(ids)

    def commands(self) -> Mapping[str, Command]:
        """Taking the badge of a step that is complete."""
        return {"badge": self._badge}

    def _badge(self, values: Values) -> Reply:
        # PyLD takes 0.3 s to import: only who takes a badge pays for it.
        from ladder_widgets.evidence.badges.steps import badge_name, step_badge

        ladder, theme = self.desk.catalogue.find_theme(self.theme_id)
        standing = self.desk.standing(ladder.id)
        wanted = values.one("step")
        step = next((rung.step for rung in theme.steps if str(rung.step) == wanted), None)
        if standing is None or step is None:
            message = "This step is no longer there. Load the page again."
            raise InputError(message)
        data = step_badge(
            self.desk.catalogue,
            standing,
            theme.id,
            step,
            key=self.desk.store.signing_key(),
            at=dt.datetime.now(dt.UTC),
        )
        return {
            "download": {"name": badge_name(theme.id, step), "type": "application/ld+json"},
            "buffer": data,
            "announce": "The badge is in your downloads: your own word, signed by your key.",
        }

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
