"""`ladder form`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ladder_widgets.cli.export import OPEN_FINDINGS, tell_open_findings
from ladder_widgets.cli.lookup import find_entry
from ladder_widgets.cli.output import echo_json, echo_text, json_option
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.evidence.platform_form import (
    NEUTRAL,
    FilledField,
    FilledForm,
    counted,
    entry_types,
    fill,
    find_type,
    propose,
)
from ladder_widgets.pathway.suggest import Suggestion, suggest
from ladder_widgets.portfolio.findings import undecided

if TYPE_CHECKING:
    from ladder_widgets.portfolio.model import Entry, Profile
    from ladder_widgets.portfolio.store import Store


@click.command()
@click.argument("entry_id", metavar="ENTRY")
@click.option("--platform", metavar="ID", help="The e-portfolio; your profile's if not given.")
@click.option("--type", "type_id", metavar="ID", help="The kind of entry; else what fits best.")
@json_option
@pass_session
@click.pass_context
def form(
    context: click.Context,
    session: Session,
    *,
    entry_id: str,
    platform: str | None,
    type_id: str | None,
    as_json: bool,
) -> None:
    """Print an entry as the form of an e-portfolio: plain text for each field.

    Lines that begin with ! say what is too long, missing, or not surely known. Words are
    counted as white space divides them.

    If something in the entry may identify a person, nothing is printed and the status is
    3: change it, or say in the app why it may stay.

    \b
    Examples:
      ladder form 3f2a9c
      ladder form 3f2a9c --platform horus --type summary-narrative-hlo-1
    """
    with session.store() as store:
        entry, profile = find_entry(store, entry_id), store.profile()
        if _is_open(store, entry):
            context.exit(OPEN_FINDINGS)
    filled = _filled(session, entry, profile, platform=platform, type_id=type_id)
    suggestions = _suggestions(session, entry, profile)
    if as_json:
        echo_json(_as_json(entry.id, filled, suggestions))
    else:
        echo_text(_as_text(filled, suggestions))


def _is_open(store: Store, entry: Entry) -> bool:
    found = undecided(entry.content, store.attachments(entry.id), store.kept(entry.id))
    if found:
        tell_open_findings(entry.id, found)
        click.echo(
            "ladder: Change them in the app (ladder serve), or say there why they may stay. "
            "Nothing was printed.",
            err=True,
        )
    return bool(found)


def _filled(
    session: Session,
    entry: Entry,
    profile: Profile | None,
    *,
    platform: str | None,
    type_id: str | None,
) -> FilledForm:
    catalogue = session.catalogue
    chosen = catalogue.platform(platform or (profile.platform if profile else NEUTRAL))
    programme = profile.programme if profile else ""
    kinds = entry_types(chosen, catalogue, programme=programme)
    kind = find_type(kinds, type_id) if type_id else propose(entry.content, kinds, catalogue)
    return fill(entry.content, chosen, kind, catalogue, programme=programme)


def _suggestions(session: Session, entry: Entry, profile: Profile | None) -> tuple[Suggestion, ...]:
    programme = session.catalogue.programmes.get(profile.programme) if profile else None
    return suggest(entry.content, programme, session.catalogue) if programme else ()


def _as_text(filled: FilledForm, suggestions: tuple[Suggestion, ...]) -> str:
    kind = filled.entry_type
    parts = [f"{filled.platform.name}: {kind.name} ({kind.id})"]
    known = (
        "! What its fields are called there was not found: these are our own."
        if filled.borrowed
        else f"! Fields as far as known (confidence: {kind.confidence})."
    )
    parts[0] = "\n".join([parts[0], known, *(f"! {warning}" for warning in filled.warnings)])
    parts += [_field(field) for field in filled.fields]
    if suggestions:
        lines = [f"- {s.capability.code} {s.capability.title}" for s in suggestions]
        parts.append("\n".join(["== Capabilities it may show by its targets", *lines]))
    return "\n\n".join(parts)


def _field(filled: FilledField) -> str:
    field = filled.field
    head = f"== {field.label}"
    if filled.text:
        words, characters = counted(filled.words, "word"), counted(filled.characters, "character")
        head += f" ({words}, {characters})"
    empty = "(to be filled in there)" if field.holds == "trainee" else "(nothing of the entry)"
    return "\n".join([head, *(f"! {w}" for w in filled.warnings), filled.text or empty])


def _as_json(
    entry_id: str, filled: FilledForm, suggestions: tuple[Suggestion, ...]
) -> dict[str, Any]:
    kind = filled.entry_type
    return {
        "entry": entry_id,
        "platform": filled.platform.id,
        "type": kind.id,
        "name": kind.name,
        "confidence": kind.confidence,
        "source": kind.source,
        "borrowed": filled.borrowed,
        "warnings": list(filled.warnings),
        "fields": [_field_json(field) for field in filled.fields],
        "suggestions": [
            {"code": s.capability.code, "basis": s.basis, "targets": [t.id for t in s.targets]}
            for s in suggestions
        ],
    }


def _field_json(filled: FilledField) -> dict[str, Any]:
    field = filled.field
    return {
        "id": field.id,
        "label": field.label,
        "mandatory": field.mandatory,
        "text": filled.text,
        "words": filled.words,
        "characters": filled.characters,
        "max_words": field.max_words,
        "max_characters": field.max_characters,
        "confidence": filled.confidence,
        "source": filled.source,
        "warnings": list(filled.warnings),
    }
