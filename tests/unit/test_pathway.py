"""What is due when: rules that hold for every programme, grade and working time."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import pairwise

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ladder_widgets.ladder.catalogue import Catalogue, find_route
from ladder_widgets.ladder.model import EXTENDING, Programme, Route
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.pathway.dates import (
    add_months,
    day_at,
    grade_on,
    months_before_grade,
    programme_end,
    stage_end,
    stage_of,
)
from ladder_widgets.pathway.due import due_for_step
from ladder_widgets.pathway.targets import SETTLED, Standing, stand
from ladder_widgets.pathway.why import explain
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Content, Entry, Profile, Reached, State, TimeOut

START = dt.date(2026, 8, 5)
WRITTEN = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)


def catalogue() -> Catalogue:
    """The shipped packs."""
    return load_catalogue()


@cache
def positions() -> tuple[tuple[Programme, Route, str], ...]:
    """Every grade of every route of every programme."""
    return tuple(
        (programme, route, grade)
        for programme in catalogue().programmes.values()
        for route in programme.routes
        for grade in route.grade_ids()
    )


def profile_at(programme: Programme, route: Route, grade: str, *, wte: float = 1.0) -> Profile:
    """A trainee who began this grade on the usual changeover day."""
    return Profile(programme=programme.id, route=route.id, grade=grade, start=START, wte=wte)


def gp(grade: str = "ST2", *, wte: float = 1.0) -> Profile:
    """A trainee in general practice."""
    programme = catalogue().programme("general-practice")
    return profile_at(programme, programme.routes[0], grade, wte=wte)


def standing(
    profile: Profile, on: dt.date, *entries: Entry, marks: tuple[str, ...] = ()
) -> Standing:
    """Where a trainee stands on the shipped ladder."""
    packs = catalogue()
    return stand(profile, catalogue=packs, ladder=packs.ladder, entries=entries, marks=marks, on=on)


def entry_for(target_id: str, state: State, *, number: int = 1) -> Entry:
    """An entry linked to one target."""
    return Entry(
        id=f"{number:032x}",
        content=Content(targets=(target_id,)),
        state=state,
        revision=1,
        written_at=WRITTEN + dt.timedelta(days=number),
        created_at=WRITTEN,
    )


a_position = st.deferred(lambda: st.sampled_from(positions()))
a_wte = st.floats(0.2, 1)


def apart(*given: TimeOut) -> tuple[TimeOut, ...]:
    """Times out in order, merged where they meet, as a profile holds them."""
    found: list[TimeOut] = []
    for out in sorted(given, key=lambda o: o.first):
        if found and out.first <= found[-1].last:
            last = max(out.last, found[-1].last)
            found[-1] = TimeOut(first=found[-1].first, last=last)
        else:
            found.append(out)
    return tuple(found)


times_out = st.lists(
    st.tuples(st.dates(dt.date(2026, 1, 1), dt.date(2036, 1, 1)), st.integers(0, 700)), max_size=3
).map(
    lambda found: apart(
        *(TimeOut(first=first, last=first + dt.timedelta(days)) for first, days in found)
    )
)
a_day = st.dates(START - dt.timedelta(days=4000), START + dt.timedelta(days=20_000))


# --- the packs ------------------------------------------------------------------


@pytest.mark.parametrize("programme", catalogue().programmes.values(), ids=lambda p: p.id)
def test_routes_add_up(programme: Programme) -> None:
    """Each grade is in exactly one stage, in order; months of both make the route's."""
    for route in programme.routes:
        staged = tuple(grade for stage in route.stages for grade in stage.grades)

        assert route.grade_ids() == staged
        assert len(set(staged)) == len(staged)
        assert route.months == sum(grade.months for grade in route.grades)
        assert route.months == sum(stage.months for stage in route.stages)


@pytest.mark.parametrize("programme", catalogue().programmes.values(), ids=lambda p: p.id)
def test_steps_never_fall(programme: Programme) -> None:
    """A later stage expects no lower a step than an earlier one."""
    for route in programme.routes:
        steps = [s.step for s in (*route.prior_stages, *route.stages) if s.step is not None]

        assert sorted(steps) == steps
        assert steps


