"""One entry in two windows: what both wrote, side by side, for the trainee to choose."""

from __future__ import annotations

import msgspec

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.portfolio.changes import Piece, compare
from ladder_widgets.portfolio.model import MAX_TITLE_CHARS, Content, Revision
from ladder_widgets.widgets.history_page.fields import read_fields

OTHER = " (from another window)"


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored and what this window holds of the same entry."""

    theirs: Revision
    mine: Content

    def differences(self, catalogue: Catalogue) -> list[tuple[str, tuple[Piece, ...]]]:
        """The fields that differ: from what is stored to what is here."""
        old, new = read_fields(self.theirs.content, catalogue), read_fields(self.mine, catalogue)
        titles = dict.fromkeys([*old, *new])
        return [
            (title, compare(old.get(title, ""), new.get(title, "")))
            for title in titles
            if old.get(title, "") != new.get(title, "")
        ]


def as_other(content: Content) -> Content:
    """The content as an entry of its own, told apart by its title."""
    title = content.title[: MAX_TITLE_CHARS - len(OTHER)] + OTHER
    return msgspec.structs.replace(content, title=title)
