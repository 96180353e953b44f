"""Convert every notebook of other people's packages to PDF and HTML, and judge what comes out.

    make foreign                        fetch the source packages below from the package index
    make foreign ARGS="--sdists DIR"    those that lie in a folder already

Nothing is executed and nothing is kept but the numbers: package by package how many notebooks there
are, how many became a PDF and a page, in how many of the PDFs an independent judge finds a fault
and how many pages lead outside or hold a script.
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

sys.path.insert(0, str(Path(__file__).parents[1]))
from evidence_tools import faults, page_faults

from ladder_widgets.evidence.notebook import LadderHTMLExporter, LadderPDFExporter

PACKAGES = (
    "altair", "bokeh", "ipywidgets", "jupytext", "lmfit", "nbclient", "nbconvert", "nbdime",
    "nbformat", "nbsphinx", "nbval", "networkx", "papermill", "pint", "seaborn", "xarray",
)  # fmt: skip


class Tally:
    """What was counted in one package."""

    def __init__(self) -> None:
        self.notebooks = self.unreadable = self.pdfs = self.pages = self.faulty = 0
        self.seconds = 0.0
        self.problems: list[str] = []

    def row(self, name: str) -> str:
        """A line of the table in docs/notebooks.md."""
        numbers = (self.notebooks, self.unreadable, self.pdfs, self.pages, self.faulty)
        return f"| {name} | {' | '.join(map(str, numbers))} | {self.seconds:.0f} |"


def main() -> int:
    """Print the table; the status is 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sdists", type=Path, help="a folder with source packages")
    parser.add_argument("--packages", nargs="+", default=PACKAGES)
    parser.add_argument("--keep", type=Path, help="a folder for what is made, to look at")
    options = parser.parse_args()
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="ladder-foreign-") as made:
        folder = options.sdists or fetch(options.packages, Path(made))
        tallies = {path.name: judge(path, options.keep) for path in sorted(folder.glob("*.tar.gz"))}
    print("| package | notebooks | not notebooks | PDFs | pages | with faults | s |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, tally in tallies.items():
        print(tally.row(name.removesuffix(".tar.gz")))
    problems = [problem for tally in tallies.values() for problem in tally.problems]
    print("", *problems, sep="\n")
    return bool(problems)


def fetch(packages: list[str], folder: Path) -> Path:
    """The source packages, by pip; one that cannot be fetched is told and left out."""
    for name in packages:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        done = subprocess.run(
            [*command, "--no-binary", ":all:", "--dest", str(folder), name], check=False
        )
        if done.returncode:
            print(f"{name} could not be fetched.", file=sys.stderr)
    return folder


def judge(sdist: Path, keep: Path | None) -> Tally:
    """Convert each notebook of a package, in memory."""
    tally = Tally()
    start = time.monotonic()
    for name, notebook in notebooks(sdist):
        if notebook is None:
            tally.unreadable += 1
            continue
        tally.notebooks += 1
        convert(name, notebook, tally, keep)
    tally.seconds = time.monotonic() - start
    return tally


def notebooks(sdist: Path) -> Iterator[tuple[str, NotebookNode | None]]:
    """Name and content of each notebook; None where a file is none (tests of others hold such)."""
    with tarfile.open(sdist) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".ipynb") else None
            if file is None:
                continue
            try:
                notebook = nbformat.reads(file.read().decode(), as_version=4)
                nbformat.validate(notebook)
            except Exception:  # noqa: BLE001  # whatever nbformat says of what is no notebook
                yield member.name, None
            else:
                yield member.name, notebook


def convert(name: str, notebook: NotebookNode, tally: Tally, keep: Path | None) -> None:
    """Count what becomes of one notebook."""
    stem = name.replace("/", "_").removesuffix(".ipynb")
    resources = {"metadata": {"name": Path(name).stem}}
    try:
        pdf, _ = LadderPDFExporter().from_notebook_node(notebook, resources)
        tally.pdfs += 1
        page, _ = LadderHTMLExporter().from_notebook_node(notebook, resources)
        tally.pages += 1
    except Exception as error:  # noqa: BLE001  # what fails is what is looked for
        tally.problems.append(f"{name}: {type(error).__name__}: {error}")
        return
    if keep:
        keep.mkdir(exist_ok=True)
        (keep / f"{stem}.pdf").write_bytes(pdf)
        (keep / f"{stem}.html").write_text(page)
    if found := faults(pdf) + page_faults(page):
        tally.faulty += 1
        tally.problems.append(f"{name}: {len(found)} faults, the first: {found[0]}")


if __name__ == "__main__":
    sys.exit(main())
