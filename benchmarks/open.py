"""How long until a reflection can be written and is kept: our app against its peers.

Run by `make bench`, or: python benchmarks/open.py --runs 2 --print
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import report
from apps import HERE, OURS_COLD, OURS_WARM, VOILA_COLD, VOILA_WARM, App
from kernels import bare_kernel, first_paint_ms, our_kernel, typical
from playwright.sync_api import Browser, sync_playwright
from visits import Visit, fresh_browser, visit
from workplace import HOST, Workplace

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = (
    "--no-sandbox",  # Chromium's sandbox does not start for root, which a container may run as
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    # Requests to other hosts are counted and fail at once: nobody waits for them.
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
)
OURS = ("leadership-ladder", "voila", "ipywidgets", "ipykernel")
KERNELS = 3
"""Kernels of each kind whose memory is read: it varies little."""
THEIRS = ("streamlit", "panel", "bokeh")


def main() -> None:
    """Measure, print, and write the figures into the document."""
    options = _options()
    with ExitStack() as stack:
        browser = _browser(stack)
        figures = measure(browser, stack, runs=options.runs, peers=options.peers)
        known = facts(browser, figures, runs=options.runs, peers=options.peers)
    text = report.render(figures, facts=known)
    print(text)
    if not options.print:
        report.put(text, options.output)


def measure(browser: Browser, stack: ExitStack, *, runs: int, peers: Path) -> report.Figures:
    """Start every app and measure it."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ladder-bench-")))
    workplace = Workplace(folder, stack, peers=peers)
    apps = [
        workplace.ladder(OURS_WARM),
        workplace.ladder(OURS_COLD, "--pool-size=0"),
        workplace.voila(VOILA_WARM, preheat=True),
        workplace.voila(VOILA_COLD, preheat=False),
        workplace.streamlit(),
        workplace.panel(),
    ]
    turns = Turns(browser, apps)
    turns.take(runs=1)  # servers load what they load only once
    fast, again = turns.take(runs=runs)
    slow, _ = turns.take(runs=runs, slow=True)
    return report.Figures(
        fast=fast,
        slow=slow,
        again=again,
        paints_ms=first_paint_ms(apps[0], runs),
        ours=typical([our_kernel(workplace, browser) for _ in range(KERNELS)]),
        bare=typical([bare_kernel(workplace, browser) for _ in range(KERNELS)]),
    )


class Turns:
    """Visits every app in turn, so that all meet the same load."""

    def __init__(self, browser: Browser, apps: Sequence[App]) -> None:
        self._browser = browser
        self._apps = apps

    def take(
        self, *, runs: int, slow: bool = False
    ) -> tuple[dict[str, list[Visit]], dict[str, list[Visit]]]:
        """First and second visits of every app, by its title; no second ones on a slow line."""
        first: dict[str, list[Visit]] = defaultdict(list)
        again: dict[str, list[Visit]] = defaultdict(list)
        for number in range(1, runs + 1):
            for app in self._apps:
                with fresh_browser(self._browser, app) as context:
                    first[app.title].append(visit(context, app, slow=slow))
                    if not slow:
                        again[app.title].append(visit(context, app, slow=slow))
                took = f"{first[app.title][-1].saved_ms / 1000:.2f} s"
                print(f"{number}/{runs}  {app.title}  {took}{' (slow line)' * slow}", flush=True)
        return dict(first), dict(again)


def facts(browser: Browser, figures: report.Figures, *, runs: int, peers: Path) -> list[str]:
    """What belongs to figures: when, on what, of what."""
    busy = report.busy_percent(figures)
    own = ", ".join(f"{name} {version(name)}" for name in OURS)
    return [
        f"Made on {datetime.now(UTC):%-d %B %Y} by `make bench`; medians of {runs} visits each.",
        f"{os.cpu_count()} cores, {platform.system()}, {platform.machine()}.",
        f"Between visits, other work kept {busy:.0f} % of the machine busy (median).",
        f"Python {platform.python_version()}, {own}.",
        f"{_versions_of_peers(peers)}, Chromium {browser.version}.",
    ]


def _versions_of_peers(python: Path) -> str:
    script = (
        "import sys; from importlib.metadata import version; "
        "print(*(f'{name} {version(name)}' for name in sys.argv[1:]), sep=', ')"
    )
    done = subprocess.run(
        [python, "-c", script, *THEIRS], check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()


def _browser(stack: ExitStack) -> Browser:
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    path = os.environ.get("CHROMIUM") or found
    if path is None:
        raise SystemExit("No Chromium was found: install it, or set CHROMIUM to its path.")
    playwright = stack.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
    stack.callback(browser.close)
    return browser


def _absolute(given: str) -> Path:
    # Servers run in folders of their own. Not resolved: a link to Python finds its environment.
    return Path(given).absolute()


def _options() -> argparse.Namespace:
    root = HERE.parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10, help="visits of each app and line")
    parser.add_argument("--print", action="store_true", help="leave the document alone")
    parser.add_argument("--output", type=Path, default=root / "docs" / "performance.md")
    parser.add_argument(
        "--peers",
        type=_absolute,
        default=root / ".venv-peers" / "bin" / "python",
        help="the Python that has Streamlit and Panel",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
