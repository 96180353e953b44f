"""The other sums of the workshops, against examples worked by hand."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import InputError
from ladder_widgets.workshop.measures.bargain import (
    Option,
    Package,
    efficient,
    packages,
    possible,
)
from ladder_widgets.workshop.measures.capacity import Post, queue, utilisation
from ladder_widgets.workshop.measures.change import Force, Person, by_distance, force_field
from ladder_widgets.workshop.measures.fairness import held_back, rates, wilson_interval
from ladder_widgets.workshop.measures.money import (
    Line,
    net_present_value,
    payback_years,
    swings,
    yearly_flows,
)
from ladder_widgets.workshop.measures.safety import timeline
from ladder_widgets.workshop.measures.talk import talk
from ladder_widgets.workshop.measures.team import ask_network, load_shares

EVENTS = [
    ("2026-03-04 02:10", "score rises", "people;tools"),
    ("2026-03-04 01:00", "bed moved", "room"),
    ("2026-03-04 03:40", "seen", ""),
]
CASE = [
    Line(name="nurse", kind="cost", years=(100.0, 100.0, 100.0)),
    Line(name="beds", kind="benefit", years=(0.0, 150.0, 200.0)),
]


# --- safety ---


def test_a_timeline_is_in_order_and_knows_its_gaps() -> None:
    """70 minutes, then 90; the tally has every heading."""
    line = timeline(EVENTS)

    assert [event.what for event in line.events] == ["bed moved", "score rises", "seen"]
    assert [gap.minutes for gap in line.gaps] == [70, 90]
    assert [gap.before.what for gap in line.long_gaps(90)] == ["seen"]
    assert line.minutes == 160
    assert line.tally() == {
        "people": 1, "tasks": 0, "tools": 1, "organisation": 0, "room": 1, "outside": 0,
    }  # fmt: skip


@given(st.lists(st.datetimes(), min_size=1, max_size=12))
def test_gaps_add_up_to_the_whole(moments: list[object]) -> None:
    """Nothing of the time is lost between events."""
    line = timeline((str(moment), "x", "") for moment in moments)

    assert sum(gap.minutes for gap in line.gaps) == pytest.approx(line.minutes)


@pytest.mark.parametrize(
    ("rows", "says"),
    [([], "at least one"), ([("soon", "x", "")], "2026"), ([("2026-01-01", "x", "luck")], "tasks")],
)
def test_a_timeline_that_is_none_is_refused(rows: list[tuple[str, str, str]], says: str) -> None:
    """The message names what is allowed."""
    with pytest.raises(InputError, match=says):
        timeline(rows)


# --- capacity ---


def test_free_hours_are_what_leave_and_on_call_leave_over() -> None:
    """40 less 10 for 44 of 52 weeks; nobody has fewer than none."""
    post = Post(name="A", wte=1.0, leave_weeks=6, study_weeks=2, on_call_hours=10)
    swamped = Post(name="B", wte=0.2, leave_weeks=6, study_weeks=2, on_call_hours=10)

    assert post.free_hours == pytest.approx(30 * 44 / 52)
    assert swamped.free_hours == 0
    assert utilisation(27, 30) == pytest.approx(0.9)


def test_the_queue_of_one_and_of_two_is_the_textbook_one() -> None:
    """One server: 2 come, 3 are done: 4/3 wait, 2/3 of the unit. Two: chance 9/14."""
    one = queue(arrivals=2, served=3, servers=1)
    two = queue(arrivals=3, served=2, servers=2)

    assert (one.wait_chance, one.waiting, one.wait) == pytest.approx((2 / 3, 4 / 3, 2 / 3))
    assert (two.wait_chance, two.waiting, two.wait) == pytest.approx((9 / 14, 27 / 14, 9 / 14))


def test_a_queue_that_is_never_done_is_infinite() -> None:
    """As much comes as can be done: it grows for ever."""
    assert queue(arrivals=4, served=2, servers=2).wait == inf


@given(st.floats(0.1, 5), st.floats(0.5, 5), st.integers(1, 8))
def test_one_more_person_never_makes_the_wait_longer(
    arrivals: float, served: float, servers: int
) -> None:
    """And Little's law holds."""
    few = queue(arrivals=arrivals, served=served, servers=servers)
    more = queue(arrivals=arrivals, served=served, servers=servers + 1)

    assert more.wait <= few.wait
    assert few.wait == inf or few.waiting == pytest.approx(arrivals * few.wait)
    assert 0 <= more.wait_chance <= 1


