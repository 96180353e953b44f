"""Ladders, programmes, curricula and reflection models as frozen values.

They are read from packs (`ladder_widgets/packs/`), never made from a trainee's words.
Keys in the files are the names below in kebab-case; unknown keys are refused.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

import msgspec

_GAP = re.compile(r"[\s()/:-]+")
EXTENDING = 5
"""The step number that stands for *Extending the Ladder*, beyond steps 1 to 4."""

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
TargetId = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.([1-4]|extending)\.[a-z]$")
]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
VERSION = r"^\d{4}\.\d+$"
Version = Annotated[str, msgspec.Meta(pattern=VERSION)]
"""A ladder's year and its number within it, such as ``2026.1``."""
StepName = Literal[1, 2, 3, 4, "extending"]
Confidence = Literal["high", "medium", "low", "unknown"]
ActivityKind = Literal["elearning", "course", "workplace", "reflection"]
ResourceKind = Literal[
    "article",
    "book",
    "course",
    "elearning",
    "fellowship",
    "guidance",
    "network",
    "programme",
    "qualification",
    "toolkit",
    "video",
]
Cost = Literal["free", "free-for-nhs-staff", "member-benefit", "paid", "unknown"]
Setting = Literal["community", "primary", "secondary", "tertiary", "dental"]
Nation = Literal["england", "northern-ireland", "scotland", "wales"]
Tag = Literal[
    "change",
    "communication",
    "education",
    "equality-inclusion",
    "ethics-law",
    "leadership",
    "management",
    "nhs-systems",
    "patient-safety",
    "quality-improvement",
    "research",
    "self-management",
    "sustainability",
    "teamworking",
    "wellbeing",
]


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """Base of every frozen value of this layer; sequences in it are tuples."""


# --- ladder -----------------------------------------------------------------


class Review(Value, frozen=True):
    """Who wrote an item and how far it has been looked at."""

    status: Literal["draft", "reviewed", "approved"]
    author_role: Text
    reviewed_on: dt.date | None
    review_due: dt.date
    confidence: Confidence


ReflectionPart = Literal["describe", "think", "plan", "free"]


class Prompt(Value, frozen=True):
    """A question to think about; `id` is what an answer is bound to, never its place.

    In a reflection model `part` says what an answer is for: what happened, what it means, what
    follows from it, or any of these.
    """

    id: Id
    ask: Text
    hint: str = ""
    part: ReflectionPart = "free"


class Activity(Value, frozen=True):
    """One way to undertake or show the targets of a step.

    `settings` narrows a workplace activity to where it fits (empty: anywhere);
    `targets` narrows it to some targets of its step (empty: all of them);
    `prompts` belong to a `reflection` only; `notebook` names a workshop notebook of a `course`.
    """

    id: Id
    kind: ActivityKind
    title: Text
    do: Text
    settings: tuple[Setting, ...] = ()
    targets: tuple[TargetId, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    notebook: Id | None = None
    review: Review | None = None


class Target(Value, frozen=True):
    """What a trainee should be able to do at one step of one theme.

    Empty `gpc_domains` or `bears_on` say that nobody mapped it yet: it serves no capability.
    `frameworks` are codes of items of the packs' frameworks, such as ``GPC 5``. Without a `review`
    of its own it shares its theme's, as activities do.
    """

    id: TargetId
    title: Text
    can: Text
    patients_gain: Text
    good_evidence: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    not_enough: Text
    tools: tuple[Text, ...]
    frameworks: tuple[Text, ...]
    gpc_domains: tuple[Annotated[int, msgspec.Meta(ge=1, le=9)], ...]
    bears_on: tuple[Tag, ...]
    review: Review | None = None


class ThemeStep(Value, frozen=True):
    """One rung of one theme: what changes from the rung below, its targets and activities."""

    step: StepName
    climbs_from: Text
    targets: Annotated[tuple[Target, ...], msgspec.Meta(min_length=1)]
    activities: Annotated[tuple[Activity, ...], msgspec.Meta(min_length=1)]

    @property
    def number(self) -> int:
        """The step as a number that sorts: 1 to 4, or `EXTENDING`."""
        return EXTENDING if self.step == "extending" else self.step

    def activities_for(self, target_id: str) -> tuple[Activity, ...]:
        """The activities that serve one target of this step, in the author's order."""
        return tuple(a for a in self.activities if not a.targets or target_id in a.targets)


class Theme(Value, frozen=True):
    """A topic within a strand, climbed step by step."""

    id: Id
    title: Text
    strand: Id
    about: Text
    review: Review
    steps: tuple[ThemeStep, ...]


class Resource(Value, frozen=True):
    """A pointer to learning, or to something beyond the core; never the learning itself.

    `hours` and `address` are None where they are not surely known; `nations` is empty where it is
    bound to none. One that serves the step `extending` is an opportunity beyond the core.
    """

    id: Id
    title: Text
    provider: Text
    kind: ResourceKind
    about: Text
    hours: Annotated[float, msgspec.Meta(gt=0)] | None
    cost: Cost
    audience: Text
    nations: tuple[Nation, ...]
    themes: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1)]
    steps: Annotated[tuple[StepName, ...], msgspec.Meta(min_length=1)]
    address: Annotated[str, msgspec.Meta(pattern=r"^https://[^\s]+$")] | None
    last_checked: dt.date | None
    review: Review

    def serves(self, theme: str, step: StepName) -> bool:
        """Whether it is meant for a step of a theme."""
        return theme in self.themes and step in self.steps


