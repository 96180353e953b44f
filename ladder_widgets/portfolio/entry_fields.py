"""The fields of an entry file, checked against the packs and made into a `Content`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any, Protocol

import msgspec

from ladder_widgets.errors import EntryFileError, InputError, UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import ReflectionModel
from ladder_widgets.portfolio.model import (
    Answer,
    CapabilityLink,
    Content,
    Narrative,
    Profile,
    State,
    check_content,
    check_due_date,
    check_event_date,
    clean_text,
)

DEFAULT_MODEL = "what-so-what-now-what"


class Fields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The front matter of an entry file."""

    title: str = ""
    date: dt.date | None = None
    due: dt.date | None = None
    model: str = DEFAULT_MODEL
    targets: tuple[str, ...] = ()
    capabilities: tuple[CapabilityLink, ...] = ()
    tags: tuple[str, ...] = ()
    narrative: Narrative | None = None
    state: State = "final"


class JsonFields(Fields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry as a JSON object; the last three are what ``entry show --json`` prints beside."""

    answers: tuple[Answer, ...] = ()
    id: str = ""
    written: str = ""
    ladder: str = ""


RULES = {
    "title": "text, in quotes if it is a number or holds a colon",
    "date": "the day it happened, as 2026-03-10",
    "due": "the day by which a goal is to be reached, as 2027-08-03",
    "model": "the id of a reflection model",
    "targets": "a list of target ids, such as [quality-improvement.2.a]",
    "capabilities": "a list of {code, because}",
    "tags": "a list of words, in quotes if they are numbers, yes or no",
    "narrative": "a scope (a theme's id or a capability's code) and a list of ids of entries",
    "state": "draft or final",
    "answers": "a list of {prompt, text}",
    "id": "text",
    "written": "text",
    "ladder": "text",
}


class Where(Protocol):
    """Says where in the file a field stands, as a message names it."""

    def __call__(self, *place: str | int) -> str:
        """The place, as in ``line 3``."""
        ...


def explain(
    error: msgspec.ValidationError, data: dict[str, Any], kind: type[Fields], where: Where
) -> EntryFileError:
    """What is wrong with a field, in our words: the original message may quote the file."""
    allowed = kind.__struct_fields__
    unknown = next((key for key in data if key not in allowed), None)
    if unknown is not None:
        place = where(unknown)
        return EntryFileError(f"{place}: this key is not known. Allowed: {', '.join(allowed)}.")
    match = re.search(r"`\$\.(\w+)(?:\[(\d+)\])?", str(error))
    if match is None:
        return EntryFileError(f"{where()}: unreadable fields. Allowed: {', '.join(allowed)}.")
    field, item = match[1], match[2]
    at = where(field, int(item)) if item else where(field)
    return EntryFileError(f"{at}: {field} must be {RULES[field]}.")


def make_content(
    fields: Fields,
    answers: Callable[[ReflectionModel], tuple[Answer, ...]],
    where: Where,
    *,
    catalogue: Catalogue,
    profile: Profile | None,
    today: dt.date,
) -> tuple[Content, State]:
    """The content of an entry file, every id in it known to the packs or the curriculum.

    Raises:
        EntryFileError: a field names nothing, or is out of range.
        InputError: capabilities are claimed and there is no profile yet.
    """
    model = _model(fields, where, catalogue)
    for key, day, check in (
        ("date", fields.date, check_event_date),
        ("due", fields.due, check_due_date),
    ):
        if day is not None:
            _check_date(key, day, check, where, today=today)
    content = Content(
        title=_one_line(fields.title),
        happened_on=fields.date,
        due_on=fields.due,
        model=model.id,
        answers=answers(model),
        targets=tuple(dict.fromkeys(_targets(fields, where, catalogue))),
        capabilities=tuple(_capabilities(fields, where, catalogue, profile)),
        narrative=_narrative(fields, where, catalogue, profile),
        tags=tuple(dict.fromkeys(tag for tag in map(_one_line, fields.tags) if tag)),
        ladder=getattr(fields, "ladder", "") or catalogue.ladder.version,
    )
    check_content(content, today=today)
    _check_whole(content, fields.state)
    return content, fields.state


def _check_whole(content: Content, state: State) -> None:
    if state == "final" and not any(answer.text.strip() for answer in content.answers):
        message = (
            "Nothing is written under any heading, so the entry cannot be final. "
            "Write an answer, or set `state: draft`."
        )
        raise EntryFileError(message)


def _model(fields: Fields, where: Where, catalogue: Catalogue) -> ReflectionModel:
    try:
        return catalogue.model(fields.model)
    except UnknownIdError as error:
        allowed = ", ".join(error.allowed)
        message = f"{where('model')}: no reflection model is called so. Allowed: {allowed}."
        raise EntryFileError(message) from None


def _targets(fields: Fields, where: Where, catalogue: Catalogue) -> Iterator[str]:
    for n, target_id in enumerate(fields.targets):
        try:
            catalogue.target_title(target_id)
            yield target_id
        except UnknownIdError as error:
            raise _unknown(where("targets", n), "target", error, "ladder targets") from None


def _capabilities(
    fields: Fields, where: Where, catalogue: Catalogue, profile: Profile | None
) -> Iterator[CapabilityLink]:
    if fields.capabilities and profile is None:
        message = (
            "Capabilities belong to a curriculum, so set a profile first: "
            "ladder profile set --programme ID --grade G --start YYYY-MM-DD."
        )
        raise InputError(message)
    seen: set[str] = set()
    for n, link in enumerate(fields.capabilities):
        place = where("capabilities", n)
        try:
            code = catalogue.capability(profile.programme if profile else "", link.code).code
        except UnknownIdError as error:
            raise _unknown(place, "capability of your programme", error, "ladder targets") from None
        if code in seen:
            message = f"{place}: this capability is claimed twice. Join the two reasons."
            raise EntryFileError(message)
        seen.add(code)
        yield CapabilityLink(code=code, because=clean_text(link.because))


def _narrative(
    fields: Fields, where: Where, catalogue: Catalogue, profile: Profile | None
) -> Narrative | None:
    given = fields.narrative
    if given is None:
        return None
    scope = _one_line(given.scope)
    if scope and scope not in scopes(catalogue, profile):
        message = (
            f"{where('narrative')}: there is no such theme or capability to sum up. See "
            "ladder targets for both."
        )
        raise EntryFileError(message)
    return Narrative(scope=scope, entries=tuple(dict.fromkeys(given.entries)))


def scopes(catalogue: Catalogue, profile: Profile | None) -> dict[str, str]:
    """What a narrative can sum up, by id or code: themes, and capabilities of the programme."""
    programme = catalogue.programmes.get(profile.programme) if profile else None
    themes = {t.id: t.title for ladder in catalogue.ladders.values() for t in ladder.themes}
    capabilities = programme.capabilities if programme else ()
    return themes | {c.code: f"{c.code} {c.title}" for c in capabilities}


def _unknown(place: str, kind: str, error: UnknownIdError, see: str) -> EntryFileError:
    near = get_close_matches(error.given, error.allowed, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"See them all with: {see}."
    return EntryFileError(f"{place}: no {kind} is called so. {hint}")


def _check_date(
    key: str, day: dt.date, check: Callable[..., None], where: Where, *, today: dt.date
) -> None:
    try:
        check(day, today=today)
    except InputError as error:
        raise EntryFileError(f"{where(key)}: {error}") from error


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())
