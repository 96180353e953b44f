"""Profiles: every part exists, the rest follows, and what cannot be is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from ladder_widgets.errors import InputError, UnknownIdError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import Programme
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Profile
from ladder_widgets.portfolio.profile import NATIONS, default_platform, make_profile

TODAY = dt.date(2026, 11, 22)
START = dt.date(2026, 8, 5)


def catalogue() -> Catalogue:
    """The shipped packs."""
    return load_catalogue()


def gp(**changes: object) -> Profile:
    """A general practice trainee's profile, with changes."""
    given = {"programme": "general-practice", "grade": "ST2", "start": START} | changes
    return make_profile(catalogue(), today=TODAY, **given)  # type: ignore[arg-type]


def test_route_and_platform_follow() -> None:
    """Programme, grade and start make a whole profile."""
    expected = Profile(
        programme="general-practice",
        route="standard",
        grade="ST2",
        start=START,
        platform="fourteenfish",
    )

    assert expected == gp()


@pytest.mark.parametrize("programme", catalogue().programmes.values(), ids=lambda p: p.id)
def test_every_grade_of_every_programme_is_accepted(programme: Programme) -> None:
    """Each grade has a route that holds it, in each nation with a platform that exists."""
    for grade in programme.grade_ids():
        for nation in NATIONS:
            profile = gp(programme=programme.id, grade=grade, nation=nation)

            assert grade in {r.id: r.grade_ids() for r in programme.routes}[profile.route]
            assert profile.platform in catalogue().platforms


def test_platform_follows_nation() -> None:
    """The foundation programme uses Horus in England and Turas in Scotland."""
    programme = catalogue().programme("uk-foundation")

    assert default_platform(programme, "england") == "horus"
    assert default_platform(programme, "scotland") == "turas"


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"programme": "general-practise"}, "general-practice"),
        ({"grade": "ST9"}, "ST1"),
        ({"grade": "st2"}, "ST2"),
        ({"nation": "cornwall"}, "northern-ireland"),
        ({"route": "scenic"}, "standard"),
        ({"platform": "turus"}, "turas"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_unknown_id_is_refused_with_allowed_ones(changes: dict[str, str], allowed: str) -> None:
    """The message names what would have been right."""
    with pytest.raises(UnknownIdError, match=allowed):
        gp(**changes)


@pytest.mark.parametrize("wte", [0.19, 0.0, -1.0, 1.01, float("nan"), float("inf")])
def test_working_time_out_of_range_is_refused(wte: float) -> None:
    """Working time lies between a fifth and the whole of full time."""
    with pytest.raises(InputError, match=r"0\.2 to 1"):
        gp(wte=wte)


@pytest.mark.parametrize("start", [dt.date(2014, 10, 31), dt.date(2028, 11, 22), dt.date(1, 1, 1)])
def test_start_out_of_range_is_refused(start: dt.date) -> None:
    """A start lies at most twelve years back and two ahead."""
    with pytest.raises(InputError, match="first day in the grade"):
        gp(start=start)


@pytest.mark.parametrize("start", [dt.date(2014, 11, 1), dt.date(2028, 11, 21)])
def test_start_at_the_edge_is_accepted(start: dt.date) -> None:
    """The first and the last day of the range belong to it."""
    assert start == gp(start=start).start


def test_leap_day_is_a_day_like_others() -> None:
    """Twelve years before 29 February is worked out on any day."""
    leap = dt.date(2028, 2, 29)

    assert (
        leap
        == make_profile(
            catalogue(), programme="general-practice", grade="ST1", start=leap, today=leap
        ).start
    )
