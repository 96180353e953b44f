"""How far a trainee is with the goals of the development plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.model import Entry

GOAL_MODEL = "development-goal"
"""The model with which a goal is set."""
MEASURE = "measure"
"""The prompt of a goal that asks how one will know that it is reached."""


class GoalProgress(Value, frozen=True):
    """A goal and what was done for it.

    `targets` are those that its links stand for now, `done` those of them that are ticked;
    `reflections` are the final entries on any of them, written since the goal was set.
    """

    goal: Entry
    targets: tuple[str, ...]
    done: tuple[str, ...]
    reflections: int
    overdue: bool

    @property
    def measure(self) -> str:
        """How one will know, in the trainee's words."""
        return self.goal.content.answer(MEASURE)


def reflections(entries: Iterable[Entry], catalogue: Catalogue) -> tuple[Entry, ...]:
    """The entries that are no goals, as they come."""
    return tuple(e for e in entries if not catalogue.is_goal(e.content.model))


def follow_goals(
    entries: Iterable[Entry], *, catalogue: Catalogue, marks: Collection[str], today: dt.date
) -> tuple[GoalProgress, ...]:
    """Every goal with what was done for it: open ones by their day, then what was reached.

    Args:
        entries: All entries, reflections and goals.
        catalogue: Says which entries are goals, and which targets retired ones are now.
        marks: What is ticked as done.
        today: A goal that is open after its day is overdue.
    """
    everything = tuple(entries)
    written = reflections(everything, catalogue)
    goals = [e for e in everything if catalogue.is_goal(e.content.model)]
    return tuple(
        _follow(goal, written, catalogue=catalogue, marks=marks, today=today)
        for goal in sorted(goals, key=_order)
    )


def _order(goal: Entry) -> tuple[bool, dt.date]:
    return goal.state == "final", goal.content.due_on or dt.date.max


def _follow(
    goal: Entry,
    entries: Iterable[Entry],
    *,
    catalogue: Catalogue,
    marks: Collection[str],
    today: dt.date,
) -> GoalProgress:
    targets = catalogue.carry_all(goal.content.targets)
    due = goal.content.due_on
    return GoalProgress(
        goal=goal,
        targets=targets,
        done=tuple(target for target in targets if target in marks),
        reflections=sum(
            entry.state == "final"
            and entry.created_at >= goal.created_at
            and not set(targets).isdisjoint(catalogue.carry_all(entry.content.targets))
            for entry in entries
        ),
        overdue=goal.state == "draft" and due is not None and due < today,
    )
