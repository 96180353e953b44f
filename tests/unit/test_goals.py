"""Goals: how far each is, their calendar file, and how the app sets and reaches them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from strategies import TODAY, entries, texts, titles
from unit.test_widget_models import date_fields

from ladder_widgets.errors import InputError
from ladder_widgets.evidence.calendar import make_calendar
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.pathway.goals import (
    GOAL_MODEL,
    MEASURE,
    GoalProgress,
    follow_goals,
    reflections,
)
from ladder_widgets.portfolio.model import (
    MOST_YEARS_AHEAD,
    OLDEST_DATE,
    Answer,
    Content,
    Entry,
    check_due_date,
    new_entry_id,
)
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings
from ladder_widgets.widgets.app.model import PortfolioAppModel
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.viewmodel import Reply, Values

TARGET, OTHER = "quality-improvement.2.a", "team-working.1.a"
SET = dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)
CATALOGUE = load_catalogue()


def entry(content: Content, *, state: str = "draft", days: int = 0) -> Entry:
    """An entry begun so many days after the goals were set."""
    at = SET + dt.timedelta(days=days)
    return msgspec.convert(
        {
            "id": new_entry_id(),
            "content": content,
            "state": state,
            "revision": 1,
            "written-at": at,
            "created-at": at,
        },
        Entry,
    )


def goal(*targets: str, due: dt.date | None = None, state: str = "draft") -> Entry:
    """A goal with links."""
    content = Content(title="Chair it", model=GOAL_MODEL, targets=targets, due_on=due)
    return entry(content, state=state)


def follow(*found: Entry, marks: frozenset[str] = frozenset()) -> tuple[GoalProgress, ...]:
    """Every goal of some entries, today."""
    return follow_goals(found, catalogue=CATALOGUE, marks=marks, today=TODAY)


# --- how far ------------------------------------------------------------------


def test_the_packs_hold_the_model_that_a_goal_is_set_with() -> None:
    """It asks how one will know."""
    assert CATALOGUE.is_goal(GOAL_MODEL)
    assert MEASURE in {prompt.id for prompt in CATALOGUE.model(GOAL_MODEL).prompts}


def test_progress_counts_ticked_targets_and_final_reflections_since() -> None:
    """Drafts, older entries, entries on other targets and the goal itself do not count."""
    mine = goal(TARGET, OTHER)
    linked = Content(targets=(TARGET,))
    (item,) = follow(
        mine,
        entry(linked, state="final", days=3),
        entry(linked, state="draft", days=3),
        entry(linked, state="final", days=-3),
        entry(Content(targets=("coaching.1.a",)), state="final", days=3),
        marks=frozenset({OTHER, "coaching.1.a"}),
    )

    assert (item.targets, item.done, item.reflections) == ((TARGET, OTHER), (OTHER,), 1)


@given(st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)), st.booleans())
def test_a_goal_is_overdue_while_it_is_open_after_its_day(
    due: dt.date | None, reached: bool
) -> None:
    """A goal without a day, or one that is reached, is never overdue."""
    (item,) = follow(goal(due=due, state="final" if reached else "draft"))

    assert item.overdue == (not reached and due is not None and due < TODAY)


@given(st.lists(st.tuples(st.none() | st.dates(), st.booleans()), max_size=8))
def test_open_goals_come_by_their_day_then_those_without_then_reached_ones(
    drawn: list[tuple[dt.date | None, bool]],
) -> None:
    """The next one is on top."""
    goals = [goal(due=due, state="final" if reached else "draft") for due, reached in drawn]
    keys = [
        (item.goal.state == "final", item.goal.content.due_on or dt.date.max)
        for item in follow(*goals)
    ]

    assert keys == sorted(keys)
    assert len(keys) == len(goals)


@given(st.lists(entries, max_size=4), st.integers(0, 3))
def test_an_entry_is_either_a_goal_or_a_reflection(some: list[Entry], count: int) -> None:
    """Models that no pack has are none of a goal."""
    goals = [goal() for _ in range(count)]

    assert reflections([*goals, *some], CATALOGUE) == tuple(some)
    assert len(follow(*goals, *some)) == count


@given(st.dates())
def test_a_day_to_reach_a_goal_by_is_within_a_training_lifetime(day: dt.date) -> None:
    """A year of another calendar, or a mistyped one, is refused."""
    fits = OLDEST_DATE <= day <= dt.date(TODAY.year + MOST_YEARS_AHEAD, 12, 31)
    if fits:
        check_due_date(day, today=TODAY)
    else:
        with pytest.raises(InputError, match="out of range"):
            check_due_date(day, today=TODAY)


# --- calendar -----------------------------------------------------------------


@given(titles, texts, st.dates(dt.date(1970, 1, 1), dt.date(2041, 12, 31)))
def test_a_calendar_file_holds_title_day_and_measure_of_any_text(
    title: str, measure: str, due: dt.date
) -> None:
    """Read again by a parser of its format, nothing of it has changed or become a command."""
    content = Content(
        title=title,
        model=GOAL_MODEL,
        due_on=due,
        answers=(Answer(prompt=MEASURE, text=measure),),
    )
    (item,) = follow(entry(content))

    data = make_calendar([item], now=SET)

    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event["uid"] == f"{item.goal.id}@leadership-ladder"
    assert event.decoded("dtstart") == due
    shown = " ".join(title.split())
    assert str(event["summary"]) == f"Goal: {shown or 'A goal of yours'}".rstrip()
    assert str(event.get("description", "")) == measure.strip()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert len(event.walk("VALARM")) == 1


def test_only_open_goals_with_a_day_are_in_a_calendar() -> None:
    """A day is needed to stand somewhere, and what is reached needs no reminder."""
    found = follow(goal(), goal(due=TODAY), goal(due=TODAY, state="final"))

    data = make_calendar(found, now=SET)

    assert len(Calendar.from_ical(data).walk("VEVENT")) == 1
    assert make_calendar(found, now=SET) == data


# --- in the app ---------------------------------------------------------------


@pytest.fixture
def app(tmp_path: Path) -> Iterator[PortfolioAppModel]:
    """The app at its start, on an empty store."""
    with open_store(read_settings({}, data_dir=tmp_path / "data")) as store:
        model = PortfolioAppModel(Desk(CATALOGUE, store, today=lambda: TODAY))
        model.open(())
        yield model


def save(app: PortfolioAppModel, seq: int, **fields: str) -> tuple[str, Reply]:
    """Fill in the form that is open, as its page would."""
    html = app.pages["reflect"].html
    entry_id = html.split('data-entry="')[1][:32]
    sent: dict[str, object] = {"model": GOAL_MODEL, **fields}
    if "due_on" in fields:
        sent |= date_fields("due_on", fields["due_on"])
    meta = {"save-entry": entry_id, "save-base": 0, "save-writer": "tab", "save-seq": seq}
    return entry_id, app.run("save", Values({**sent, **meta}))


def test_a_goal_is_set_followed_and_reached(app: PortfolioAppModel) -> None:
    """It stands in the plan with its day and measure; reached, it is locked with the day."""
    app.open(["reflect", "new", "with", GOAL_MODEL, TARGET])
    assert "Reach it by" in app.pages["reflect"].html
    assert "When it happened" not in app.pages["reflect"].html
    goal_id, reply = save(
        app,
        1,
        title="Chair it",
        due_on="2027-03-01",
        target=TARGET,
        **{"answer.measure": "It ends on time."},
    )
    assert "saved" in reply

    app.open(["plan"])

    plan = app.pages["plan"].html
    assert "1 March 2027" in plan
    assert "It ends on time." in plan
    assert "0 of 1 target done" in plan
    app.open(["reflect", goal_id])
    app.run("finalise", Values({"entry": goal_id}))
    stored = app.desk.store.entry(goal_id)
    assert (stored.state, stored.content.happened_on) == ("final", TODAY)
    assert "Reached" in app.pages["reflect"].html
    app.open(["plan"])
    assert "1 reached" in app.pages["plan"].html


def test_goals_are_no_reflections(app: PortfolioAppModel) -> None:
    """They stand in the plan, not in the list, and a target is not shown by one."""
    app.open(["reflect", "new", "with", GOAL_MODEL, TARGET])
    goal_id, _ = save(app, 1, title="Chair it", due_on="2027-03-01", target=TARGET)

    app.open(["reflect"])

    assert goal_id not in app.pages["reflect"].html
    assert app.desk.entries() == ()


def test_a_goal_without_a_day_cannot_be_marked_as_reached(app: PortfolioAppModel) -> None:
    """The summary names what is missing."""
    app.open(["reflect", "new", "with", GOAL_MODEL])
    goal_id, _ = save(app, 1, title="Chair it", **{"answer.aim": "Chair."})

    app.run("finalise", Values({"entry": goal_id}))

    assert app.desk.store.entry(goal_id).state == "draft"
    assert "Say by when you meant to reach it." in app.pages["reflect"].html


def test_a_day_out_of_range_is_said_and_the_old_one_stays(app: PortfolioAppModel) -> None:
    """A year of another calendar is not taken over; the words are."""
    app.open(["reflect", "new", "with", GOAL_MODEL])
    save(app, 1, title="Chair it", due_on="2027-03-01")
    goal_id, _ = save(app, 2, title="Chair them", due_on="2570-03-01")

    content = app.desk.store.entry(goal_id).content
    assert (content.title, content.due_on) == ("Chair them", dt.date(2027, 3, 1))
    sent = {"model": GOAL_MODEL, "entry": goal_id, **date_fields("due_on", "2570-03-01")}
    assert "out of range" in app.run("check-date", Values(sent))["say"]


def test_the_calendar_comes_only_once_findings_are_decided_on(app: PortfolioAppModel) -> None:
    """What may identify somebody leaves by no door."""
    app.open(["reflect", "new", "with", GOAL_MODEL])
    goal_id, _ = save(app, 1, title="Call Mrs Okafor's daughter", due_on="2027-03-01")
    app.open(["plan"])

    reply = app.run("calendar", Values({}))
    assert "download" not in reply
    assert reply["go"] == f"#/reflect/{goal_id}"

    app.open(["reflect", goal_id])
    save(app, 2, title="Call the family", due_on="2027-03-01")
    reply = app.run("calendar", Values({}))
    assert reply["download"] == {"name": "leadership-goals.ics", "type": "text/calendar"}
    assert b"SUMMARY:Goal: Call the family" in reply["buffer"]


def test_without_a_day_there_is_no_calendar(app: PortfolioAppModel) -> None:
    """The page does not offer it; asked all the same, it says what is missing."""
    app.open(["plan"])

    assert 'data-do="calendar"' not in app.pages["plan"].html
    with pytest.raises(InputError, match="No open goal has a day"):
        app.run("calendar", Values({}))


@pytest.mark.parametrize("model", ["chaired-a-meeting", "feedback-received", "learning-event"])
def test_a_template_is_a_link_away_from_the_list(app: PortfolioAppModel, model: str) -> None:
    """It opens a form with its own prompts."""
    app.open(["reflect"])
    assert f"#/reflect/new/with/{model}" in app.pages["reflect"].html

    app.open(["reflect", "new", "with", model])

    asks = [prompt.ask for prompt in CATALOGUE.model(model).prompts]
    assert all(ask in app.pages["reflect"].html for ask in asks)
