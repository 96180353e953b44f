"""What somebody did in a workshop as drafts for a portfolio: the event, and the first reflection.

Pure. Ids come from the person's random id in the room, and the drafts are as old as the last
answer: taken twice they are imported once, and what the trainee makes of them is always newer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from ladder_widgets.evidence.courses import MODEL, PROMPT, TAG
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.dates import local_day, uk_date
from ladder_widgets.portfolio.model import Answer as Written
from ladder_widgets.portfolio.model import Content, Entry
from ladder_widgets.workshop.live.answers import (
    Answer,
    Chosen,
    Dots,
    Point,
    Promise,
    Texts,
)
from ladder_widgets.workshop.live.answers import Written as Reflected
from ladder_widgets.workshop.live.model import Room
from ladder_widgets.workshop.model import (
    Activity,
    Groups,
    Poll,
    Ranking,
    Reflection,
    Scale,
    Workshop,
)

PLAN = "use"
"""The prompt of a learning event under which a promise stands."""
TAGS = (TAG, "workshop")
_NAMESPACE = UUID("7c3f1f0e-53a2-5d5c-9a0b-1f6f3f0d9b42")


class Own(Value, frozen=True):
    """One answer of one person; `second` for the repeat of a scale."""

    activity: str
    second: bool
    answer: Answer


def made_id(*parts: str) -> str:
    """The same id for the same parts, wherever and however often it is made."""
    return uuid5(_NAMESPACE, "/".join(parts)).hex


def event_id(person: str) -> str:
    """The id of the entry about the workshop itself."""
    return made_id(person, "event")


def day_of(room: Room) -> dt.date:
    """The day on which a workshop took place."""
    return local_day(room.begun_at)


def draft_entries(
    room: Room,
    workshop: Workshop,
    own: Sequence[Own],
    *,
    person: str,
    at: dt.datetime,
    ladder: str,
) -> tuple[Entry, ...]:
    """The drafts of one person, the event first; `ladder` is the version of the ladder."""
    event = Content(
        title=workshop.title,
        happened_on=day_of(room),
        model=MODEL,
        answers=tuple(_event(workshop, own)),
        targets=workshop.targets,
        tags=TAGS,
        ladder=ladder,
    )
    said = {one.activity: one.answer for one in own}
    reflections = [
        (
            made_id(person, activity.id),
            Content(
                title=activity.title,
                happened_on=day_of(room),
                model=activity.model,
                answers=_reflected(said.get(activity.id)),
                targets=activity.targets,
                tags=TAGS,
                ladder=ladder,
            ),
        )
        for activity in workshop.activities
        if isinstance(activity, Reflection)
    ]
    return tuple(
        Entry(id=entry_id, content=content, state="draft", revision=1, written_at=at, created_at=at)
        for entry_id, content in ((event_id(person), event), *reflections)
    )


def _reflected(answer: Answer | None) -> tuple[Written, ...]:
    texts = answer.texts if isinstance(answer, Reflected) else {}
    return tuple(Written(prompt=prompt, text=text) for prompt, text in texts.items())


def _event(workshop: Workshop, own: Sequence[Own]) -> Iterable[Written]:
    aims = "\n".join(f"- {aim}" for aim in workshop.aims)
    kind = "a draft for faculty review" if workshop.status == "draft" else "reviewed"
    facts = f"A workshop of {workshop.minutes} minutes (version {workshop.version}, {kind})."
    paragraphs = [facts, f"What it was for:\n{aims}"]
    lines = [
        f"- {activity.title}{', again' * one.second}: {words}"
        for activity in workshop.activities
        for one in own
        if one.activity == activity.id and (words := in_words(activity, one.answer))
    ]
    if lines:
        paragraphs.append("What I answered in the room:\n" + "\n".join(lines))
    yield Written(prompt=PROMPT, text="\n\n".join(paragraphs))
    promises = [one.answer for one in own if isinstance(one.answer, Promise)]
    if promises:
        text = "\n".join(f"{promise.what} (by {uk_date(promise.by)})" for promise in promises)
        yield Written(prompt=PLAN, text=text)


def in_words(activity: Activity, answer: Answer) -> str:
    """An answer as a sentence would name it; empty for what stands elsewhere in the drafts."""
    match activity, answer:
        case Poll(), Chosen():
            return "; ".join(activity.options[i] for i in answer.options)
        case Scale(), Point():
            ends = f"1: {activity.low}, {activity.points}: {activity.high}"
            return f"{answer.point} of {activity.points} ({ends})"
        case Ranking(), Dots():
            pairs = zip(activity.items, answer.dots, strict=True)
            return "; ".join(f"{item} ({dots})" for item, dots in pairs if dots)
        case Groups(headings=headings), Texts() if headings and answer.heading:
            pairs = zip(answer.texts, answer.heading, strict=True)
            return "; ".join(f"{text} ({headings[place]})" for text, place in pairs)
        case _, Texts():
            return "; ".join(answer.texts)
        case _:
            return ""
