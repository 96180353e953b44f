"""`ladder entry`: reflections from files, listed, shown, deleted, with files attached."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import msgspec

from ladder_widgets.cli.attachment import attach, attachments, detach, save_attachment
from ladder_widgets.cli.comments import comments
from ladder_widgets.cli.lookup import ID_LENGTH, SHOWN_PREFIX, checked_id, find_entry
from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import EntryFileError
from ladder_widgets.portfolio.dates import uk_date, uk_moment
from ladder_widgets.portfolio.entry_file import (
    MAX_FILE_BYTES,
    decode_entry,
    parse_entry,
    parse_entry_json,
    portable_entry,
    write_entry,
)
from ladder_widgets.portfolio.model import Entry, Revision, Save, new_entry_id


@click.group()
def entry() -> None:
    """Add, list, show or delete reflections.

    \b
    Example:
      ladder entry add reflection.md
    """


for command in (attach, attachments, comments, detach, save_attachment):
    entry.add_command(command)


@entry.command()
@click.argument("file")
@pass_session
def add(session: Session, file: str) -> None:
    """Add an entry from FILE: Markdown with front matter, or JSON (.json); - reads stdin.

    Headings are the prompts of the reflection model; a heading inside an answer has
    three hashes. `state` is final if not given; `date` is when it happened.

    \b
    Example of a file:
      ---
      title: Leading the handover
      date: 2026-03-10
      model: what-so-what-now-what
      targets: [quality-improvement.2.a]
      capabilities:
        - {code: CiP 4, because: I changed how we hand over}
      tags: [handover]
      state: draft
      ---
      ## What?
      ...
      ## So what?
      ...
      ## Now what?
      ...

    \b
    Example:
      ladder entry add reflection.md
    """
    text = decode_entry(read_text_file(file))
    is_json = file.lower().endswith(".json") or (file == "-" and text.lstrip().startswith("{"))
    parse = parse_entry_json if is_json else parse_entry
    with session.store() as store:
        content, state = parse(
            text, catalogue=session.catalogue, profile=store.profile(), today=session.today
        )
        saved = store.save(
            Save(
                entry_id=new_entry_id(),
                base=0,
                writer=uuid4().hex,
                seq=1,
                content=content,
                state=state,
            )
        )
    echo_text(f"Added {saved.entry_id} ({state}).")


@entry.command("list")
@click.option("--search", "words", metavar="WORDS", help="Only entries with all these words.")
@json_option
@pass_session
def list_entries(session: Session, *, words: str | None, as_json: bool) -> None:
    """List entries, the last written first.

    A word finds whatever begins with it, accents aside.

    \b
    Examples:
      ladder entry list --json
      ladder entry list --search "handover huddle"
    """
    with session.store() as store:
        found = store.entries()
        if words is not None:
            hits = store.search(words)
            found = tuple(item for item in found if item.id in hits)
    if as_json:
        echo_json([portable_entry(item) for item in found])
    elif found:
        echo_text(table([_row(item) for item in found]))
    elif words is not None:
        click.echo("No entry has all these words. Try fewer of them.", err=True)
    else:
        click.echo("No entries yet. Write one: ladder serve, or ladder entry add FILE", err=True)


@entry.command()
@click.argument("entry_id", metavar="ID")
@json_option
@pass_session
def show(session: Session, entry_id: str, *, as_json: bool) -> None:
    """Show an entry in the form that `ladder entry add` reads.

    ID may be shortened to its first 6 characters or more.

    \b
    Example:
      ladder entry show 3f2a9c
    """
    with session.store() as store:
        found = find_entry(store, entry_id)
    if as_json:
        echo_json(portable_entry(found))
    else:
        echo_text(write_entry(found.content, found.state).rstrip("\n"))


@entry.command()
@click.argument("entry_id", metavar="ID")
@json_option
@pass_session
def history(session: Session, entry_id: str, *, as_json: bool) -> None:
    """List the revisions of an entry, oldest first; with --json each in full.

    \b
    Example:
      ladder entry history 3f2a9c
    """
    with session.store() as store:
        found = find_entry(store, entry_id)
        revisions = store.history(found.id)
    if as_json:
        echo_json([_as_json(found, revision) for revision in revisions])
        return
    rows = [
        (f"Revision {r.number}", r.state.capitalize(), uk_moment(r.written_at), r.content.title)
        for r in revisions
    ]
    echo_text(table(rows))


@entry.command()
@click.argument("entry_id", metavar="ID")
@click.argument("revision", type=int)
@pass_session
def restore(session: Session, entry_id: str, revision: int) -> None:
    """Go back to a REVISION of an entry: it becomes a new draft, nothing is overwritten.

    \b
    Example:
      ladder entry restore 3f2a9c 1
    """
    with session.store() as store:
        found = find_entry(store, entry_id)
        saved = store.restore(found.id, revision, writer=uuid4().hex)
    echo_text(f"Revision {revision} of {found.id} is back as revision {saved.revision}, a draft.")


@entry.command()
@click.argument("entry_id", metavar="ID")
@click.option("--undo", is_flag=True, help="Bring a deleted entry back; needs its whole id.")
@pass_session
def delete(session: Session, entry_id: str, *, undo: bool) -> None:
    """Delete an entry; `--undo` brings it back within 30 days, then it is gone for good.

    \b
    Example:
      ladder entry delete 3f2a9c
    """
    with session.store() as store:
        if undo:
            store.undelete(checked_id(entry_id, length=ID_LENGTH))
            echo_text(f"Brought back {entry_id}.")
            return
        found = find_entry(store, entry_id)
        store.delete(found.id)
    echo_text(f"Deleted {found.id}. To bring it back: ladder entry delete --undo {found.id}")


def read_text_file(file: str) -> bytes:
    """The bytes of an entry file, or of standard input for `-`.

    Raises:
        EntryFileError: it cannot be read; the message does not name it.
    """
    # Messages do not name the file: people put names of patients into names of files.
    try:
        if file == "-":
            return sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        message = "There is no such entry file. Check its name and folder."
    except IsADirectoryError:
        message = "This is a folder. Name one entry file in it."
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        message = f"The entry file cannot be read ({reason}). Check its name and its rights."
    raise EntryFileError(message)


def _as_json(entry: Entry, revision: Revision) -> dict[str, Any]:
    then = msgspec.structs.replace(
        entry, content=revision.content, state=revision.state, written_at=revision.written_at
    )
    return {"revision": revision.number, **portable_entry(then)}


def _row(entry: Entry) -> tuple[str, ...]:
    day = entry.content.happened_on
    return (
        entry.id[:SHOWN_PREFIX],
        entry.state.capitalize(),
        uk_date(day) if day else "no date",
        entry.content.title or "(no title)",
    )
