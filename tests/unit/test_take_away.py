"""What a take-away says of somebody's answers, and the queue that makes the files."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading

import pytest
from conftest import alone
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import EvidenceError, InputError
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.server.join import press
from ladder_widgets.server.join.press import BATCH, CHILDREN, Press
from ladder_widgets.workshop.live.answers import Chosen, Dots, Point, Promise, Texts, Written
from ladder_widgets.workshop.live.model import Room, Stage
from ladder_widgets.workshop.live.report import TOO_FEW, finding_of
from ladder_widgets.workshop.live.results import FEW, Given
from ladder_widgets.workshop.model import FEEDBACK, Groups, Poll, Ranking, Scale
from ladder_widgets.workshop.packs import find_workshop
from ladder_widgets.workshop.takeaway.certificate import clean_name
from ladder_widgets.workshop.takeaway.entries import Own, draft_entries, in_words
from ladder_widgets.workshop.takeaway.making import Made, Request

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ROOM = Room(
    id="1" * 32, code="K7QF82MD", workshop="quality-improvement", version="2026.1",
    begun_at=NOW, ends_at=NOW + dt.timedelta(hours=2), stage=Stage(number=3), change=9,
)  # fmt: skip
WORKSHOP = find_workshop("quality-improvement").workshop
POLL = Poll(id="p", title="P", ask="?", options=("yes", "no", "perhaps"), several=True)
SCALE = Scale(id="s", title="S", ask="?", low="never", high="always")
RANKING = Ranking(id="r", title="R", ask="?", items=("tea", "rest", "time"))
GROUPS = Groups(id="g", title="G", ask="?", headings=("keep", "stop"))


def request(number: int = 0) -> Request:
    """What one person asks for."""
    return Request(
        room=ROOM, workshop=WORKSHOP, person=f"{number:032x}", own=(), at=NOW, name="",
        key=SigningKey(b"0" * 32),
    )  # fmt: skip


def drafts(*own: Own, person: str = "a" * 32):
    """The drafts of one person."""
    return draft_entries(ROOM, WORKSHOP, own, person=person, at=NOW, ladder="2026.1")


@pytest.mark.parametrize(
    ("activity", "answer", "said"),
    [
        (POLL, Chosen(options=(0, 2)), "yes; perhaps"),
        (SCALE, Point(point=4), "4 of 5 (1: never, 5: always)"),
        (RANKING, Dots(dots=(2, 0, 1)), "tea (2); time (1)"),
        (GROUPS, Texts(texts=("huddle", "emails"), heading=(0, 1)), "huddle (keep); emails (stop)"),
        (SCALE, Written(texts={"what": "elsewhere"}), ""),
    ],
    ids=["poll", "scale", "ranking", "groups", "reflection"],
)
def test_an_answer_is_said_in_words(activity, answer, said):
    """As somebody reads it years later, without the workshop at hand."""
    assert in_words(activity, answer) == said


def test_the_same_answers_make_the_same_drafts_and_other_people_others():
    """Ids and moments do not depend on when or how often somebody takes them."""
    again = drafts()

    assert drafts() == again
    assert not {e.id for e in drafts(person="b" * 32)} & {e.id for e in again}
    assert {(e.state, e.written_at, e.content.happened_on) for e in again} == {
        ("draft", NOW, NOW.date())
    }


def test_what_was_said_of_the_session_stays_out_of_a_portfolio():
    """A supervisor reads that; the rating was for faculty."""
    rating = Own(activity=FEEDBACK[0].id, second=False, answer=Point(point=1))

    assert drafts(rating) == drafts()


def test_a_promise_stands_under_what_will_be_used():
    """With its day."""
    promise = Promise(what="Count doses", by=dt.date(2026, 12, 4))
    event, *_ = drafts(Own(activity="first-point", second=False, answer=promise))

    assert event.content.answer("use") == "Count doses (by 4 December 2026)"


def test_a_name_is_one_line():
    """Spaces and control characters are no name."""
    assert clean_name("  Robin\n\t Example\x00 ") == "Robin Example"
    assert clean_name(" \n ") == ""


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=40))
def test_no_count_under_five_is_told_of_a_scale(answers):
    """Neither before nor after; and no mean of fewer than five."""
    found = finding_of(SCALE, [Given(answer=Point(point=p), second=s) for p, s in answers])
    told = [int(line.number) for line in (*found.lines, *found.again)]

    assert not [number for number in told if 0 < number < FEW]
    for again, mean in zip((False, True), found.means, strict=True):
        assert bool(mean) == (sum(s is again for _, s in answers) >= FEW)


def test_few_answers_tell_nothing():
    """Not even that they were all the same."""
    found = finding_of(POLL, [Given(answer=Chosen(options=(1,)))] * (FEW - 1))

    assert (found.answered, found.lines) == (TOO_FEW, ())


def test_many_go_together_in_two_children_at_most():
    """Whoever asks for the same again waits for the same."""
    running, most, batches = 0, 0, []
    lock = threading.Lock()

    def make(requests):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            batches.append(len(requests))
        made = [Made(data=one.person.encode()) for one in requests]
        with lock:
            running -= 1
        return made

    async def ask() -> list[bytes]:
        queue = Press(make)
        return await asyncio.gather(*(queue.file_for(request(n % 100)) for n in range(300)))

    files = alone(ask())
    assert files == [f"{n % 100:032x}".encode() for n in range(300)]
    assert most <= CHILDREN
    assert (sum(batches), max(batches)) == (100, BATCH)


def test_what_failed_can_be_tried_again():
    """Alone or with its whole batch; the sentence reaches the phone."""
    answers = iter([EvidenceError("It broke."), [Made(problem="Not this.")], [Made(data=b"PK")]])

    def make(_requests):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def ask() -> bytes:
        queue = Press(make)
        for said in ("It broke", "Not this"):
            with pytest.raises(EvidenceError, match=said):
                await queue.file_for(request())
        return await queue.file_for(request())

    assert alone(ask()) == b"PK"


def test_a_phone_that_goes_away_leaves_its_file_for_its_next_try():
    """It is made once."""
    made, go = [], threading.Event()

    def make(requests):
        go.wait(10)
        made.append(len(requests))
        return [Made(data=b"PK")]

    async def ask() -> bytes:
        queue = Press(make)
        first = asyncio.create_task(queue.file_for(request()))
        await asyncio.sleep(0)
        first.cancel()
        go.set()
        return await queue.file_for(request())

    assert (alone(ask()), made) == (b"PK", [1])


def test_a_finished_file_is_forgotten():
    """After its time nothing of anybody is left in memory."""

    async def ask() -> int:
        queue = Press(lambda requests: [Made(data=b"PK")] * len(requests), kept_s=0)
        await queue.file_for(request())
        for _ in range(5):
            await asyncio.sleep(0)  # lets the loop go on
        return len(vars(queue)["_made"])

    assert alone(ask()) == 0


def test_more_than_can_wait_are_told_so(monkeypatch):
    """In a sentence; those before them get theirs."""
    monkeypatch.setattr(press, "MOST_WAITING", 3)

    async def ask() -> list[bytes | BaseException]:
        queue = Press(lambda requests: [Made(data=b"PK")] * len(requests))
        asked = [queue.file_for(request(n)) for n in range(8)]
        return await asyncio.gather(*asked, return_exceptions=True)

    found = alone(ask())
    assert found.count(b"PK") == CHILDREN + 3
    assert {type(one) for one in found if one != b"PK"} == {InputError}


def test_no_pack_may_take_the_ids_of_the_questions_on_the_session():
    """They are the same in every room."""
    taken = {activity.id for activity in WORKSHOP.activities}

    assert not taken & {activity.id for activity in FEEDBACK}
    assert WORKSHOP.room_activities()[-len(FEEDBACK) :] == FEEDBACK
