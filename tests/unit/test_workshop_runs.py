"""Run charts: the median, the rules, and the chance of so many runs."""

from __future__ import annotations

from itertools import groupby, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import InputError
from ladder_widgets.workshop.measures.runs import (
    RunSignal,
    chance_of_runs,
    expected_runs,
    run_chart,
)

VALUES = st.lists(st.integers(0, 9).map(float), min_size=10, max_size=40)


def rules(values: list[float]) -> set[str]:
    """The rules that signals of a chart are by."""
    return {signal.rule for signal in run_chart(values).signals}


def test_the_median_and_the_runs_are_those_counted_by_hand() -> None:
    """Ten values with median 5: those on it are passed over, the others make six runs."""
    chart = run_chart([4, 6, 5, 6, 4, 4, 6, 5, 4, 6])

    assert (chart.median, chart.useful, chart.runs) == (5, 8, 6)


@pytest.mark.parametrize(
    ("above", "below", "fewest", "most"),
    [(5, 5, 3, 9), (7, 8, 5, 12), (8, 8, 5, 13), (10, 10, 7, 15), (2, 12, 3, 5)],
    ids=["5-5", "7-8", "8-8", "10-10", "2-12"],
)
def test_expected_runs_agree_with_swed_and_eisenhart(
    above: int, below: int, fewest: int, most: int
) -> None:
    """Their critical numbers at 2.5 % each way (2 and 10 for five and five) lie just outside."""
    assert (fewest, most) == expected_runs(above, below)


def test_the_chance_of_runs_is_that_of_counting_every_order() -> None:
    """Three above and four below, in all 35 orders."""
    orders = set(permutations("AAABBBB"))
    for runs in range(1, 9):
        hits = sum(len(list(groupby(order))) == runs for order in orders)

        assert chance_of_runs(runs, 3, 4) == pytest.approx(hits / len(orders))


@given(st.integers(0, 15), st.integers(0, 15))
def test_the_chances_of_all_numbers_of_runs_make_one(above: int, below: int) -> None:
    """There is always some number of runs, unless there is no point."""
    total = sum(chance_of_runs(runs, above, below) for runs in range(1, above + below + 2))

    assert total == pytest.approx(1.0) or above + below == 0


def test_six_on_one_side_are_a_shift_and_points_on_the_median_are_passed_over() -> None:
    """The sixth may come after one that lies on the median."""
    chart = run_chart([1, 9, 1, 2, 2, 1, 5, 1, 2, 9, 8, 9, 8], baseline=None)

    assert rules([8, 9, 8, 9, 5, 8, 9, 1, 2, 1, 2, 1, 5, 2]) >= {"shift"}
    assert "shift" not in {signal.rule for signal in chart.signals if signal.last < 6}


def test_five_are_not_a_shift() -> None:
    """Five on each side in turn show no shift."""
    assert "shift" not in rules([8, 9, 8, 9, 8, 1, 2, 1, 2, 1])


def test_five_rising_are_a_trend_and_a_repeated_value_is_passed_over() -> None:
    """1 2 2 3 4 5 rises five times over; four are none."""
    signals = run_chart([5, 1, 2, 2, 3, 4, 6, 1, 6, 1, 6, 1]).signals

    assert RunSignal("trend", 1, 6) in signals
    assert "trend" not in rules([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4])


def test_one_value_far_from_all_is_where_to_look() -> None:
    """The others lie within two of each other."""
    assert "astronomical point" in rules([10, 11, 12, 10, 11, 12, 90, 11, 12, 10])


def test_too_few_and_too_many_runs_are_told() -> None:
    """One long wave, and a saw."""
    assert "too few runs" in rules([1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9])
    assert "too many runs" in rules([1, 9] * 10)


def test_the_baseline_makes_the_median() -> None:
    """What came later does not move the line it is judged by."""
    chart = run_chart([5, 6, 4, 5, 6, 4, 5, 6, 4, 5, 1, 1, 1, 1, 1, 1], baseline=10)

    assert chart.median == 5
    assert any(s.rule == "shift" and s.last == 15 for s in chart.signals)


@given(VALUES)
def test_a_chart_turned_upside_down_has_the_same_signals(values: list[float]) -> None:
    """No rule prefers up to down."""
    one, other = run_chart(values), run_chart([-value for value in values])

    assert set(one.signals) == set(other.signals)


@given(VALUES, st.integers(1, 9))
def test_another_unit_changes_no_signal(values: list[float], factor: int) -> None:
    """Minutes or hours: the same story."""
    assert run_chart(values).signals == run_chart([factor * value for value in values]).signals


@pytest.mark.parametrize(
    ("values", "baseline"), [([1.0] * 9, None), ([1.0] * 12, 3), ([1.0] * 12, 13)]
)
def test_too_little_is_refused(values: list[float], baseline: int | None) -> None:
    """Fewer than ten points make no median to judge by."""
    with pytest.raises(InputError, match="10"):
        run_chart(values, baseline=baseline)


def test_a_value_that_is_missing_is_refused() -> None:
    """A gap in a table is no zero."""
    with pytest.raises(InputError, match="missing"):
        run_chart([1.0] * 10 + [float("nan")])


def test_values_all_alike_make_one_run_and_no_signal() -> None:
    """Nothing varies, nothing is told."""
    assert run_chart([3.0] * 12).signals == ()
