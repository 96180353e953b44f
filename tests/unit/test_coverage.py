"""Coverage: what serves each capability stage by stage, derived or confirmed, and the gaps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.mapping import Decision, serves
from ladder_widgets.ladder.model import EXTENDING, Capability, Programme, Tag
from ladder_widgets.ladder.packs import DECISION_COLUMNS, SHIPPED, load_catalogue, read_packs
from ladder_widgets.pathway.coverage import (
    BEARING,
    Coverage,
    bears,
    cover,
    find_gaps,
    steps_of_stages,
    summarise,
)

programmes = st.sampled_from(sorted(load_catalogue().programmes))
HEAD = ",".join(DECISION_COLUMNS)
GOOD = "general-practice,GP 11,quality-improvement.2.a,no,steering group,2026-11-23,"


def deciding(*decisions: Decision) -> Catalogue:
    """The shipped catalogue with decisions of people."""
    shipped = load_catalogue()
    return Catalogue(
        ladders=shipped.ladders.values(),
        programmes=shipped.programmes.values(),
        platforms=shipped.platforms.values(),
        models=shipped.models.values(),
        decisions=decisions,
    )


def rows_of(catalogue: Catalogue, programme: str) -> tuple[Coverage, ...]:
    """The coverage of one programme by the first ladder."""
    return cover(catalogue, catalogue.ladder, catalogue.programme(programme))


@given(programmes)
def test_every_bearing_capability_is_told_of_in_every_stage(name: str) -> None:
    """Each has a row in each stage of the usual route, with targets or with a reason; no other."""
    catalogue = load_catalogue()
    programme = catalogue.programme(name)
    rows = rows_of(catalogue, name)

    assert {(row.capability, row.stage) for row in rows} == {
        (capability.code, stage.id)
        for capability in programme.capabilities
        for stage in programme.routes[0].stages
        if set(capability.bears_on) & set(BEARING)
    }
    for row in rows:
        assert bool(row.targets) == (row.basis != "none") == (row.gap_reason == "")


@given(programmes)
def test_targets_stand_in_the_stage_in_which_their_step_falls_due(name: str) -> None:
    """A derived target serves the capability by the rule; Extending counts nowhere."""
    catalogue = load_catalogue()
    programme = catalogue.programme(name)
    steps = {stage.id: due for stage, due in steps_of_stages(programme.routes[0])}
    for row in rows_of(catalogue, name):
        for target in row.targets:
            place = catalogue.place(target)
            assert place.step.number in steps[row.stage]
            assert place.step.number != EXTENDING
            assert serves(place.target, catalogue.capability(name, row.capability))


@given(programmes)
def test_each_step_falls_due_in_one_stage_at_most(name: str) -> None:
    """Steps of stages before the programme are left to those."""
    route = load_catalogue().programme(name).routes[0]
    due = [n for _, steps in steps_of_stages(route) for n in steps]

    assert due == sorted(set(due))
    assert not set(due) & {s.step for s in route.prior_stages}


@given(programmes, st.booleans(), st.data())
def test_a_decision_changes_that_link_and_no_other(
    name: str, says: bool, data: st.DataObject
) -> None:
    """Somebody's word wins over the rule in either direction, and is shown as confirmed."""
    shipped = load_catalogue()
    programme = shipped.programme(name)
    if not programme.capabilities:
        return
    capability = data.draw(st.sampled_from(programme.capabilities))
    target = data.draw(st.sampled_from(shipped.ladder.target_ids()))
    word = Decision(
        programme=name, capability=capability.code, target=target, serves=says,
        decided_by="steering group", decided_on=dt.date(2026, 11, 23),
    )  # fmt: skip
    before, after = shipped.links(programme), deciding(word).links(programme)

    named = {link.capability.code: link.basis for link in after[target]}
    assert named.get(capability.code) == ("confirmed" if says else None)
    assert {c: b for c, b in named.items() if c != capability.code} == {
        k.capability.code: k.basis for k in before[target] if k.capability != capability
    }
    assert {t: links for t, links in after.items() if t != target} == {
        t: links for t, links in before.items() if t != target
    }


def test_confirmed_and_derived_targets_have_rows_of_their_own() -> None:
    """Nobody takes the rule's word for a person's."""
    code, target = "GP 11", "quality-improvement.2.a"
    derived = {
        (row.stage, row.basis): row.targets
        for row in rows_of(load_catalogue(), "general-practice")
        if row.capability == code
    }
    [stage] = {stage for (stage, _), targets in derived.items() if target in targets}
    word = Decision(
        programme="general-practice", capability=code, target=target, serves=True,
        decided_by="steering group", decided_on=dt.date(2026, 11, 23),
    )  # fmt: skip
    rows = {
        (row.stage, row.basis): row.targets
        for row in rows_of(deciding(word), "general-practice")
        if row.capability == code
    }

    assert rows[stage, "confirmed"] == (target,)
    assert set(rows[stage, "derived"]) == set(derived[stage, "derived"]) - {target}


