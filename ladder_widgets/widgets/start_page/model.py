"""The starting point: which steps of each theme were climbed before the kit was used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.model import Ladder
from ladder_widgets.portfolio.profile import check_reached
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel


class StartPageModel(ViewModel):
    """A self-assessment, theme by theme, of one ladder: the first until another is named."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ladder = desk.ladder

    def open(self, ids: Sequence[str]) -> Reply:
        """Show the themes of the ladder of this id, or of the first."""
        self.ladder = self.desk.catalogue.find_ladder(ids[0]) if ids else self.desk.ladder
        return super().open(ids)

    def commands(self) -> Mapping[str, Command]:
        """Saving what was climbed before."""
        return {"save-start": self._save}

    def markup(self) -> str:
        """A question for each theme; nothing to ask before a programme is chosen."""
        profile = self.desk.profile()
        if profile is None:
            return render("start_page/no_profile.html")
        return render(
            "start_page/start_page.html",
            ladder=self.ladder,
            ladders=self.desk.catalogue.ladders.values(),
            choices=[(0, "Not yet"), *_core_steps(self.ladder)],
            reached=profile.reached_in,
        )

    def _save(self, values: Values) -> Reply:
        profile = self.desk.profile()
        if profile is None:
            message = "Choose your programme first."
            raise InputError(message)
        chosen = {r.theme: r.step for r in profile.reached}
        for theme, step in values.prefixed("reached.").items():
            if not step.isdecimal():
                message = "A step is a number from 1 to 4, or 0 for none."
                raise InputError(message)
            chosen[theme] = int(step)
        reached = check_reached(chosen, self.desk.catalogue)
        self.desk.store.save_profile(msgspec.structs.replace(profile, reached=reached))
        home = "" if self.ladder.id == self.desk.ladder.id else f"/{self.ladder.id}"
        return {"go": f"#/ladder{home}", "announce": "Saved."}


def _core_steps(ladder: Ladder) -> list[tuple[int, str]]:
    return [(level.step, level.leads) for level in ladder.steps if level.step != "extending"]
