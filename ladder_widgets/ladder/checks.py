"""What the shape of a pack cannot say: ids that are unique, ids that exist, routes that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from ladder_widgets.errors import Fault
from ladder_widgets.ladder.mapping import Decision
from ladder_widgets.ladder.model import (
    Ask,
    Change,
    Framework,
    Ladder,
    Programme,
    Resource,
    Route,
    Theme,
    ThemeStep,
)
from ladder_widgets.ladder.versions import version_key
from ladder_widgets.ladder.yamlfile import Step

Place = tuple[Step, ...]


class Source(Protocol):
    """A file that values were read from, which can name the line of each: YAML or a workbook."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def line(self, place: Sequence[Step]) -> int:
        """The line, or the row, of a value."""

    def fault(self, place: Sequence[Step], problem: str, remedy: str) -> Fault:
        """A fault at a value."""


def check_unique(items: Iterable[tuple[str, Source, Place, str]]) -> Iterator[Fault]:
    """A fault for every id that something of the same kind had before.

    An item is (kind, file, place of the value in the file, id).
    """
    seen: dict[tuple[str, str], str] = {}
    for kind, file, place, name in items:
        if (kind, name) in seen:
            problem = f"The {kind} id {name} is taken by {seen[kind, name]}."
            yield file.fault((*place, "id"), problem, "Give one of them another id.")
        else:
            seen[kind, name] = f"{file.name}:{file.line((*place, 'id'))}"


def check_ladder(
    file: Source, ladder: Ladder, themes: Sequence[tuple[Source, Theme]]
) -> Iterator[Fault]:
    """Faults of one ladder: strands and steps that do not exist, ids that dangle."""
    if not themes:
        yield file.fault((), f"The ladder {ladder.id} has no theme.", "Add themes/NAME.yaml.")
    steps = {level.step for level in ladder.steps}
    strands = {strand.id for strand in ladder.strands}
    for theme_file, theme in themes:
        if theme.strand not in strands:
            problem = f"No strand is called {theme.strand}."
            yield theme_file.fault(("strand",), problem, f"Allowed: {', '.join(sorted(strands))}.")
        if {step.step for step in theme.steps} != steps:
            problem = f"The theme {theme.id} must have each step of the ladder once."
            yield theme_file.fault(("steps",), problem, f"Allowed: {_listed(steps)}.")
        for n, step in enumerate(theme.steps):
            yield from _check_step(theme_file, ("steps", n), theme, step)


def theme_ids(
    themes: Sequence[tuple[Source, Theme]],
) -> Iterator[tuple[str, Source, Place, str]]:
    """Every id that themes bring, for `check_unique`: the app finds them without their ladder."""
    for file, theme in themes:
        yield "theme", file, (), theme.id
        for n, step in enumerate(theme.steps):
            for m, target in enumerate(step.targets):
                yield "target", file, ("steps", n, "targets", m), target.id
            for m, activity in enumerate(step.activities):
                place: Place = ("steps", n, "activities", m)
                yield f"activity of {theme.id}", file, place, activity.id
                for k, prompt in enumerate(activity.prompts):
                    yield f"prompt of {theme.id}", file, (*place, "prompts", k), prompt.id


def _check_step(file: Source, place: Place, theme: Theme, step: ThemeStep) -> Iterator[Fault]:
    prefix = f"{theme.id}.{step.step}."
    own = {target.id for target in step.targets}
    for n, target in enumerate(step.targets):
        if not target.id.startswith(prefix):
            problem = f"The target {target.id} stands at {theme.id}, step {step.step}."
            yield file.fault((*place, "targets", n, "id"), problem, f"Its id begins {prefix}")
        kinds = {activity.kind for activity in step.activities_for(target.id)}
        missing = {"elearning", "course", "workplace", "reflection"} - kinds
        if missing:
            problem = f"The target {target.id} has no activity of kind {_listed(missing)}."
            yield file.fault((*place, "targets", n), problem, "Add one to its step.")
    for n, activity in enumerate(step.activities):
        where = (*place, "activities", n)
        for target_id in activity.targets:
            if target_id not in own:
                problem = f"The activity {activity.id} names {target_id}, which is not of its step."
                remedy = f"Allowed: {_listed(own)}."
                yield file.fault((*where, "targets"), problem, remedy)
        if (activity.kind == "reflection") != bool(activity.prompts):
            problem = f"The activity {activity.id} is of kind {activity.kind}."
            remedy = "A reflection has prompts; nothing else has."
            yield file.fault(where, problem, remedy)


