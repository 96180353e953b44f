"""Comments in words: what was said, by whom as far as that is known, and of which revision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from ladder_widgets.portfolio.comments import Comment
from ladder_widgets.portfolio.dates import local_day, uk_date
from ladder_widgets.portfolio.keys import TrustedKey, fingerprint
from ladder_widgets.portfolio.model import Entry

if TYPE_CHECKING:  # whoever only typesets has no store
    from ladder_widgets.portfolio.store import Store

AS_GIVEN = "name as given"
OWN = "signed with the trainee's own key"


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One comment as it is shown.

    `standing` says what the name is worth; `earlier` that the entry was written on since.
    """

    text: str
    name: str
    role: str
    written_on: str
    standing: str
    earlier: bool


def make_remarks(
    comments: Iterable[Comment],
    *,
    written_at: Mapping[str, dt.datetime],
    own: str,
    trusted: Iterable[TrustedKey],
) -> dict[str, tuple[Remark, ...]]:
    """The comments by the ids of their entries, in the order in which they come.

    `written_at` is when the shown revision of each entry was written; `own` is the public key of
    the trainee's store, which proves nothing about anybody else.
    """
    names = {key.public: key.name for key in trusted}
    found: dict[str, tuple[Remark, ...]] = {}
    for comment in comments:
        remark = Remark(
            text=comment.text,
            name=comment.name,
            role=comment.role,
            written_on=uk_date(local_day(comment.written_at)),
            standing=_standing(comment.public, own, names),
            earlier=comment.entry_written_at != written_at.get(comment.entry_id),
        )
        found[comment.entry_id] = (*found.get(comment.entry_id, ()), remark)
    return found


def remarks_in(store: Store, *entries: Entry) -> dict[str, tuple[Remark, ...]]:
    """What a store holds of others on some entries, by the ids of those that have any."""
    comments = store.comments(*(entry.id for entry in entries))
    if not comments:  # no key is made and none loaded for nothing
        return {}
    return make_remarks(
        comments,
        written_at={entry.id: entry.written_at for entry in entries},
        own=store.signing_key().public,
        trusted=store.trusted_keys(),
    )


def _standing(public: str, own: str, names: Mapping[str, str]) -> str:
    if public == own:
        return OWN
    if public in names:
        return f"key trusted as {names[public]}"
    return f"{AS_GIVEN}, key {fingerprint(public)}"
