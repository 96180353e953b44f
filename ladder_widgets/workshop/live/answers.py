"""What a participant answers, and whether an activity takes it: values and pure rules.

An answer knows nothing of who gave it. One person has one answer to an activity (two where it is
asked twice); a later one takes the place of the earlier.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.model import Id, Value
from ladder_widgets.portfolio.model import clean_text
from ladder_widgets.workshop.model import (
    MAX_CHARS,
    Activity,
    Commitment,
    Groups,
    Poll,
    Ranking,
    Reflection,
    Scale,
    Team,
    Wall,
)

MAX_REFLECTION_CHARS = 20_000
"""A first reflection on a phone; the portfolio takes more."""


class Chosen(Value, frozen=True, tag="chosen", tag_field="kind"):
    """The places of the options chosen in a poll, from 0."""

    options: tuple[int, ...]


class Point(Value, frozen=True, tag="point", tag_field="kind"):
    """A place on a scale, from 1."""

    point: int


class Texts(Value, frozen=True, tag="texts", tag_field="kind"):
    """Short texts for a wall or for groups; `heading` is the place of each text's heading."""

    texts: tuple[str, ...]
    heading: tuple[int, ...] = ()


class Dots(Value, frozen=True, tag="dots", tag_field="kind"):
    """How many dots each item got, in the order of the items."""

    dots: tuple[int, ...]


class Promise(Value, frozen=True, tag="promise", tag_field="kind"):
    """What somebody will do, and by which day."""

    what: str
    by: dt.date


class Written(Value, frozen=True, tag="written", tag_field="kind"):
    """A first reflection: texts by the prompts of its model."""

    texts: dict[Id, str]


Answer = Chosen | Point | Texts | Dots | Promise | Written


def read_answer(data: bytes) -> Answer:
    """An answer as a phone sends it.

    Raises:
        InputError: it is none.
    """
    try:
        found: Answer = msgspec.json.decode(data, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Not chained: msgspec quotes what it could not read.
        raise InputError(_NONE) from None
    return found


def checked_answer(  # noqa: PLR0911  an arm for each kind
    activity: Activity, answer: Answer, *, today: dt.date
) -> Answer:
    """The answer with clean texts, if the activity takes it.

    Raises:
        InputError: it answers another kind of activity, or breaks one of its limits.
    """
    match activity, answer:
        case Poll(), Chosen():
            return _chosen(activity, answer)
        case Scale(), Point():
            if not 1 <= answer.point <= activity.points:
                raise InputError(f"Choose a point from 1 to {activity.points}.")
            return answer
        case Wall(), Texts():
            return _texts(answer, most=1, headings=0)
        case Groups(), Texts():
            return _texts(answer, most=activity.each, headings=len(activity.headings))
        case Ranking(), Dots():
            return _dots(activity, answer)
        case Commitment(), Promise():
            return _promise(activity, answer, today)
        case Reflection(), Written():
            return _written(answer)
        case Team(), _:
            raise InputError("This exercise is answered at the table, not here.")
        case _:
            raise InputError(_NONE)


_NONE = "This is no answer to what is open. Load the page again."


def _chosen(activity: Poll, answer: Chosen) -> Chosen:
    found = tuple(sorted(set(answer.options)))
    if not found or not all(0 <= option < len(activity.options) for option in found):
        raise InputError("Choose one of the options.")
    if len(found) > 1 and not activity.several:
        raise InputError("Choose one option only.")
    return Chosen(options=found)


def _texts(answer: Texts, *, most: int, headings: int) -> Texts:
    found = [_line(text) for text in answer.texts]
    places = list(answer.heading) if headings else [0] * len(found)
    if len(places) != len(found) or not all(0 <= place < max(headings, 1) for place in places):
        raise InputError("Choose a heading for each text.")
    kept = [(text, place) for text, place in zip(found, places, strict=True) if text]
    if not kept:
        raise InputError("Write a few words first.")
    if len(kept) > most:
        raise InputError(f"Write {most} at most.")
    return Texts(
        texts=tuple(text for text, _ in kept),
        heading=tuple(place for _, place in kept) if headings else (),
    )


def _line(text: str) -> str:
    line = " ".join(clean_text(text).split())
    if len(line) > MAX_CHARS:
        raise InputError(f"One text has {MAX_CHARS} characters at most. Shorten it.")
    return line


def _dots(activity: Ranking, answer: Dots) -> Dots:
    wrong = len(answer.dots) != len(activity.items) or any(dots < 0 for dots in answer.dots)
    if wrong or not 0 < sum(answer.dots) <= activity.dots:
        raise InputError(f"Place 1 to {activity.dots} dots.")
    return answer


def _promise(activity: Commitment, answer: Promise, today: dt.date) -> Promise:
    what = _line(answer.what)
    if not what:
        raise InputError("Write what you will do.")
    # A day's grace on either side: phones and servers may lie in other zones.
    first, last = today - dt.timedelta(days=1), today + dt.timedelta(days=activity.within_days + 1)
    if not first <= answer.by <= last:
        raise InputError(f"Choose a day within {activity.within_days} days.")
    return Promise(what=what, by=answer.by)


def _written(answer: Written) -> Written:
    texts = {prompt: clean_text(text).strip() for prompt, text in answer.texts.items()}
    if not any(texts.values()):
        raise InputError("Write a few words first.")
    if sum(map(len, texts.values())) > MAX_REFLECTION_CHARS:
        raise InputError(
            f"A first reflection has {MAX_REFLECTION_CHARS:,} characters at most. "
            "Take it with you and write on in your portfolio."
        )
    return Written(texts={prompt: text for prompt, text in texts.items() if text})
