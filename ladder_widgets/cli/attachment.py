"""The part of `ladder entry` for files: attached, listed, taken off, saved.

Names of files are never repeated in a message: people write patients' names into them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ladder_widgets.cli.lookup import SHOWN_PREFIX, find_attachment, find_entry
from ladder_widgets.cli.output import echo_json, echo_text, json_option, table
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.dates import uk_moment
from ladder_widgets.portfolio.inspection.kinds import MIME_TYPES, SHOWN, check_size, shown_size
from ladder_widgets.portfolio.model import Attachment

if TYPE_CHECKING:
    from ladder_widgets.portfolio.inspection.values import Inspected

_UNREADABLE = "The file cannot be read ({}). Check its name and its rights."


@click.command()
@click.argument("entry_id", metavar="ID")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@pass_session
def attach(session: Session, entry_id: str, files: tuple[str, ...]) -> None:
    """Attach each FILE to a draft, or none: PDF, PNG, JPEG or Word (DOCX).

    The content says the kind, whatever the name. Of a picture only the picture is
    kept: where, when and by whom it was taken is removed. What may identify a person
    in the text or the name of a file is counted.

    \b
    Example:
      ladder entry attach 3f2a9c certificate.pdf board.jpg
    """
    limit, count = session.settings.attachment_mb, len(files)
    # Files are told by their place.
    places = [f"File {number} of {count}: " if count > 1 else "" for number in range(1, count + 1)]
    with session.store() as store:
        found = find_entry(store, entry_id)
        looked_at = [
            _inspect(file, place, limit) for file, place in zip(files, places, strict=True)
        ]
        for inspected in looked_at:
            new = store.attach(found.id, inspected)
            echo_text(f"Attached {new.id} ({SHOWN[new.kind]}, {shown_size(new.size)}).")
            for line in inspected.remarks():
                echo_text(f"  {line}")


@click.command()
@click.argument("entry_id", metavar="ID")
@json_option
@pass_session
def attachments(session: Session, entry_id: str, *, as_json: bool) -> None:
    """List the files of an entry, the first attached first.

    \b
    Example:
      ladder entry attachments 3f2a9c --json
    """
    with session.store() as store:
        found = store.attachments(find_entry(store, entry_id).id)
    if as_json:
        echo_json([_as_json(item) for item in found])
    elif found:
        echo_text(table([_row(item) for item in found]))
    else:
        click.echo("No files yet. Attach one: ladder entry attach ID FILE", err=True)


@click.command()
@click.argument("attachment_id", metavar="ATTACHMENT")
@pass_session
def detach(session: Session, attachment_id: str) -> None:
    """Take a file off a draft; it cannot be brought back.

    \b
    Example:
      ladder entry detach 91b0c4
    """
    with session.store() as store:
        gone = store.detach(find_attachment(store, attachment_id).id)
    echo_text(f"Took {gone.id} off entry {gone.entry_id}.")


@click.command("save-attachment")
@click.argument("attachment_id", metavar="ATTACHMENT")
@click.option(
    "-o", "--output", metavar="PATH", type=click.Path(path_type=Path), help="File or folder."
)
@pass_session
def save_attachment(session: Session, attachment_id: str, *, output: Path | None) -> None:
    """Save a file of an entry and print where; a file that exists is never overwritten.

    Without -o it goes into the current folder, under its own name.

    \b
    Example:
      ladder entry save-attachment 91b0c4 -o certificate.pdf
    """
    with session.store() as store:
        found, data = store.attachment_data(find_attachment(store, attachment_id).id)
    path = output or Path()
    if path.is_dir():
        path /= found.name
    _write_new(path, data)
    echo_text(str(path))


def _inspect(file: str, place: str, limit_mb: int) -> Inspected:
    # The privacy rules come with it: only this command pays for them.
    from ladder_widgets.portfolio.inspection.run import inspect_in_child

    try:
        return inspect_in_child(_read(file, limit_mb), Path(file).name, limit_mb=limit_mb)
    except InputError as error:
        message = f"{place}{error}"
        raise InputError(message) from error


def _read(file: str, limit_mb: int) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > 0:  # a pipe has none; what comes through it is measured afterwards
                check_size(size, limit_mb)
            return stream.read(limit_mb * 1_000_000 + 1)
    except InputError:
        raise
    except FileNotFoundError:
        message = "There is no such file. Check its name and folder."
    except IsADirectoryError:
        message = "This is a folder. Name the files in it."
    except OSError as error:
        message = _UNREADABLE.format(error.strerror)
    except ValueError:
        message = _UNREADABLE.format("not a file name")
    raise InputError(message)


def _write_new(path: Path, data: bytes) -> None:
    # SQLAlchemy comes with it.
    from ladder_widgets.portfolio.files import new_file

    try:
        with new_file(path.absolute()) as part, part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        message = "There is a file of this name, which is not overwritten. Choose another: -o PATH."
    except FileNotFoundError:
        message = "There is no such folder. Make it, or choose another with -o PATH."
    except OSError as error:
        message = f"The file cannot be written ({error.strerror}). Choose another place: -o PATH."
    else:
        return
    raise InputError(message)


def _row(item: Attachment) -> tuple[str, ...]:
    return (
        item.id[:SHOWN_PREFIX],
        SHOWN[item.kind],
        shown_size(item.size),
        uk_moment(item.added_at),
        item.name,
    )


def _as_json(item: Attachment) -> dict[str, Any]:
    return {
        "id": item.id,
        "entry": item.entry_id,
        "name": item.name,
        "kind": item.kind,
        "mime_type": MIME_TYPES[item.kind],
        "size": item.size,
        "sha256": item.digest,
        "removed": list(item.removed),
        "found": list(item.found),
        "added": item.added_at.isoformat(),
    }
