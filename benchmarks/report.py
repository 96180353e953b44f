"""Figures as Markdown, and their place in the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from apps import OURS_WARM, PANEL, STREAMLIT, VOILA_WARM
from kernels import Memory
from visits import Visit

BEGIN = "<!-- Made by `make bench`: what stands from here to the end mark is overwritten. -->"
END = "<!-- The end of what `make bench` makes. -->"
MB = 1_000_000
MIB = 1024 * 1024
KB = 1000
TIMES = "\N{MULTIPLICATION SIGN}"
RATIO = f"{{:.2f}} {TIMES}"
SAVED = "First character saved, warm"

Visits = Mapping[str, Sequence[Visit]]


@dataclass(frozen=True)
class Figures:
    """All that one run measured; each mapping is by the app's title."""

    fast: Visits
    slow: Visits
    again: Visits
    paints_ms: Sequence[float]
    ours: Memory
    bare: Memory


@dataclass(frozen=True)
class Target:
    """One target of the design: what was measured, the most it may be, and how both are written."""

    what: str
    measured: float
    most: float
    form: str
    against: str = ""

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The target's line in the table."""
        wanted = f"≤ {self.form.format(self.most)} {self.against}".rstrip()
        verdict = "met" if self.measured <= self.most else "**not met**"
        return self.what, wanted, self.form.format(self.measured), verdict


def middle(visits: Iterable[Visit], value: Callable[[Visit], float]) -> float:
    """The median of one value of several visits."""
    return median(value(visit) for visit in visits)


def saved_ms(visits: Iterable[Visit]) -> float:
    """The median time to the first character that stays."""
    return middle(visits, lambda v: v.saved_ms)


def busy_percent(figures: Figures) -> float:
    """How busy the machine was with other work, over all visits."""
    every = [*figures.fast.values(), *figures.slow.values()]
    return median(visit.busy_percent for visits in every for visit in visits)


def render(figures: Figures, *, facts: Sequence[str]) -> str:
    """Everything between the marks of the document."""
    parts = (
        "\n".join(f"- {fact}" for fact in facts),
        "### Against the targets",
        table(("", "target", "measured", ""), [t.row for t in targets(figures)]),
        "### Without a limit on the line",
        _apps_table(figures.fast, figures.again),
        "### At 1.6 Mbit/s each way with 150 ms latency",
        _apps_table(figures.slow, figures.again),
        "### Where our time goes (warm)",
        _steps_table(figures),
        "### Memory of a kernel",
        _memory_table(figures),
    )
    return "\n\n".join(parts)


def put(text: str, document: Path, *, begin: str = BEGIN, end: str = END) -> None:
    """Replace what stands between the marks of a document.

    Raises:
        ValueError: the document has no marks.
    """
    before, found, rest = document.read_text("utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not (found and ended):
        message = f"{document.name} lacks the marks that the figures stand between."
        raise ValueError(message)
    document.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


def targets(figures: Figures) -> list[Target]:
    """The design's targets for speed and size, held against the figures."""
    first, again = figures.fast[OURS_WARM], figures.again[OURS_WARM]
    total_mb = middle(first, lambda v: v.total_bytes) / MB
    assets_kb = middle(again, lambda v: v.assets_bytes) / KB
    memory = figures.ours.uss / figures.bare.uss
    return [
        Target(SAVED, _share(figures, VOILA_WARM), 0.35, RATIO, VOILA_WARM),
        Target(SAVED, _share(figures, STREAMLIT), 1, RATIO, STREAMLIT),
        Target(SAVED, _share(figures, PANEL), 1, RATIO, PANEL),
        Target("First paint, in the server", median(figures.paints_ms), 30, "{:.0f} ms"),
        Target("First visit, websocket included", total_mb, 0.35, "{:.2f} MB"),
        Target("Requests of a first visit", middle(first, lambda v: v.requests), 10, "{:.0f}"),
        Target("Requests to other hosts", max(v.foreign for v in first), 0, "{:.0f}"),
        Target("Second visit, assets", assets_kb, 20, "{:.1f} kB"),
        Target("Memory of a kernel", memory, 1.6, RATIO, "bare ipywidgets"),
    ]


def _share(figures: Figures, peer: str) -> float:
    return saved_ms(figures.fast[OURS_WARM]) / saved_ms(figures.fast[peer])


def _apps_table(visits: Visits, again: Visits) -> str:
    yardstick = saved_ms(visits[VOILA_WARM])
    head = (
        "",
        "first character saved",
        "fastest to slowest",
        f"{TIMES} stock Voila, warm",
        "text area ready",
        "first visit",
        "of it websocket",
        "requests",
        "to other hosts",
        "second visit, assets",
    )
    return table(head, [_app_row(title, visits, again, yardstick) for title in visits])


def _app_row(title: str, visits: Visits, again: Visits, yardstick_ms: float) -> tuple[str, ...]:
    own = visits[title]
    times = [visit.saved_ms for visit in own]
    return (
        title,
        _seconds(median(times)),
        f"{min(times) / 1000:.2f} to {_seconds(max(times))}",
        f"{median(times) / yardstick_ms:.2f}",
        _seconds(middle(own, lambda v: v.ready_ms)),
        f"{middle(own, lambda v: v.total_bytes) / MB:.2f} MB",
        f"{middle(own, lambda v: v.frames_bytes) / KB:.1f} kB",
        f"{middle(own, lambda v: v.requests):.0f}",
        str(max(visit.foreign for visit in own)),
        f"{middle(again[title], lambda v: v.assets_bytes) / KB:.1f} kB",
    )


def _steps_table(figures: Figures) -> str:
    fast, slow = _steps(figures.fast[OURS_WARM]), _steps(figures.slow[OURS_WARM])
    rows = [(name, f"{fast[name]:.0f}", f"{slow[name]:.0f}") for name in fast if name in slow]
    return table(("milliseconds since the navigation began", "no limit", "1.6 Mbit/s"), rows)


def _steps(visits: Sequence[Visit]) -> dict[str, float]:
    """The median moment of each step that every visit had, earliest first."""
    shared = [name for name in visits[0].steps_ms if all(name in v.steps_ms for v in visits)]
    found = {name: median(v.steps_ms[name] for v in visits) for name in shared}
    return dict(sorted(found.items(), key=lambda step: step[1]))


def _memory_table(figures: Figures) -> str:
    ours, bare = figures.ours, figures.bare
    rows = [
        ("Its own pages only (USS)", ours.uss, bare.uss),
        ("Its own and its share of shared pages (PSS)", ours.pss, bare.pss),
        ("All its pages (RSS)", ours.rss, bare.rss),
    ]
    head = ("", "ours", "bare ipywidgets", "ratio")
    return table(
        head, [(what, _mib(one), _mib(other), f"{one / other:.2f}") for what, one, other in rows]
    )


def _seconds(ms: float) -> str:
    return f"{ms / 1000:.2f} s"


def _mib(size: float) -> str:
    return f"{size / MIB:.1f} MiB"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
