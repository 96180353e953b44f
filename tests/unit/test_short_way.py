"""The short way: fewest targets, everything served that can be, always the same."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.pathway.coverage import bears
from ladder_widgets.pathway.short_way import MOST, fewest, find_short_way
from ladder_widgets.pathway.targets import Standing, stand
from ladder_widgets.portfolio.model import Profile, Reached

START = dt.date(2026, 8, 5)
programmes = st.sampled_from(sorted(load_catalogue().programmes))


def union(masks: list[int]) -> int:
    """Every bit that one of the masks has."""
    found = 0
    for mask in masks:
        found |= mask
    return found


@given(st.lists(st.integers(0, 63), max_size=9))
def test_no_smaller_choice_has_every_bit(masks: list[int]) -> None:
    """Against trying all of them: as few, all bits, and the smallest positions of those."""
    best = next(
        choice
        for size in range(len(masks) + 1)
        for choice in combinations(range(len(masks)), size)
        if union([masks[n] for n in choice]) == union(masks)
    )

    assert len(fewest(masks)) == len(best)
    assert union([masks[n] for n in fewest(masks)]) == union(masks)


def standing_at(name: str, grade: int, reached: tuple[Reached, ...] = ()) -> Standing:
    """A trainee who begins some grade of a programme's usual route."""
    catalogue = load_catalogue()
    route = catalogue.programme(name).routes[0]
    grades = route.grade_ids()
    profile = Profile(
        programme=name, route=route.id, grade=grades[grade % len(grades)], start=START,
        reached=reached,
    )  # fmt: skip
    return stand(profile, catalogue=catalogue, ladder=catalogue.ladder, on=START)


@given(programmes, st.integers(0, 9))
def test_the_way_serves_all_that_targets_due_by_now_can_serve(name: str, grade: int) -> None:
    """Each target adds something, all are asked for by now, and only the impossible is left."""
    catalogue = load_catalogue()
    programme = catalogue.programme(name)
    standing = standing_at(name, grade)
    way = find_short_way(standing, catalogue=catalogue, programme=programme)
    links = catalogue.links(programme)
    wanted = {c.code for c in programme.capabilities if bears(c)}
    possible = {
        link.capability.code
        for t in standing.targets
        if t.step <= standing.expected_step
        for link in links[t.id]
    }

    assert len(wanted) <= MOST
    assert all(way.adds)
    assert all(0 < t.step <= standing.expected_step for t in way.targets)
    assert {c.code for adds in way.adds for c in adds} == wanted & possible
    assert {c.code for c in way.unserved} == wanted - possible
    assert way == find_short_way(standing, catalogue=catalogue, programme=programme)


@given(programmes, st.integers(0, 9), st.data())
def test_what_was_done_before_shortens_the_way(name: str, grade: int, data: st.DataObject) -> None:
    """Nobody is sent to serve again what is served."""
    catalogue = load_catalogue()
    programme = catalogue.programme(name)
    theme = data.draw(st.sampled_from([theme.id for theme in catalogue.ladder.themes]))
    reached = (Reached(theme=theme, step=4),)
    full = find_short_way(standing_at(name, grade), catalogue=catalogue, programme=programme)
    less = find_short_way(
        standing_at(name, grade, reached), catalogue=catalogue, programme=programme
    )

    assert len(less.targets) <= len(full.targets)
    assert not {t.theme for t in less.targets} & {theme}