def check_programmes(
    programmes: Sequence[tuple[Source, Place, Programme]], *, platforms: Collection[str]
) -> Iterator[Fault]:
    """Faults of programmes: repeated ids, unknown platforms, routes that do not add up."""
    yield from check_unique(("programme", f, place, p.id) for f, place, p in programmes)
    for file, place, programme in programmes:
        for n, use in enumerate(programme.platforms):
            if use.id not in platforms:
                problem = f"No platform is called {use.id}."
                remedy = f"Allowed: {_listed(platforms)}."
                yield file.fault((*place, "platforms", n, "id"), problem, remedy)
        yield from check_unique(
            (f"route of {programme.id}", file, (*place, "routes", n), route.id)
            for n, route in enumerate(programme.routes)
        )
        for n, route in enumerate(programme.routes):
            for problem in route_problems(route):
                where = (*place, "routes", n)
                shown = f"{programme.id}, route {route.id}: {problem}"
                yield file.fault(where, shown, "Correct the grades or the stages.")


def route_problems(route: Route) -> Iterator[str]:
    """What does not add up in a route.

    Every grade is in exactly one stage, in order, and the months of grades and of stages both make
    up the route's.
    """
    grades = route.grade_ids()
    staged = [grade for stage in route.stages for grade in stage.grades]
    for grade, count in Counter(grades).items():
        if count > 1:
            yield f"grade {grade} is listed twice."
        if staged.count(grade) != 1:
            yield f"grade {grade} belongs to {staged.count(grade)} stages, not to one."
    for grade in dict.fromkeys(staged):
        if grade not in grades:
            yield f"a stage names {grade}, which is not a grade of the route."
    if not set(staged) ^ set(grades) and tuple(staged) != grades:
        yield "stages and grades are in different orders."
    for name, months in (
        ("grades", sum(grade.months for grade in route.grades)),
        ("stages", sum(stage.months for stage in route.stages)),
    ):
        if months != route.months:
            yield f"its {name} make {months} months, not {route.months}."
    ids = [stage.id for stage in route.stages]
    if len(ids) != len(set(ids)):
        yield "two stages have the same id."


def check_resources(
    resources: Sequence[tuple[Source, Place, Resource]], *, themes: Collection[str]
) -> Iterator[Fault]:
    """Faults of a ladder's resources: ids that repeat, themes that it does not have."""
    yield from check_unique(("resource", file, place, r.id) for file, place, r in resources)
    for file, place, resource in resources:
        for name in resource.themes:
            if name not in themes:
                problem = f"The resource {resource.id} serves {name}, which is no theme."
                yield file.fault((*place, "themes"), problem, f"Allowed: {_listed(themes)}.")


def check_changes(
    changes: Sequence[tuple[Source, Place, Change]], ladder: Ladder
) -> Iterator[Fault]:
    """Faults of a ladder's changes: targets that are still there, that lead nowhere or in a circle.

    An id is never used again, so each former target changes once.
    """
    present = set(ladder.target_ids())
    after: dict[str, tuple[str, ...]] = {}
    for file, place, change in changes:
        if version_key(change.version) > version_key(ladder.version):
            problem = f"The change belongs to {change.version}, the ladder is {ladder.version}."
            yield file.fault((*place, "version"), problem, "Raise the version in ladder.yaml.")
        for former in change.was:
            if former.id in present:
                problem = f"{former.id} is said to be gone, but the ladder has it."
                yield file.fault((*place, "was"), problem, "Give the new target a new id.")
            if former.id in after:
                problem = f"{former.id} changes twice."
                yield file.fault((*place, "was"), problem, "Keep one of the two changes.")
            after[former.id] = change.now
    for file, place, change in changes:
        for problem in _change_problems(change, present, after):
            remedy = "Correct the ids; now: [] says that the target is retired."
            yield file.fault((*place, "now"), problem, remedy)


