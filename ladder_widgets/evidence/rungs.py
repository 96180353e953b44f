"""The ladder that the summary draws: which themes some entries show, on which step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue, step_name
from ladder_widgets.ladder.model import EXTENDING


class ShownTheme(msgspec.Struct, frozen=True, kw_only=True):
    """A theme on a rung, and how many of its targets there are linked."""

    title: str
    targets: int


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the ladder with the themes shown on it; most rungs of a beginner are bare."""

    name: str
    themes: tuple[ShownTheme, ...]


def make_rungs(target_ids: Iterable[str], catalogue: Catalogue) -> tuple[Rung, ...]:
    """The rungs from the top down; a target that no ladder has any more is on none."""
    on: dict[int, Counter[str]] = {number: Counter() for number in range(EXTENDING, 0, -1)}
    for target_id in target_ids:
        try:
            place = catalogue.place(target_id)
        except UnknownIdError:
            continue
        on[place.step.number][place.theme.title] += 1
    return tuple(
        Rung(
            name=step_name(number),
            themes=tuple(ShownTheme(title=t, targets=n) for t, n in sorted(themes.items())),
        )
        for number, themes in on.items()
    )


def in_words(rungs: Iterable[Rung]) -> str:
    """What the drawing shows, for whoever hears it, from the lowest rung up."""
    said = [
        f"{rung.name}: {', '.join(_said(theme) for theme in rung.themes) or 'none yet'}."
        for rung in reversed(tuple(rungs))
    ]
    return " ".join(["A ladder with the themes shown on each step.", *said])


def _said(theme: ShownTheme) -> str:
    return f"{theme.title} ({theme.targets} target{'' if theme.targets == 1 else 's'})"
