"""`ladder targets`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import click
import msgspec

from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.parameters import DAY, profile_options
from ladder_widgets.cli.profile_change import ProfileOptions, profile_from
from ladder_widgets.cli.session import Session, pass_session, require_profile
from ladder_widgets.errors import InputError
from ladder_widgets.ladder.catalogue import Catalogue, step_name
from ladder_widgets.ladder.model import EXTENDING, Ladder, Theme
from ladder_widgets.pathway.arcp import Readiness, get_ready, review_name
from ladder_widgets.pathway.goals import reflections
from ladder_widgets.pathway.short_way import find_short_way
from ladder_widgets.pathway.targets import STATUS_WORDS, Standing, TargetState, stand
from ladder_widgets.pathway.why import Why, explain
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Entry, Profile


@click.command()
@profile_options
@click.option("--ladder", "ladder_id", metavar="ID", help="Another ladder than the first.")
@click.option("--on", type=DAY, help="The day to look from; today if not given.")
@click.option("--why", metavar="TARGET", help="Explain the due date of one target.")
@click.option("--short-way", is_flag=True, help="Only the fewest targets that serve all you need.")
@click.option("--ready", is_flag=True, help="What is there and missing for the next ARCP or RCP.")
@click.option("--done", metavar="TARGET", multiple=True, help="Mark a target as done.")
@click.option("--not-done", metavar="TARGET", multiple=True, help="Take the mark off again.")
@json_option
@pass_session
def targets(
    session: Session,
    /,
    *,
    ladder_id: str | None,
    on: dt.date | None,
    why: str | None,
    short_way: bool,
    ready: bool,
    done: tuple[str, ...],
    not_done: tuple[str, ...],
    as_json: bool,
    **options: Any,
) -> None:
    """List the ladder's targets: step, status, due date, reasons.

    Options win over the stored profile. With --programme, --grade and --start nothing
    stored is read. A target counts as done once you mark it and a final entry is linked.

    \b
    Examples:
      ladder targets --programme general-practice --grade ST2 --start 2026-08-05
      ladder targets --short-way
      ladder targets --ready
      ladder targets --why quality-improvement.2.a
      ladder targets --done quality-improvement.2.a
    """
    given = ProfileOptions(**options)
    if done or not_done:
        if as_json or on or ladder_id or why or short_way or ready or not given.empty:
            message = "--done and --not-done take no other option."
            raise click.UsageError(message, click.get_current_context())
        _mark(session, done, not_done)
        return
    day = on or session.today
    catalogue = session.catalogue
    ladder = catalogue.find_ladder(ladder_id) if ladder_id else catalogue.ladder
    if why:
        ladder = catalogue.place(why).ladder
    if ready:
        _echo_ready(session, given, day, as_json=as_json)
        return
    profile, standing = _standing(session, given, ladder, day)
    if why:
        told = explain(why, profile, catalogue=catalogue, ladder=ladder, on=day)
        echo_json(msgspec.to_builtins(told)) if as_json else echo_text("\n".join(_why_lines(told)))
        return
    if short_way:
        _echo_way(catalogue, profile, standing, as_json=as_json)
        return
    if as_json:
        echo_json([_as_json(state) for state in standing.targets])
    else:
        echo_text("\n".join(_lines(standing, ladder)))


def _mark(session: Session, done: tuple[str, ...], not_done: tuple[str, ...]) -> None:
    places = {target_id: session.catalogue.place(target_id) for target_id in (*done, *not_done)}
    with session.store() as store:
        finals = store.entries(state="final")
        carry_all = session.catalogue.carry_all
        linked = {t for entry in finals for t in carry_all(entry.content.targets)}
        for target_id in done:
            if target_id not in linked:
                message = (
                    f"{target_id} has no final entry linked to it, so it cannot be done yet. "
                    f"Name it under `targets` of an entry: ladder entry add --help."
                )
                raise InputError(message)
        for target_id in places:
            store.mark(target_id, done=target_id in done)
    for target_id, place in places.items():
        word = "Done" if target_id in done else "Not done"
        echo_text(f"{word}: {target_id}  {place.target.title}")


def _standing(
    session: Session, given: ProfileOptions, ladder: Ladder, on: dt.date
) -> tuple[Profile, Standing]:
    catalogue = session.catalogue
    if given.complete:
        profile = profile_from(given, None, catalogue=catalogue, today=session.today)
        return profile, stand(profile, catalogue=catalogue, ladder=ladder, on=on)
    with session.store() as store:
        stored = require_profile(store) if given.empty else store.profile()
        profile = profile_from(given, stored, catalogue=catalogue, today=session.today)
        return profile, stand(
            profile,
            catalogue=catalogue,
            ladder=ladder,
            entries=reflections(store.entries(), session.catalogue),
            marks=store.marks(),
            on=on,
        )


def _why_lines(told: Why) -> Iterator[str]:
    yield f"{told.target}: {f'due {uk_date(told.due)}' if told.due else 'optional'}"
    yield told.reason
    yield f"\nRule: {told.rule}\n"
    yield table(told.inputs)
    yield ""
    yield table(told.stages)


def _echo_way(catalogue: Catalogue, profile: Profile, standing: Standing, *, as_json: bool) -> None:
    programme = catalogue.programme(profile.programme)
    way = find_short_way(standing, catalogue=catalogue, programme=programme)
    if as_json:
        echo_json([_as_json(state) for state in way.targets])
        return
    for state, adds in zip(way.targets, way.adds, strict=True):
        echo_text(f"{state.id}  {state.title}{f', {_due(state)}' if state.due else ''}")
        echo_text("".join(f"  serves {c.code}  {c.title}\n" for c in adds).rstrip("\n"))
    for heading, found in (("Served already", way.served), ("Not served by any", way.unserved)):
        if found:
            echo_text(f"{heading}: {', '.join(c.code for c in found)}")
    if not way.targets:
        echo_text("Nothing is missing for this stage.")


def _echo_ready(session: Session, given: ProfileOptions, on: dt.date, *, as_json: bool) -> None:
    catalogue = session.catalogue
    profile, standing = _standing(session, given, catalogue.ladder, on)
    entries: tuple[Entry, ...] = ()
    marks: frozenset[str] = frozenset()
    if not given.complete:
        with session.store() as store:
            entries, marks = reflections(store.entries(), session.catalogue), store.marks()
    found = get_ready(profile, standing, catalogue=catalogue, entries=entries, marks=marks)
    if as_json:
        echo_json(msgspec.to_builtins(found))
    else:
        name = review_name(catalogue.programme(profile.programme))
        echo_text("\n".join(_ready_lines(name, found)))


def _ready_lines(name: str, ready: Readiness) -> Iterator[str]:
    guess = "" if ready.known else " (the end of your stage; tell the day: ladder profile set)"
    yield f"Ready for your {name} on {uk_date(ready.day)}?{guess}"
    done = len(ready.due) - len(ready.open_targets)
    yield f"\nTargets due by then: {done} of {len(ready.due)} done"
    yield from (f"  to do: {target.id}  {target.title}" for target in ready.open_targets)
    shown = len(ready.shown) - len(ready.not_shown)
    yield f"\nCapabilities with a final entry: {shown} of {len(ready.shown)}"
    yield from (f"  none yet: {c.code}  {c.title}" for c in ready.not_shown)
    yield f"\nFinal entries since {uk_date(ready.since)}: {ready.entries}, in {ready.months} months"
    yield "\nWhat your programme wants to see (tick it in the app):"
    for wanted in ready.wanted:
        ask = wanted.ask
        yield f"  [{'x' if wanted.there else ' '}] {ask.title}: {ask.wants}"
        yield f"      as of: {ask.as_of}; {ask.source}; confidence {ask.confidence}"


def _as_json(state: TargetState) -> dict[str, Any]:
    return {
        "id": state.id,
        "theme": state.theme,
        "step": "extending" if state.step == EXTENDING else state.step,
        "title": state.title,
        "status": state.status,
        "due": state.due.isoformat() if state.due else None,
        "reasons": list(state.reasons),
        "capabilities": list(state.capabilities),
    }


def _lines(standing: Standing, ladder: Ladder) -> Iterator[str]:
    yield f"{ladder.title} {ladder.version}, on {uk_date(standing.on)}"
    place = dict.fromkeys([standing.grade, standing.stage])  # foundation's stages are its grades
    yield f"{', '.join(place)}, until {uk_date(standing.stage_end)}"
    for strand in ladder.strands:
        themes = [theme for theme in ladder.themes if theme.strand == strand.id]
        if themes:
            yield f"\n{strand.title.upper()}"
        for theme in themes:
            yield from _theme_lines(standing, theme)
    yield f"\n{ladder.notice}"


def _theme_lines(standing: Standing, theme: Theme) -> Iterator[str]:
    yield f"\n{theme.title}"
    states = [state for state in standing.targets if state.theme == theme.id]
    rows = [(s.id, step_name(s.step), STATUS_WORDS[s.status], _due(s)) for s in states]
    for row, state in zip(table(rows, indent=2).split("\n"), states, strict=True):
        yield row
        yield f"      {state.title}"


def _due(state: TargetState) -> str:
    if state.due is None:
        return ""
    return f"{'since' if state.overdue else 'by'} {uk_date(state.due)}"