def test_no_queue_without_work_or_people() -> None:
    """Zero is refused, not divided by."""
    with pytest.raises(InputError):
        queue(arrivals=0, served=1, servers=1)
    with pytest.raises(InputError):
        utilisation(1, 0)


# --- money ---


def test_the_value_today_is_the_one_worked_by_hand() -> None:
    """-100, then 50, then 100, at 10 %: -100 + 45.45 + 82.64."""
    flows = yearly_flows(CASE)

    assert flows == (-100, 50, 100)
    assert net_present_value(flows, rate=0.1) == pytest.approx(28.099, abs=0.001)
    assert payback_years(flows) == pytest.approx(1.5)


def test_a_case_that_never_pays_says_so() -> None:
    """And one that never costs has paid at once."""
    assert payback_years([-100, 10, 10]) is None
    assert payback_years([10, 10]) == 0


def test_the_widest_swing_is_the_line_the_answer_hangs_on() -> None:
    """At no discount: beds 350, a fifth of it 70; the nurse 300, 60."""
    first, second = swings(CASE, by=0.2, rate=0.0)

    assert (first.name, first.low, first.high) == ("beds", -20, 120)
    assert (second.name, second.low, second.high) == ("nurse", -10, 110)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=10), st.floats(0, 1))
def test_without_a_rate_the_value_is_the_sum(flows: list[float], rate: float) -> None:
    """And the first year is never discounted."""
    assert net_present_value(flows, rate=0) == pytest.approx(sum(flows))
    assert net_present_value(flows[:1], rate=rate) == flows[0]


def test_a_case_of_uneven_lines_is_refused() -> None:
    """Every line has the same years."""
    with pytest.raises(InputError, match="same years"):
        yearly_flows([*CASE, Line(name="x", kind="cost", years=(1.0,))])
    with pytest.raises(InputError, match="at least one"):
        yearly_flows([])
    with pytest.raises(InputError, match="-1"):
        net_present_value([1], rate=-1)


# --- fairness ---


@pytest.mark.parametrize(
    ("count", "out_of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_newcombe(count: int, out_of: int, low: float, high: float) -> None:
    """The four examples of Newcombe's comparison (Statistics in Medicine, 1998), method 3."""
    assert wilson_interval(count, out_of) == pytest.approx((low, high), abs=0.00006)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval(pair: tuple[int, int]) -> None:
    """Whatever was counted."""
    low, high = wilson_interval(*pair)

    assert 0 <= low <= pair[0] / pair[1] + 1e-9
    assert pair[0] / pair[1] - 1e-9 <= high <= 1


def test_a_count_that_could_be_told_from_the_total_is_held_back_too() -> None:
    """One small count takes the next smallest with it; two hide each other; 0 names nobody."""
    assert held_back({"A": 3, "B": 9, "C": 20}) == {"A", "B"}
    assert held_back({"A": 3, "B": 4, "C": 20}) == {"A", "B"}
    assert held_back({"A": 0, "B": 9}) == frozenset()


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 12), max_size=8))
def test_no_small_count_is_ever_shown(counts: dict[str, int]) -> None:
    """Nor is it left as the only one that is missing, where another could hide it."""
    hidden = held_back(counts)

    assert all(count == 0 or count >= 5 for name, count in counts.items() if name not in hidden)
    assert len(hidden) != 1 or sum(count > 0 for count in counts.values()) == 1


def test_rates_hold_back_groups_in_which_few_were_not_counted() -> None:
    """19 of 20 passed names the one who did not."""
    shown = {
        rate.group: rate.share for rate in rates([("A", 19, 20), ("B", 30, 40), ("C", 50, 100)])
    }

    assert shown["A"] is None
    assert shown["C"] == 0.5


def test_no_share_of_nobody() -> None:
    """An empty group has no rate."""
    with pytest.raises(InputError, match="at least one"):
        wilson_interval(0, 0)


# --- team, talk, change ---


