"""What the shape of a workshop's file cannot say: times that add up, ids that lead somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from ladder_widgets.errors import Fault
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.checks import Place, Source, check_unique
from ladder_widgets.workshop.model import FEEDBACK, Reflection, Scale, Team, Workshop


def check_workshop(
    file: Source, workshop: Workshop, *, catalogue: Catalogue, path: Path
) -> Iterator[Fault]:
    """Faults of one workshop that was read from `path`."""
    if workshop.id != path.stem:
        problem = f"The workshop {workshop.id} stands in {path.name}."
        yield file.fault(("id",), problem, f"Call the file {workshop.id}.yaml.")
    yield from check_unique(_ids(file, workshop))
    yield from _check_minutes(file, workshop)
    yield from _check_use(file, workshop)
    yield from _check_targets(file, ("targets",), workshop.targets, _targets(catalogue))
    yield from _check_activities(file, workshop, catalogue)
    for n, table in enumerate(workshop.data):
        if not data_path(path.parent, table.id).is_file():
            problem = f"The table {table.id} has no file."
            yield file.fault(("data", n, "id"), problem, f"Add data/{table.id}.csv beside it.")


def data_path(folder: Path, table_id: str) -> Path:
    """Where the table of a workshop in `folder` lies."""
    return folder / "data" / f"{table_id}.csv"


def _ids(file: Source, workshop: Workshop) -> Iterator[tuple[str, Source, Place, str]]:
    for n, part in enumerate(workshop.parts):
        yield "part", file, ("parts", n), part.id
    for n, activity in enumerate(workshop.activities):
        yield "activity", file, ("activities", n), activity.id
    for n, table in enumerate(workshop.data):
        yield "table", file, ("data", n), table.id


def _check_minutes(file: Source, workshop: Workshop) -> Iterator[Fault]:
    total = sum(part.minutes for part in workshop.parts)
    if total != workshop.minutes:
        problem = f"The parts take {total} minutes, the workshop {workshop.minutes}."
        yield file.fault(("minutes",), problem, "Make the two agree.")
    teams = {a.id: a for a in workshop.activities if isinstance(a, Team)}
    for n, part in enumerate(workshop.parts):
        team = teams.get(part.activity or "")
        if team and team.minutes > part.minutes:
            problem = f"{team.id} runs for {team.minutes} minutes in a part of {part.minutes}."
            yield file.fault(("parts", n, "minutes"), problem, "Shorten the timer.")


def _check_use(file: Source, workshop: Workshop) -> Iterator[Fault]:
    """Every activity stands in one part, a scale that is asked twice in two."""
    known = {activity.id for activity in workshop.activities}
    used = Counter(part.activity for part in workshop.parts)
    for n, part in enumerate(workshop.parts):
        if part.activity is not None and part.activity not in known:
            problem = f"No activity is called {part.activity}."
            remedy = f"Allowed: {', '.join(sorted(known))}."
            yield file.fault(("parts", n, "activity"), problem, remedy)
    for n, activity in enumerate(workshop.activities):
        wanted = 2 if isinstance(activity, Scale) and activity.twice else 1
        if used[activity.id] != wanted:
            problem = f"The activity {activity.id} stands in {used[activity.id]} parts."
            remedy = f"Name it in {wanted}: a scale with twice in 2, everything else in 1."
            yield file.fault(("activities", n), problem, remedy)


def _check_activities(file: Source, workshop: Workshop, catalogue: Catalogue) -> Iterator[Fault]:
    if not any(isinstance(activity, Reflection) for activity in workshop.activities):
        yield file.fault(("activities",), "The workshop has no reflection.", "End with one.")
    for n, activity in enumerate(workshop.activities):
        place = ("activities", n)
        if activity.id in {asked.id for asked in FEEDBACK}:
            problem = f"The id {activity.id} is that of a question every room can be asked."
            yield file.fault((*place, "id"), problem, "Give it another id.")
        if not isinstance(activity, Reflection):
            continue
        yield from _check_targets(file, (*place, "targets"), activity.targets, workshop.targets)
        models = sorted(name for name in catalogue.models if not catalogue.is_goal(name))
        if activity.model not in models:
            problem = f"No reflection model is called {activity.model}."
            yield file.fault((*place, "model"), problem, f"Allowed: {', '.join(models)}.")


def _check_targets(
    file: Source, place: Place, targets: tuple[str, ...], known: Collection[str]
) -> Iterator[Fault]:
    for n, target in enumerate(targets):
        if target not in known:
            remedy = "Correct it: the ladder or, in a reflection, the workshop must have it."
            yield file.fault((*place, n), f"{target} is no target here.", remedy)


def _targets(catalogue: Catalogue) -> set[str]:
    return {target for ladder in catalogue.ladders.values() for target in ladder.target_ids()}
