"""What pages that hand out evidence share: what is to be decided on before it, and the PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Literal

from ladder_widgets.evidence.export import check_files, export, file_name
from ladder_widgets.portfolio.findings import Undecided, undecided
from ladder_widgets.portfolio.model import MAX_REASON_CHARS, Attachment, Entry, clean_text
from ladder_widgets.process import Tick
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.viewmodel import Reply, Values

Kind = Literal["pdf", "zip"]
Make = Callable[[Tick | None], bytes]
CALLED: dict[Kind, str] = {"pdf": "PDF", "zip": "bundle"}
SAY_WHY = "Say why they may stay."


def undecided_in(desk: Desk, entries: Iterable[Entry]) -> dict[str, Undecided]:
    """What of each entry is neither mended nor kept, in its words and in its files, by its id."""
    store = desk.store
    found = {e.id: undecided(e.content, store.attachments(e.id), store.kept(e.id)) for e in entries}
    return {entry_id: each for entry_id, each in found.items() if each}


def reason_in(values: Values) -> str:
    """The reason for which it may all stay, empty if none was given."""
    return clean_text(values.one("reason")).strip()[:MAX_REASON_CHARS]


def keep_all(desk: Desk, found: dict[str, Undecided], reason: str) -> None:
    """Record that all that was found may stay."""
    for entry_id, each in found.items():
        desk.store.keep(entry_id, each.keep(reason))


def evidence_of(desk: Desk, entries: Sequence[Entry], format_: Kind = "pdf") -> Reply:
    """The PDF or the bundle of some entries with their files, signed, as a download.

    Raises:
        EvidenceError: it could not be made, or the files have too many bytes together.
    """
    return hand_out(desk, prepare(desk, entries, format_)(None), len(entries), format_)


def prepare(desk: Desk, entries: Sequence[Entry], format_: Kind) -> Make:
    """What makes the file, in a child and in any thread: all that it needs is read now.

    Raises:
        EvidenceError: the files have too many bytes together.
    """
    return partial(
        _make,
        format_,
        tuple(entries),
        profile=desk.profile(),
        catalogue=desk.catalogue,
        today=desk.today(),
        files=_attached(desk, entries),
        marks=desk.store.marks(),
        key=desk.store.signing_key(),
        comments=desk.store.comments(*(entry.id for entry in entries)),
        trusted=desk.store.trusted_keys(),
    )


def _make(format_: Kind, entries: Sequence[Entry], tick: Tick | None, **given: Any) -> bytes:
    return export(format_, entries, in_child=True, tick=tick, **given)


def hand_out(desk: Desk, data: bytes, entries: int, format_: Kind) -> Reply:
    """A file that is made, as a download."""
    count = "1 entry" if entries == 1 else f"{entries} entries"
    return {
        "download": {"name": file_name(format_, desk.today()), "type": f"application/{format_}"},
        "buffer": data,
        "announce": f"Your {CALLED[format_]} with {count} is in your downloads.",
    }


def _attached(desk: Desk, entries: Iterable[Entry]) -> tuple[tuple[Attachment, bytes], ...]:
    """The files of the entries; their number of bytes is looked at first."""
    ids = {entry.id for entry in entries}
    check_files(item for item in desk.store.all_attachments() if item.entry_id in ids)
    return desk.store.files_of(ids)
