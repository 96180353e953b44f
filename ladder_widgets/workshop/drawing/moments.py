"""A timeline as a drawing: moments from top to bottom, long gaps in words."""

from __future__ import annotations

from ladder_widgets.workshop.drawing.canvas import GREY, INK, Canvas, Drawing
from ladder_widgets.workshop.measures.safety import Timeline

STEP = 40
AXIS = 120


def draw_timeline(line: Timeline, *, title: str, long_minutes: float) -> Drawing:
    """Events below each other; a gap of `long_minutes` or more is broken, with its length."""
    canvas = Canvas(len(line.events) * STEP + 10)
    gaps = [None, *line.gaps]
    rows = []
    for n, (event, gap) in enumerate(zip(line.events, gaps, strict=True)):
        y = n * STEP + 20
        passed = f"{gap.minutes:.0f} min" if gap else ""
        if gap:
            is_long = gap.minutes >= long_minutes
            style = {"stroke_dasharray": "4 4", "stroke_width": "3"} if is_long else {}
            canvas.line(AXIS, y - STEP, AXIS, y, stroke=INK, **style)
            if is_long:
                canvas.words(AXIS - 12, y - STEP / 2 + 5, passed, text_anchor="end", font_size="12")
        canvas.circle(AXIS, y, 5)
        canvas.words(12, y + 5, f"{event.at:%H:%M}", fill=GREY)
        canvas.words(AXIS + 16, y + 5, event.what)
        rows.append((f"{event.at:%H:%M}", event.what, passed, ", ".join(event.headings)))
    told = "; ".join(
        f"{gap.minutes:.0f} minutes before {gap.before.at:%H:%M}"
        for gap in line.long_gaps(long_minutes)
    )
    words = f"{len(line.events)} events in {line.minutes:.0f} minutes. Long gaps: {told or 'none'}."
    return canvas.finish(title, words, ("time", "what happened", "after", "bears on"), rows)
