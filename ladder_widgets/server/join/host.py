"""Running the join application: which address phones reach, and until when."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.server.gate import LOOPBACK
from ladder_widgets.server.join.application import Joining, listen, make_application
from ladder_widgets.server.join.press import Press
from ladder_widgets.server.machine import origin, own_name, reachable
from ladder_widgets.settings import Settings
from ladder_widgets.workshop.live.opening import open_rooms
from ladder_widgets.workshop.model import Workshop
from ladder_widgets.workshop.packs import find_workshop
from ladder_widgets.workshop.takeaway.making import make_in_child


def public_origin(url: str) -> str:
    """Scheme, host and port of an address that was given for phones.

    Raises:
        InputError: it is no web address without a path.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        message = "--public-url is scheme and host, such as https://join.example.org, nothing more."
        raise InputError(message)
    return f"{parts.scheme}://{parts.netloc}"


def origins_of(bind: str, port: int, public_url: str) -> tuple[str, ...]:
    """The addresses that phones are given, likeliest first."""
    if public_url:
        return (public_origin(public_url),)
    names = reachable(bind) or ("127.0.0.1",)
    return tuple(origin(name, port) for name in names)


def host(
    settings: Settings,
    sockets: Sequence[Any],
    *,
    bind: str,
    public_url: str,
    ready: Callable[[tuple[str, ...]], None],
) -> None:
    """Serve phones until interrupted; `ready` is told the addresses once it answers."""
    port = sockets[0].getsockname()[1]
    origins = origins_of(bind, port, public_url)
    asyncio.run(_serve(settings, list(sockets), origins, ready))


async def _serve(
    settings: Settings,
    sockets: list[Any],
    origins: tuple[str, ...],
    ready: Callable[[tuple[str, ...]], None],
) -> None:
    @cache
    def workshop(workshop_id: str) -> Workshop:
        return find_workshop(workshop_id, settings.packs).workshop

    names = {str(urlsplit(address).hostname) for address in origins}
    with open_rooms(settings) as rooms:
        joining = Joining(
            rooms,
            workshop,
            load_catalogue(settings.packs, settings.data_dir),
            hosts=frozenset(LOOPBACK | names | {own_name()}),
            press=Press(partial(make_in_child, settings=settings)),
            today=lambda: dt.datetime.now().astimezone().date(),
        )
        server = listen(make_application(joining), sockets=sockets)
        ready(origins)
        try:
            await joining.watch()
        finally:
            server.stop()