def _change_problems(
    change: Change, present: Collection[str], after: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    for name in change.now:
        if name not in present and name not in after:
            yield f"The change leads to {name}, which is no target of the ladder."
    for former in change.was:
        if _leads_back(former.id, after):
            yield f"{former.id} leads back to itself."


def _leads_back(start: str, after: Mapping[str, Sequence[str]]) -> bool:
    seen: set[str] = set()
    ahead = list(after[start])
    while ahead:
        name = ahead.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            ahead += after.get(name, ())
    return False


def check_frameworks(
    frameworks: Sequence[tuple[Source, Framework]], themes: Sequence[tuple[Source, Theme]]
) -> Iterator[Fault]:
    """Faults of the frameworks that targets point into: codes that repeat or do not exist."""
    known: dict[str, int] = {}
    for file, framework in frameworks:
        if framework.code in known:
            problem = f"The framework {framework.code} is there twice."
            yield file.fault(("code",), problem, "Keep one of them.")
        known[framework.code] = framework.items
    for file, theme in themes:
        for n, step in enumerate(theme.steps):
            for m, target in enumerate(step.targets):
                for code in target.frameworks:
                    name, _, number = code.rpartition(" ")
                    if not number.isdecimal() or not 1 <= int(number) <= known.get(name, 0):
                        problem = f"The target {target.id} names {code}, which no framework has."
                        allowed = ", ".join(f"{k} 1 to {v}" for k, v in sorted(known.items()))
                        where = ("steps", n, "targets", m, "frameworks")
                        yield file.fault(where, problem, f"Allowed: {allowed or 'none'}.")


def check_asks(
    asks: Sequence[tuple[Source, Place, Ask]], programmes: Sequence[Programme]
) -> Iterator[Fault]:
    """Faults of what reviews ask for: ids that repeat, programmes and grades that do not exist."""
    yield from check_unique(("review item", file, place, ask.id) for file, place, ask in asks)
    grades = {programme.id: programme.grade_ids() for programme in programmes}
    for file, place, ask in asks:
        for name in ask.programmes:
            if name not in grades:
                problem = f"No programme is called {name}."
                remedy = "Correct the id: ladder programmes lists them."
                yield file.fault((*place, "programmes"), problem, remedy)
        known = {grade for name in ask.programmes for grade in grades.get(name, ())}
        for grade in ask.grades:
            if grade not in known:
                problem = f"No programme of {ask.id} has the grade {grade}."
                yield file.fault((*place, "grades"), problem, f"Allowed: {_listed(known)}.")


def check_decisions(
    decisions: Sequence[tuple[str, int, Decision]],
    *,
    targets: Collection[str],
    capabilities: Collection[tuple[str, str]],
) -> Iterator[Fault]:
    """Faults of decisions on the mapping: ids that do not exist, and two words on one thing.

    A decision comes with the file and the line it stands on.
    """
    seen: dict[tuple[str, str, str], str] = {}
    for name, line, decision in decisions:
        if decision.target not in targets:
            problem = f"No target is called {decision.target}."
            yield Fault(name, line, problem, "Correct the id: ladder targets lists them.")
        if (decision.programme, decision.capability) not in capabilities:
            problem = f"{decision.programme} has no capability {decision.capability}."
            yield Fault(name, line, problem, "Correct it: programmes/capabilities.csv lists them.")
        key = (decision.programme, decision.capability, decision.target)
        if key in seen:
            problem = f"{decision.capability} and {decision.target} are decided at {seen[key]}."
            yield Fault(name, line, problem, "Keep one of the two rows.")
        seen.setdefault(key, f"{name}:{line}")


def _listed(values: Iterable[object]) -> str:
    return ", ".join(sorted(str(value) for value in values)) or "none"