class Strand(Value, frozen=True):
    """One of the three public aspects of the ladder."""

    id: Id
    title: Text
    about: Text


class StepLevel(Value, frozen=True):
    """What a step means in every theme: its name, what is led there, the stage it is meant for."""

    step: StepName
    title: Text
    leads: Text
    stage: Text


class FormerTarget(Value, frozen=True):
    """A target that a ladder no longer has; its title keeps old links readable."""

    id: TargetId
    title: Text


class Change(Value, frozen=True):
    """What became of targets in a new version of a ladder: the way old links are carried forward.

    An empty `now` retires; more than one `was` merges, more than one `now` splits.
    """

    version: Version
    was: Annotated[tuple[FormerTarget, ...], msgspec.Meta(min_length=1)]
    now: tuple[TargetId, ...]
    note: Text


class Ladder(Value, frozen=True):
    """A versioned framework: strands → themes → steps → targets.

    `notice` is shown wherever the ladder is: who wrote it and what it is not. Ladders are offered
    by `rank`; the app opens with the first.
    """

    id: Id
    title: Text
    version: Version
    notice: Text
    strands: Annotated[tuple[Strand, ...], msgspec.Meta(min_length=1)]
    steps: Annotated[tuple[StepLevel, ...], msgspec.Meta(min_length=1)]
    themes: tuple[Theme, ...]
    rank: int = 100
    resources: tuple[Resource, ...] = ()
    changes: tuple[Change, ...] = ()

    def resources_for(self, theme: str, step: StepName) -> tuple[Resource, ...]:
        """The resources that serve a step of a theme, in the file's order."""
        return tuple(r for r in self.resources if r.serves(theme, step))

    def target_ids(self) -> tuple[str, ...]:
        """The id of every target, in the ladder's order."""
        return tuple(t.id for theme in self.themes for step in theme.steps for t in step.targets)


# --- programmes ---------------------------------------------------------------


class Capability(Value, frozen=True):
    """One outcome that a curriculum asks for (CiP, HLO, SLO, FPC, GPC domain …).

    `gpc_domains` and `bears_on` are the kit's own mapping unless `confidence` notes otherwise.
    """

    code: Text
    title: Text
    gpc_domains: tuple[int, ...]
    bears_on: tuple[Tag, ...]
    confidence: Confidence
    source: str


