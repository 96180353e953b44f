"""Control charts: limits by hand, and the four rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import InputError
from ladder_widgets.workshop.measures.control import (
    ControlChart,
    c_chart,
    p_chart,
    u_chart,
    xmr_chart,
)

VALUES = st.lists(st.integers(0, 9).map(float), min_size=2, max_size=40)


def found(chart: ControlChart) -> set[tuple[str, int, int]]:
    """The signals of a chart."""
    return {(signal.rule, signal.first, signal.last) for signal in chart.signals}


def test_limits_of_an_individuals_chart_are_the_mean_and_2_66_mean_ranges() -> None:
    """Mean 12; moving ranges 4, 2, 6, 4 and 10, on average 5.2, times 3 / 1.128."""
    chart = xmr_chart([10, 14, 12, 18, 14, 4])

    assert chart.centre == pytest.approx(12)
    assert chart.upper[0] == pytest.approx(12 + 2.66 * 5.2, abs=0.01)
    assert chart.lower[0] == pytest.approx(12 - 2.66 * 5.2, abs=0.01)


def test_limits_of_shares_widen_where_fewer_were_seen() -> None:
    """A tenth of 200 seen, then of 50: 0.1 ± 3 √(0.09 / n), never below 0."""
    chart = p_chart([15, 10], [200, 50])

    assert chart.centre == pytest.approx(0.1)
    assert chart.upper == pytest.approx((0.1 + 3 * (0.09 / 200) ** 0.5, 0.1 + 3 * 0.3 / 50**0.5))
    assert chart.lower[1] == 0


def test_limits_of_rates_follow_their_exposure() -> None:
    """12 falls in 4 thousand bed days: 3 ± 3 √(3 / n)."""
    chart = u_chart([3, 9], [1.0, 3.0])

    assert chart.centre == 3
    assert chart.upper == pytest.approx((3 + 3 * 3**0.5, 6.0))


def test_limits_of_counts_are_three_roots_of_the_mean() -> None:
    """A mean of nine: 0 to 18."""
    chart = c_chart([9, 7, 11])

    assert (chart.centre, chart.lower[0], chart.upper[0]) == (9, 0, 18)


def test_a_point_beyond_a_limit_is_told() -> None:
    """Ordinary weeks of nine, and one of twenty."""
    chart = c_chart([9, 8, 9, 8, 9, 8, 20, 8, 9])

    assert ("beyond a limit", 6, 6) in found(chart)


def test_seven_on_one_side_are_a_shift_and_six_are_none() -> None:
    """The baseline sets the line at five; its last point is the first of the shift."""
    base = [4.0, 6.0] * 6

    assert ("shift", 11, 17) in found(xmr_chart([*base, *[6.0] * 6, 4.0], baseline=12))
    assert "shift" not in {r for r, *_ in found(xmr_chart([*base, *[6.0] * 5, 4.0], baseline=12))}


def test_seven_that_rise_are_a_trend() -> None:
    """Six are none, and a repeated value ends one."""
    assert "trend" not in {rule for rule, *_ in found(xmr_chart([1, 2, 3, 4, 4, 5, 6, 7, 1, 7]))}
    assert ("trend", 0, 6) in found(xmr_chart([1, 2, 3, 4, 5, 6, 7, 1, 7, 1]))
    assert "trend" not in {rule for rule, *_ in found(xmr_chart([1, 2, 3, 4, 5, 6, 1, 6, 1, 6]))}


def test_two_of_three_near_the_same_limit_are_told_and_opposite_ones_are_not() -> None:
    """Sigma is 1/1.128 here: beyond 2 sigma is more than 1.77 from 5.5."""
    base = [5.0, 6.0] * 6

    assert ("two of three near a limit", 12, 14) in found(
        xmr_chart([*base, 7.6, 5.5, 7.6], baseline=12)
    )
    assert "two of three near a limit" not in {
        rule for rule, *_ in found(xmr_chart([*base, 7.6, 3.4, 5.5], baseline=12))
    }


@given(VALUES)
def test_limits_lie_even_about_the_mean_and_hold_most_points(values: list[float]) -> None:
    """However odd the values, the centre is their mean and the limits are three sigma away."""
    chart = xmr_chart(values)

    assert chart.upper[0] - chart.centre == pytest.approx(3 * chart.sigmas[0])
    assert chart.centre - chart.lower[0] == pytest.approx(3 * chart.sigmas[0])


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(30, 60)), min_size=1, max_size=20))
def test_limits_of_shares_stay_shares(pairs: list[tuple[int, int]]) -> None:
    """Nothing is less than none or more than all."""
    chart = p_chart([x for x, _ in pairs], [n for _, n in pairs])

    assert all(0 <= low <= chart.centre for low in chart.lower)
    assert all(chart.centre <= high <= 1 for high in chart.upper)


def test_two_points_near_a_limit_count_wherever_they_stand_in_three() -> None:
    """Also the first two of all; stretches that overlap are told as one."""
    base = [5.0, 6.0] * 6
    near = [
        s for s in xmr_chart([*base, 7.6, 7.6, 5.5, 7.6], baseline=12).signals if "two" in s.rule
    ]

    assert [(s.first, s.last) for s in near] == [(12, 15)]
    start = xmr_chart([8.4, 8.4, *base])
    assert any(s.rule == "two of three near a limit" and s.first == 0 for s in start.signals)


def test_what_cannot_be_counted_is_refused() -> None:
    """More events than chances, no chance at all, one value only."""
    with pytest.raises(InputError, match="part of"):
        p_chart([3], [2])
    with pytest.raises(InputError, match="above 0"):
        u_chart([3], [0])
    with pytest.raises(InputError, match="at least 2"):
        xmr_chart([1])
    with pytest.raises(InputError, match="missing"):
        xmr_chart([1.0, float("nan")])
    with pytest.raises(InputError, match="at least 1"):
        c_chart([])
