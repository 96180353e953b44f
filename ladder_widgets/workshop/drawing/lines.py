"""Run charts and control charts as drawings."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import msgspec

from ladder_widgets.workshop.drawing.canvas import GREY, INK, WIDTH, Canvas, Drawing, Scale, shown
from ladder_widgets.workshop.measures.control import ControlChart, ControlSignal
from ladder_widgets.workshop.measures.runs import RunChart, RunSignal

LEFT, RIGHT, TOP, BOTTOM = 64, 110, 30, 260
LABELS = 12
"""At most so many words below the axis: more of them overlap."""


class _Level(msgspec.Struct, frozen=True):
    """A line across the chart, one value a point, with its name at the right end."""

    name: str
    values: tuple[float, ...]
    dashes: str = ""


def draw_run_chart(
    chart: RunChart, *, title: str, unit: str, labels: Sequence[object] = ()
) -> Drawing:
    """The chart with its median; points that are part of a signal are diamonds."""
    count = len(chart.values)
    middle = _Level(f"median {shown(chart.median)}", (chart.median,) * count)
    runs = f"{chart.runs} runs, {chart.fewest} to {chart.most} expected."
    return _draw(
        chart.values, [middle], chart.signals, title=title, unit=unit, labels=labels, about=runs
    )


def draw_control_chart(
    chart: ControlChart, *, title: str, unit: str, labels: Sequence[object] = ()
) -> Drawing:
    """The chart with its centre and limits; points that are part of a signal are diamonds."""
    centre = (chart.centre,) * len(chart.values)
    levels = [
        _Level(f"centre {shown(chart.centre)}", centre),
        _Level(f"upper {shown(chart.upper[-1])}", chart.upper, "6 4"),
        _Level(f"lower {shown(chart.lower[-1])}", chart.lower, "6 4"),
    ]
    return _draw(
        chart.values,
        levels,
        chart.signals,
        title=title,
        unit=unit,
        labels=labels,
        about=f"{chart.kind} chart.",
    )


def _draw(
    values: Sequence[float],
    levels: Sequence[_Level],
    signals: Sequence[RunSignal | ControlSignal],
    *,
    title: str,
    unit: str,
    labels: Sequence[object],
    about: str,
) -> Drawing:
    names = [str(label) for label in labels] or [str(n + 1) for n in range(len(values))]
    heights = [v for v in (*values, *(v for lev in levels for v in lev.values)) if isfinite(v)]
    across = Scale((0, max(len(values) - 1, 1)), LEFT, WIDTH - RIGHT)
    up = Scale(heights, BOTTOM, TOP)
    canvas = Canvas(BOTTOM + 60)
    canvas.words(12, 10, unit, fill=GREY)
    for value in (up.low, (up.low + up.high) / 2, up.high):
        canvas.words(LEFT - 10, up(value) + 5, shown(value), text_anchor="end", fill=GREY)
        canvas.line(LEFT - 5, up(value), LEFT, up(value))
    canvas.line(LEFT, BOTTOM, WIDTH - RIGHT, BOTTOM)
    for n in range(0, len(names), -(-len(names) // LABELS)):
        canvas.words(across(n), BOTTOM + 22, names[n], text_anchor="middle", fill=GREY)
    for level in levels:
        places = [(across(n), up(v)) for n, v in enumerate(level.values)]
        style = {"stroke_dasharray": level.dashes} if level.dashes else {}
        canvas.path(places, stroke=INK, stroke_width="1.5", **style)
        canvas.words(WIDTH - RIGHT + 8, places[-1][1] + 5, level.name, font_size="12")
    canvas.path([(across(n), up(value)) for n, value in enumerate(values)])
    told = _told(signals, len(values))
    for n, value in enumerate(values):
        (canvas.diamond if told[n] else canvas.circle)(across(n), up(value))
    if any(told):
        canvas.diamond(LEFT + 8, BOTTOM + 46)
        canvas.words(LEFT + 24, BOTTOM + 51, "part of a signal: look for a reason", font_size="12")
    columns = ("point", unit, *(level.name.split()[0] for level in levels), "signal")
    rows = [
        (names[n], shown(v), *(shown(lev.values[n]) for lev in levels), told[n])
        for n, v in enumerate(values)
    ]
    return canvas.finish(title, f"{about} {_sentence(signals, names)}", columns, rows)


def _told(signals: Sequence[RunSignal | ControlSignal], count: int) -> list[str]:
    """The signals that each point is part of; those about the whole chart mark no point."""
    local = [s for s in signals if s.last - s.first + 1 < count]
    return [", ".join(s.rule for s in local if s.first <= n <= s.last) for n in range(count)]


def _sentence(signals: Sequence[RunSignal | ControlSignal], names: Sequence[str]) -> str:
    if not signals:
        return "No signal: nothing here that chance alone would not make."
    parts = [
        f"{s.rule} at {names[s.first]}"
        if s.first == s.last
        else f"{s.rule} from {names[s.first]} to {names[s.last]}"
        for s in signals
    ]
    return f"Signals: {'; '.join(parts)}."
