"""`ladder keys`: this store's own key, and those of others that are trusted."""

from __future__ import annotations

import click

from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.keys import TrustedKey, fingerprint, key_text, read_key_text
from ladder_widgets.portfolio.model import clean_text


@click.group()
def keys() -> None:
    """Show the key that signs your evidence, and say whose keys you trust.

    \b
    Example:
      ladder keys show
    """


@keys.command()
@json_option
@pass_session
def show(session: Session, *, as_json: bool) -> None:
    """Print your public key, its fingerprint, and the keys that you trust.

    \b
    Example:
      ladder keys show
    """
    with session.store() as store:
        own, trusted = store.signing_key().public, store.trusted_keys()
    if as_json:
        echo_json([_as_json("", own), *(_as_json(key.name, key.public) for key in trusted)])
        return
    echo_text(f"Your key: {key_text(own)}")
    echo_text(f"Its fingerprint: {fingerprint(own)}")
    if trusted:
        echo_text("Trusted:")
        rows = [(k.name, fingerprint(k.public), key_text(k.public)) for k in trusted]
        echo_text(table(rows, indent=2))


def _as_json(name: str, public: str) -> dict[str, str | bool]:
    return {
        "name": name,
        "own": not name,
        "key": key_text(public),
        "fingerprint": fingerprint(public),
    }


@keys.command()
@click.argument("key")
@click.option("--name", required=True, help="Whose key it is.")
@pass_session
def trust(session: Session, key: str, name: str) -> None:
    """Know KEY by a name from now on; compare its fingerprint with its owner first.

    \b
    Example:
      ladder keys trust ed25519:AAAA… --name "Dr A. Example"
    """
    said = " ".join(clean_text(name).split())
    if not said:
        message = "The name is empty. Say whose key it is with --name."
        raise InputError(message)
    public = read_key_text(key)
    with session.store() as store:
        store.trust(TrustedKey(public=public, name=said))
    echo_text(f"The key {fingerprint(public)} is known as {said}.")


@keys.command()
@click.argument("key")
@pass_session
def distrust(session: Session, key: str) -> None:
    """Forget a key.

    \b
    Example:
      ladder keys distrust ed25519:AAAA…
    """
    public = read_key_text(key)
    with session.store() as store:
        store.distrust(public)
    echo_text(f"The key {fingerprint(public)} is no longer known.")
