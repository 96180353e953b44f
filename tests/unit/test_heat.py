"""The heat map of coverage: its numbers are those of the coverage itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.pathway.coverage import BEARING, bears, find_gaps
from ladder_widgets.pathway.heat import Grid
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings
from ladder_widgets.widgets.coverage_map.model import CoverageMapModel
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.tables import coverage_table, heat_table, summary_table
from ladder_widgets.widgets.viewmodel import Values

GRID = Grid(load_catalogue(), load_catalogue().ladder)


@given(st.sampled_from(sorted(load_catalogue().programmes)))
def test_a_field_counts_the_capabilities_of_its_tag(name: str) -> None:
    """All that bear on it, those served, and the targets of the one with the fewest."""
    programme = load_catalogue().programme(name)
    gaps = {gap.capability.code for gap in find_gaps(programme, GRID.rows[name])}
    for tag, field in zip(BEARING, GRID.fields(programme), strict=True):
        codes = [c.code for c in programme.capabilities if tag in c.bears_on]
        served = {
            code: {t for r in GRID.rows[name] if r.capability == code for t in r.targets}
            for code in codes
        }

        assert field.tag == tag
        assert field.capabilities == len(codes)
        assert field.served == len(set(codes) - gaps)
        assert field.fewest == min(map(len, served.values()), default=0)
        assert 0 <= field.warmth <= 4
        assert (field.warmth == 0) == (field.fewest == 0)


def test_tables_hold_what_the_grid_holds() -> None:
    """Every row of the coverage, every programme, every group."""
    table = coverage_table()
    heat = heat_table()
    summary = summary_table()
    bearing = sum(bears(c) for p in load_catalogue().programmes.values() for c in p.capabilities)

    assert len(table) == sum(map(len, GRID.rows.values()))
    assert set(table["programme"]) == {name for name, rows in GRID.rows.items() if rows}
    assert list(heat.columns) == list(BEARING)
    assert len(heat) == len(load_catalogue().programmes)
    assert summary["capabilities"].sum() == bearing
    assert (summary["served"] + summary["gaps"] == summary["capabilities"]).all()
    assert set(coverage_table("general-practice")["programme"]) == {"general-practice"}
    with pytest.raises(UnknownIdError):
        coverage_table("general-practise")


def test_a_programme_is_shown_by_stage_and_left_again(tmp_path: Path) -> None:
    """Every programme has its line; one opens to its capabilities and reasons."""
    with open_store(read_settings({}, data_dir=tmp_path)) as store:
        model = CoverageMapModel(Desk(load_catalogue(), store))
        model.open([])
        every = model.html
        model.run("show-coverage", Values({"programme": "general-practice"}))
        one = model.html
        model.run("show-coverage", Values({"programme": ""}))

        assert every.count('data-do="show-coverage"') == len(load_catalogue().programmes)
        assert "No step falls due in ST1." in one
        assert "GP 11" in one
        assert "derived" in one
        assert model.html == every
        with pytest.raises(UnknownIdError):
            model.run("show-coverage", Values({"programme": "nothing"}))
