"""`ladder verify`."""

from __future__ import annotations

from pathlib import Path

import click

from ladder_widgets.cli.files import read_file
from ladder_widgets.cli.output import echo_json, echo_text, json_option
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.evidence.verify import SAID, signer_in_words
from ladder_widgets.evidence.verify import verify as look_at
from ladder_widgets.portfolio.keys import fingerprint


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@json_option
@pass_session
@click.pass_context
def verify(context: click.Context, session: Session, path: Path, *, as_json: bool) -> None:
    """Say whether evidence, comments or a badge are unchanged, and whose key signed them.

    Every byte counts; of an Open Badge, all that it says. Nothing is fetched. The status
    is 0 for what is unchanged, 1 for what is altered or not signed. A name is shown for
    keys that you trust (ladder keys trust), else a fingerprint to compare with its owner.

    \b
    Example:
      ladder verify leadership-evidence-2026-11-23.pdf
    """
    verdict = look_at(read_file(path))
    with session.store() as store:
        own, trusted = store.signing_key().public, store.trusted_keys()
    signer = signer_in_words(verdict.public, own=own, trusted=trusted)
    if as_json:
        echo_json(
            {
                "kind": verdict.kind,
                "content": verdict.content,
                "signer": signer,
                "fingerprint": fingerprint(verdict.public) if verdict.public else None,
                "says": list(verdict.says),
            }
        )
    else:
        echo_text(f"Content: {SAID[verdict.content]}.")
        for line in verdict.says:
            echo_text(line)
        if verdict.content != "altered":
            echo_text(f"Signed by: {signer}.")
        elif verdict.public:
            echo_text(_claimed(signer))
    context.exit(0 if verdict.content == "unaltered" else 1)


def _claimed(signer: str) -> str:
    return f"It names {signer}, whose signature does not fit it."
