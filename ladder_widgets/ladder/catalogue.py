"""Everything the packs hold, looked up by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from ladder_widgets.errors import InputError, UnknownIdError
from ladder_widgets.ladder.mapping import Decision, Link, link_targets
from ladder_widgets.ladder.model import (
    EXTENDING,
    Ask,
    Capability,
    Framework,
    Ladder,
    Programme,
    ReflectionModel,
    Route,
    Target,
    Theme,
    ThemeStep,
)
from ladder_widgets.ladder.platforms import Platform

T = TypeVar("T")


class Place:
    """Where a target stands: its ladder, its theme and the rung that holds it, and its number."""

    __slots__ = ("ladder", "number", "step", "target", "theme")

    def __init__(self, ladder: Ladder, theme: Theme, step: ThemeStep, target: Target) -> None:
        self.ladder = ladder
        self.theme = theme
        self.step = step
        self.number = step.number
        self.target = target

    def __repr__(self) -> str:
        return f"Place({self.target.id!r})"


class Catalogue:
    """All ladders, programmes, platforms and reflection models of the packs; never changed."""

    def __init__(
        self,
        *,
        ladders: Iterable[Ladder],
        programmes: Iterable[Programme],
        platforms: Iterable[Platform],
        models: Iterable[ReflectionModel],
        decisions: Iterable[Decision] = (),
        frameworks: Iterable[Framework] = (),
        asks: Iterable[Ask] = (),
    ) -> None:
        ranked = sorted(ladders, key=lambda ladder: (ladder.rank, ladder.id))
        self.ladders = {ladder.id: ladder for ladder in ranked}
        self.programmes = {programme.id: programme for programme in programmes}
        self.platforms = {platform.id: platform for platform in platforms}
        self.models = {model.id: model for model in models}
        self.decisions = tuple(decisions)
        self.frameworks = {framework.code: framework for framework in frameworks}
        self.asks = tuple(asks)
        self._links: dict[str, Mapping[str, tuple[Link, ...]]] = {}
        self._codes: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._places = {
            target.id: Place(ladder, theme, step, target)
            for ladder in self.ladders.values()
            for theme in ladder.themes
            for step in theme.steps
            for target in step.targets
        }

        self._former = {
            former.id: (former, change.now)
            for ladder in self.ladders.values()
            for change in ladder.changes
            for former in change.was
        }

    @property
    def ladder(self) -> Ladder:
        """The first ladder: leadership."""
        return next(iter(self.ladders.values()))

    def find_ladder(self, ladder_id: str) -> Ladder:
        """The ladder of this id; `UnknownIdError` names those there are."""
        return _find("ladder", self.ladders, ladder_id)

    def find_theme(self, theme_id: str) -> tuple[Ladder, Theme]:
        """The theme of this id and its ladder; `UnknownIdError` names near ones."""
        themes = {t.id: (ladder, t) for ladder in self.ladders.values() for t in ladder.themes}
        return _find("theme", themes, theme_id)

    def programme(self, programme_id: str) -> Programme:
        """The programme of this id; `UnknownIdError` names near ones."""
        return _find(
            "programme", self.programmes, programme_id, see="See them all with: ladder programmes."
        )

    def platform(self, platform_id: str) -> Platform:
        """The e-portfolio platform of this id; `UnknownIdError` names near ones."""
        return _find("platform", self.platforms, platform_id)

    def model(self, model_id: str) -> ReflectionModel:
        """The reflection model of this id; `UnknownIdError` names near ones."""
        return _find("reflection model", self.models, model_id)

    def is_goal(self, model_id: str) -> bool:
        """Whether an entry of this model is a goal; a model that no pack has is none of a goal."""
        model = self.models.get(model_id)
        return model is not None and model.kind == "goal"

    def is_narrative(self, model_id: str) -> bool:
        """Whether an entry of this model sums up others."""
        model = self.models.get(model_id)
        return model is not None and model.kind == "narrative"

    def place(self, target_id: str) -> Place:
        """The target of this id with its theme and step; `UnknownIdError` names near ones."""
        return _find("target", self._places, target_id, see="See them all with: ladder targets.")

    def carry(self, target_id: str) -> tuple[str, ...]:
        """The targets that an id stands for now: itself, its successors, or none if it is retired.

        An id that no ladder ever had stands for nothing.
        """
        if target_id in self._places:
            return (target_id,)
        _, successors = self._former.get(target_id, (None, ()))
        return self.carry_all(successors)

    def carry_all(self, target_ids: Iterable[str]) -> tuple[str, ...]:
        """The targets that several ids stand for now, each once."""
        found = (name for target_id in target_ids for name in self.carry(target_id))
        return tuple(dict.fromkeys(found))

    def target_title(self, target_id: str) -> str:
        """The title of a target that a ladder has or had; `UnknownIdError` names near ones."""
        if target_id in self._former:
            return self._former[target_id][0].title
        return self.place(target_id).target.title

    def shown_title(self, target_id: str) -> str:
        """As `target_title`, and the id itself where no ladder remembers it."""
        return self.target_title(target_id) if self.remembers(target_id) else target_id

    def remembers(self, target_id: str) -> bool:
        """Whether a ladder has or had this target."""
        return target_id in self._places or target_id in self._former

    def asks_of(self, programme: Programme, grade: str) -> tuple[Ask, ...]:
        """What a programme wants to see at the reviews of a grade."""
        return tuple(
            ask
            for ask in self.asks
            if programme.id in ask.programmes and (not ask.grades or grade in ask.grades)
        )

    def places(self, ladder: Ladder) -> tuple[Place, ...]:
        """Every target of a ladder, in the ladder's order."""
        return tuple(self._places[target_id] for target_id in ladder.target_ids())

    def links(self, programme: Programme) -> Mapping[str, tuple[Link, ...]]:
        """The capabilities of a programme that each target of any ladder serves, by target id."""
        if programme.id not in self._links:
            targets = (place.target for place in self._places.values())
            self._links[programme.id] = link_targets(programme, targets, self.decisions)
        return self._links[programme.id]

    def codes(self, programme: Programme) -> Mapping[str, tuple[str, ...]]:
        """The codes of `links`, by target id."""
        if programme.id not in self._codes:
            links = self.links(programme).items()
            self._codes[programme.id] = {
                name: tuple(link.capability.code for link in found) for name, found in links
            }
        return self._codes[programme.id]

    def capability(self, programme_id: str, code: str) -> Capability:
        """A capability of a programme by its code; `UnknownIdError` names the programme's own."""
        programme = self.programme(programme_id)
        codes = {capability.code: capability for capability in programme.capabilities}
        return _find(f"capability of {programme.name}", codes, code)

    def find_programmes(self, typed: str) -> tuple[Programme, ...]:
        """Programmes with words that begin with each word typed, those called just so first."""
        typed = typed.casefold()
        hits = [
            p
            for p in self.programmes.values()
            if all(f" {word}" in f" {p.words}" for word in typed.split())
        ]
        return tuple(sorted(hits, key=lambda p: _closeness(p, typed)))


