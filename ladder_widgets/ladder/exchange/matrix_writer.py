"""A ladder written as a SmartEvidence framework for Mahara (.matrix)."""

from __future__ import annotations

import html
from typing import Any

import msgspec

from ladder_widgets.ladder.exchange.outline import Warnings
from ladder_widgets.ladder.exchange.texts import cut, one_line
from ladder_widgets.ladder.model import Ladder, StepLevel, Target, Theme

SHORTNAME_CHARS = 100
NAME_CHARS = 255
"""Mahara refuses a file with longer ones."""
STATUSES = {
    "begun": "Ready for assessment",
    "incomplete": "Not met yet",
    "partialcomplete": "Partly met",
    "completed": "Met",
}


def write_matrix(ladder: Ladder, told: Warnings) -> bytes:
    """The ladder as the JSON of a .matrix file; names that had to be cut are told.

    Strands are the standards; themes, their steps and the targets of these are elements within
    them. It carries what is read on screen: activities and resources stay behind.
    """
    return _Writer(told).framework(ladder)


class _Writer:
    """Writes one framework; a parent is always written before what hangs under it."""

    def __init__(self, told: Warnings) -> None:
        self.told = told
        self.elements: list[dict[str, Any]] = []

    def framework(self, ladder: Ladder) -> bytes:
        levels = {level.step: level for level in ladder.steps}
        standards = []
        for standard, strand in enumerate(ladder.strands, start=1):
            about = _paragraphs(strand.about)
            standards.append(self._named(strand.title, about) | {"standardid": standard})
            own = (theme for theme in ladder.themes if theme.strand == strand.id)
            for n, theme in enumerate(own, start=1):
                self._theme(theme, levels, standard, f"{standard}.{n}")
        framework = {
            "institution": "all",
            "name": self._cut(f"{ladder.title} {ladder.version}", NAME_CHARS),
            "description": _paragraphs(ladder.notice),
            "selfassess": True,
            "evidencestatuses": [{key: words} for key, words in STATUSES.items()],
            "standards": standards,
            "standardelements": self.elements,
        }
        return msgspec.json.format(msgspec.json.encode({"framework": framework}), indent=1)

    def _theme(
        self, theme: Theme, levels: dict[Any, StepLevel], standard: int, number: str
    ) -> None:
        self._element(theme.title, _paragraphs(theme.about), standard, number)
        for n, step in enumerate(theme.steps, start=1):
            level = levels[step.step]
            about = _paragraphs(f"{level.title} {level.leads}: {level.stage}.", step.climbs_from)
            self._element(level.title, about, standard, f"{number}.{n}", number)
            for m, target in enumerate(step.targets, start=1):
                place = f"{number}.{n}.{m}"
                self._element(target.title, _target(target), standard, place, f"{number}.{n}")

    def _element(
        self, title: str, about: str, standard: int, number: str, parent: str | None = None
    ) -> None:
        under = {"parentelementid": parent} if parent else {}
        ids = {"standardid": standard, "elementid": number, **under}
        self.elements.append(self._named(title, about) | ids)

    def _named(self, title: str, about: str) -> dict[str, Any]:
        return {
            "shortname": self._cut(title, SHORTNAME_CHARS),
            "name": self._cut(title, NAME_CHARS),
            "description": about,
        }

    def _cut(self, text: str, most: int) -> str:
        line = one_line(text) or "Untitled"
        if len(line) > most:
            self.told.add(f"Names cut to {most} characters", line)
        return cut(line, most)


def _target(target: Target) -> str:
    points = "".join(f"<li>{html.escape(one_line(point))}</li>" for point in target.good_evidence)
    return (
        _paragraphs(target.can, target.patients_gain)
        + f"<p>Good evidence:</p><ul>{points}</ul>"
        + _paragraphs(f"Not enough: {target.not_enough}")
    )


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{html.escape(one_line(text))}</p>" for text in texts)
