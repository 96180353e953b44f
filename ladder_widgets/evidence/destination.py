"""Evidence for one e-portfolio: under which kind of entry it goes there, and what does not fit."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ladder_widgets.evidence.platform_form import capability_limit, entry_types, propose
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.platforms import Platform
from ladder_widgets.portfolio.model import Entry

MB = 1_000_000


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """A platform with what it makes of some entries: the name of a kind for each entry's id."""

    platform: Platform
    kinds: dict[str, str]
    warnings: tuple[str, ...]


def destination(
    entries: Sequence[Entry], platform: Platform, catalogue: Catalogue, *, programme: str = ""
) -> Destination:
    """Where each entry goes at a platform; warnings name entries by the beginnings of their ids.

    `programme` is the id of the trainee's programme: some kinds are for some programmes only.
    """
    kinds = entry_types(platform, catalogue, programme=programme)
    limit = capability_limit(platform)
    most = limit.at_most if limit else None
    over = [e for e in entries if most is not None and len(e.content.capabilities) > most]
    return Destination(
        platform=platform,
        kinds={entry.id: propose(entry.content, kinds, catalogue).name for entry in entries},
        warnings=tuple(
            f"Entry {entry.id[:8]} is linked to {len(entry.content.capabilities)} capabilities; "
            f"{platform.name} takes {most} (confidence: {limit.confidence if limit else ''})."
            for entry in over
        ),
    )


def upload_warnings(platform: Platform, size: int, *, entries: int) -> tuple[str, ...]:
    """What a platform may not take of a file of `size` bytes with so many entries."""
    upload = platform.upload
    if upload is None or upload.max_mb is None or size <= upload.max_mb * MB:
        return ()
    advice = "Export fewer at a time." if entries > 1 else "Take a file off the entry."
    most = f"takes {upload.max_mb:g} MB (confidence: {upload.confidence})"
    return (f"The file has {size / MB:.1f} MB; {platform.name} {most}. {advice}",)
