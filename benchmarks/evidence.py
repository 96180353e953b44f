"""How long evidence takes to become a PDF: ours against WeasyPrint and `nbconvert --to webpdf`.

Run by `make bench`, or: python benchmarks/evidence.py --peers .venv-peers/bin/python --print
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import platform
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import nbformat
import psutil
import report
from nbconvert.exporters import WebPDFExporter
from playwright.async_api import Browser, BrowserType

from ladder_widgets.evidence.document import EvidenceDocument, make_document
from ladder_widgets.evidence.html_page import render_html
from ladder_widgets.evidence.notebook import LadderPDFExporter
from ladder_widgets.evidence.pdf import Request, render, render_in_child, request_for
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.portfolio.model import Answer, CapabilityLink, Content, Entry, Profile

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "performance.md"
BEGIN = "<!-- Made by `benchmarks/evidence.py`: overwritten from here to the end mark. -->"
END = "<!-- The end of what `benchmarks/evidence.py` makes. -->"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TODAY = dt.date(2026, 11, 22)
SENTENCE = "we led the handover and nobody knew who decided so I asked the team what worried them"
ANSWER_WORDS = 133
TEN, THOUSAND = 10, 1000
SIZES = {1: 7, TEN: 7, 200: 2, THOUSAND: 1}
"""So many runs for each number of entries."""
CELLS = 30
FEW = 5
RATIO = "{:.3f} " + report.TIMES
BUNDLE = b"{}"
KEY = SigningKey(b"a key for the benchmarks' sakes.")
WEASYPRINT = """
import sys, time
from weasyprint import HTML
runs = int(sys.argv[1])
text = sys.stdin.read()
HTML(string="<title>warm</title><p>warm").write_pdf(pdf_variant="pdf/ua-1")
for _ in range(runs):
    begin = time.perf_counter()
    HTML(string=text).write_pdf(pdf_variant="pdf/ua-1")
    print(time.perf_counter() - begin)
"""


def main() -> None:
    """Measure, print, and write the figures into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, required=True, help="python with WeasyPrint")
    parser.add_argument("--print", action="store_true", help="leave the document alone")
    options = parser.parse_args()
    use_installed_chromium()
    text = measure(options.peers)
    print(text)
    if not options.print:
        report.put(text, DOCUMENT, begin=BEGIN, end=END)


