"""Hypothesis strategies for whole ladders, with any words in them and all that one can have."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import strategies as st

from ladder_widgets.ladder.model import (
    Activity,
    ActivityKind,
    Change,
    Framework,
    Ladder,
    Prompt,
    Review,
    StepName,
    Strand,
    Target,
    Theme,
    ThemeStep,
)
from ladder_widgets.ladder.packs import load_catalogue

FRAMEWORK = Framework(
    code="TEST", title="T", publisher="P", year="2026", items=9, confidence="high"
)
KINDS: tuple[ActivityKind, ...] = ("elearning", "course", "workplace", "reflection")
THEMES = ("meeting", "asking", "zeal", "going-on", "a-b")
"""In an order that is not that of their names."""

words = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n"), min_size=1, max_size=40
)
reviews = st.builds(
    Review,
    status=st.sampled_from(["draft", "reviewed", "approved"]),
    author_role=words,
    reviewed_on=st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    review_due=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    confidence=st.sampled_from(["high", "low", "unknown"]),
)
lists = st.lists(words, max_size=3).map(tuple)


def targets(theme: str, step: StepName, letter: str) -> st.SearchStrategy[Target]:
    """A target with any words in it."""
    return st.builds(
        Target,
        id=st.just(f"{theme}.{step}.{letter}"),
        title=words,
        can=words,
        patients_gain=words,
        good_evidence=st.lists(words, min_size=1, max_size=3).map(tuple),
        not_enough=words,
        tools=lists,
        frameworks=st.sets(st.sampled_from(["TEST 1", "TEST 9"])).map(tuple),
        gpc_domains=st.sets(st.integers(1, 9)).map(tuple),
        bears_on=st.sets(st.sampled_from(["leadership", "wellbeing"])).map(tuple),
        review=st.none() | reviews,
    )


@st.composite
def _rungs(draw: st.DrawFn, theme: str, step: StepName) -> ThemeStep:
    activities = []
    for kind in KINDS:
        name = f"by-{kind}-{step}"
        prompts = (
            (Prompt(id=f"who-{step}", ask=draw(words), hint=draw(words | st.just(""))),)
            if kind == "reflection"
            else ()
        )
        activity = Activity(
            id=name, kind=kind, title=draw(words), do=draw(words), prompts=prompts,
            review=draw(st.none() | reviews),
        )  # fmt: skip
        activities.append(activity)
    letters = "ab" if draw(st.booleans()) else "ba"
    return ThemeStep(
        step=step, climbs_from=draw(words), activities=tuple(activities),
        targets=tuple(draw(targets(theme, step, letter)) for letter in letters),
    )  # fmt: skip


@st.composite
def ladders(draw: st.DrawFn, *, most_themes: int = 3) -> Ladder:
    """A small ladder whose themes follow its strands, as in every pack."""
    shipped = load_catalogue().ladder
    steps: list[StepName] = draw(st.sampled_from([[1], [1, 2], [2, "extending"]]))
    strands = [
        Strand(id=name, title=draw(words), about=draw(words))
        for name in draw(st.sampled_from([["practice"], ["zero", "practice"]]))
    ]
    names = draw(st.permutations(THEMES))[: draw(st.integers(1, most_themes))]
    homes = sorted(draw(st.integers(0, len(strands) - 1)) for _ in names)
    themes = [
        Theme(
            id=name, title=draw(words), strand=strands[home].id, about=draw(words),
            review=draw(reviews), steps=tuple(draw(_rungs(name, step)) for step in steps),
        )
        for name, home in zip(names, homes, strict=True)
    ]  # fmt: skip
    first = themes[0].steps[0].targets
    resource = msgspec.structs.replace(
        shipped.resources[0], themes=(themes[0].id,), steps=(steps[0],), title=draw(words),
        hours=draw(st.none() | st.integers(1, 1600).map(lambda n: n / 4)), address=None,
    )  # fmt: skip
    change = msgspec.convert(
        {
            "version": "2026.10",
            "was": [{"id": f"{themes[0].id}.{steps[0]}.y", "title": draw(words)}],
            "now": draw(st.sampled_from([[], [first[0].id], [t.id for t in first]])),
            "note": draw(words),
        },
        Change,
    )
    levels = {level.step: level for level in shipped.steps}
    return Ladder(
        id="minimal", title=draw(words), version="2026.10", notice=draw(words), rank=7,
        strands=tuple(strands), steps=tuple(levels[step] for step in steps), themes=tuple(themes),
        resources=(resource,), changes=(change,),
    )  # fmt: skip
