"""The join application over real HTTP: what a phone may do, and that nothing else answers."""

from __future__ import annotations

import json
import threading
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from join_tools import WORKSHOP, Joinery, hosting

from ladder_widgets.workshop.live.answers import Chosen, Point

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def joinery(tmp_path_factory, database) -> Iterator[Joinery]:
    """A running join application."""
    with hosting(tmp_path_factory.mktemp("join") / "data") as running:
        yield running


@pytest.fixture
def room(joinery):
    """A room with nothing on."""
    return joinery.rooms.begin(WORKSHOP, "2026.1")


def poll_of(joinery):
    """The first poll of the workshop that is used here."""
    from ladder_widgets.workshop.model import Poll
    from ladder_widgets.workshop.packs import find_workshop

    return next(a for a in find_workshop(WORKSHOP, ()).workshop.activities if isinstance(a, Poll))


def test_a_phone_joins_answers_and_changes_its_mind(joinery, room):
    """What is saved is in the store when the reply comes."""
    token = joinery.joins(room)
    poll = poll_of(joinery)
    joinery.rooms.show(room.id, poll.id)
    state = joinery.says("/api/state", token=token)
    assert (state["activity"]["kind"], state["open"], state["mine"]) == ("poll", True, None)

    for number, option in ((1, 0), (2, 1), (1, 0)):
        sent = {
            "activity": poll.id,
            "second": False,
            "number": number,
            "answer": {"kind": "chosen", "options": [option]},
        }
        joinery.says("/api/answer", sent, token=token)

    assert [g.answer for g in joinery.rooms.given(room.id, poll.id)] == [Chosen(options=(1,))]
    assert joinery.says("/api/state", token=token)["mine"] == {"kind": "chosen", "options": [1]}


def test_a_waiting_phone_hears_of_a_change_at_once(joinery, room):
    """One question is held until the facilitator goes on."""
    token = joinery.joins(room)
    version = joinery.says("/api/state", token=token)["version"]
    heard = []
    waiting = threading.Thread(
        target=lambda: heard.append(joinery.says(f"/api/state?version={version}", token=token))
    )
    waiting.start()
    joinery.rooms.show(room.id, poll_of(joinery).id)
    waiting.join(15)

    assert heard[0]["activity"]["id"] == poll_of(joinery).id


def test_nothing_but_join_routes_answers(joinery):
    """No page of the app, no notebook server, no file; whatever the method."""
    paths = "ladder api/kernels voila lab join.html ../pyproject.toml static/x api/ api/state/x"
    for path in [f"/{part}" for part in paths.split()] + ["//join.js", "/workshops.sqlite"]:
        for method in ("GET", "POST", "PUT", "DELETE"):
            status, _, body = joinery.ask(path, {} if method != "GET" else None, method=method)
            assert status == 404, (method, path)
            assert b"Traceback" not in body


def test_the_page_is_light_and_closed_to_everything_else(joinery):
    """Under 60 kB with script and style; no cookie; a policy that lets nothing else run."""
    size = 0
    for path in ("/", "/join.js", "/join.css"):
        status, headers, body = joinery.ask(path)
        size += len(body)
        assert status == 200
        assert "Set-Cookie" not in headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Server"] == "leadership-ladder"
    assert size < 60_000


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_another_host_or_origin_is_refused(joinery, room, headers):
    """A page of somebody else cannot act here, nor reach this by a name of its own."""
    status, _, _ = joinery.ask("/api/join", {"code": room.code}, **headers)

    assert status in {403, 421}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/join", {"code": "AAAA2222"}, 404),
        ("/api/join", {"code": 5}, 400),
        ("/api/join", ["x"], 400),
        ("/api/join", {"code": "x", "more": 1}, 400),
        ("/api/answer", {}, 400),
        ("/api/take", {}, 401),
        ("/api/take", {"name": 5}, 400),
    ],
)
def test_hostile_requests_are_refused_in_a_sentence(joinery, path, body, status):
    """Nothing of them is quoted, nothing breaks."""
    found, headers, data = joinery.ask(path, body)

    assert found == status
    assert json.loads(data)["problem"].endswith(".")
    assert headers["Content-Type"].startswith("application/json")


def test_forged_secrets_answer_nothing(joinery, room):
    """Neither a guessed one nor one of another scheme."""
    token = joinery.joins(room)
    for forged in ("", "x", token[:-1], token + "x", "'; DROP TABLE workshop_person; --"):
        assert joinery.ask("/api/state", token=forged)[0] == 401
    assert joinery.ask("/api/state", Authorization=f"Basic {token}")[0] == 401


