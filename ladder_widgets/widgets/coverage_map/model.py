"""Coverage for faculty: a heat map of all programmes, and one programme stage by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_widgets.pathway.coverage import BEARING, Coverage, bears, summarise
from ladder_widgets.pathway.heat import WARMTHS, Grid
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.markup import render
from ladder_widgets.widgets.viewmodel import Command, Reply, Values, ViewModel


class CoverageMapModel(ViewModel):
    """Shows every programme, or the one that was chosen; `chosen` is empty for all."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.grid = Grid(desk.catalogue, desk.ladder)
        self.chosen = ""

    def open(self, ids: Sequence[str]) -> Reply:
        """Show one programme, or all of them."""
        self.chosen = self.desk.catalogue.programme(ids[0]).id if ids else ""
        return super().open(ids)

    def commands(self) -> Mapping[str, Command]:
        """Choosing a programme, and going back to all of them."""
        return {"show-coverage": self._show}

    def markup(self) -> str:
        """The heat map, or one programme's capabilities."""
        return self._one() if self.chosen else self._all()

    def _all(self) -> str:
        programmes = sorted(
            self.desk.catalogue.programmes.values(), key=lambda p: (p.group, p.name)
        )
        rows = [row for found in self.grid.rows.values() for row in found]
        return render(
            "coverage_map/coverage_map.html",
            ladder=self.grid.ladder,
            summary=summarise(self.desk.catalogue, rows),
            tags=[tag.replace("-", " ") for tag in BEARING],
            lines=[(p, self.grid.fields(p)) for p in programmes],
            warmths=[f"{start} or more" for start in WARMTHS],
        )

    def _one(self) -> str:
        programme = self.desk.catalogue.programme(self.chosen)
        stages = programme.routes[0].stages
        found: dict[tuple[str, str], list[Coverage]] = {}
        for row in self.grid.rows[programme.id]:
            found.setdefault((row.capability, row.stage), []).append(row)
        return render(
            "coverage_map/programme.html",
            ladder=self.grid.ladder,
            programme=programme,
            stages=stages,
            lines=[
                (capability, [found[capability.code, stage.id] for stage in stages])
                for capability in programme.capabilities
                if bears(capability)
            ],
            title=self.desk.catalogue.shown_title,
        )

    def _show(self, values: Values) -> Reply:
        self.open([values.one("programme")] if values.one("programme") else [])
        return {"focus": "h2"}
