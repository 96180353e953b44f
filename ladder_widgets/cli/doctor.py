"""`ladder doctor`: what a bug report needs, and nothing of an entry."""

from __future__ import annotations

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from ladder_widgets._version import __version__
from ladder_widgets.cli.content import count
from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import PackError, SettingsError
from ladder_widgets.settings import PACKAGE

LIBRARIES = (
    "alembic",
    "anywidget",
    "click",
    "ipywidgets",
    "jupyterlab",
    "markdown-it-py",
    "msgspec",
    "nbconvert",
    "SQLAlchemy",
    "sqlcipher3",
    "typst",
    "voila",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "firefox", "msedge")
FONTS = PACKAGE / "evidence" / "fonts"
BUNDLE = PACKAGE / "widgets" / "static"


@click.command()
@json_option
@pass_session
def doctor(session: Session, *, as_json: bool) -> None:
    """Show versions, folders, packs, browser and fonts; never a word of an entry.

    \b
    Example:
      ladder doctor
    """
    facts = examine(session)
    if as_json:
        echo_json(facts)
    else:
        echo_text(table([(name.replace("_", " "), _shown(v)) for name, v in facts.items()]))


def examine(session: Session) -> dict[str, Any]:
    """What is installed and what it works with; a fault is a finding here, not a failure."""
    return {
        "kit": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "data_folder": _data_folder(session),
        "packs": _packs(session),
        "browser": next((name for name in BROWSERS if shutil.which(name)), None),
        "fonts": sorted(file.name for file in FONTS.glob("*.[ot]tf")),
        "frontend_built": any(BUNDLE.glob("*.js")),
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _data_folder(session: Session) -> dict[str, Any]:
    # SQLAlchemy, for this command only.
    from ladder_widgets.portfolio.files import is_on_server
    from ladder_widgets.portfolio.schema import is_encrypted

    try:
        folder, encrypted = session.settings.data_dir, is_encrypted(session.settings)
        database = "PostgreSQL" if is_on_server(session.settings) else "SQLite"
    except SettingsError as error:
        return {"fault": str(error)}
    return {
        "path": str(folder),
        "exists": folder.exists(),
        "writable": _writable(folder),
        "database": database,
        "encrypted": encrypted,
    }


def _writable(folder: Path) -> bool:
    """Whether the folder can be written, or made where it does not exist."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _packs(session: Session) -> dict[str, Any]:
    try:
        return dict(count(session.catalogue))
    except SettingsError as error:
        return {"fault": str(error)}
    except PackError as error:
        return {"faults": len(error.faults), "see": "ladder content check"}


def _shown(value: object) -> str:
    match value:
        case dict():
            return ", ".join(f"{key} {_shown(inner)}" for key, inner in value.items())
        case list():
            return ", ".join(value) or "none"
        case bool():
            return "yes" if value else "no"
        case None:
            return "none found"
        case _:
            return str(value)