@pytest.mark.parametrize("wte", [0.5, 0.8, 1.0])
def test_every_position_has_a_sane_result(wte: float) -> None:
    """For each grade of each programme: all targets, due after the start, up to the end."""
    total = len(list(catalogue().places(catalogue().ladder)))
    for programme, route, grade in positions():
        profile = profile_at(programme, route, grade, wte=wte)
        result = standing(profile, START)
        last = programme_end(profile, route)

        assert total == len(result.targets)
        assert grade == result.grade
        assert START <= result.stage_end <= last
        assert all(t.reasons and t.status in {"due", "ahead", "optional"} for t in result.targets)
        assert all((t.due is None) == (t.status == "optional") for t in result.targets)
        assert all(t.due <= last for t in result.targets if t.due is not None)
        assert all(t.due is None for t in result.targets if t.step == EXTENDING)
        assert all(t.due is not None for t in result.targets if t.step <= result.expected_step)


# --- properties -----------------------------------------------------------------


@given(a_position, a_wte, a_wte, st.integers(1, EXTENDING))
def test_less_working_time_is_never_due_earlier(
    position: tuple[Programme, Route, str], one: float, other: float, step: int
) -> None:
    """What lies ahead moves later at lower working time."""
    programme, route, grade = position
    more, less = max(one, other), min(one, other)
    days = [
        due_for_step(profile_at(programme, route, grade, wte=wte), route, step, on=START).day
        for wte in (more, less)
    ]

    assert (days[0] is None) == (days[1] is None)
    assert days[0] is None or days[1] is None or days[0] <= days[1]


@given(a_position, a_wte, a_wte, times_out)
def test_no_target_is_due_earlier_at_less_working_time(
    position: tuple[Programme, Route, str], one: float, other: float, out: tuple[TimeOut, ...]
) -> None:
    """Caught-up targets included, and with time out."""
    more, less = (
        standing(msgspec.structs.replace(profile_at(*position, wte=wte), out=out), START).targets
        for wte in (max(one, other), min(one, other))
    )
    for early, late in zip(more, less, strict=True):
        assert (early.due is None) == (late.due is None)
        assert early.due is None or late.due is None or early.due <= late.due


@given(a_position, a_wte, times_out, a_day)
def test_nothing_is_due_before_the_start_or_after_the_end_of_training(
    position: tuple[Programme, Route, str], wte: float, out: tuple[TimeOut, ...], on: dt.date
) -> None:
    """Neither by catching up nor by time out; and nothing is due on a day out."""
    profile = msgspec.structs.replace(profile_at(*position, wte=wte), out=out)
    last = programme_end(profile, position[1])
    days = {t.due for t in standing(profile, on).targets if t.due}

    assert all(START <= day <= last for day in days)
    assert not [day for day in days for o in out if max(o.first, START) <= day <= o.last]


@given(a_position, a_wte, times_out, times_out)
def test_time_out_never_makes_anything_due_earlier(
    position: tuple[Programme, Route, str],
    wte: float,
    out: tuple[TimeOut, ...],
    more: tuple[TimeOut, ...],
) -> None:
    """A day out moves every day after it, and none before."""
    away = msgspec.structs.replace(profile_at(*position, wte=wte), out=out)
    longer = msgspec.structs.replace(away, out=apart(*out, *more))
    for one, other in zip(
        standing(away, START).targets, standing(longer, START).targets, strict=True
    ):
        assert one.due is None or other.due is None or one.due <= other.due


@given(a_position, st.data())
def test_doing_more_never_adds_work(
    position: tuple[Programme, Route, str], data: st.DataObject
) -> None:
    """Entries, marks and steps climbed before take work away; nobody's day moves."""
    profile = profile_at(*position)
    before = standing(profile, START).targets
    ids = [t.id for t in before]
    done = data.draw(st.lists(st.sampled_from(ids), max_size=5, unique=True))
    entries = [entry_for(t, "final", number=n) for n, t in enumerate(done)]
    theme = data.draw(st.sampled_from([t.theme for t in before]))
    step = data.draw(st.integers(1, 4))
    after = standing(
        msgspec.structs.replace(profile, reached=(Reached(theme=theme, step=step),)),
        START, *entries, marks=tuple(done),
    ).targets  # fmt: skip

    assert [(t.id, t.due) for t in before] == [(t.id, t.due) for t in after]
    work = {t.id for t in before if t.due and t.status not in SETTLED}
    left = {t.id for t in after if t.due and t.status not in SETTLED}
    assert left <= work - set(done)


