"""The store of live workshops, where the notebook of the facilitator and the phones meet.

Every method is one transaction; one that writes returns after the commit. It is SQLite in the data
folder, or PostgreSQL where several machines serve one room.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from hashlib import sha256
from typing import Any, Self
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, update

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.findings import tally
from ladder_widgets.portfolio.model import clean_text
from ladder_widgets.workshop.live.answers import Answer, Texts
from ladder_widgets.workshop.live.keeping import Keeping
from ladder_widgets.workshop.live.model import (
    ALPHABET,
    CODE_CHARS,
    LONGEST_HOURS,
    Held,
    Person,
    Room,
    Stage,
    Verdict,
)
from ladder_widgets.workshop.live.results import Given
from ladder_widgets.workshop.live.tables import answer, attendee, person, room

MAX_PEOPLE = 1_000
MAX_NAME_CHARS = 120
FULL = "This room is full."
CLOSED = "This is closed. Look at the screen for what comes next."
OVER = "This workshop is over, or the code is wrong. Ask for the code on the screen."


class Rooms(Keeping):
    """Every live workshop of a store; threads may share it. Made by `open_rooms`.

    What goes wrong with the database is a `StoreError` that says what to do.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # --- the facilitator -------------------------------------------------------------

    def begin(self, workshop: str, version: str, *, hours: int = LONGEST_HOURS) -> Room:
        """Open a room for a workshop, with a fresh code."""
        now = self._now()
        ends = now + dt.timedelta(hours=min(hours, LONGEST_HOURS))
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARS))
            room_id = uuid4().hex
            values = {
                "id": room_id,
                "code": code,
                "workshop": workshop,
                "version": version,
                "begun_at": _text(now),
                "ends_at": _text(ends),
                "stage": 0,
                "second": False,
                "open": False,
                "change": 0,
            }
            with self._writing() as conn:
                taken = conn.execute(select(room.c.id).where(room.c.code == code)).scalar()
                if taken is None:  # somebody has this code, one time in 10 million
                    conn.execute(insert(room).values(values))
                    return self._room(conn, room.c.id == room_id)

    def room(self, room_id: str) -> Room:
        """A room as it is now.

        Raises:
            InputError: there is none.
        """
        with self._reading() as conn:
            return self._room(conn, room.c.id == room_id)

    def show(
        self,
        room_id: str,
        activity: str | None,
        *,
        second: bool = False,
        minutes: int | None = None,
    ) -> Room:
        """Put an activity before the room and open it; None puts the screen back to nothing."""
        until = self._now() + dt.timedelta(minutes=minutes) if minutes else None
        return self._change(
            room_id,
            stage=room.c.stage + 1,
            activity=activity,
            second=second,
            open=activity is not None,
            until=until and _text(until),
        )

    def shut(self, room_id: str) -> Room:
        """Take no more answers to what is on; it stays on the screen."""
        return self._change(room_id, open=False)

    def reopen(self, room_id: str) -> Room:
        """Take answers to what is on again."""
        return self._change(room_id, open=True)

    def end(self, room_id: str) -> Room:
        """End a workshop now: its code leads nowhere any more."""
        return self._change(room_id, ends_at=_text(self._now()), open=False)

    def given(self, room_id: str, activity: str) -> tuple[Given, ...]:
        """The answers to an activity, in no order that tells who came when."""
        query = (
            select(answer.c.data, answer.c.second, answer.c.verdicts)
            .where(answer.c.room == room_id, answer.c.activity == activity)
            .order_by(answer.c.person)
        )
        with self._reading() as conn:
            return tuple(map(_given, conn.execute(query)))

    def held(self, room_id: str, activity: str) -> tuple[Held, ...]:
        """The texts that wait for the facilitator, with what may identify somebody in them."""
        query = select(answer).where(answer.c.room == room_id, answer.c.activity == activity)
        with self._reading() as conn:
            rows = conn.execute(query.order_by(answer.c.written_at, answer.c.person)).all()
        return tuple(
            Held(
                activity=row.activity,
                second=row.second,
                person=row.person,
                place=place,
                text=text,
                found=tuple(found.title for found in tally(text)),
            )
            for row in rows
            for place, (text, verdict) in enumerate(_texts(row))
            if verdict == "waiting"
        )

    def judge(self, held: Held, verdict: Verdict, *, room_id: str) -> None:
        """Let one text through, or put it aside; one that was changed meanwhile waits anew."""
        mine = (
            answer.c.room == room_id,
            answer.c.activity == held.activity,
            answer.c.second == held.second,
            answer.c.person == held.person,
        )
        with self._writing() as conn:
            self._hold(conn, room_id)
            row = conn.execute(select(answer).where(*mine)).one_or_none()
            texts = _texts(row) if row is not None else []
            if row is None or held.place >= len(texts) or texts[held.place][0] != held.text:
                return
            verdicts = [found for _, found in texts]
            verdicts[held.place] = verdict
            conn.execute(update(answer).where(*mine).values(verdicts=json.dumps(verdicts)))
            _count_change(conn, room_id)

    def people(self, room_id: str) -> int:
        """How many have joined."""
        query = select(func.count()).select_from(person).where(person.c.room == room_id)
        with self._reading() as conn:
            return conn.execute(query).scalar_one()

    def attendees(self, room_id: str) -> tuple[str, ...]:
        """The names that were given for certificates, by name."""
        query = select(attendee.c.name).where(attendee.c.room == room_id)
        with self._reading() as conn:
            return tuple(sorted(conn.execute(query).scalars(), key=str.casefold))

    # --- the phones ------------------------------------------------------------------

    def find(self, code: str) -> Room:
        """The room that a code leads to.

        Raises:
            InputError: there is none, or it is over.
        """
        with self._reading() as conn:
            found = self._room(conn, room.c.code == code)
        if found.ends_at <= self._now():
            raise InputError(OVER)
        return found

    def join(self, code: str) -> tuple[Person, str]:
        """Come into a room: who one is there, and the secret that the phone keeps.

        Raises:
            InputError: the code leads nowhere, or the room is full.
        """
        found = self.find(code)
        token = secrets.token_urlsafe(24)
        made = Person(id=uuid4().hex, room=found.id)
        with self._writing() as conn:
            self._hold(conn, found.id)
            count = select(func.count()).select_from(person).where(person.c.room == found.id)
            if conn.execute(count).scalar_one() >= MAX_PEOPLE:
                raise InputError(FULL)
            values = {"id": made.id, "room": made.room, "token": _hash(token)}
            conn.execute(insert(person).values(**values, joined_at=_text(self._now())))
        return made, token

    def known(self, token: str) -> Person:
        """Who a secret belongs to.

        Raises:
            InputError: nobody.
        """
        query = select(person.c.id, person.c.room).where(person.c.token == _hash(token))
        with self._reading() as conn:
            row = conn.execute(query).one_or_none()
        if row is None:
            raise InputError(OVER)
        return Person(id=row.id, room=row.room)

    def answer(self, who: Person, stage: Stage, given: Answer, *, number: int) -> None:
        """Keep an answer to what is on, in the place of the person's earlier one.

        One that the phone sent before, or sends late in another order, changes nothing.

        Raises:
            InputError: something else is on, or it is closed.
        """
        with self._writing() as conn:
            self._hold(conn, who.room)
            now = self._room(conn, room.c.id == who.room)
            same = (now.stage.activity, now.stage.second) == (stage.activity, stage.second)
            if not same or not now.stage.open or now.ends_at <= self._now():
                raise InputError(CLOSED)
            key = {
                "room": who.room,
                "activity": stage.activity,
                "second": stage.second,
                "person": who.id,
            }
            mine = [answer.c[name] == value for name, value in key.items()]
            before = conn.execute(select(answer).where(*mine)).one_or_none()
            if before is not None and before.number >= number:
                return
            values = {
                "number": number,
                "data": msgspec.json.encode(given).decode(),
                "verdicts": json.dumps(_verdicts(given, before)),
                "written_at": _text(self._now()),
            }
            if before is None:
                conn.execute(insert(answer).values(**key, **values))
            else:
                conn.execute(update(answer).where(*mine).values(values))
            _count_change(conn, who.room)

    def own(self, who: Person) -> dict[tuple[str, bool], Answer]:
        """What somebody answered, by activity and whether it was the second time."""
        query = select(answer.c.activity, answer.c.second, answer.c.data).where(
            answer.c.room == who.room, answer.c.person == who.id
        )
        with self._reading() as conn:
            return {(row.activity, row.second): _answer(row.data) for row in conn.execute(query)}

    def attend(self, room_id: str, name: str) -> str:
        """Note that somebody of this name was there; nothing leads from it to an answer.

        A name stands there once, however often it is sent.

        Raises:
            InputError: the name is empty or too long.
        """
        said = " ".join(clean_text(name).split())
        if not 0 < len(said) <= MAX_NAME_CHARS:
            message = f"A name has 1 to {MAX_NAME_CHARS} characters."
            raise InputError(message)
        values = {"id": uuid4().hex, "room": room_id, "name": said}
        with self._writing() as conn:
            self._hold(conn, room_id)
            mine = (attendee.c.room == room_id, attendee.c.name == said)
            before = conn.execute(select(attendee.c.id).where(*mine)).scalar()
            if before is None:
                day = self._now().date().isoformat()
                conn.execute(insert(attendee).values(**values, given_on=day))
        return before or values["id"]

    # --- inside ----------------------------------------------------------------------

    def _hold(self, conn: Connection, room_id: str) -> None:
        """Let no other transaction write in a room until this one ends (SQLite's has no other)."""
        conn.execute(select(room.c.id).where(room.c.id == room_id).with_for_update())

    def _room(self, conn: Connection, which: Any) -> Room:
        row = conn.execute(select(room).where(which)).one_or_none()
        if row is None:
            raise InputError(OVER)
        return Room(
            id=row.id,
            code=row.code,
            workshop=row.workshop,
            version=row.version,
            begun_at=_moment(row.begun_at),
            ends_at=_moment(row.ends_at),
            stage=Stage(
                number=row.stage,
                activity=row.activity,
                second=row.second,
                open=row.open,
                until=_moment(row.until) if row.until else None,
            ),
            change=row.change,
        )

    def _change(self, room_id: str, **values: object) -> Room:
        with self._writing() as conn:
            conn.execute(update(room).where(room.c.id == room_id).values(values))
            _count_change(conn, room_id)
            return self._room(conn, room.c.id == room_id)


def _count_change(conn: Connection, room_id: str) -> None:
    conn.execute(update(room).where(room.c.id == room_id).values(change=room.c.change + 1))


def _verdicts(given: Answer, before: Row[*tuple[Any, ...]] | None) -> list[Verdict]:
    """Texts wait for the facilitator, but for those that were judged as they are."""
    if not isinstance(given, Texts):
        return []
    judged = dict(_texts(before)) if before is not None else {}
    return [judged.get(text, "waiting") for text in given.texts]


def _texts(row: Row[*tuple[Any, ...]]) -> list[tuple[str, Verdict]]:
    found = _answer(row.data)
    texts = found.texts if isinstance(found, Texts) else ()
    return list(zip(texts, json.loads(row.verdicts), strict=True))


def _given(row: Row[*tuple[Any, ...]]) -> Given:
    verdicts = json.loads(row.verdicts)
    return Given(
        answer=_answer(row.data),
        second=row.second,
        shown=tuple(verdict == "shown" for verdict in verdicts),
        hidden=tuple(verdict == "hidden" for verdict in verdicts),
    )


def _answer(data: str) -> Answer:
    found: Answer = msgspec.json.decode(data, type=Answer)
    return found


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _text(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


_moment = dt.datetime.fromisoformat