def _closeness(programme: Programme, typed: str) -> int:
    """0 for a programme that is called just so, 1 where a name begins with it, 2 elsewhere."""
    names = [name.casefold() for name in (programme.name, *programme.also)]
    if typed in names:
        return 0
    return 1 if any(name.startswith(typed) for name in names) else 2


def find_route(programme: Programme, route_id: str) -> Route:
    """The route of a programme by id; `UnknownIdError` names the programme's own."""
    return _find(f"route of {programme.name}", {r.id: r for r in programme.routes}, route_id)


def route_for_grade(programme: Programme, grade: str) -> Route:
    """The first route of a programme that has this grade, which is the most usual one.

    Raises:
        InputError: no route of the programme has it; the message names those it has.
    """
    for route in programme.routes:
        if grade in route.grade_ids():
            return route
    raise UnknownIdError(f"grade of {programme.name}", grade, programme.grade_ids())


def step_name(number: int) -> str:
    """A step as users read it: ``Step 2`` or ``Extending the Ladder``."""
    if number == EXTENDING:
        return "Extending the Ladder"
    if 1 <= number < EXTENDING:
        return f"Step {number}"
    message = f"There is no step {number}; allowed: 1 to 4, or {EXTENDING} for Extending."
    raise InputError(message)


def _find(kind: str, known: dict[str, T], given: str, *, see: str = "") -> T:
    try:
        return known[given]
    except KeyError:
        raise UnknownIdError(kind, given, known, see=see) from None
