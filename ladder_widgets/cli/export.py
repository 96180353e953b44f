"""`ladder export`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click
import platformdirs

from ladder_widgets.cli.lookup import find_entry
from ladder_widgets.cli.output import echo_text
from ladder_widgets.cli.parameters import DAY
from ladder_widgets.cli.session import Session, pass_session
from ladder_widgets.errors import EvidenceError, InputError
from ladder_widgets.evidence.destination import Destination, destination, upload_warnings
from ladder_widgets.evidence.export import (
    CARRY_FILES,
    ENDINGS,
    FORMATS,
    Format,
    check_files,
    file_name,
    format_of,
    write_export,
)
from ladder_widgets.evidence.export import export as make_evidence
from ladder_widgets.portfolio.filters import day_of
from ladder_widgets.portfolio.findings import Undecided, undecided
from ladder_widgets.portfolio.model import MAX_REASON_CHARS, Attachment, Entry, clean_text
from ladder_widgets.settings import checkout

if TYPE_CHECKING:
    from ladder_widgets.ladder.platforms import Platform
    from ladder_widgets.portfolio.store import Store
    from ladder_widgets.process import Tick

WIPE = "\r\x1b[K"
"""What empties the line of a terminal."""
FEW = 20
"""So many entries are made in this process, faster than another one starts."""
PAGES = ("pdf", "html", "zip")
"""The formats that people read, which can be made for one e-portfolio."""
OPEN_FINDINGS = 3
"""The status of an export that was refused since something may identify a person."""
CHANGE_OR_KEEP = (
    "These places may identify a person. Change them in the app (ladder serve), "
    "or say why they may stay: --keep-findings REASON. Nothing was written."
)


@click.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="pdf if neither this nor the ending of PATH says otherwise.",
)
@click.option("--platform", metavar="ID", help="Make the pages for this e-portfolio.")
@click.option("--entry", "ids", metavar="ID", multiple=True, help="Only this entry; repeatable.")
@click.option("--since", type=DAY, help="Only what happened on this day or later.")
@click.option(
    "-o", "--output", metavar="PATH", type=click.Path(path_type=Path), help="File or folder."
)
@click.option(
    "--keep-findings",
    "reason",
    metavar="REASON",
    help="Export although something may identify a person; the reason is kept with the entries.",
)
@click.option("--name", "trainee", default="", help="Your name for the cover; it is not kept.")
@click.option("--overwrite", is_flag=True, help="Replace the file if there is one.")
@pass_session
@click.pass_context
def export(
    context: click.Context,
    session: Session,
    *,
    format_: Format | None,
    platform: str | None,
    ids: tuple[str, ...],
    since: dt.date | None,
    output: Path | None,
    reason: str | None,
    trainee: str,
    overwrite: bool,
) -> None:
    """Write final entries as evidence and print the file's name.

    Without -o it goes into `exports` of a checkout, else into your documents folder. A
    file that exists is kept: the new one gets a number, unless --overwrite is given.
    Entries without a date count by the day they were written.

    A PDF and a zip carry the files that are attached to entries, and your signature:
    ladder verify tells whether they are unchanged. A zip is the whole bundle: PDF, HTML,
    data and files. leap2a is what Mahara and other portfolios import, with the files.

    With --platform, the pages name the e-portfolio and the kind of entry that each becomes
    there, and what is known to be too much for it is said.

    If something in an entry may identify a person, nothing is written and the status is
    3: change it, or say with --keep-findings why it may stay.

    \b
    Examples:
      ladder export
      ladder export --format json --since 2026-08-05 -o evidence.json
      ladder export --format leap2a -o portfolio.leap2a.zip
    """
    kind = format_ or (format_of(output.name) if output else None) or "pdf"
    portfolio = _platform(session, platform, kind)
    with session.store() as store:
        profile = store.profile()
        if ids:
            chosen = tuple(dict.fromkeys(find_entry(store, entry_id) for entry_id in ids))
            _refuse_drafts(chosen)
        else:
            chosen = store.entries(state="final")
        entries = [entry for entry in chosen if since is None or day_of(entry) >= since]
        if not entries:
            raise InputError(_nothing(since))
        if _undecided(store, entries, reason):
            context.exit(OPEN_FINDINGS)
        files = _files(store, entries) if kind in CARRY_FILES else ()
        marks, key = store.marks(), store.signing_key()
        comments = store.comments(*(entry.id for entry in entries))
        trusted = store.trusted_keys()
    programme = profile.programme if profile else ""
    to = (
        destination(entries, portfolio, session.catalogue, programme=programme)
        if portfolio
        else None
    )
    with _progress(len(entries)) as tick:
        data = make_evidence(
            kind,
            entries,
            profile=profile,
            catalogue=session.catalogue,
            today=session.today,
            files=files,
            marks=marks,
            key=key,
            trainee=clean_text(trainee),
            to=to,
            comments=comments,
            trusted=trusted,
            # A native library cannot be interrupted, a child can.
            in_child=len(entries) > FEW,
            tick=tick,
        )
    path = _place(output, file_name(kind, session.today))
    if not overwrite:
        path = _free(path, kind)
    write_export(path, data)
    if to:
        _warn(to, size=len(data), entries=len(entries))
    echo_text(str(path))


@contextmanager
def _progress(entries: int) -> Iterator[Tick | None]:
    """Tell on a terminal how long it has taken so far, and what Ctrl-C did."""
    shown = sys.stderr.isatty()

    def tick(spent_s: float) -> None:
        if spent_s >= 1:
            told = f"Making {entries} entries … {spent_s:.0f} s (Ctrl-C ends it)"
            click.echo(f"{WIPE}{told}", nl=False, err=True)

    try:
        yield tick if shown else None
    except KeyboardInterrupt:
        click.echo(f"{WIPE if shown else ''}ladder: Ended. Nothing was written.", err=True)
        raise
    if shown:
        click.echo(WIPE, nl=False, err=True)


def _platform(session: Session, platform_id: str | None, kind: str) -> Platform | None:
    """The e-portfolio that is named, looked up before anything else is done."""
    if platform_id is None:
        return None
    if kind not in PAGES:
        message = f"--platform is for pages ({', '.join(PAGES)}); {kind} is the same for all."
        raise InputError(message)
    return session.catalogue.platform(platform_id)


def _warn(to: Destination, *, size: int, entries: int) -> None:
    for warning in (*to.warnings, *upload_warnings(to.platform, size, entries=entries)):
        click.echo(f"ladder: {warning}", err=True)


def _files(store: Store, entries: list[Entry]) -> tuple[tuple[Attachment, bytes], ...]:
    """What is attached to the entries."""
    ids = {entry.id for entry in entries}
    check_files(item for item in store.all_attachments() if item.entry_id in ids)
    return store.files_of(ids)


def _refuse_drafts(entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        if entry.state == "draft":
            message = (
                f"Entry {entry.id} is a draft; only final entries are evidence. "
                "Finish it in the app (ladder serve)."
            )
            raise InputError(message)


def _undecided(store: Store, entries: list[Entry], reason: str | None) -> bool:
    """Whether a finding is neither mended nor kept; with a reason, all are kept for it."""
    said = clean_text(reason or "").strip()[:MAX_REASON_CHARS]
    refused = False
    for entry in entries:
        found = undecided(entry.content, store.attachments(entry.id), store.kept(entry.id))
        if found and said:
            store.keep(entry.id, found.keep(said))
        elif found:
            refused = True
            tell_open_findings(entry.id, found)
    if refused:
        click.echo(f"ladder: {CHANGE_OR_KEEP}", err=True)
    return refused


def tell_open_findings(entry_id: str, found: Undecided) -> None:
    """Name what is to be decided on by field, position and code on stderr, never the words."""
    for place in found.places:
        at = f"{place.field} {place.finding.start}-{place.finding.end}"
        click.echo(f"ladder: {entry_id} {at}: {place.finding.code}", err=True)
    for file in found.files:
        click.echo(f"ladder: {entry_id} attachment {file.id}: {', '.join(file.found)}", err=True)


def _nothing(since: dt.date | None) -> str:
    if since is not None:
        return f"No final entry is from {since.isoformat()} or later. Choose an earlier day."
    return "There is no final entry to export yet. Finish one in the app, or: ladder entry add FILE"


def _place(output: Path | None, name: str) -> Path:
    """The file to write: the one named, or `name` in the folder named or in the usual one."""
    if output is None:
        return _usual_folder() / name
    path = output.expanduser().absolute()
    return path / name if path.is_dir() else path


def _usual_folder() -> Path:
    root = checkout()
    folder = root / "exports" if root else platformdirs.user_documents_path()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The folder {folder} cannot be made ({error.strerror}). Name a file with -o."
        raise EvidenceError(message) from error
    return folder


def _free(path: Path, kind: Format) -> Path:
    """`path`, or the first of ``name-2``, ``name-3`` … that is not taken."""
    if not path.exists():
        return path
    ending = ENDINGS[kind] if path.name.lower().endswith(ENDINGS[kind]) else path.suffix
    cut = len(path.name) - len(ending)  # by length: the ending may be in capitals
    numbered = (path.with_name(f"{path.name[:cut]}-{n}{path.name[cut:]}") for n in count(2))
    return next(candidate for candidate in numbered if not candidate.exists())
