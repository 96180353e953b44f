"""What a reviewer has typed: kept under the evidence that it is on, and signed at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from hashlib import sha256

import msgspec

from ladder_widgets.portfolio.comments import Comment, sign_comment
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.portfolio.model import clean_text
from ladder_widgets.widgets.viewmodel import Values

TEXT = "comment."
"""How the field of a comment is named: this, then the id of the entry."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A name, a role, and what is said of each entry, by its id."""

    name: str = ""
    role: str = ""
    texts: Mapping[str, str] = {}

    @property
    def written(self) -> dict[str, str]:
        """The comments that say something."""
        return {entry_id: text for entry_id, text in self.texts.items() if text.strip()}


def read_draft(values: Values) -> Draft:
    """What the form holds, with texts that can be stored, shown and printed."""
    return Draft(
        name=_line(values.one("name")),
        role=_line(values.one("role")),
        texts={entry: clean_text(text) for entry, text in values.prefixed(TEXT).items() if text},
    )


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def sign(
    draft: Draft,
    *,
    bundle: str,
    written_at: Mapping[str, dt.datetime],
    key: SigningKey,
    now: dt.datetime,
) -> tuple[Comment, ...]:
    """The comments, each signed; the same words on the same evidence are the same comment.

    Raises:
        InputError: a text is too long.
    """
    return tuple(
        sign_comment(
            Comment(
                id=_id(key.public, bundle, entry_id, text),
                entry_id=entry_id,
                entry_written_at=written_at[entry_id],
                bundle=bundle,
                text=text,
                name=draft.name,
                role=draft.role,
                written_at=now,
                public=key.public,
            ),
            key,
        )
        for entry_id, text in draft.written.items()
    )


def _id(*parts: str) -> str:
    """Signed twice it must not come twice."""
    return sha256("\0".join(parts).encode()).hexdigest()[:32]