@given(a_position, a_wte, times_out, st.data())
def test_an_explanation_gives_the_day_that_is_shown(
    position: tuple[Programme, Route, str],
    wte: float,
    out: tuple[TimeOut, ...],
    data: st.DataObject,
) -> None:
    """`why` and the list never differ; its stages end where the rules say."""
    packs = catalogue()
    profile = msgspec.structs.replace(profile_at(*position, wte=wte), out=out)
    state = data.draw(st.sampled_from(standing(profile, START).targets))
    told = explain(state.id, profile, catalogue=packs, ladder=packs.ladder, on=START)

    assert (told.due, (told.reason,)) == (state.due, state.reasons)
    assert told.stages[-1] == ("End of training", uk_date(programme_end(profile, position[1])))


@given(a_position, a_wte, st.lists(a_day, min_size=2, max_size=6).map(sorted))
def test_grades_only_rise(
    position: tuple[Programme, Route, str], wte: float, days: list[dt.date]
) -> None:
    """As days go by the grade stays or rises, from the profile's own upwards."""
    programme, route, grade = position
    profile = profile_at(programme, route, grade, wte=wte)
    order = route.grade_ids()
    places = [order.index(grade_on(profile, route, day)) for day in days]

    assert sorted(places) == places
    assert min(places) >= order.index(grade)


@given(a_position, a_wte)
def test_grade_begins_on_the_day_computed_for_it(
    position: tuple[Programme, Route, str], wte: float
) -> None:
    """On the first day of each later grade it is that grade; the day before it is not."""
    programme, route, grade = position
    profile = profile_at(programme, route, grade, wte=wte)
    order = route.grade_ids()
    for later in order[order.index(grade) + 1 :]:
        first = day_at(profile, route, months_before_grade(route, later))

        assert later == grade_on(profile, route, first)
        assert later != grade_on(profile, route, first - dt.timedelta(days=1))


@given(a_position, a_wte, a_day)
def test_result_depends_on_nothing_else(
    position: tuple[Programme, Route, str], wte: float, on: dt.date
) -> None:
    """The same trainee on the same day stands in the same place."""
    profile = profile_at(*position, wte=wte)

    assert standing(profile, on) == standing(profile, on)


@given(a_position, a_wte)
def test_stages_end_in_order(position: tuple[Programme, Route, str], wte: float) -> None:
    """Each stage ends after the one before it."""
    programme, route, grade = position
    profile = profile_at(programme, route, grade, wte=wte)
    ends = [stage_end(profile, route, stage) for stage in route.stages]

    assert sorted(set(ends)) == ends


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.floats(-200, 200), st.floats(0, 2))
@example(dt.date(2027, 2, 1), 0.98, 0.02)
@example(dt.date(2027, 3, 1), -1.0, 0.02)
def test_more_months_are_never_earlier(day: dt.date, months: float, more: float) -> None:
    """Adding more months never lands on an earlier day."""
    assert add_months(day, months) <= add_months(day, months + more)


# --- examples -------------------------------------------------------------------


def test_year_at_four_fifths_takes_fifteen_months() -> None:
    """ST2 of general practice begun on 5 August 2026 ends on 4 November 2027 at 0.8."""
    profile = gp(wte=0.8)
    route = find_route(catalogue().programme("general-practice"), profile.route)

    assert dt.date(2027, 11, 4) == stage_end(profile, route, stage_of(route, "ST2"))


def test_step_of_present_stage_is_due_and_says_why() -> None:
    """Step 2 belongs to ST2, so it is due by its end; the reason names stage and day."""
    state = next(t for t in standing(gp(), START).targets if t.step == 2)

    assert ("due", dt.date(2027, 8, 4), False) == (state.status, state.due, state.overdue)
    assert state.reasons == ("Step 2 is expected by the end of ST2, on 4 August 2027.",)


