"""Entries of another portfolio as they arrive here, with files that are still to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import msgspec

from ladder_widgets.evidence.leap2a.values import Ability, Imported, ImportedEntry
from ladder_widgets.portfolio.intake import Arrival, Arriving
from ladder_widgets.portfolio.model import (
    MAX_ANSWER_CHARS,
    MAX_ATTACHMENTS,
    MAX_NAME_CHARS,
    Attachment,
    Content,
)

SHOWN_THERE = "There it was said to show:"
LEFT = "{count} attached files were empty or too many for one entry; they stay behind."


def foreign_arrival(found: Imported) -> Arrival:
    """What another portfolio's feed brings; its kinds of files are yet to be told by content."""
    entries = tuple(_arriving(item) for item in found.entries)
    carried = {file.id for entry in entries for file in entry.attachments}
    files = [file for item in found.entries for file in item.files]
    left = sum(file.id not in carried for file in files)
    warnings = (*found.warnings, LEFT.format(count=left)) if left else found.warnings
    return Arrival(
        source="leap2a",
        entries=entries,
        files={sha256(file.data).hexdigest(): file.data for file in files},
        warnings=warnings,
    )


def _arriving(item: ImportedEntry) -> Arriving:
    entry = item.entry
    return Arriving(
        id=entry.id,
        state=entry.state,
        content=_with_abilities(entry.content, item.abilities),
        written_at=entry.written_at,
        created_at=entry.created_at,
        attachments=tuple(_attachments(item))[:MAX_ATTACHMENTS],
    )


def _attachments(item: ImportedEntry) -> Iterator[Attachment]:
    for file in item.files:
        if file.data:
            yield Attachment(
                id=file.id,
                entry_id=item.entry.id,
                name=file.name[-MAX_NAME_CHARS:],
                kind="pdf",  # until it is looked at, which tells the kind by the content
                size=len(file.data),
                digest=sha256(file.data).hexdigest(),
                added_at=file.added_at,
            )


def _with_abilities(content: Content, abilities: tuple[Ability, ...]) -> Content:
    """The words, followed by what the entry was said to show: no capability of ours is guessed."""
    if not abilities or not content.answers:
        return content
    lines = [f"- {' '.join(ability.title.split())}" for ability in abilities]
    answer, *others = content.answers
    text = "\n".join([answer.text, "", SHOWN_THERE, *lines])
    if len(text) > MAX_ANSWER_CHARS:
        return content
    return msgspec.structs.replace(
        content, answers=(msgspec.structs.replace(answer, text=text), *others)
    )
