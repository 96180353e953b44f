"""View models: what a component shows and what can be done with it, without any widget toolkit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

import traitlets

from ladder_widgets.errors import InputError
from ladder_widgets.widgets.desk import Desk


class Download(TypedDict):
    """A file handed to the browser; its bytes travel as the reply's buffer."""

    name: str
    type: str


class Reply(TypedDict, total=False):
    """What the browser does once a command is done; every key is optional.

    `announce` and `problem` are shown and read out, `say` is only read out. `refused` and
    `conflict` answer a save; `drop` lets go of what was typed, `base` is the revision that may be
    written over now. `later` is a command to send in a moment, for what is still on its way,
    `take` one that fetches what has come to its end.
    """

    go: str
    later: str
    take: str
    focus: str
    announce: str
    say: str
    problem: str
    download: Download
    buffer: bytes
    saved: dict[str, object]
    marks: Mapping[str, object]
    refused: str
    conflict: bool
    drop: bool
    base: int


class Values:
    """What a form or a button sent: lists of texts by name, and `data`, a piece of a file."""

    def __init__(self, sent: Mapping[str, object], data: bytes = b"") -> None:
        self.data = data
        self._sent = {
            name: [str(v) for v in value] if isinstance(value, list) else [str(value)]
            for name, value in sent.items()
        }

    def one(self, name: str, default: str = "") -> str:
        """The first value of a name."""
        return next(iter(self._sent.get(name, ())), default)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a name, in order."""
        return tuple(self._sent.get(name, ()))

    def prefixed(self, prefix: str) -> dict[str, str]:
        """First values of the names that begin with `prefix`, by the rest of their name."""
        return {
            name.removeprefix(prefix): values[0]
            for name, values in self._sent.items()
            if name.startswith(prefix) and values
        }

    def __contains__(self, name: str) -> bool:
        return name in self._sent


Command = Callable[[Values], Reply]


class ViewModel(traitlets.HasTraits):
    """Base of the view models: `html` is what the component shows now."""

    html = traitlets.Unicode()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def refresh(self) -> None:
        """Show what the store holds now."""
        self.html = self.markup()

    def markup(self) -> str:
        """The component's HTML."""
        raise NotImplementedError

    def open(self, ids: Sequence[str]) -> Reply:  # noqa: ARG002  # others need them
        """Show what the ids of a route name (none: the component's usual view)."""
        self.refresh()
        return {}

    def commands(self) -> Mapping[str, Command]:
        """What can be done here, by the name that the HTML's `data-do` uses."""
        return {}

    def run(self, name: str, values: Values) -> Reply:
        """Do one command.

        Raises:
            InputError: there is no such command, or what was sent is not allowed.
        """
        command = self.commands().get(name)
        if command is None:
            message = "This page is from another version of the kit. Load it again."
            raise InputError(message)
        return command(values)
