"""Ready for the yearly review: what is there counts, what is missing is named, more never hurts."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.ladder.model import Ask
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.pathway.arcp import Readiness, get_ready, review_name, tick_of
from ladder_widgets.pathway.coverage import bears
from ladder_widgets.pathway.targets import stand
from ladder_widgets.portfolio.model import CapabilityLink, Content, Entry, MarkName, Profile, State

START = dt.date(2026, 8, 5)
TODAY = dt.date(2027, 3, 1)
ARCP = dt.date(2027, 6, 10)
programmes = st.sampled_from(sorted(load_catalogue().programmes))


def profile_of(name: str, grade: int = 0, arcp: dt.date | None = ARCP) -> Profile:
    """Somebody who began a grade of a programme's usual route."""
    route = load_catalogue().programme(name).routes[0]
    grades = route.grade_ids()
    return Profile(
        programme=name, route=route.id, grade=grades[grade % len(grades)], start=START,
        next_arcp=arcp,
    )  # fmt: skip


def entry_of(
    number: int, day: dt.date, *, codes: tuple[str, ...] = (), targets: tuple[str, ...] = (),
    state: State = "final",
) -> Entry:  # fmt: skip
    """An entry about something that happened on `day`, written at noon of it."""
    at = dt.datetime.combine(day, dt.time(12), dt.UTC)
    links = tuple(CapabilityLink(code=code) for code in codes)
    content = Content(happened_on=day, capabilities=links, targets=targets)
    return Entry(
        id=f"{number:032x}", content=content, state=state, revision=1, written_at=at, created_at=at
    )


def ready(
    profile: Profile, *entries: Entry, marks: tuple[str, ...] = (), on: dt.date = TODAY
) -> Readiness:
    """What the checklist says."""
    catalogue = load_catalogue()
    standing = stand(
        profile, catalogue=catalogue, ladder=catalogue.ladder, entries=entries, marks=marks, on=on
    )
    return get_ready(profile, standing, catalogue=catalogue, entries=entries, marks=marks)


@given(programmes, st.integers(0, 9))
def test_each_bearing_capability_and_each_ask_is_on_the_list(name: str, grade: int) -> None:
    """For every programme and grade; nothing is there before something is done."""
    catalogue = load_catalogue()
    profile = profile_of(name, grade)
    found = ready(profile)
    programme = catalogue.programme(name)

    assert [s.capability for s in found.shown] == [c for c in programme.capabilities if bears(c)]
    assert found.not_shown == tuple(s.capability for s in found.shown)
    assert found.missing == found.wanted
    assert all(t.due is not None and t.due <= found.day for t in found.due)
    assert all(msgspec.convert(w.tick, MarkName) == w.tick for w in found.wanted)


days = st.dates(START, TODAY)


@given(programmes, st.data())
def test_doing_more_never_makes_more_go_missing(name: str, data: st.DataObject) -> None:
    """One entry or one tick more leaves every list of what is missing as long or shorter."""
    profile = profile_of(name, data.draw(st.integers(0, 9)))
    catalogue = load_catalogue()
    codes = [c.code for c in catalogue.programme(name).capabilities] or ["x"]
    targets = catalogue.ladder.target_ids()
    entries = [
        entry_of(
            n,
            day,
            codes=tuple(data.draw(st.sets(st.sampled_from(codes), max_size=3))),
            targets=tuple(data.draw(st.sets(st.sampled_from(targets), max_size=3))),
        )
        for n, day in enumerate(data.draw(st.lists(days, min_size=1, max_size=4)))
    ]
    ticks = [w.tick for w in ready(profile).wanted]
    marks = (*targets, *ticks[:1])
    less, more = ready(profile, *entries[1:]), ready(profile, *entries, marks=marks)

    assert {t.id for t in more.open_targets} <= {t.id for t in less.open_targets}
    assert set(more.not_shown) <= set(less.not_shown)
    assert len(more.missing) <= len(less.missing)
    assert more.entries == less.entries + 1


def test_only_final_entries_of_the_year_count_for_the_year() -> None:
    """A draft counts for nothing; what is older counts as ever, not as of this year."""
    profile = profile_of("general-practice")
    old, new = dt.date(2026, 6, 10), dt.date(2026, 6, 11)
    found = ready(
        profile,
        entry_of(1, old, codes=("GP 9",)),
        entry_of(2, new, codes=("GP 9", "GP 11")),
        entry_of(3, dt.date(2026, 9, 1), codes=("GP 7",), state="draft"),
    )
    counted = {s.capability.code: (s.in_year, s.ever) for s in found.shown if s.ever}

    assert counted == {"GP 9": (1, 2), "GP 11": (1, 1)}
    assert found.entries == 1
    assert found.months == 1


def test_without_a_day_the_end_of_the_stage_is_looked_at() -> None:
    """Also when the day given has passed; both are said to be a guess."""
    for arcp in (None, TODAY - dt.timedelta(days=1)):
        found = ready(profile_of("general-practice", arcp=arcp))

        assert not found.known
        assert found.day == dt.date(2027, 8, 4)
    assert ready(profile_of("general-practice", arcp=TODAY)).known


def test_a_tick_lasts_as_long_as_what_it_answers() -> None:
    """What is asked each year is asked again; what is asked once stays ticked."""
    ask = Ask(
        id="msf", programmes=("general-practice",), title="MSF", wants="One.", at_least=1,
        each="year", as_of="2026", confidence="low", source="none",
    )  # fmt: skip
    once = msgspec.structs.replace(ask, each="programme")
    level = msgspec.structs.replace(ask, each="level")
    ticks = {
        (tick_of(a, grade=grade, day=day))
        for a in (ask, once, level)
        for grade in ("ST1", "ST2")
        for day in (ARCP, ARCP.replace(year=2028))
    }

    assert ticks == {
        "review/msf", "review/msf/2027", "review/msf/2028", "review/msf/ST1", "review/msf/ST2",
    }  # fmt: skip


@given(programmes)
def test_the_review_has_the_name_that_its_trainees_use(name: str) -> None:
    """Dentists in training have an RCP, doctors an ARCP."""
    programme = load_catalogue().programme(name)

    assert review_name(programme) == ("RCP" if programme.regulator == "GDC" else "ARCP")
