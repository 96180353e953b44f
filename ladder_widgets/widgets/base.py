"""The anywidget side of every component: shows a view model's HTML, passes on what is done."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ladder_widgets.errors import LadderError, SettingsError
from ladder_widgets.widgets.viewmodel import Reply, Values, ViewModel

STATIC = Path(__file__).parent / "static"
log = logging.getLogger(__name__)


def _built(name: str) -> Path:
    path = STATIC / name
    if not path.is_file():
        message = f"The browser part {name} is not built. Run: make frontend"
        raise SettingsError(message)
    return path


class LadderWidget(anywidget.AnyWidget):
    """A component in a notebook or page: `html_<part>` traits hold what it shows.

    The kernel is the only place where state lives: the browser shows these parts and sends
    commands, each answered by exactly one reply.
    """

    _esm = _built("widget.js")
    _css = _built("widget.css")
    part_names = traitlets.List(traitlets.Unicode()).tag(sync=True)

    _links: tuple[traitlets.directional_link, ...] = ()

    def __init__(self, parts: dict[str, ViewModel], *, owner: ViewModel) -> None:
        self._owner = owner
        super().__init__()
        self.add_traits(**{f"html_{name}": traitlets.Unicode().tag(sync=True) for name in parts})
        self.part_names = list(parts)
        self._links = tuple(
            traitlets.dlink((model, "html"), (self, f"html_{name}"))
            for name, model in parts.items()
        )
        self.on_msg(self._receive)

    def close(self) -> None:
        """Let go of the view models and of the browser's side."""
        for link in self._links:
            link.unlink()
        super().close()

    def _receive(
        self, _widget: object, content: dict[str, Any], buffers: Sequence[memoryview]
    ) -> None:
        reply = self._answer(content, bytes(buffers[0]) if buffers else b"")
        buffer = reply.pop("buffer", None)
        self.send({"re": content.get("id"), **reply}, [buffer] if buffer is not None else None)

    def _answer(self, content: dict[str, Any], data: bytes = b"") -> Reply | dict[str, Any]:
        name = str(content.get("do", ""))
        try:
            if name == "open":
                return {**self._open(content)}
            return self._owner.run(name, Values(content.get("values") or {}, data))
        except LadderError as error:
            return {"refused" if name == "save" else "problem": str(error)}
        except Exception as error:  # noqa: BLE001  # no traceback, no words of an entry, gets out
            log.error(  # noqa: TRY400  # a traceback could quote the trainee
                "The command %r failed with %s.", name, type(error).__name__
            )
            key = "refused" if name == "save" else "problem"
            return {key: "Something went wrong here. What you see is kept; load the page again."}

    def _go(self, ids: list[str]) -> Reply:
        """Show what a route names."""
        return self._owner.open(ids)

    def _open(self, content: dict[str, Any]) -> dict[str, Any]:
        reply: dict[str, Any] = {**self._arrive(content.get("route"))}
        if content.get("full"):
            names = ["part_names", *(f"html_{name}" for name in self.part_names)]
            reply["state"] = {name: getattr(self, name) for name in names}
        return reply

    def _arrive(self, route: object) -> Reply:
        """Show what a route names; one that names nothing leaves the page as it is and says so."""
        if route is None:  # a widget alone, shown once more: it stays where it is
            self._owner.refresh()
            return {}
        try:
            return self._go([part for part in str(route).removeprefix("#").split("/") if part])
        except LadderError as error:
            return {"problem": str(error)}
