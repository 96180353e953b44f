"""`ladder lab`: JupyterLab on a working copy of the notebooks."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import click

from ladder_widgets.cli.unlock import unlocked
from ladder_widgets.settings import environment_of, read_settings, resource

OFFLINE = (
    # JupyterLab asks the network for updates, news and extensions; nothing here may.
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=",
    "--LabApp.extension_manager=readonly",
)
ANNOUNCEMENTS = "@jupyterlab/apputils-extension:announcements"


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
    settings = unlocked(read_settings())
    target = folder or settings.data_dir / "notebooks"
    copy_notebooks(resource("notebooks"), target)
    click.echo(f"The notebooks are in {target}.")
    quiet = write_quiet_config(settings.data_dir / "jupyter")
    paths = [str(quiet), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    environment = {
        **os.environ,
        **environment_of(settings),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(path for path in paths if path),
    }
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={target}"]
    os.execve(  # noqa: S606  # our own interpreter; it takes this process's place
        sys.executable, [*command, *OFFLINE, *jupyter_options], environment
    )


def copy_notebooks(source: Path, target: Path) -> None:
    """Copy the notebooks that `target` lacks; none is overwritten."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in sorted(source.rglob("*.ipynb")):
        copy = target / path.relative_to(source)
        if ".ipynb_checkpoints" not in path.parts and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def write_quiet_config(folder: Path) -> Path:
    """A Jupyter configuration folder that keeps JupyterLab from offering to fetch news."""
    page = folder / "labconfig" / "page_config.json"
    page.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    page.write_text(json.dumps({"disabledExtensions": {ANNOUNCEMENTS: True}}), encoding="utf-8")
    page.chmod(0o600)
    return folder