def test_a_capability_without_domain_asks_for_a_decision() -> None:
    """Nothing can be derived for it, and the reason says what helps."""
    lone = Capability(
        code="X 1", title="Leads", gpc_domains=(), bears_on=("leadership",),
        confidence="low", source="none",
    )  # fmt: skip
    shipped = load_catalogue()
    programme = msgspec.structs.replace(shipped.programme("general-practice"), capabilities=(lone,))
    [gap] = find_gaps(programme, cover(with_programme(programme), shipped.ladder, programme))

    assert gap.capability is lone
    assert "a decision is needed" in gap.reason


def with_programme(programme: Programme) -> Catalogue:
    """The shipped ladders with one programme only."""
    shipped = load_catalogue()
    return Catalogue(
        ladders=shipped.ladders.values(), programmes=[programme], platforms=(), models=()
    )


@pytest.mark.parametrize("tag", ["wellbeing", "ethics-law"])
def test_capabilities_of_other_kinds_do_not_count(tag: Tag) -> None:
    """Only leadership, management, teamworking, quality improvement and patient safety do."""
    other = Capability(
        code="X 1", title="Other", gpc_domains=(5,), bears_on=(tag,), confidence="low", source="-"
    )
    assert not bears(other)
    programme = msgspec.structs.replace(
        load_catalogue().programme("general-practice"), capabilities=(other,)
    )
    catalogue = with_programme(programme)
    rows = cover(catalogue, catalogue.ladder, programme)

    assert rows == ()
    assert summarise(catalogue, rows).silent == (programme,)


def test_the_summary_adds_up() -> None:
    """Groups, gaps and the programmes of which nothing is known are those of the rows."""
    catalogue = load_catalogue()
    found = [row for name in catalogue.programmes for row in rows_of(catalogue, name)]
    summary = summarise(catalogue, found)
    pairs = {(row.programme, row.capability) for row in found}
    served = {(row.programme, row.capability) for row in found if row.targets}

    assert sum(group.programmes for group in summary.groups) == len(catalogue.programmes)
    assert summary.capabilities == len(pairs)
    assert sum(group.gaps for group in summary.groups) == len(summary.gaps)
    assert {(g.programme.id, g.capability.code) for g in summary.gaps} == pairs - served
    assert {p.id for p in summary.silent} == set(catalogue.programmes) - {p for p, _ in pairs}


# --- decisions in a pack ---------------------------------------------------------------


def write_decisions(folder: Path, *lines: str) -> Path:
    """A pack that holds nothing but decisions."""
    path = folder / "pack" / "region" / "decisions.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.parents[1]


def test_decisions_of_a_region_are_read_from_its_pack(tmp_path: Path) -> None:
    """A row of a CSV file beside the shipped packs takes a derived match away."""
    code, target = "GP 11", "quality-improvement.2.a"
    region = read_packs([SHIPPED, write_decisions(tmp_path, HEAD, GOOD)])
    shipped, decided = (
        {t for row in rows_of(c, "general-practice") if row.capability == code for t in row.targets}
        for c in (load_catalogue(), region)
    )

    assert shipped - decided == {target}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (GOOD.replace("quality-improvement.2.a", "quality-improvement.2.z"), "No target is called"),
        (GOOD.replace("GP 11", "GP 99"), "has no capability GP 99"),
        (GOOD.replace("general-practice", "general-malpractice"), "has no capability GP 11"),
        (GOOD.replace(",no,", ",perhaps,"), "serves is yes or no"),
        (GOOD.replace("2026-11-23", "23/11/2026"), "a day such as"),
        (GOOD.replace(",no,", ",yes,"), "are decided at"),
    ],
    ids=["target", "capability", "programme", "word", "day", "twice"],
)
def test_a_wrong_decision_is_named(tmp_path: Path, row: str, problem: str) -> None:
    """Its line, what is wrong with it and the remedy."""
    with pytest.raises(PackError) as caught:
        read_packs([SHIPPED, write_decisions(tmp_path, HEAD, GOOD, row)])
    [fault] = [str(fault) for fault in caught.value.faults]

    assert fault.startswith("pack/region/decisions.csv:3:")
    assert problem in fault
