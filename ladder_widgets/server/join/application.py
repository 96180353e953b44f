"""The join application on a port of its own: no cookie, no kernel, no file of anybody.

A phone keeps a secret in its own storage and sends it as a header, so no other page can act in its
name. It asks for the state of the room and is answered when that changes.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.web import Application, HTTPError, RequestHandler

from ladder_widgets.errors import InputError, LadderError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.server.join.limits import Limit
from ladder_widgets.server.join.press import Press
from ladder_widgets.server.join.views import activity_of, state_of, version_of
from ladder_widgets.workshop.live.answers import Answer, checked_answer
from ladder_widgets.workshop.live.model import Person, Room, Stage, read_code
from ladder_widgets.workshop.live.store import Rooms
from ladder_widgets.workshop.model import Activity, Workshop
from ladder_widgets.workshop.takeaway.certificate import clean_name
from ladder_widgets.workshop.takeaway.entries import Own
from ladder_widgets.workshop.takeaway.making import Request, file_name

HERE = Path(__file__).parent
ASSETS = {
    "/": ("join.html", "text/html; charset=utf-8"),
    "/join.js": ("join.js", "text/javascript; charset=utf-8"),
    "/join.css": ("join.css", "text/css; charset=utf-8"),
}
MAX_BODY = 64_000
TOO_MANY = 429
RETRY_AFTER_S = "10"
LOOK_EVERY_S = 0.25
"""How often the store is asked whether the facilitator changed something: once for all phones."""
WAIT_S = 25.0
"""A phone's question is answered after this long at the latest; proxies cut longer ones off."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    "Server": "leadership-ladder",
}


