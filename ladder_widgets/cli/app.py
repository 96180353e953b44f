"""The `ladder` command: its list of commands, each imported when it is asked for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from ladder_widgets._version import __version__
from ladder_widgets.cli.failures import run
from ladder_widgets.cli.session import Session

DISTRIBUTION = "leadership-ladder"


# Each stands in the module of its name; its summary is here so that listing imports none.
COMMANDS = {
    "serve": "Open the app in your browser.",
    "lab": "Open the notebooks in JupyterLab.",
    "programmes": "List training programmes and their ids.",
    "profile": "Show or set your programme, grade and start date.",
    "targets": "List the ladder's targets: what is due, when and why.",
    "goals": "List your goals, or write them as a calendar file.",
    "entry": "Add, list, show or delete reflections.",
    "check": "List what may identify a person in a text.",
    "export": "Write evidence for your e-portfolio.",
    "form": "Print an entry as the form of an e-portfolio.",
    "badge": "Take badges for the steps that you completed.",
    "verify": "Say whether evidence is unchanged, and who signed it.",
    "import": "Take in a bundle, an evidence PDF or courses.",
    "keys": "Show your key, and say whose keys you trust.",
    "workshop": "List workshops, or let phones join one.",
    "backup": "Copy your data into one file.",
    "restore": "Bring back a copy made by backup.",
    "passphrase": "Encrypt your data, or take the passphrase off.",
    "erase": "Remove everything the kit keeps of you.",
    "content": "Check the content packs.",
    "db": "Check or upgrade the store.",
    "doctor": "Show versions, folders and fonts, to report a problem.",
}


PYTHON_NAMES = {"import": "intake"}
"""Commands whose name Python keeps for itself."""


class LadderGroup(click.Group):
    """A group that imports a command's module when the command is used, not to list it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands, in the order of a trainee's day."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        name = PYTHON_NAMES.get(cmd_name, cmd_name)
        module = importlib.import_module(f"ladder_widgets.cli.{name}")
        command: click.Command = getattr(module, name)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of commands from `COMMANDS`, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run the command line and exit; every failure becomes one line and a status."""
        extra["standalone_mode"] = False
        sys.exit(run(lambda: super(LadderGroup, self).main(args, prog_name or "ladder", **extra)))


@click.group(cls=LadderGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name=DISTRIBUTION, message="%(prog)s %(version)s")
@click.pass_context
def app(ctx: click.Context) -> None:
    """The Leadership Ladder: targets, reflections and evidence for UK trainees.

    Your data stays on this computer. `ladder serve` opens the app; the other commands do
    the same work in a terminal. See also: ladder COMMAND --help.
    """
    ctx.obj = ctx.obj or Session()


def main() -> None:
    """Entry point of the `ladder` command."""
    app.main()