class Grade(Value, frozen=True):
    """One year-like unit of a programme; `months` is at full time."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]+\d+$")]
    months: Annotated[int, msgspec.Meta(ge=1, le=36)]


class CriticalPoint(Value, frozen=True):
    """Something that must be reached to go on; `when` is as the source words it."""

    title: Text
    when: str = ""


class Stage(Value, frozen=True):
    """A run of grades that ends at a progression point.

    `months` is its length at full time (it may end inside a grade);
    `step` is the highest ladder step expected by its end, None where none is:
    the kit's own mapping, not the curriculum's.
    """

    id: Id
    title: Text
    grades: tuple[str, ...]
    months: Annotated[int, msgspec.Meta(ge=1, le=120)]
    step: Literal[1, 2, 3, 4] | None
    critical_points: tuple[CriticalPoint, ...] = ()


class PriorStage(Value, frozen=True):
    """A stage completed before this programme begins; its length does not count here."""

    id: Id
    title: Text
    grades: tuple[str, ...]
    step: Literal[1, 2, 3, 4] | None


class Route(Value, frozen=True):
    """One way through a programme: its grades in order, and the stages they fall into."""

    id: Id
    title: Text
    months: Annotated[int, msgspec.Meta(ge=1, le=120)]
    grades: Annotated[tuple[Grade, ...], msgspec.Meta(min_length=1)]
    stages: Annotated[tuple[Stage, ...], msgspec.Meta(min_length=1)]
    prior_stages: tuple[PriorStage, ...] = ()
    note: str = ""

    def grade_ids(self) -> tuple[str, ...]:
        """The ids of the grades, in order."""
        return tuple(grade.id for grade in self.grades)


class PlatformUse(Value, frozen=True):
    """Where a programme's evidence goes; no `nations` means all four."""

    id: Id
    confidence: Confidence
    nations: tuple[Nation, ...] = ()
    note: str = ""


class Programme(Value, frozen=True):
    """A training programme or specialty; `notes` hold its facts as first written down.

    `also` holds other names by which people look for it, short forms and old ones among them.
    """

    id: Id
    name: Text
    group: Id
    regulator: Text
    body: Text
    curriculum_title: Text
    curriculum_year: Text
    routes: Annotated[tuple[Route, ...], msgspec.Meta(min_length=1)]
    platforms: Annotated[tuple[PlatformUse, ...], msgspec.Meta(min_length=1)]
    confidence: Confidence
    source: Text
    also: tuple[Text, ...] = ()
    notes: tuple[str, ...] = ()
    capabilities: tuple[Capability, ...] = ()

    @property
    def words(self) -> str:
        """What a search looks through: the words of every name of it, in small letters."""
        return " ".join(_GAP.split(" ".join([self.name, self.id, *self.also]).casefold()))

    def grade_ids(self) -> tuple[str, ...]:
        """Every grade of every route, each once, in order of first appearance."""
        return tuple(dict.fromkeys(g for route in self.routes for g in route.grade_ids()))


class Ask(Value, frozen=True):
    """Something that programmes want to see at a yearly review, as far as it bears on leadership.

    `grades` narrows it (empty: any). `at_least` is None where the number is not surely known.
    `as_of` says when it was true, as the source words it: numbers change every year.
    """

    id: Id
    programmes: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1)]
    title: Text
    wants: Text
    at_least: Annotated[int, msgspec.Meta(ge=1)] | None
    each: Literal["year", "placement", "level", "programme"]
    as_of: Text
    confidence: Confidence
    source: Text
    grades: tuple[str, ...] = ()


# --- frameworks and reflection models ------------------------------------------


class Framework(Value, frozen=True):
    """A publisher's framework that targets point into, by code, title and year only.

    `items` are its numbered parts: ``GPC 5`` is item 5 of ``GPC``.
    """

    code: Annotated[str, msgspec.Meta(pattern=r"^[A-Z][A-Z-]*$")]
    title: Text
    publisher: Text
    year: Text
    items: Annotated[int, msgspec.Meta(ge=1)]
    confidence: Confidence


class ReflectionModel(Value, frozen=True):
    """A way to structure a reflection; `source` cites who thought of it.

    A `template` is for one kind of occasion; a `goal` is for what is yet to happen, by a day; a
    `narrative` sums up several entries.
    """

    id: Id
    title: Text
    suits: Text
    source: Text
    prompts: Annotated[tuple[Prompt, ...], msgspec.Meta(min_length=1)]
    review: Review | None = None
    kind: Literal["model", "template", "goal", "narrative"] = "model"
