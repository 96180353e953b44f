"""The ladder map: every theme and step, what is done, what is due, where one is expected to be."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ladder_widgets.ladder.catalogue import step_name
from ladder_widgets.ladder.model import EXTENDING, StepLevel, Strand, Theme
from ladder_widgets.pathway.targets import SETTLED, Standing, TargetState, pick_next
from ladder_widgets.portfolio.dates import short_date, uk_date
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Reply, ViewModel


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One rung of one theme on the map: its targets, and its state in a word and in a phrase."""

    number: int
    name: str
    state: str
    words: str
    targets: tuple[TargetState, ...]

    @property
    def complete(self) -> bool:
        """Whether a badge can be had for it: every target is done here, not before the ladder."""
        return all(target.status == "done" for target in self.targets)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One theme of the map with its rungs in order."""

    theme: Theme
    cells: tuple[Cell, ...]
    current: Cell
    """The rung to look at first where there is room for one only."""


class LadderMapModel(ViewModel):
    """Shows a whole ladder and what to do next on it: the first until another is named."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ladder = desk.ladder

    def open(self, ids: Sequence[str]) -> Reply:
        """Show the ladder of this id, or the first."""
        self.ladder = self.desk.catalogue.find_ladder(ids[0]) if ids else self.desk.ladder
        return super().open(ids)

    def markup(self) -> str:
        """The map, or an invitation to choose a programme first."""
        ladder = self.ladder
        standing = self.desk.standing(ladder.id)
        if standing is None:
            return render("ladder_map/welcome.html", ladder=ladder)
        core = [t for t in standing.targets if t.step != EXTENDING]
        return render(
            "ladder_map/ladder_map.html",
            ladder=ladder,
            ladders=self.desk.catalogue.ladders.values(),
            levels=[(_number(level), level) for level in ladder.steps],
            strands=[(strand, self._rows(standing, strand)) for strand in ladder.strands],
            standing=standing,
            done=sum(t.status == "done" for t in core),
            before=sum(t.status == "done-before" for t in core),
            total=len(core),
            place=place_words(standing),
            first_visit=not self.desk.entries(),
            next_up=[(t, self.desk.catalogue.place(t.id)) for t in pick_next(standing)],
        )

    def _rows(self, standing: Standing, strand: Strand) -> list[Row]:
        themes = [theme for theme in self.ladder.themes if theme.strand == strand.id]
        return [make_row(standing, theme) for theme in themes]


def make_row(standing: Standing, theme: Theme) -> Row:
    """One theme of the map as this trainee sees it."""
    cells = tuple(
        make_cell(step.number, standing.of(theme.id, step.number)) for step in theme.steps
    )
    waiting = [cell for cell in cells if cell.state in {"late", "due", "started"}]
    ahead = [cell for cell in cells if cell.state == "ahead"]
    return Row(theme=theme, cells=cells, current=next(iter([*waiting, *ahead]), cells[-1]))


def make_cell(number: int, targets: tuple[TargetState, ...]) -> Cell:
    """One rung of the map: *done*, *late*, *due*, *started*, *ahead* or *optional*."""
    done = sum(target.status in SETTLED for target in targets)
    begun = done or any(target.status == "in-progress" for target in targets)
    due = targets[0].due
    count = f"{done} of {len(targets)}"
    if done == len(targets):
        before = all(target.status == "done-before" for target in targets)
        state, words = "done", "Done before" if before else "Done"
    elif due is None:
        state, words = "optional", f"{count} · optional" if begun else "Optional"
    elif any(target.overdue for target in targets):
        state, words = "late", f"{count} · catch up"
    elif any(target.status == "due" for target in targets):
        state, words = "due", f"{count} · due {short_date(due)}"
    elif begun:
        state, words = "started", f"{count} · due {short_date(due)}"
    else:
        state, words = "ahead", f"by {short_date(due)}"
    return Cell(number=number, name=step_name(number), state=state, words=words, targets=targets)


def place_words(standing: Standing) -> str:
    """Where the trainee is expected to be now, in one sentence."""
    end = uk_date(standing.stage_end)
    if standing.expected_step == 0:
        return f"No step is expected by the end of {standing.stage} ({end}); you can begin now."
    return f"By the end of {standing.stage}, on {end}, step {standing.expected_step} is expected."


def _number(level: StepLevel) -> int:
    return EXTENDING if level.step == "extending" else level.step