def test_steps_of_earlier_stages_are_spread_over_the_present_one() -> None:
    """Who begins in ST2 catches up with step 1 bit by bit until the end of ST2, not at once."""
    states = [t for t in standing(gp(), START).targets if t.step == 1]
    days = sorted(t.due for t in states if t.due)

    assert len(days) == len(states)
    assert START < days[0] < dt.date(2026, 11, 1)
    assert days[-1] == dt.date(2027, 8, 4)
    assert max(later - day for day, later in pairwise(days)) < dt.timedelta(days=60)
    assert {(t.status, t.overdue) for t in states} == {("due", False)}
    assert states[0].due
    [reason] = states[0].reasons
    assert reason.startswith("Step 1 belongs to UK Foundation Programme (or equivalent), before")
    assert reason.endswith(f"this one is for {uk_date(states[0].due)}.")


def test_time_out_moves_what_lies_after_it() -> None:
    """Half a year out in ST2 moves its end by as many days; one before the start does not."""
    out = TimeOut(first=dt.date(2027, 1, 4), last=dt.date(2027, 7, 4))
    past = TimeOut(first=dt.date(2025, 1, 4), last=dt.date(2025, 7, 4))
    route = find_route(catalogue().programme("general-practice"), "standard")
    away = msgspec.structs.replace(gp(), out=(past, out))
    days = (out.last - out.first).days + 1

    assert stage_end(away, route, stage_of(route, "ST2")) == dt.date(2027, 8, 4) + dt.timedelta(
        days
    )


def test_what_was_climbed_before_is_shown_apart() -> None:
    """Done before: up to the step that was named, in that theme only, never overdue."""
    reached = (Reached(theme="quality-improvement", step=2),)
    late = dt.date(2040, 1, 1)
    states = standing(msgspec.structs.replace(gp(), reached=reached), late).targets
    before = {t.id for t in states if t.status == "done-before"}

    assert before == {t.id for t in states if t.theme == "quality-improvement" and t.step <= 2}
    assert not any(t.overdue for t in states if t.id in before)


def test_extending_is_optional() -> None:
    """Nothing beyond the core is ever due."""
    states = [t for t in standing(gp(), START).targets if t.step == EXTENDING]

    assert {("optional", None, False)} == {(t.status, t.due, t.overdue) for t in states}


@pytest.mark.parametrize(
    ("state", "marked", "status"),
    [
        ("final", True, "done"),
        ("final", False, "in-progress"),
        ("draft", True, "in-progress"),
        ("draft", False, "in-progress"),
        (None, True, "due"),
    ],
)
def test_done_needs_mark_and_final_entry(state: State | None, marked: bool, status: str) -> None:
    """A mark alone or an entry alone does not make a target done."""
    target_id = next(t.id for t in standing(gp(), START).targets if t.step == 2)
    entries = [entry_for(target_id, state)] if state else []
    result = standing(gp(), START, *entries, marks=(target_id,) if marked else ())
    found = next(t for t in result.targets if t.id == target_id)

    assert (status, state == "final") == (found.status, found.can_be_done)


def test_linked_entries_are_newest_first() -> None:
    """Of several entries for a target the last written leads."""
    target_id = next(t.id for t in standing(gp(), START).targets)
    entries = [entry_for(target_id, "final", number=n) for n in (1, 3, 2)]
    found = next(t for t in standing(gp(), START, *entries).targets if t.id == target_id)

    assert (entries[1].id, entries[2].id, entries[0].id) == found.entries


def test_next_up_is_soonest_first() -> None:
    """What is due comes by day, then by step; of those of one day and step the begun lead."""
    begun = [t.id for t in standing(gp(), START).targets if t.step == 2][-1]
    result = standing(gp(), START, entry_for(begun, "draft")).next_up

    assert begun == next(t.id for t in result if t.step == 2)
    assert [(t.due, t.step) for t in result] == sorted((t.due, t.step) for t in result)
    assert all(t.status in {"due", "in-progress"} for t in result)


def test_dates_read_as_uk_readers_write_them() -> None:
    """No leading nought, the month in words."""
    assert uk_date(dt.date(2027, 8, 4)) == "4 August 2027"
