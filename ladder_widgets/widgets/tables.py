"""Coverage and workshops as pandas tables, for faculty who count further.

The only module that imports pandas.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.pathway.coverage import BEARING, summarise
from ladder_widgets.pathway.heat import Grid
from ladder_widgets.settings import read_settings
from ladder_widgets.workshop.live.report import Finding


def coverage_table(programme: str | None = None) -> pd.DataFrame:
    """One row for each programme, capability, stage and basis, with the number of targets.

    Columns: programme, capability, title, stage, basis (*derived*, *confirmed* or *none*), targets
    (their number), target_ids, gap_reason.

    Raises:
        UnknownIdError: there is no such programme.
    """
    grid = _grid()
    chosen = [grid.catalogue.programme(programme).id] if programme else list(grid.rows)
    records = []
    for name in chosen:
        titles = {c.code: c.title for c in grid.catalogue.programme(name).capabilities}
        records += [
            {
                "programme": name,
                "capability": row.capability,
                "title": titles[row.capability],
                "stage": row.stage,
                "basis": row.basis,
                "targets": len(row.targets),
                "target_ids": " ".join(row.targets),
                "gap_reason": row.gap_reason,
            }
            for row in grid.rows[name]
        ]
    columns = [
        "programme", "capability", "title", "stage", "basis", "targets", "target_ids", "gap_reason",
    ]  # fmt: skip
    return pd.DataFrame.from_records(records, columns=columns)


def heat_table() -> pd.DataFrame:
    """Programmes by what capabilities bear on: the targets of the one that has the fewest."""
    grid = _grid()
    programmes = grid.catalogue.programmes.values()
    data = {p.name: [field.fewest for field in grid.fields(p)] for p in programmes}
    return pd.DataFrame.from_dict(data, orient="index", columns=list(BEARING))


def summary_table() -> pd.DataFrame:
    """One row for each group of programmes: for the one page that a steering group reads."""
    grid = _grid()
    summary = summarise(grid.catalogue, (row for rows in grid.rows.values() for row in rows))
    records = [
        {
            "group": group.group.replace("-", " "),
            "programmes": group.programmes,
            "capabilities": group.capabilities,
            "served": group.capabilities - group.gaps,
            "gaps": group.gaps,
        }
        for group in summary.groups
    ]
    return pd.DataFrame.from_records(records).set_index("group")


def findings_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """One row for each activity of a workshop: who answered, and the mean of a scale, twice."""
    records = [
        {
            "activity": found.title,
            "answered": found.answered,
            "mean before": found.means[0],
            "mean after": found.means[1],
        }
        for found in findings
    ]
    columns = ["activity", "answered", "mean before", "mean after"]
    return (
        pd.DataFrame.from_records(records, columns=columns).set_index("activity").rename_axis(None)
    )


def _grid() -> Grid:
    catalogue = load_catalogue(read_settings().packs)
    return Grid(catalogue, catalogue.ladder)
