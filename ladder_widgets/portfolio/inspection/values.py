"""What looking at a file gives."""

from __future__ import annotations

from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.findings import Found
from ladder_widgets.portfolio.model import AttachmentKind


class FileRead(Value, frozen=True):
    """The bytes to be stored, the text to be checked, and what to tell whoever attaches it."""

    data: bytes
    text: str = ""
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Inspected(Value, frozen=True):
    """A file that may be attached.

    `data` is what is stored, `removed` what was taken out of it, in plain words. `found` counts
    what may identify a person in its text and its name; the text itself goes no further. `notes`
    are sentences for whoever attaches it.
    """

    kind: AttachmentKind
    name: str
    data: bytes
    removed: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    notes: tuple[str, ...] = ()

    def remarks(self) -> tuple[str, ...]:
        """Everything to tell whoever attaches it, a sentence each; no word of the file."""
        removed = f"Removed from it: {', '.join(self.removed)}."
        counts = ", ".join(f"{found.title} ({found.count})" for found in self.found)
        may = f"May identify a person: {counts}. Take it off if it must not."
        lines = (removed if self.removed else "", may if self.found else "", *self.notes)
        return tuple(filter(None, lines))


class Request(Value, frozen=True):
    """What the child is asked to look at."""

    name: str
    data: bytes
