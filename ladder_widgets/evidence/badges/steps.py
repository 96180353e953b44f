"""The badge of a completed step: what a trainee says is done, signed by their store's key."""

from __future__ import annotations

import datetime as dt

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.badges.achievements import step_achievement
from ladder_widgets.evidence.badges.making import BadgeEvidence, make_badge
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import StepName
from ladder_widgets.pathway.targets import Standing
from ladder_widgets.portfolio.keys import SigningKey

HOLDER = "A doctor or dentist in training"
"""Stands where a name would: the kit asks for none, and a badge must name its issuer."""


def is_complete(standing: Standing, theme_id: str, step: int) -> bool:
    """Whether every target of a step is done; what was done before the ladder has no evidence."""
    rung = standing.of(theme_id, step)
    return bool(rung) and all(state.status == "done" for state in rung)


def step_badge(
    catalogue: Catalogue,
    standing: Standing,
    theme_id: str,
    step: StepName,
    *,
    key: SigningKey,
    at: dt.datetime,
) -> bytes:
    """An Open Badge 3.0 for a completed step; it holds counts of entries, never their words.

    Raises:
        EvidenceError: the step is not complete.
        UnknownIdError: no ladder has the theme, or the theme has no such step.
    """
    achievement = step_achievement(catalogue, theme_id, step)
    _, theme = catalogue.find_theme(theme_id)
    number = next(rung.number for rung in theme.steps if rung.step == step)
    rung = standing.of(theme_id, number)
    if not is_complete(standing, theme_id, number):
        open_ = sum(state.status != "done" for state in rung)
        message = (
            f"{achievement.name} is not complete: {open_} of {len(rung)} targets are not done. "
            "A target is done once you say so and a final entry is linked to it."
        )
        raise EvidenceError(message)
    return make_badge(
        achievement,
        seed=key.seed,
        issuer_name=HOLDER,
        valid_from=at,
        evidence=[
            BadgeEvidence(name=f"{state.title}: {_count(len(state.entries))}", kind="reflection")
            for state in rung
        ],
    )


def badge_name(theme_id: str, step: StepName) -> str:
    """A file name of ids alone."""
    return f"badge-{theme_id}-{step}.json"


def _count(entries: int) -> str:
    return "1 linked entry" if entries == 1 else f"{entries} linked entries"
