"""Bars, ranges and a field of four corners as drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_widgets.workshop.drawing.canvas import GREY, INK, PALE, WIDTH, Canvas, Drawing, Scale
from ladder_widgets.workshop.drawing.canvas import shown as plain
from ladder_widgets.workshop.measures.change import HIGH, LOW, Person

LEFT, RIGHT, STEP = 250, 90, 34
FIELD = 380
NEAR = 0.5


def draw_bars(amounts: Mapping[str, float], *, title: str, unit: str) -> Drawing:
    """A bar for each name, to the left of the line where the amount is below 0."""
    across = Scale([0.0, *amounts.values()], LEFT, WIDTH - RIGHT)
    canvas = Canvas(len(amounts) * STEP + 20)
    for n, (name, amount) in enumerate(amounts.items()):
        y = n * STEP + 8
        start, end = sorted((across(0), across(amount)))
        canvas.words(12, y + 16, name)
        style = {} if amount >= 0 else {"fill": PALE, "stroke": INK}
        canvas.box(start, y, max(end - start, 1), STEP - 12, **style)
        canvas.words(end + 8, y + 16, plain(amount))
    canvas.line(across(0), 0, across(0), canvas.height - 16, stroke=INK)
    told = "; ".join(f"{name} {plain(amount)}" for name, amount in amounts.items())
    rows = [(name, plain(amount)) for name, amount in amounts.items()]
    return canvas.finish(title, f"Bars, in {unit}: {told}.", ("name", unit), rows)


def draw_ranges(
    ranges: Sequence[tuple[str, float, float]], *, title: str, unit: str, mark: float
) -> Drawing:
    """A line from low to high for each (name, low, high), beside one value for all of them."""
    ends = [value for _, low, high in ranges for value in (low, high)]
    across = Scale([mark, *ends], LEFT, WIDTH - RIGHT)
    canvas = Canvas(len(ranges) * STEP + 40)
    canvas.line(
        across(mark), 0, across(mark), canvas.height - 30, stroke=INK, stroke_dasharray="6 4"
    )
    canvas.words(across(mark), canvas.height - 10, plain(mark), text_anchor="middle", fill=GREY)
    for n, (name, low, high) in enumerate(ranges):
        y = n * STEP + 18
        canvas.words(12, y + 5, name)
        canvas.line(across(low), y, across(high), y, stroke_width="4")
        for value in (low, high):
            canvas.line(across(value), y - 8, across(value), y + 8, stroke=INK, stroke_width="2")
        canvas.words(across(high) + 8, y + 5, f"{plain(low)} to {plain(high)}", font_size="11")
    told = "; ".join(f"{name} {plain(low)} to {plain(high)}" for name, low, high in ranges)
    rows = [(name, plain(low), plain(high)) for name, low, high in ranges]
    words = f"Ranges, in {unit}, beside {plain(mark)}: {told}."
    return canvas.finish(title, words, ("name", "low", "high"), rows)


def draw_grid(people: Sequence[Person], *, title: str) -> Drawing:
    """People by support (across) and influence (upwards), in the four corners of `Person.way`."""
    across = Scale((LOW - NEAR, HIGH + NEAR), 60, WIDTH - 40)
    up = Scale((LOW - NEAR, HIGH + NEAR), FIELD, 10)
    canvas = Canvas(FIELD + 40)
    middle = LOW + (HIGH - LOW) / 2 - NEAR
    canvas.line(across(middle), 10, across(middle), FIELD, stroke_dasharray="6 4")
    canvas.line(60, up(middle), WIDTH - 40, up(middle), stroke_dasharray="6 4")
    corners = [(1, 5, "win over"), (3, 5, "work with"), (1, 2, "keep an eye on")]
    for support, influence, way in [*corners, (3, 2, "keep in touch")]:
        x, y = across(support - NEAR) + 8, up(influence + NEAR) + 20
        canvas.words(x, y, way, fill=GREY, font_style="italic")
    canvas.words(WIDTH / 2, FIELD + 30, "support now: 1 to 5", text_anchor="middle", fill=GREY)
    canvas.words(12, up(HIGH), "5", fill=GREY)
    canvas.words(12, up(LOW), "1", fill=GREY)
    canvas.words(12, FIELD + 30, "upwards: influence", fill=GREY, font_size="12")
    seen: dict[tuple[int, int], int] = {}
    for person in people:
        place = (person.support, person.influence)
        above = seen.get(place, 0)
        seen[place] = above + 1
        x, y = across(person.support), up(person.influence) - 18 * above
        canvas.circle(x, y, 5)
        aside = (-9, "end") if person.support == HIGH else (9, "start")
        canvas.words(x + aside[0], y + 5, person.name, font_size="12", text_anchor=aside[1])
    told = "; ".join(f"{p.name}: {p.way}" for p in people)
    columns = ("name", "influence", "support", "needed", "what to do first")
    rows = [(p.name, str(p.influence), str(p.support), str(p.needed), p.way) for p in people]
    return canvas.finish(title, f"Who stands where. {told}.", columns, rows)
