"""`ladder entry comments`: what others said of an entry."""

from __future__ import annotations

import click
import msgspec

from ladder_widgets.cli.lookup import find_entry
from ladder_widgets.cli.output import echo_json, echo_text, json_option
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.evidence.remarks import remarks_in


@click.command()
@click.argument("entry_id", metavar="ID")
@json_option
@pass_session
def comments(session: Session, entry_id: str, *, as_json: bool) -> None:
    """Show what others said of the entry ID, whose words they are, and when.

    Comments come with `ladder import`. A name is as its writer gave it, unless you trust
    the key that signed: `ladder keys trust`.

    \b
    Example:
      ladder entry comments 3f6c
    """
    with session.store() as store:
        found = find_entry(store, entry_id)
        remarks = remarks_in(store, found).get(found.id, ())
    if as_json:
        echo_json([msgspec.to_builtins(remark) for remark in remarks])
        return
    if not remarks:
        echo_text("Nobody has commented on this entry.")
    for remark in remarks:
        who = ", ".join(filter(None, (remark.name, remark.role)))
        earlier = ", on an earlier revision" if remark.earlier else ""
        echo_text(f"{who}, {remark.written_on} ({remark.standing}){earlier}:\n{remark.text}\n")