def test_an_answer_of_another_kind_or_to_nothing_is_refused(joinery, room):
    """The sentence is shown on the phone."""
    token = joinery.joins(room)
    sent = {"activity": poll_of(joinery).id, "second": False, "number": 1}
    point = {**sent, "answer": {"kind": "point", "point": 1}}
    assert joinery.ask("/api/answer", point, token=token)[0] == 409
    joinery.rooms.show(room.id, poll_of(joinery).id)
    status, _, body = joinery.ask("/api/answer", point, token=token)

    assert (status, b"no answer" in body) == (409, True)
    assert Point(point=1) not in [
        g.answer for g in joinery.rooms.given(room.id, poll_of(joinery).id)
    ]


def test_a_flood_from_one_phone_is_held_back_and_others_are_not(joinery, room):
    """Twenty answers in ten seconds are enough for anybody."""
    flood, other = joinery.joins(room), joinery.joins(room)
    poll = poll_of(joinery)
    joinery.rooms.show(room.id, poll.id)

    def send(token, number):
        answer = {"kind": "chosen", "options": [0]}
        sent = {"activity": poll.id, "second": False, "number": number, "answer": answer}
        return joinery.ask("/api/answer", sent, token=token)[0]

    assert 429 in {send(flood, number) for number in range(1, 40)}
    assert send(other, 1) == 200


def test_a_body_that_is_too_large_is_not_read(joinery, room):
    """The connection is closed."""
    token = joinery.joins(room)
    try:
        status, _, _ = joinery.ask("/api/answer", {"x": "y" * 200_000}, token=token)
    except (urllib.error.URLError, ConnectionError):
        status = 0
    assert status in {0, 400, 413}


def test_who_sleeps_through_the_end_is_told(joinery, room):
    """The room is over; the code leads nowhere."""
    token = joinery.joins(room)
    joinery.rooms.end(room.id)

    assert joinery.says("/api/state", token=token)["over"] is True
    assert joinery.ask("/api/join", {"code": room.code})[0] == 404


def test_a_host_that_is_killed_goes_on_where_it_was(tmp_path):
    """Whatever was acknowledged is there; phones keep their secret and may go on."""
    with hosting(tmp_path / "data") as joinery:
        room = joinery.rooms.begin(WORKSHOP, "2026.1")
        poll = poll_of(joinery)
        joinery.rooms.show(room.id, poll.id)
        tokens = [joinery.joins(room) for _ in range(4)]
        acknowledged = {}
        begun = threading.Event()

        def answer(place):
            for number in range(1, 15):
                option = number % len(poll.options)
                sent = {
                    "activity": poll.id,
                    "second": False,
                    "number": number,
                    "answer": {"kind": "chosen", "options": [option]},
                }
                try:
                    status, _, _ = joinery.ask("/api/answer", sent, token=tokens[place])
                except OSError:
                    return
                if status == 200:
                    acknowledged[place] = number
                    begun.set()

        threads = [threading.Thread(target=answer, args=(place,)) for place in range(4)]
        for thread in threads:
            thread.start()
        begun.wait(20)
        joinery.process.kill()
        for thread in threads:
            thread.join(20)

    with hosting(tmp_path / "data") as again:
        assert acknowledged
        for place, number in acknowledged.items():
            mine = again.says("/api/state", token=tokens[place])["mine"]
            options = mine["options"][0]
            # One more may have been written whose answer never came.
            assert options in {n % len(poll.options) for n in (number, number + 1)}
        sent = {
            "activity": poll.id,
            "second": False,
            "number": 99,
            "answer": {"kind": "chosen", "options": [0]},
        }
        assert again.says("/api/answer", sent, token=tokens[0]) == {"saved": 99}


def test_three_hundred_phones_behind_one_address_come_in(joinery, room):
    """A hospital's Wi-Fi shows one address for all: only wrong codes and floods are held back."""
    with ThreadPoolExecutor(20) as phones:
        tokens = list(phones.map(lambda _: joinery.joins(room), range(300)))

    assert len(set(tokens)) == joinery.rooms.people(room.id) == 300


def test_who_guesses_codes_is_held_back(joinery, room):
    """A minute for sixty tries: of 30 to the power of eight codes a few are open."""
    statuses = [joinery.ask("/api/join", {"code": "AAAA2222"}) for _ in range(70)]

    assert {status for status, _, _ in statuses} == {404, 429}
    assert statuses[-1][1]["Retry-After"] == "10"