def use_installed_chromium() -> None:
    """Let nbconvert start the system's Chromium: it has no option for that."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    original = BrowserType.launch

    async def launch(self: BrowserType, **options: Any) -> Browser:
        return await original(self, executable_path=found, **options)

    BrowserType.launch = launch  # type: ignore[method-assign]


def measure(peers: Path) -> str:
    """All figures of one run as Markdown."""
    psutil.cpu_percent()
    documents = {size: document(size) for size in SIZES}
    ours, child = {}, {}
    for size, made in documents.items():
        ours[size] = timed(partial(render, plain(made)), SIZES[size])
        child[size] = timed(partial(render_in_child, plain(made)), SIZES[size])
    signed = timed(partial(render, request_for(documents[TEN], BUNDLE, key=KEY)), SIZES[TEN])
    weasy = {n: weasyprint(peers, documents[n], runs=SIZES[n]) for n in (1, TEN)}
    web = webpdf(notebook(documents[TEN]), FEW)
    cells = notebook_of(CELLS)
    exporter = LadderPDFExporter()
    ladder_pdf = timed(lambda: exporter.from_notebook_node(cells), FEW)
    webpdf_cells = webpdf(cells, FEW)
    busy = psutil.cpu_percent()
    an_entry = ours[THOUSAND] / ours[TEN] * TEN / THOUSAND
    targets = [
        report.Target("10 entries, warm", ours[TEN], 0.2, "{:.2f} s"),
        report.Target("10 entries, in a child", child[TEN], 0.2, "{:.2f} s"),
        report.Target("10 entries", ours[TEN] / web, 1 / 30, RATIO, "webpdf"),
        report.Target("10 entries", ours[TEN] / weasy[TEN], 1 / 5, RATIO, "WeasyPrint"),
        report.Target("One entry of 1,000", an_entry, 1.5, RATIO, "one of 10"),
    ]
    rows = [
        (
            f"{n:,}",
            f"{ours[n]:.3f} s",
            f"{child[n]:.3f} s",
            f"{weasy[n]:.2f} s ({weasy[n] / ours[n]:.0f} {report.TIMES})" if n in weasy else "",
            f"{web:.2f} s ({web / ours[n]:.0f} {report.TIMES})" if n == TEN else "",
        )
        for n in SIZES
    ]
    times = f"{webpdf_cells / ladder_pdf:.0f} {report.TIMES}"
    facts = (
        f"Made on {dt.datetime.now(dt.UTC):%-d %B %Y} by `benchmarks/evidence.py`; medians.",
        (f"{os.cpu_count()} cores, {platform.system()}, {platform.machine()}; {busy:.0f} % of the "
        "machine busy during the run, which itself takes one core."),
        (f"typst {version('typst')}, nbconvert {version('nbconvert')}, "
        f"WeasyPrint {peer_version(peers)}."),
        f"Signed, {TEN} entries take {signed:.3f} s.",
        (f"A notebook of {CELLS} cells: ladder-pdf {ladder_pdf:.3f} s, "
        f"webpdf {webpdf_cells:.2f} s ({times})."),
    )  # fmt: skip
    head = ("entries", "ours, warm", "ours, in a child", "WeasyPrint", "webpdf")
    return "\n\n".join(
        (
            "\n".join(f"- {fact}" for fact in facts),
            report.table(("", "target", "measured", ""), [target.row for target in targets]),
            report.table(head, rows),
        )
    )


def document(size: int) -> EvidenceDocument:
    """Entries of about 400 words with three links and a reason each, the same every time."""
    chance = random.Random(1)  # noqa: S311  # nothing secret
    catalogue, words = load_catalogue(), SENTENCE.split()
    targets = [place.target.id for place in catalogue.places(catalogue.ladder)]
    codes = [c.code for c in catalogue.programme("general-practice").capabilities]
    made = dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)

    def text() -> str:
        return " ".join(chance.choices(words, k=ANSWER_WORDS))

    entries = [
        Entry(
            id=f"{n:032x}",
            content=Content(
                title=f"Entry {n}",
                happened_on=dt.date(2024, 1, 1) + dt.timedelta(days=n % 900),
                answers=tuple(
                    Answer(prompt=p, text=text()) for p in ("what", "so-what", "now-what")
                ),
                targets=tuple(chance.sample(targets, 2)),
                capabilities=(CapabilityLink(code=chance.choice(codes), because="I led it."),),
            ),
            state="final",
            revision=1,
            written_at=made,
            created_at=made,
        )
        for n in range(size)
    ]
    profile = Profile(
        programme="general-practice", route="standard", grade="ST2", start=dt.date(2026, 8, 5)
    )
    return make_document(entries, profile=profile, catalogue=catalogue, today=TODAY)


def plain(made: EvidenceDocument) -> Request:
    """What is asked for: the file without a signature, which the peers do not make."""
    return request_for(made, BUNDLE)


def timed(work: Callable[[], object], runs: int) -> float:
    """The median of some runs in seconds, after one that does not count.

    Typst keeps what it laid out before, so what it kept is let go of first: by other work.
    """
    if runs > 1:
        work()
    seconds = []
    for _ in range(runs):
        forget()
        gc.collect()
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return median(seconds)


def forget() -> None:
    """Typst forgets what it did not need for ten documents."""
    empty = notebook_of(0)
    for _ in range(12):
        LadderPDFExporter().from_notebook_node(empty)


def weasyprint(peers: Path, made: EvidenceDocument, *, runs: int) -> float:
    """The same content as our web page, made into PDF/UA by WeasyPrint in a warm process."""
    done = subprocess.run(
        [peers, "-c", WEASYPRINT, str(runs)],
        input=render_html(made),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return median(map(float, done.stdout.split()))


def peer_version(peers: Path) -> str:
    """The version of WeasyPrint there."""
    code = "from importlib.metadata import version; print(version('weasyprint'))"
    return subprocess.run(
        [peers, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def webpdf(cells: nbformat.NotebookNode, runs: int) -> float:
    """A notebook by nbconvert and Chromium, in this process."""
    return timed(lambda: WebPDFExporter(disable_sandbox=True).from_notebook_node(cells), runs)


def notebook(made: EvidenceDocument) -> nbformat.NotebookNode:
    """The same content as a notebook, a cell for each entry."""
    cells = [
        nbformat.v4.new_markdown_cell(
            "\n\n".join([f"## {e.title}", *(f"### {a.ask}\n\n{a.text}" for a in e.answers)])
        )
        for e in made.entries
    ]
    return nbformat.v4.new_notebook(cells=cells)


def notebook_of(cells: int) -> nbformat.NotebookNode:
    """A notebook of text, code and results in turn."""
    made = []
    for n in range(cells // 2):
        made.append(nbformat.v4.new_markdown_cell(f"## Part {n}\n\n{SENTENCE * 5}"))
        output = nbformat.v4.new_output("execute_result", {"text/plain": str(list(range(40)))})
        made.append(nbformat.v4.new_code_cell(f"list(range({n}))", outputs=[output]))
    return nbformat.v4.new_notebook(cells=made)


if __name__ == "__main__":
    main()
