"""What a badge can be given for: a step of a theme, said by the trainee; taking part in a workshop.

Texts are the ladder's own and the kit's; frameworks are named by code and title only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal
from uuid import UUID, uuid5

import msgspec

from ladder_widgets.errors import InputError, UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import StepName, ThemeStep, Value
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import clean_text

NAMESPACE = UUID("0f6d2b0e-6a0b-5d3c-9b52-5a1de2f4c7a1")
"""Of every id that the kit makes for a badge; never changed, so that ids stay the same."""
MOST_TITLE_CHARS = 200
MOST_MINUTES = 14 * 24 * 60


class FrameworkItem(Value, frozen=True):
    """An item of a publisher's framework: its code and the framework's title."""

    code: str
    name: str
    framework: str


class Achievement(Value, frozen=True):
    """What a badge says that somebody did; `id` is the same for everybody who did it.

    A `step` is declared by whoever did it and signed by their own key; a `workshop` is confirmed
    by the key of those who ran it.
    """

    id: str
    kind: Literal["step", "workshop"]
    name: str
    description: str
    narrative: str
    version: str = ""
    items: tuple[FrameworkItem, ...] = ()


def name_id(*parts: object) -> str:
    """A `urn:uuid:` that is the same for the same parts, on every machine."""
    return f"urn:uuid:{uuid5(NAMESPACE, msgspec.json.encode(parts).decode())}"


def step_achievement(catalogue: Catalogue, theme_id: str, step: StepName) -> Achievement:
    """A completed step of a theme, told by its targets, as the trainee's own declaration.

    Raises:
        UnknownIdError: no ladder has the theme, or the theme has no such step.
    """
    ladder, theme = catalogue.find_theme(theme_id)
    rungs = {str(rung.step): rung for rung in theme.steps}
    if str(step) not in rungs:
        raise UnknownIdError(f"step of {theme.title}", str(step), rungs)
    rung = rungs[str(step)]
    level = next(level for level in ladder.steps if level.step == step)
    targets = "\n".join(f"- {target.title}: {target.can}" for target in rung.targets)
    return Achievement(
        id=name_id("step", ladder.id, theme.id, step),
        kind="step",
        name=f"{theme.title}, {level.title}",
        description=f"Self-declared: every target of this step of the {ladder.title} ladder.",
        narrative=(
            "Self-declared: the trainee, whose own key signs this badge, says that each target "
            "below is done and has at least one reflection linked to it. Nobody else has assessed "
            f"or confirmed it.\n\n{targets}\n\nThe {ladder.title} ladder, version "
            f"{ladder.version}: {ladder.notice}"
        ),
        version=ladder.version,
        items=_items(catalogue, rung),
    )


def workshop_achievement(
    catalogue: Catalogue, *, title: str, held_on: dt.date, minutes: int, targets: Iterable[str] = ()
) -> Achievement:
    """Having taken part in a workshop, with the ids of the targets that it served.

    Raises:
        InputError: the title or the length cannot be one.
        UnknownIdError: a target is of no ladder.
    """
    title = clean_text(title).strip()
    if not title or len(title) > MOST_TITLE_CHARS or "\n" in title:
        raise InputError(f"A workshop's title is one line of 1 to {MOST_TITLE_CHARS} characters.")
    if not 1 <= minutes <= MOST_MINUTES:
        raise InputError(f"A workshop lasts 1 to {MOST_MINUTES} minutes, not {minutes}.")
    served = tuple(dict.fromkeys(targets))
    listed = "".join(f"\n- {catalogue.target_title(target)}" for target in served)
    return Achievement(
        id=name_id("workshop", title, held_on, minutes, served),
        kind="workshop",
        name=title,
        description=f"Took part in a workshop of {minutes} minutes on {uk_date(held_on)}.",
        narrative=(
            f"Took part in the workshop {title} on {uk_date(held_on)}, {minutes} minutes. Those "
            "who ran it confirm that with the workshop's key. What was learnt was not assessed."
            + (f"\n\nTargets that it served:{listed}" if listed else "")
        ),
    )


def _items(catalogue: Catalogue, rung: ThemeStep) -> tuple[FrameworkItem, ...]:
    """The framework items of a step's targets, each once; a code of no framework is left out."""
    codes = dict.fromkeys(code for target in rung.targets for code in target.frameworks)
    found = ((code, catalogue.frameworks.get(code.rpartition(" ")[0])) for code in codes)
    return tuple(
        FrameworkItem(
            code=code,
            name=f"{framework.title}, {code.rpartition(' ')[2]}",
            framework=f"{framework.title} ({framework.publisher}, {framework.year})",
        )
        for code, framework in found
        if framework
    )
