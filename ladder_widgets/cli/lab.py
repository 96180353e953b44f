"""`ladder lab`: JupyterLab on a working copy of the notebooks."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from ladder_widgets.settings import read_settings, resource


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Where the working copy lies; default: notebooks in the data folder.",
)
@click.argument("jupyter_options", nargs=-1, type=click.UNPROCESSED)
def lab(folder: Path | None, jupyter_options: tuple[str, ...]) -> None:
    """Open JupyterLab on a working copy of the notebooks.

    What you change there stays yours: a notebook that is already in the copy is left alone.

    Example: ladder lab --folder ~/ladder-notebooks --no-browser
    """
    settings = read_settings()
    target = folder or settings.data_dir / "notebooks"
    copy_notebooks(resource("notebooks"), target)
    click.echo(f"The notebooks are in {target}.")
    os.execv(  # noqa: S606  # our own interpreter; it takes this process's place
        sys.executable,
        [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={target}", *jupyter_options],
    )


def copy_notebooks(source: Path, target: Path) -> None:
    """Copy the notebooks that `target` lacks; none is overwritten."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in sorted(source.rglob("*.ipynb")):
        copy = target / path.relative_to(source)
        if ".ipynb_checkpoints" not in path.parts and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
