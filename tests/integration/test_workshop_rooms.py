"""The store of live workshops: codes, answers that count once, texts that wait, names apart."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from store_tools import MONDAY, bytes_with, in_a_file, settings_in

from ladder_widgets.errors import InputError
from ladder_widgets.workshop.live.answers import Chosen, Texts
from ladder_widgets.workshop.live.model import read_code, shown_code
from ladder_widgets.workshop.live.opening import open_rooms

pytestmark = pytest.mark.usefixtures("database")

ACTIVITY = "do-you-believe"
CANARY = "Zanzibarquaver"


class Watch:
    """A clock that is set by hand."""

    def __init__(self):
        self.at = MONDAY

    def __call__(self):
        """The time it was set to."""
        return self.at


@pytest.fixture
def watch():
    """A clock at nine on a Monday."""
    return Watch()


@pytest.fixture
def rooms(tmp_path, watch, database):
    """A store without rooms."""
    with open_rooms(settings_in(tmp_path), now=watch) as opened:
        yield opened


@pytest.fixture
def room(rooms):
    """A room with nothing on."""
    return rooms.begin("quality-improvement", "2026.1")


def test_a_code_leads_to_its_room_however_it_is_typed(rooms, room):
    """Letters that look like others are not in it."""
    assert not set(room.code) & set("01IOLU")
    typed = f" {shown_code(room.code).lower()} "
    assert rooms.find(read_code(typed)) == room
    for wrong in ("", "AAAA", "K7QF82MD9", room.code[::-1] + "2"):
        with pytest.raises(InputError, match="code"):
            rooms.find(wrong)


def test_a_code_leads_nowhere_once_the_workshop_is_over(rooms, room, watch):
    """Ended by the facilitator, or by the clock."""
    other = rooms.begin("inclusion", "2026.1")
    rooms.end(other.id)
    with pytest.raises(InputError, match="over"):
        rooms.find(other.code)

    watch.at += dt.timedelta(hours=13)
    with pytest.raises(InputError, match="over"):
        rooms.join(room.code)


def test_an_answer_counts_once_however_often_it_is_sent(rooms, room):
    """Double taps, replays and late copies; a later answer takes its place."""
    who, token = rooms.join(room.code)
    assert rooms.known(token) == who
    stage = rooms.show(room.id, ACTIVITY).stage
    for number, option in ((1, 0), (1, 0), (2, 2), (1, 0)):
        rooms.answer(who, stage, Chosen(options=(option,)), number=number)

    assert [one.answer for one in rooms.given(room.id, ACTIVITY)] == [Chosen(options=(2,))]
    assert rooms.own(who) == {(ACTIVITY, False): Chosen(options=(2,))}


def test_an_answer_to_what_is_not_on_is_refused(rooms, room):
    """Early, late, after closing, or to a repeat that has not begun."""
    who, _ = rooms.join(room.code)
    stage = rooms.show(room.id, ACTIVITY).stage
    rooms.shut(room.id)
    with pytest.raises(InputError, match="closed"):
        rooms.answer(who, stage, Chosen(options=(0,)), number=1)
    rooms.reopen(room.id)
    rooms.answer(who, stage, Chosen(options=(0,)), number=1)

    second = rooms.show(room.id, ACTIVITY, second=True).stage
    with pytest.raises(InputError, match="closed"):
        rooms.answer(who, stage, Chosen(options=(1,)), number=2)
    rooms.answer(who, second, Chosen(options=(1,)), number=2)
    assert sorted(one.second for one in rooms.given(room.id, ACTIVITY)) == [False, True]


def test_texts_wait_for_the_facilitator_and_say_what_may_identify_somebody(rooms, room):
    """Nothing is shown before; what is changed waits anew, what is not keeps its verdict."""
    who, _ = rooms.join(room.code)
    stage = rooms.show(room.id, ACTIVITY).stage
    good, bad = "Ask before we start", "Mrs Margaret Hollis in bed 4 waited"
    rooms.answer(who, stage, Texts(texts=(good, bad)), number=1)

    first, second = rooms.held(room.id, ACTIVITY)
    assert (first.found, bool(second.found)) == ((), True)
    rooms.judge(first, "shown", room_id=room.id)
    rooms.judge(second, "hidden", room_id=room.id)
    assert rooms.held(room.id, ACTIVITY) == ()
    assert rooms.given(room.id, ACTIVITY)[0].shown == (True, False)

    rooms.answer(who, stage, Texts(texts=(good, "A patient waited")), number=2)
    assert [held.text for held in rooms.held(room.id, ACTIVITY)] == ["A patient waited"]
    rooms.judge(second, "shown", room_id=room.id)  # of a text that is no longer there
    assert rooms.given(room.id, ACTIVITY)[0].shown == (True, False)


@in_a_file
def test_nothing_leads_from_a_name_to_an_answer(rooms, room, tmp_path):
    """Names have rows of their own, with a day instead of a moment."""
    who, token = rooms.join(room.code)
    stage = rooms.show(room.id, ACTIVITY).stage
    rooms.answer(who, stage, Chosen(options=(0,)), number=1)
    made = rooms.attend(room.id, "  Dr  A. Example ")

    assert rooms.attendees(room.id) == ("Dr A. Example",)
    assert who.id not in made
    assert bytes_with(tmp_path, token) == []
    for name in ("", " ", "x" * 121):
        with pytest.raises(InputError, match="120"):
            rooms.attend(room.id, name)


def test_everything_that_changes_is_counted(rooms, room):
    """So that a phone and a projector know when to ask."""
    seen = [rooms.room(room.id).change]
    who, _ = rooms.join(room.code)
    stage = rooms.show(room.id, ACTIVITY, minutes=5).stage
    assert stage.until == MONDAY + dt.timedelta(minutes=5)
    seen.append(rooms.room(room.id).change)
    rooms.answer(who, stage, Chosen(options=(0,)), number=1)
    seen.append(rooms.room(room.id).change)
    rooms.show(room.id, None)
    seen.append(rooms.room(room.id).change)

    assert seen == sorted(set(seen))


def test_a_room_that_answers_at_once_loses_nothing(rooms, room):
    """Each of a hundred counts once, from several threads and with every tap twice."""
    people = [rooms.join(room.code)[0] for _ in range(100)]
    stage = rooms.show(room.id, ACTIVITY).stage

    def send(pair):
        number, who = pair
        rooms.answer(who, stage, Chosen(options=(number % 3,)), number=1)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send, [*enumerate(people), *enumerate(people)]))

    found = [one.answer.options[0] for one in rooms.given(room.id, ACTIVITY)]
    assert [found.count(option) for option in range(3)] == [34, 33, 33]
    assert rooms.people(room.id) == 100


@in_a_file
def test_the_store_is_its_owners_alone_and_opens_again(rooms, room, tmp_path, watch):
    """A restart in the middle goes on where it was."""
    who, token = rooms.join(room.code)
    rooms.close()

    assert (tmp_path / "workshops.sqlite").stat().st_mode & 0o777 == 0o600
    with open_rooms(settings_in(tmp_path), now=watch) as again:
        assert again.known(token) == who
        assert again.find(room.code).id == room.id


def test_each_room_has_a_key_of_its_own(rooms, room):
    """Made once, for it alone; another store object finds the same."""
    other = rooms.begin("inclusion", "2026.1")
    key = rooms.signing_key(room.id)

    assert rooms.signing_key(room.id) == key
    assert rooms.signing_key(other.id).public != key.public
    assert repr(key) == "SigningKey(…)"


def test_a_key_that_two_ask_for_at_once_is_one(rooms, room):
    """The first that commits wins."""
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: rooms.signing_key(room.id).public, range(16)))

    assert len(found) == 1


def test_a_room_is_forgotten_a_month_after_its_end(tmp_path, rooms, room, watch):
    """With answers, names and key; one that ended later stays."""
    who, _ = rooms.join(room.code)
    stage = rooms.show(room.id, ACTIVITY).stage
    rooms.answer(who, stage, Texts(texts=("Ask Xanthippe",)), number=1)
    rooms.attend(room.id, "Xanthippe Invented")
    rooms.signing_key(room.id)
    rooms.end(room.id)
    watch.at += dt.timedelta(days=15)
    later = rooms.begin("inclusion", "2026.1")
    watch.at += dt.timedelta(days=16)

    assert rooms.room_ids() == (later.id, room.id)
    with open_rooms(settings_in(tmp_path), now=watch) as reopened:
        assert reopened.room_ids() == (later.id,)
        assert reopened.attendees(room.id) == ()
        assert reopened.given(room.id, ACTIVITY) == ()
    rooms.close()
    assert bytes_with(tmp_path, "Xanthippe") == []


def test_the_last_answer_has_a_moment(rooms, room, watch):
    """None before the first."""
    who, _ = rooms.join(room.code)
    assert rooms.last_answer(who) is None
    stage = rooms.show(room.id, ACTIVITY).stage
    for number in (1, 2):
        watch.at += dt.timedelta(minutes=1)
        rooms.answer(who, stage, Chosen(options=(0,)), number=number)

    assert rooms.last_answer(who) == watch.at


def test_a_room_can_be_deleted_at_once(rooms, room, tmp_path):
    """Nothing that was said there is left, in no byte of the folder; other rooms stay."""
    other = rooms.begin("quality-improvement", "2026.1")
    stage = rooms.show(room.id, ACTIVITY).stage
    who, _ = rooms.join(room.code)
    rooms.answer(who, stage, Texts(texts=(CANARY,)), number=1)
    rooms.attend(room.id, CANARY)

    rooms.erase(room.id)

    assert rooms.room_ids() == (other.id,)
    assert bytes_with(tmp_path, CANARY) == []
    with pytest.raises(InputError, match="ladder workshop rooms"):
        rooms.erase(room.id)


def test_a_text_that_changes_while_it_is_judged_waits_anew(rooms, room):
    """Two who write in one room at once take turns, on any database."""
    stage = rooms.show(room.id, ACTIVITY).stage
    who, _ = rooms.join(room.code)
    for number in range(1, 12, 2):
        rooms.answer(who, stage, Texts(texts=(f"text {number}",)), number=number)
        (held,) = rooms.held(room.id, ACTIVITY)
        with ThreadPoolExecutor(2) as both:
            judged = both.submit(rooms.judge, held, "shown", room_id=room.id)
            changed = both.submit(
                rooms.answer, who, stage, Texts(texts=("a", "b")), number=number + 1
            )
            judged.result()
            changed.result()
        assert len(rooms.held(room.id, ACTIVITY)) == 2
