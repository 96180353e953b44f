"""What a certificate of attendance says. It belongs to no service and no region."""

from __future__ import annotations

import datetime as dt

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.catalogue import Catalogue, step_name
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.keys import fingerprint
from ladder_widgets.portfolio.model import clean_text
from ladder_widgets.workshop.live.model import Room
from ladder_widgets.workshop.live.store import MAX_NAME_CHARS
from ladder_widgets.workshop.model import Workshop
from ladder_widgets.workshop.takeaway.entries import day_of

TEMPLATE = "certificate"
DRAFT = "The workshop is a draft for faculty review."


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """A target that the workshop serves, and where it stands in the ladder."""

    title: str
    place: str


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that stands on it; `name` is empty where none was given."""

    name: str
    workshop: str
    version: str
    held_on: str
    day: dt.date
    minutes: int
    aims: tuple[str, ...]
    targets: tuple[Served, ...]
    notices: tuple[str, ...]
    fingerprint: str


def clean_name(name: str) -> str:
    """A name as it is printed, empty for none.

    Raises:
        InputError: it is too long.
    """
    said = " ".join(clean_text(name).split())
    if len(said) > MAX_NAME_CHARS:
        message = f"A name has {MAX_NAME_CHARS} characters at most. Shorten it."
        raise InputError(message)
    return said


def certificate_of(
    room: Room, workshop: Workshop, catalogue: Catalogue, *, name: str, public: str
) -> Certificate:
    """The certificate of somebody who was there; `public` is the key of the session."""
    places = [catalogue.place(target) for target in workshop.targets]
    ladders = {place.ladder.id: place.ladder for place in places}
    draft = (DRAFT,) if workshop.status == "draft" else ()
    return Certificate(
        name=name,
        workshop=workshop.title,
        version=workshop.version,
        held_on=uk_date(day_of(room)),
        day=day_of(room),
        minutes=workshop.minutes,
        aims=workshop.aims,
        targets=tuple(
            Served(
                title=place.target.title,
                place=f"{place.theme.title}, {step_name(place.step.number)}",
            )
            for place in places
        ),
        notices=(*draft, *(ladder.notice for ladder in ladders.values() if ladder.notice)),
        fingerprint=fingerprint(public),
    )
