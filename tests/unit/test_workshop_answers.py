"""What an activity takes as an answer, and what the room sees of all of them."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from ladder_widgets.errors import InputError
from ladder_widgets.workshop.live.answers import (
    Answer,
    Chosen,
    Dots,
    Point,
    Promise,
    Texts,
    Written,
    checked_answer,
    read_answer,
)
from ladder_widgets.workshop.live.results import FEW, Count, Given, results_of, told, words
from ladder_widgets.workshop.model import (
    Commitment,
    Groups,
    Poll,
    Ranking,
    Reflection,
    Scale,
    Team,
    Wall,
)

TODAY = dt.date(2026, 11, 23)
ASK = {"id": "x", "title": "T", "ask": "What?"}
POLL = Poll(**ASK, options=("one", "two", "three"))
SCALE = Scale(**ASK, low="no", high="yes", twice=True)
WALL = Wall(**ASK)
RANKING = Ranking(**ASK, items=("a", "b", "c"), dots=3)
GROUPS = Groups(**ASK, each=2, headings=("stop", "start"))
CLOUD = Groups(**ASK, each=2)
TEAM = Team(**ASK, minutes=5, size=4, brings="a chart")
PROMISE = Commitment(**ASK, within_days=28)
REFLECTION = Reflection(**ASK, model="just-write", targets=("quality-improvement.1.a",))
GOOD = (
    (POLL, Chosen(options=(1,))),
    (SCALE, Point(point=5)),
    (WALL, Texts(texts=("A thought",))),
    (RANKING, Dots(dots=(2, 0, 1))),
    (GROUPS, Texts(texts=("one", "two"), heading=(0, 1))),
    (CLOUD, Texts(texts=("one",))),
    (PROMISE, Promise(what="Ask first", by=TODAY)),
    (REFLECTION, Written(texts={"words": "What I take along"})),
)
answers = st.one_of(
    st.builds(Chosen, options=st.lists(st.integers(-2, 5), max_size=4).map(tuple)),
    st.builds(Point, point=st.integers(-2, 12)),
    st.builds(
        Texts,
        texts=st.lists(st.text(max_size=300), max_size=3).map(tuple),
        heading=st.lists(st.integers(-1, 3), max_size=3).map(tuple),
    ),
    st.builds(Dots, dots=st.lists(st.integers(-1, 4), max_size=4).map(tuple)),
    st.builds(Promise, what=st.text(max_size=300), by=st.dates()),
    st.builds(Written, texts=st.dictionaries(st.just("words"), st.text(max_size=50))),
)


@pytest.mark.parametrize(("activity", "answer"), GOOD)
def test_an_activity_takes_an_answer_of_its_kind(activity, answer):
    """As a phone sends it."""
    sent = msgspec.json.encode(answer)

    assert checked_answer(activity, read_answer(sent), today=TODAY) == answer


@pytest.mark.parametrize("activity", [activity for activity, _ in GOOD] + [TEAM])
@given(answer=answers)
def test_any_other_answer_is_refused_or_within_the_limits(activity, answer):
    """Checking twice changes nothing; what is taken can be counted."""
    try:
        found = checked_answer(activity, answer, today=TODAY)
    except InputError:
        return
    assert checked_answer(activity, found, today=TODAY) == found
    assert results_of(activity, [Given(answer=found)]).answered == 1


@given(st.binary(max_size=60))
def test_any_bytes_are_an_answer_or_refused(data):
    """With no other error."""
    with suppress(InputError):
        assert isinstance(read_answer(data), Answer)


@pytest.mark.parametrize(
    ("activity", "answer", "says"),
    [
        (POLL, Chosen(options=(0, 1)), "one option only"),
        (POLL, Chosen(options=()), "Choose"),
        (SCALE, Point(point=6), "1 to 5"),
        (WALL, Texts(texts=("x" * 281,)), "280"),
        (WALL, Texts(texts=("one", "two")), "1 at most"),
        (GROUPS, Texts(texts=("one",)), "heading"),
        (RANKING, Dots(dots=(2, 2, 0)), "1 to 3 dots"),
        (PROMISE, Promise(what="x", by=TODAY + dt.timedelta(days=40)), "28 days"),
        (REFLECTION, Written(texts={"words": " "}), "few words"),
        (TEAM, Point(point=1), "at the table"),
    ],
)
def test_what_breaks_a_limit_is_told_in_a_sentence(activity, answer, says):
    """That a phone shows."""
    with pytest.raises(InputError, match=says):
        checked_answer(activity, answer, today=TODAY)


@examples(max_examples=50)
@given(st.lists(st.integers(0, 2), max_size=30))
def test_a_poll_counts_everybody_once(choices):
    """Every option is there, chosen or not."""
    found = results_of(POLL, [Given(answer=Chosen(options=(c,))) for c in choices])

    assert [c.count for c in found.counts] == [choices.count(i) for i in range(3)]
    assert found.answered == len(choices)


def test_a_scale_shows_before_and_after():
    """Means move; without answers there are none."""
    points = [Given(answer=Point(point=p)) for p in (1, 3)]
    points += [Given(answer=Point(point=5), second=True)]

    change = results_of(SCALE, points).change

    assert (change.mean_before, change.mean_after) == (2, 5)
    assert results_of(SCALE, []).change.mean_before is None


def test_only_texts_that_were_let_through_are_shown():
    """Those that wait are counted, those put aside are gone."""
    texts = Texts(texts=("let through", "waits"), heading=(0, 1))
    aside = Texts(texts=("put aside",), heading=(1,))
    found = results_of(
        GROUPS,
        [
            Given(answer=texts, shown=(True, False), hidden=(False, False)),
            Given(answer=aside, shown=(False,), hidden=(True,)),
        ],
    )

    assert [group.texts for group in found.groups] == [("let through",), ()]
    assert found.waiting == 1


def test_ranked_items_come_by_their_dots():
    """All of them, those without dots last."""
    given_ = [Given(answer=Dots(dots=d)) for d in ((0, 3, 0), (1, 1, 0))]

    assert results_of(RANKING, given_).counts == (
        Count(label="b", count=4),
        Count(label="a", count=1),
        Count(label="c", count=0),
    )
    assert [c.count for c in results_of(RANKING, []).counts] == [0, 0, 0]


def test_words_are_counted_by_texts_and_common_ones_left_out():
    """Who writes a word three times says it once."""
    assert words(["the the team", "Team!", "ask the team, ask"])[:2] == (
        Count(label="team", count=3),
        Count(label="ask", count=1),
    )


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_small_number_can_be_read_or_worked_out_of_a_report(numbers):
    """What is hidden comes to five or more in all, or there is nothing else to hide."""
    shown = [text for _, text in told([Count(label=str(n), count=n) for n in numbers])]

    hidden = [n for n, text in zip(numbers, shown, strict=True) if not text.isdigit()]
    assert all(n >= FEW or n == 0 for n, text in zip(numbers, shown, strict=True) if text.isdigit())
    assert not hidden or sum(hidden) >= FEW or sum(hidden) == sum(numbers)
