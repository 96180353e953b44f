"""Any other notebook in our own page: what Voila is told for it, and what sends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from traitlets.config import Config

from ladder_widgets.errors import InputError
from ladder_widgets.server.handlers import NOTEBOOK_POLICY
from ladder_widgets.server.notebook_page import gather, note_failure
from ladder_widgets.server.pages import PageHandler
from ladder_widgets.settings import resource

TEMPLATE = "ladder-notebook"


def find_notebook(path: Path) -> Path:
    """The notebook at `path`, or the kit's own of this name, read once to see that it is one.

    Raises:
        InputError: there is no such file, or it is not a notebook in Python.
    """
    found = path.expanduser().absolute()
    own = resource("notebooks") / path
    if not found.is_file() and not path.is_absolute() and own.is_file():
        found = own
    if not found.is_file():
        message = f"There is no notebook {path}. Give the path of an .ipynb file."
        raise InputError(message)
    if found.suffix != ".ipynb":
        message = f"{path} is not a notebook: its name does not end in .ipynb."
        raise InputError(message)
    try:
        notebook = nbformat.reads(found.read_text("utf-8"), as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})."
        raise InputError(message) from error
    # What is no JSON, no notebook or a half of one fails in many ways inside nbformat.
    except Exception as error:
        message = f"{path} is not a notebook, or is damaged. Open and save it in JupyterLab."
        raise InputError(message) from error
    language = notebook.metadata.get("kernelspec", {}).get("language") or "python"
    if language.lower() != "python":
        message = f"{path} is written for {language}; only notebooks in Python can be served."
        raise InputError(message)
    return found


def configure(config: Config) -> None:
    """Set what a notebook needs besides what `make_config` sets for the app."""
    config.VoilaConfiguration.template = TEMPLATE
    # A cell that fails is told, and those after it run.
    config.VoilaExecutor.allow_errors = True
    config.VoilaExecutor.on_cell_error = note_failure
    # nbclient captures what goes into an Output widget there, and fails without it.
    config.VoilaExecutor.store_widget_state = True
    config.VoilaExporter.filters = {"ladder_page": gather}


class NotebookHandler(PageHandler):
    """The page of a notebook: as the app's, under a policy of its own and without a first paint."""

    def initialize(self, **kwargs: Any) -> None:
        """Take what Voila needs."""
        super().initialize(first_paint=str, **kwargs)

    async def get(self, path: str | None = None) -> None:
        """Send the page; a problem's page goes under the app's policy again."""
        self.set_header("Content-Security-Policy", NOTEBOOK_POLICY)
        await super().get(path)
