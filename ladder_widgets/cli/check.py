"""`ladder check`."""

from __future__ import annotations

import click

from ladder_widgets.cli.entry import read_text_file
from ladder_widgets.cli.failures import FAILED
from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.portfolio.entry_file import decode_entry
from ladder_widgets.privacy.check import find


@click.command()
@click.argument("file", default="-")
@json_option
@click.pass_context
def check(context: click.Context, file: str, *, as_json: bool) -> None:
    """List what may identify a person in FILE (default: stdin); status 1 if anything does.

    Places are counted in characters from 0, the end excluded; what was found is not
    repeated.

    \b
    Example:
      ladder check reflection.md
    """
    data = read_text_file(file)
    findings = find(decode_entry(data)) if data.strip() else ()
    if as_json:
        echo_json(
            [
                {"code": f.code, "start": f.start, "end": f.end, "why": f.why, "remedy": f.remedy}
                for f in findings
            ]
        )
    elif findings:
        echo_text(table([(f.code, f"{f.start}-{f.end}", f"{f.why} {f.remedy}") for f in findings]))
    else:
        click.echo(
            "Nothing was found that may identify a person. Read it once more yourself.", err=True
        )
    if findings:
        context.exit(FAILED)
