"""The reference of all commands, made from their help: `docs/commands.md`.

Run ``python -m ladder_widgets.cli.reference > docs/commands.md``.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from ladder_widgets.cli.app import app

HEAD = """\
# The `ladder` command

Made from the help of the commands; do not edit. To make it again:

    python -m ladder_widgets.cli.reference > docs/commands.md

Errors are one line on stderr and status 1; a command that was typed wrongly has status 2.
"""
WIDTH = 88


def reference() -> str:
    """The page as Markdown."""
    sections = [f"## `{path}`\n\n```text\n{text}\n```\n" for path, text in _helps(app, "ladder")]
    return "\n".join([HEAD, *sections])


def _helps(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    settings = {**command.context_settings, "terminal_width": WIDTH}
    with click.Context(command, info_name=name, parent=parent, **settings) as ctx:
        yield ctx.command_path, command.get_help(ctx)
        if isinstance(command, click.Group):
            for child in command.list_commands(ctx):
                found = command.get_command(ctx, child)
                if found is not None:
                    yield from _helps(found, child, ctx)


if __name__ == "__main__":
    click.echo(reference(), nl=False)
