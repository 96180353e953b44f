"""Workshops as frozen values: a plan in parts, what the room does in them, and where it comes from.

They are read from packs (`packs/workshops/*.yaml`), in files with the names below in kebab-case.
Nothing here was written by a participant; what people answer is kept apart.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ladder_widgets.ladder.model import Id, TargetId, Text, Value, Version

MIN_MINUTES = 60
MAX_MINUTES = 90
MAX_CHOICES = 12
"""More options, items or headings than this do not fit on a phone or a projector."""
MAX_POINTS = 10
MAX_DOTS = 10
MAX_TEXTS = 5
MAX_CHARS = 280
"""The longest answer to a wall or a group: a few lines on a phone, one sticky note on paper."""
MAX_DAYS = 120

Minutes = Annotated[int, msgspec.Meta(ge=1, le=MAX_MINUTES)]
Phrase = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Phrases = Annotated[tuple[Phrase, ...], msgspec.Meta(min_length=2, max_length=MAX_CHOICES)]


class _Activity(Value, frozen=True, tag_field="kind"):
    """What every activity of the room has; `ask` is the question or task that the room sees."""

    id: Id
    title: Phrase
    ask: Text


class Poll(_Activity, frozen=True, tag="poll"):
    """One choice of several, or more where `several`."""

    options: Phrases
    several: bool = False


class Scale(_Activity, frozen=True, tag="scale"):
    """A place between two ends, 1 to `points`.

    One that is asked `twice` stands in two parts, before and after; the room sees the difference.
    """

    low: Phrase
    high: Phrase
    points: Annotated[int, msgspec.Meta(ge=3, le=MAX_POINTS)] = 5
    twice: bool = False


class Wall(_Activity, frozen=True, tag="wall"):
    """Free text of up to `MAX_CHARS`, shown to the room only once a facilitator lets it through."""


class Ranking(_Activity, frozen=True, tag="ranking"):
    """Dots to be placed on items, as many on one as one likes."""

    items: Phrases
    dots: Annotated[int, msgspec.Meta(ge=1, le=MAX_DOTS)] = 3


class Groups(_Activity, frozen=True, tag="groups"):
    """Short texts that are gathered under headings, or as a cloud of words where there are none."""

    each: Annotated[int, msgspec.Meta(ge=1, le=MAX_TEXTS)] = 3
    headings: Annotated[tuple[Phrase, ...], msgspec.Meta(max_length=MAX_CHOICES)] = ()


class Role(Value, frozen=True):
    """A part that somebody plays in a team exercise; only that person reads what it `does`."""

    name: Phrase
    does: Text


class Team(_Activity, frozen=True, tag="team"):
    """An exercise at tables of up to `size` against a timer; `brings` is what each table shows."""

    minutes: Minutes
    size: Annotated[int, msgspec.Meta(ge=2, le=12)]
    brings: Text
    roles: tuple[Role, ...] = ()


class Commitment(_Activity, frozen=True, tag="commitment"):
    """What somebody will do, by a day that lies at most `within_days` ahead."""

    within_days: Annotated[int, msgspec.Meta(ge=1, le=MAX_DAYS)] = 28


class Reflection(_Activity, frozen=True, tag="reflection"):
    """A first reflection by a reflection model, linked to targets of the workshop.

    `starters` help people to begin; they do not replace the model's prompts.
    """

    model: Id
    targets: Annotated[tuple[TargetId, ...], msgspec.Meta(min_length=1)]
    starters: tuple[Text, ...] = ()


Activity = Poll | Scale | Wall | Ranking | Groups | Team | Commitment | Reflection


class Notes(Value, frozen=True):
    """What helps whoever leads a part, and is kept off the projector.

    `steps` are in order; `say` are words to say; `ask` are questions for the debrief.
    """

    steps: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    say: str = ""
    ask: tuple[Text, ...] = ()
    goes_wrong: tuple[Text, ...] = ()


class Part(Value, frozen=True):
    """One stretch of a workshop; `does` is what the room does, as it stands in the plan."""

    id: Id
    title: Phrase
    minutes: Minutes
    does: Text
    notes: Notes
    activity: Id | None = None


class Table(Value, frozen=True):
    """Invented data in `data/<id>.csv`; `about` says what was invented and what each row is."""

    id: Id
    about: Text


class Source(Value, frozen=True):
    """A publication that a workshop rests on, by title, year and publisher."""

    title: Text
    publisher: Text
    year: Annotated[str, msgspec.Meta(pattern=r"^\d{4}(, updated \d{4})?$|^kept up to date$")]
    by: str = ""
    for_what: str = ""


FEEDBACK: tuple[Activity, ...] = (
    Scale(
        id="session-useful",
        title="How useful was this session?",
        ask="How useful was this session for your work?",
        low="not at all",
        high="very",
    ),
    Scale(
        id="session-safe",
        title="Could you speak?",
        ask="I could say what I think in this session.",
        low="not at all",
        high="always",
    ),
    Wall(
        id="session-change",
        title="One sentence on this session",
        ask="What should stay as it is, or be changed? One sentence, nobody's name.",
    ),
)
"""What every room can be asked about the session itself, whatever the workshop."""


class Workshop(Value, frozen=True):
    """A session of 60 to 90 minutes in a room, with or without phones.

    `needs` is what to bring and set up. A draft says so wherever it is shown.
    """

    id: Id
    title: Phrase
    summary: Text
    version: Version
    status: Literal["draft", "reviewed"]
    minutes: Annotated[int, msgspec.Meta(ge=MIN_MINUTES, le=MAX_MINUTES)]
    aims: Annotated[tuple[Text, ...], msgspec.Meta(min_length=2, max_length=6)]
    targets: Annotated[tuple[TargetId, ...], msgspec.Meta(min_length=1)]
    needs: tuple[Text, ...]
    parts: Annotated[tuple[Part, ...], msgspec.Meta(min_length=3)]
    activities: Annotated[tuple[Activity, ...], msgspec.Meta(min_length=1)]
    sources: Annotated[tuple[Source, ...], msgspec.Meta(min_length=1)]
    data: tuple[Table, ...] = ()

    def room_activities(self) -> tuple[Activity, ...]:
        """What can be put before the room: the workshop's activities, then those of `FEEDBACK`."""
        return (*self.activities, *FEEDBACK)

    def starts(self) -> tuple[int, ...]:
        """The minute at which each part begins."""
        return tuple(sum(p.minutes for p in self.parts[:n]) for n in range(len(self.parts)))
