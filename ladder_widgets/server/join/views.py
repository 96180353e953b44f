"""What a phone is told: the activity that is on, in words; never an answer of anybody else."""

from __future__ import annotations

from typing import Any

import msgspec

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.workshop.live.answers import Answer
from ladder_widgets.workshop.live.model import Room
from ladder_widgets.workshop.model import Activity, Reflection, Team, Workshop


def version_of(room: Room) -> str:
    """What a phone compares: another text whenever what it shows is out of date."""
    return f"{room.stage.number}{'o' if room.stage.open else 'c'}{room.ends_at.timestamp():.0f}"


def activity_of(workshop: Workshop, room: Room) -> Activity | None:
    """The activity that is on in a room, None between activities."""
    return next((a for a in workshop.room_activities() if a.id == room.stage.activity), None)


def state_of(
    room: Room, workshop: Workshop, catalogue: Catalogue, *, mine: Answer | None, over: bool
) -> dict[str, Any]:
    """Everything that a phone shows of a room."""
    activity = activity_of(workshop, room)
    return {
        "version": version_of(room),
        "over": over,
        "take": over or (activity is None and room.stage.number > 0),
        "workshop": workshop.title,
        "activity": _activity(activity, catalogue) if activity else None,
        "second": room.stage.second,
        "open": room.stage.open,
        "until": room.stage.until.isoformat() if room.stage.until else None,
        "mine": msgspec.to_builtins(mine) if mine is not None else None,
    }


def _activity(activity: Activity, catalogue: Catalogue) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(activity)
    match activity:
        case Reflection():
            shown["prompts"] = _prompts(activity.model, catalogue)
        case Team():
            # A role is read by who plays it: it is handed out on paper.
            shown["roles"] = [role.name for role in activity.roles]
    return shown


def _prompts(model_id: str, catalogue: Catalogue) -> list[dict[str, str]]:
    try:
        model = catalogue.model(model_id)
    except UnknownIdError:
        return []
    return [{"id": prompt.id, "ask": prompt.ask} for prompt in model.prompts]