def test_a_network_knows_who_is_asked_and_who_holds_it_together() -> None:
    """Two pairs that meet in one person, and one whom nobody asks."""
    net = ask_network([("A", "C"), ("B", "C"), ("C", "D"), ("D", "C")], ["A", "E"])

    assert net.asked == {"C": 3, "D": 1, "A": 0, "E": 0, "B": 0}
    assert net.density == pytest.approx(4 / 20)
    assert net.mutual == pytest.approx(0.5)
    assert net.alone() == ("E",)
    assert net.holds_together() == ("C",)


@given(st.sets(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")).filter(lambda p: p[0] != p[1])))  # fmt: skip  # noqa: E501
def test_every_asking_is_counted_once(pairs: set[tuple[str, str]]) -> None:
    """The numbers of askers add up to the askings; shares stay shares."""
    net = ask_network(pairs)

    assert sum(net.asked.values()) == len(pairs)
    assert 0 <= net.mutual <= 1
    assert 0 <= net.density <= 1


def test_shares_of_the_load_make_one() -> None:
    """Largest first; no hours, no shares."""
    assert load_shares({"A": 10, "B": 30}) == {"B": 0.75, "A": 0.25}
    with pytest.raises(InputError):
        load_shares({"A": 0})
    with pytest.raises(InputError, match="themselves"):
        ask_network([("A", "A")])


def test_a_talk_tells_who_spoke_and_when_the_first_question_came() -> None:
    """Silence counts for nobody."""
    held = talk(
        [("R", 40, "statement"), ("S", 10, "statement"), ("R", 5, "silence"),
         ("R", 10, "open question"), ("S", 40, "statement")]
    )  # fmt: skip

    assert held.shares == {"R": 0.5, "S": 0.5}
    assert held.silence == 5
    assert held.seconds_before_question("R") == 55
    assert held.seconds_before_question("S") is None
    assert held.moves("R")["open question"] == 1
    assert held.longest.seconds == 40


def test_a_talk_of_unknown_moves_is_refused() -> None:
    """The message lists the moves."""
    with pytest.raises(InputError, match="open question"):
        talk([("R", 1, "shouting")])
    with pytest.raises(InputError, match="longer than 0"):
        talk([])


def test_whoever_is_furthest_and_weighs_most_comes_first() -> None:
    """Two steps times four come before three times one."""
    near = Person(name="near", influence=1, support=1, needed=4)
    far = Person(name="far", influence=4, support=2, needed=4)
    done = Person(name="done", influence=5, support=5, needed=4)

    assert [p.name for p in by_distance([near, done, far])] == ["far", "near", "done"]
    assert [p.way for p in (near, far, done)] == ["keep an eye on", "win over", "work with"]


def test_a_force_field_adds_up_with_and_without() -> None:
    """Taking a brake away may do more than pushing."""
    field = force_field(
        [
            Force("need", "drives", 4),
            Force("time", "holds back", 3),
            Force("habit", "holds back", 3),
        ]
    )

    assert (field.drives, field.holds_back, field.balance) == (4, 6, -2)
    assert field.without("time").balance == 1
    with pytest.raises(InputError, match="1 to 5"):
        force_field([Force("x", "drives", 6)])


# --- bargain ---

BARGAIN = [
    Option("room", "Monday", 10, 0),
    Option("room", "Friday", 4, 8),
    Option("nurse", "shared", 6, 6),
    Option("nurse", "ours", 8, 0),
]


def test_packages_take_one_option_of_each_issue() -> None:
    """Two by two: four, and only what beats walking away for both is possible."""
    found = packages(BARGAIN)

    assert [(p.ours, p.theirs) for p in found] == [(16, 6), (18, 0), (10, 14), (12, 8)]
    assert [p.words for p in possible(found, ours=9, theirs=7)] == [
        "room: Friday, nurse: shared", "room: Friday, nurse: ours",
    ]  # fmt: skip
    with pytest.raises(InputError, match="at least one"):
        packages([])


def test_a_package_that_another_beats_for_both_is_not_efficient() -> None:
    """12 and 8 is beaten by nothing here, 9 and 8 would be."""
    found = [*packages(BARGAIN), Package((), 9, 8)]

    assert Package((), 9, 8) not in efficient(found)
    assert len(efficient(found)) == 4


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=15))
def test_some_package_is_always_efficient(worths: list[tuple[int, int]]) -> None:
    """The best for one side is, or a better one for the other is."""
    found = [Package((), ours, theirs) for ours, theirs in worths]

    assert efficient(found)
    assert max(p.ours for p in efficient(found)) == max(p.ours for p in found)
