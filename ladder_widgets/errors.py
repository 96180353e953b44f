"""The one exception tree: what can go wrong, in words a reader can act on.

A message says what is wrong, where, what is allowed and what to do next.
It never holds a trainee's own words.

    LadderError
    ├── SettingsError        a setting or environment variable is not usable
    ├── PackError            a content pack is wrong (one `Fault` for each place)
    ├── InputError           what was typed or passed is not allowed
    │   ├── UnknownIdError   an id names nothing
    │   ├── DateRangeError   a date is one, but not one that can be meant here
    │   ├── EntryFileError   an entry file cannot be read as an entry
    │   ├── Leap2AError      a file is not Leap2A, is damaged, or may do harm
    │   ├── BadgeError       a file is not a badge that can be vouched for
    │   └── BundleError      a file is not a bundle of ours, or is damaged
    │       └── BundleTooNewError
    ├── StoreError           the trainee's store cannot be used
    │   ├── StoreReadOnlyError
    │   ├── StoreFullError
    │   ├── StoreBusyError
    │   ├── StoreDamagedError
    │   ├── StoreLockedError
    │   ├── StoreTooNewError
    │   ├── StoreTooOldError
    │   └── ConflictError    somebody else wrote a newer revision
    ├── EvidenceError        evidence could not be made
    └── ServerError          the web server cannot start
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN_CHARS = 60
LISTED = 12


class LadderError(Exception):
    """Anything this kit raises on purpose; its text is fit to be shown to a user."""


class SettingsError(LadderError, ValueError):
    """A setting or environment variable holds something that cannot be used."""


class Fault:
    """One wrong place in a pack: file, line, what is wrong and what to do."""

    __slots__ = ("file", "line", "problem", "remedy")

    def __init__(self, file: str, line: int, problem: str, remedy: str) -> None:
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem} {self.remedy}"

    def __repr__(self) -> str:
        return f"Fault({self.file!r}, {self.line!r}, {self.problem!r}, {self.remedy!r})"


class PackError(LadderError, ValueError):
    """A content pack is wrong; `faults` lists every place that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InputError(LadderError, ValueError):
    """What was typed or passed is not allowed here."""


class DateRangeError(InputError):
    """A date lies outside what can be meant; `about` names the one, where there are several."""

    def __init__(self, message: str, *, about: str = "") -> None:
        self.about = about
        super().__init__(message)


class UnknownIdError(InputError, LookupError):
    """An id names nothing; `allowed` holds the ids that would have been right."""

    def __init__(self, kind: str, given: str, allowed: Iterable[str], *, see: str = "") -> None:
        self.kind = kind
        self.given = given
        self.allowed = tuple(allowed)
        shown = given if len(given) <= SHOWN_CHARS else given[:SHOWN_CHARS] + "…"
        near = get_close_matches(given, self.allowed, n=3, cutoff=0.5)
        if near:
            hint = f"Did you mean {' or '.join(near)}?"
        elif len(self.allowed) <= LISTED:
            hint = f"Allowed: {', '.join(self.allowed) or 'none'}."
        else:
            hint = f"{len(self.allowed)} are allowed."
        tail = f" {see}" if see else ""
        super().__init__(f"No {kind} is called {shown!r}. {hint}{tail}")


class EntryFileError(InputError):
    """An entry file cannot be read as an entry; the message names the line, not the words."""


class Leap2AError(InputError):
    """A file is not Leap2A, is damaged, or is built to do harm; nothing was taken from it."""


class BadgeError(InputError):
    """A file is not an Open Badge, or not one of which anything can be said offline."""


class BundleError(InputError):
    """A file is not a bundle of ours, or is damaged."""


class BundleTooNewError(BundleError):
    """A newer version of the kit wrote this bundle."""

    def __init__(self, version: int, *, newest: int) -> None:
        self.version = version
        self.newest = newest
        super().__init__(
            f"This bundle has format version {version}; this kit reads up to {newest}. "
            "Update the kit, then import it again."
        )


class StoreError(LadderError):
    """The trainee's store cannot be used as asked; nothing in it was changed."""


class StoreReadOnlyError(StoreError, PermissionError):
    """The folder or file of the store may not be written."""


class StoreFullError(StoreError, OSError):
    """The disk that holds the store has no room left."""


class StoreBusyError(StoreError, TimeoutError):
    """Another program holds the store's lock for too long."""


class StoreDamagedError(StoreError):
    """The file is not a store, or is damaged; it was left as it is."""


class StoreLockedError(StoreError):
    """The file is encrypted, and the passphrase is missing or another one."""


class StoreTooNewError(StoreError):
    """A newer version of the kit wrote this store."""


class StoreTooOldError(StoreError):
    """An older version of the kit wrote this store; it must be upgraded first."""


class ConflictError(StoreError):
    """Somebody else wrote a newer revision of the entry; neither text is overwritten."""

    def __init__(self, entry_id: str, *, base: int, current: int) -> None:
        self.entry_id = entry_id
        self.base = base
        self.current = current
        super().__init__(
            f"Entry {entry_id} was changed elsewhere: this text was based on revision {base}, "
            f"the store holds revision {current}. Open the newer one before writing on."
        )


class EvidenceError(LadderError):
    """Evidence could not be made; no half file was left behind."""


class ServerError(LadderError):
    """The web server cannot start."""
