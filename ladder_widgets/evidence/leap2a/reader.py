"""A Leap2A file as entries of the kit: ours come back whole, others as near as they can.

Pure: nothing is stored and no file is written. What a foreign portfolio calls an entry becomes a
draft, since nobody has looked yet at what may identify a person in it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, ParseError

from ladder_widgets.errors import BundleError, Leap2AError
from ladder_widgets.evidence.bundle import Bundle, read_bundle
from ladder_widgets.evidence.leap2a.attached import Attached
from ladder_widgets.evidence.leap2a.folder import Folder
from ladder_widgets.evidence.leap2a.foreign import ENTRY_KINDS, Foreign
from ladder_widgets.evidence.leap2a.items import Item, read_moment
from ladder_widgets.evidence.leap2a.notes import Note, sentences
from ladder_widgets.evidence.leap2a.values import Imported, ImportedEntry
from ladder_widgets.evidence.leap2a.vocabulary import NAMESPACES, OURS, VERSION, bare, is_leap
from ladder_widgets.portfolio.intake import MAX_ENTRIES

MAX_ITEMS = 5 * MAX_ENTRIES
"""Files, abilities and journals are items of a feed, too."""
_ATOM = f"{{{NAMESPACES['xmlns']}}}"
_KNOWN = frozenset({"ability", "resource"})
_DAMAGED = "The data of the kit in this feed are damaged. Export it again where it came from."


def read_leap2a(data: bytes) -> Imported:
    """What a Leap2A zip, or a feed without its zip, holds.

    Ids are stable: reading the same file twice gives the same ids for entries and files.

    Raises:
        Leap2AError: it is not Leap2A, is damaged, or built to do harm.
        BundleError: a newer kit wrote it, or its data of ours are damaged.
    """
    with Folder(data) as folder:
        root = _parse(folder.feed)
        items = [Item(e, n) for n, e in enumerate(root.findall(f"{_ATOM}entry"), start=1)]
        if len(items) > MAX_ITEMS:
            message = (
                f"This feed has {len(items):,} entries; {MAX_ITEMS:,} are allowed. "
                "Export the portfolio in parts."
            )
            raise Leap2AError(message)
        head = root.findtext(f"{{{OURS}}}bundle")
        notes = Counter(_about_version(root))
        if head:
            return _read_ours(head, items, folder, notes)
        return _read_foreign(root, items, folder, notes)


def _parse(feed: bytes) -> Element:
    # The library takes memory that only who imports a portfolio should pay for.
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(feed, forbid_dtd=True)
    except DefusedXmlException:
        message = (
            "This feed defines entities of its own, as no portfolio does and bombs do. "
            "Nothing was read. Check where it comes from."
        )
        raise Leap2AError(message) from None
    except (ParseError, LookupError, ValueError):
        # Not chained: the parser may quote the feed.
        message = (
            "This is not a Leap2A zip, nor a feed that can be read: it is no XML, or was cut off. "
            "Choose the zip that the portfolio wrote."
        )
        raise Leap2AError(message) from None
    if root.tag != f"{_ATOM}feed":
        message = (
            "This XML is no Leap2A feed: it does not begin with an Atom feed. "
            "Choose the zip that the portfolio wrote."
        )
        raise Leap2AError(message)
    return root


def _about_version(root: Element) -> Iterator[Note]:
    """What is to be said of a version that is not the one of 2010-07."""
    said = [
        element.text or ""
        for element in root
        if str(element.tag).endswith("}version") and is_leap(str(element.tag)[1:-8])
    ]
    if not said:
        yield Note.NO_VERSION
    elif bare(said[0]) != bare(VERSION):
        yield Note.OTHER_VERSION


def _read_ours(head: str, items: Sequence[Item], folder: Folder, notes: Counter[Note]) -> Imported:
    written = [(item, text) for item in items if (text := item.own("entry"))]
    bundle = _bundle(head, [text for _, text in written])
    attached = Attached(items, folder, notes, feed_id="", ours=True)
    entries = tuple(
        ImportedEntry(entry=entry, original_id=item.key, files=attached.files_of(item, entry))
        for (item, _), entry in zip(written, bundle.entries, strict=True)
    )
    attached.note_unlinked()
    return Imported(
        ours=True,
        made_by=bundle.made_by,
        profile=bundle.profile,
        marks=bundle.marks,
        entries=entries,
        warnings=sentences(notes),
    )


def _bundle(head: str, entries: Sequence[str]) -> Bundle:
    """The bundle whose parts lie in the feed."""
    try:
        whole = {**json.loads(head), "entries": [json.loads(text) for text in entries]}
        return read_bundle(json.dumps(whole).encode())
    except BundleError:
        raise
    except (TypeError, ValueError, RecursionError):
        raise BundleError(_DAMAGED) from None


def _read_foreign(
    root: Element, items: Sequence[Item], folder: Folder, notes: Counter[Note]
) -> Imported:
    feed_id = (root.findtext(f"{_ATOM}id") or "").strip()
    feed_id = feed_id or hashlib.sha256(folder.feed).hexdigest()
    unique = _unique(items, notes)
    foreign = Foreign(
        unique, notes, feed_id=feed_id, updated=read_moment(root.findtext(f"{_ATOM}updated") or "")
    )
    attached = Attached(unique, folder, notes, feed_id=feed_id, ours=False)
    entries = []
    for item in unique:
        if item.kind in ENTRY_KINDS:
            entry = foreign.entry(item)
            files = attached.files_of(item, entry)
            if not (entry.content.title or item.text or files):
                notes[Note.EMPTY] += 1
                continue
            made = ImportedEntry(
                entry=entry,
                original_id=item.key,
                abilities=foreign.abilities(item),
                files=files,
            )
            entries.append(made)
        elif item.kind == "selection" and item.belongs("selection_type", "Blog"):
            notes[Note.JOURNAL] += 1
        elif item.kind not in _KNOWN:
            notes[Note.KIND] += 1
    attached.note_unlinked()
    return Imported(
        ours=False,
        made_by=foreign.generator(root),
        profile=None,
        entries=tuple(entries),
        warnings=sentences(notes),
    )


def _unique(items: Sequence[Item], notes: Counter[Note]) -> list[Item]:
    """Each entry once: an id that comes again is left out, since links could mean either."""
    seen: set[str] = set()
    kept = []
    for item in items:
        if not item.key:
            notes[Note.NO_ID] += 1
        elif item.key in seen:
            notes[Note.TWICE] += 1
            continue
        seen.add(item.key)
        kept.append(item)
    return kept
