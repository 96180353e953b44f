"""What pages that hand out evidence share: what is to be decided on before it, and the PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Literal

import msgspec

from ladder_widgets.evidence.destination import Destination, destination, upload_warnings
from ladder_widgets.evidence.export import check_files, export, file_name
from ladder_widgets.evidence.platform_form import NEUTRAL
from ladder_widgets.ladder.platforms import Platform
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


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: entries, as a file of one format, with a name, for an e-portfolio.

    The name stands on the cover, and nothing keeps it.
    """

    entries: tuple[Entry, ...]
    format: Kind = "pdf"
    trainee: str = ""
    platform: Platform | None = None

    @property
    def called(self) -> str:
        """What the file is called on the page."""
        return CALLED[self.format]


def platform_of(desk: Desk) -> Platform | None:
    """The e-portfolio of the trainee's profile, if one is named there."""
    profile = desk.profile()
    named = desk.catalogue.platforms.get(profile.platform) if profile else None
    return named if named and named.id != NEUTRAL else None


def evidence_of(desk: Desk, order: Order) -> Reply:
    """The PDF or the bundle of some entries with their files, signed, as a download.

    Raises:
        EvidenceError: it could not be made, or the files have too many bytes together.
    """
    return hand_out(desk, order, prepare(desk, order)(None))


def prepare(desk: Desk, order: Order) -> Make:
    """What makes the file, in a child and in any thread: all that it needs is read now.

    Raises:
        EvidenceError: the files have too many bytes together.
    """
    return partial(
        _make,
        order.format,
        order.entries,
        profile=desk.profile(),
        catalogue=desk.catalogue,
        today=desk.today(),
        files=_attached(desk, order.entries),
        marks=desk.store.marks(),
        key=desk.store.signing_key(),
        comments=desk.store.comments(*(entry.id for entry in order.entries)),
        trusted=desk.store.trusted_keys(),
        trainee=order.trainee,
        to=_destination(desk, order),
    )


def _make(format_: Kind, entries: Sequence[Entry], tick: Tick | None, **given: Any) -> bytes:
    return export(format_, entries, in_child=True, tick=tick, **given)


def _destination(desk: Desk, order: Order) -> Destination | None:
    if order.platform is None:
        return None
    profile = desk.profile()
    programme = profile.programme if profile else ""
    return destination(order.entries, order.platform, desk.catalogue, programme=programme)


def hand_out(desk: Desk, order: Order, data: bytes) -> Reply:
    """A file that is made, as a download, with what its e-portfolio may not take of it."""
    number = len(order.entries)
    count = "1 entry" if number == 1 else f"{number} entries"
    said = [f"Your {order.called} with {count} is in your downloads."]
    if order.platform:
        said += upload_warnings(order.platform, len(data), entries=number)
    return {
        "download": {
            "name": file_name(order.format, desk.today()),
            "type": f"application/{order.format}",
        },
        "buffer": data,
        "announce": " ".join(said),
    }


def _attached(desk: Desk, entries: Iterable[Entry]) -> tuple[tuple[Attachment, bytes], ...]:
    """The files of the entries; their number of bytes is looked at first."""
    ids = {entry.id for entry in entries}
    check_files(item for item in desk.store.all_attachments() if item.entry_id in ids)
    return desk.store.files_of(ids)