class Joining:
    """What the handlers share: the store, the workshops, who waits for a change."""

    def __init__(
        self,
        rooms: Rooms,
        workshops: Callable[[str], Workshop],
        catalogue: Catalogue,
        *,
        hosts: frozenset[str],
        today: Callable[[], dt.date],
        press: Press,
    ) -> None:
        self.rooms = rooms
        self.workshop = workshops
        self.catalogue = catalogue
        self.hosts = hosts
        self.today = today
        self.press = press
        # A whole room may come from one address: only wrong codes and floods are held back.
        self.guesses = Limit(60, 60)
        self.joins = Limit(600, 60)
        self.sends = Limit(20, 10)
        self.takes = Limit(6, 60)
        self._seen: dict[str, Room] = {}
        self._changed = asyncio.Condition()

    def on_in(self, room: Room) -> Activity:
        """The activity that is on in a room.

        Raises:
            InputError: none is.
        """
        found = activity_of(self.workshop(room.workshop), room)
        if found is None:
            message = "Nothing is open now. Look at the screen."
            raise InputError(message)
        return found

    def request_for(self, who: Person, name: str) -> Request:
        """What is to be made for somebody who takes a file, with this name on the certificate.

        Raises:
            InputError: the room is forgotten, or the name is too long.
        """
        room = self.rooms.room(who.room)
        own = sorted(self.rooms.own(who).items())
        return Request(
            room=room,
            workshop=self.workshop(room.workshop),
            person=who.id,
            own=tuple(Own(activity=a, second=again, answer=said) for (a, again), said in own),
            at=self.rooms.last_answer(who) or room.begun_at,
            name=clean_name(name),
            key=self.rooms.signing_key(who.room),
        )

    async def watch(self) -> None:
        """Ask the store, again and again, for what changed in the rooms that phones wait in."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            if self._seen:
                await self._look()

    async def _look(self) -> None:
        changed = False
        for room_id, before in list(self._seen.items()):
            with suppress(LadderError):
                now = self.rooms.room(room_id)
                changed |= version_of(now) != version_of(before)
                self._seen[room_id] = now
        if changed:
            async with self._changed:
                self._changed.notify_all()

    async def wait(self, room: Room) -> Room:
        """Wait until a room changed, or long enough; it is read once for all who wait."""
        self._seen.setdefault(room.id, room)
        with suppress(TimeoutError):
            async with asyncio.timeout(WAIT_S), self._changed:
                await self._changed.wait()
        return self._seen[room.id]


class JoinHandler(RequestHandler):
    """Base of the handlers: headers, the Host that was asked for, errors in one sentence."""

    joining: Joining

    def initialize(self, joining: Joining) -> None:
        """Take what the handlers share."""
        self.joining = joining

    def set_default_headers(self) -> None:
        """The same headers on every answer."""
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> Awaitable[None] | None:
        """Refuse a request that was meant for another host (DNS rebinding)."""
        host = self.request.host.rsplit(":", 1)[0].strip("[]").lower()
        if host not in self.joining.hosts:
            raise HTTPError(421)
        origin = self.request.headers.get("Origin")
        if origin is not None and origin.split("//", 1)[-1] != self.request.host:
            raise HTTPError(403)
        return None

    def write_error(self, status_code: int, **known: Any) -> None:
        """Say what happened, without anything of the request."""
        error = known.get("exc_info", (None, None))[1]
        if isinstance(error, LadderError):  # the database: the phone tries again
            self.refuse(error, 503)
            return
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(msgspec.json.encode({"problem": f"This cannot be done here ({status_code})."}))

    def answer(self, value: object, status: int = 200) -> None:
        """Send JSON."""
        self.set_status(status)
        if status == TOO_MANY:
            self.set_header("Retry-After", RETRY_AFTER_S)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(msgspec.json.encode(value))

    def refuse(self, error: LadderError, status: int = 400) -> None:
        """Send a sentence that a phone shows."""
        self.answer({"problem": str(error)}, status)

    def body(self, kind: type[Any]) -> Any:
        """The body as a value; one that is none is the phone's fault."""
        try:
            return msgspec.json.decode(self.request.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise HTTPError(400) from None

    def who(self) -> Person:
        """Whose secret came with the request.

        Raises:
            InputError: nobody's.
        """
        scheme, _, token = self.request.headers.get("Authorization", "").partition(" ")
        return self.joining.rooms.known(token if scheme == "Bearer" else "")

    def client(self) -> str:
        """The address that the request came from."""
        return str(self.request.remote_ip)


class AssetHandler(JoinHandler):
    """The page, its script and its style."""

    def get(self) -> None:
        """Send one of three files."""
        name, kind = ASSETS[self.request.path]
        self.set_header("Content-Type", kind)
        self.finish((HERE / name).read_bytes())


class Code(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody typed to come in."""

    code: str


class Sent(msgspec.Struct, forbid_unknown_fields=True):
    """An answer and what it is for; `number` rises with each that a phone sends."""

    activity: str
    second: bool
    number: int
    answer: Answer


class Taking(msgspec.Struct, forbid_unknown_fields=True):
    """A name for the certificate, empty for none, and whether it may stand on the list."""

    name: str = ""
    listed: bool = False


class JoinPost(JoinHandler):
    """Coming in by a code."""

    def post(self) -> None:
        """Give a phone its secret."""
        now, client = time.monotonic(), self.client()
        typed = read_code(self.body(Code).code)
        if not self.joining.joins.allows(client, now=now):
            self.answer({"problem": "Too many at once. Wait a minute, then try again."}, TOO_MANY)
            return
        try:
            self.joining.rooms.find(typed)
            _, token = self.joining.rooms.join(typed)
        except InputError as error:
            if self.joining.guesses.allows(client, now=now):
                self.refuse(error, 404)
            else:
                self.answer({"problem": "Too many wrong codes. Wait a minute."}, TOO_MANY)
            return
        self.answer({"token": token})


class StateHandler(JoinHandler):
    """What is on, as soon as it is another than the phone knows."""

    async def get(self) -> None:
        """Answer at once if something changed, else when it does."""
        try:
            who = self.who()
            room = self.joining.rooms.room(who.room)
        except InputError as error:
            self.refuse(error, 401)
            return
        if self.get_query_argument("version", "") == version_of(room):
            room = await self.joining.wait(room)
        over = room.ends_at <= dt.datetime.now(dt.UTC)
        mine = self.joining.rooms.own(who).get((room.stage.activity or "", room.stage.second))
        workshop = self.joining.workshop(room.workshop)
        with suppress(StreamClosedError):  # the phone went to sleep meanwhile
            self.answer(state_of(room, workshop, self.joining.catalogue, mine=mine, over=over))


class AnswerPost(JoinHandler):
    """Taking an answer."""

    def post(self) -> None:
        """Keep it if the activity takes it; the reply comes after the commit."""
        sent = self.body(Sent)
        try:
            who = self.who()
        except InputError as error:
            self.refuse(error, 401)
            return
        if not self.joining.sends.allows(who.id, now=time.monotonic()):
            self.answer({"problem": "Too fast. Wait a moment."}, TOO_MANY)
            return
        try:
            room = self.joining.rooms.room(who.room)
            activity = self.joining.on_in(room)
            answer = checked_answer(activity, sent.answer, today=self.joining.today())
            stage = Stage(number=0, activity=sent.activity, second=sent.second)
            self.joining.rooms.answer(who, stage, answer, number=sent.number)
        except InputError as error:
            self.refuse(error, 409)
            return
        self.answer({"saved": sent.number})


class TakePost(JoinHandler):
    """The file that somebody takes along; a name is printed and, if wanted, listed: no more."""

    async def post(self) -> None:
        """Send the zip once it is made."""
        asked = self.body(Taking)
        try:
            who = self.who()
        except InputError as error:
            self.refuse(error, 401)
            return
        if not self.joining.takes.allows(who.id, now=time.monotonic()):
            self.answer({"problem": "Too often. Wait a minute."}, TOO_MANY)
            return
        try:
            request = self.joining.request_for(who, asked.name)
            made = await self.joining.press.file_for(request)
            if asked.listed and request.name:
                self.joining.rooms.attend(who.room, request.name)
        except LadderError as error:
            self.refuse(error, 409 if isinstance(error, InputError) else 503)
            return
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f'attachment; filename="{file_name(request.room)}"')
        with suppress(StreamClosedError):
            self.finish(made)


def make_application(joining: Joining) -> Application:
    """Every route there is; anything else is not found, and says nothing more."""
    shared = {"joining": joining}
    return Application(
        [
            *((path, AssetHandler, shared) for path in ASSETS),
            ("/favicon.ico", IconHandler, shared),
            ("/api/join", JoinPost, shared),
            ("/api/state", StateHandler, shared),
            ("/api/answer", AnswerPost, shared),
            ("/api/take", TakePost, shared),
        ],
        default_handler_class=Missing,
        default_handler_args=shared,
        compress_response=True,
        log_function=lambda _handler: None,  # an address would tell who was there
    )


class IconHandler(JoinHandler):
    """The picture that browsers ask for by themselves."""

    def get(self) -> None:
        """There is none, which is no fault."""
        self.set_status(204)
        self.finish()


class Missing(JoinHandler):
    """Whatever is no route."""

    def prepare(self) -> None:
        """Not found, whatever the method."""
        raise HTTPError(404)


def listen(application: Application, *, sockets: list[Any]) -> HTTPServer:
    """Serve on sockets that are bound already; bodies are small."""
    server = HTTPServer(application, max_body_size=MAX_BODY, max_header_size=16_000)
    server.add_sockets(sockets)
    return server
