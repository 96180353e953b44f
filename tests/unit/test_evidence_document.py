"""What an evidence document says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from evidence_tools import PROFILE, TODAY, catalogue, claim, document, make_entry, write
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import entries, texts

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence.document import UNTITLED, EvidenceDocument, make_document, uk_period
from ladder_widgets.portfolio.model import Answer, Entry


def codes() -> list[str]:
    """The codes of the capabilities of general practice."""
    return [c.code for c in catalogue().programme("general-practice").capabilities]


def target_ids() -> list[str]:
    """The ids of the ladder's targets, in its order."""
    return [place.target.id for place in catalogue().places(catalogue().ladder)]


def test_dates_are_written_as_uk_readers_do() -> None:
    """Day, month in words, year."""
    made = document(make_entry())

    assert made.made_on == "22 November 2026"
    assert made.entries[0].happened_on == "10 March 2026"
    assert made.entries[0].written_on == "12 March 2026"


def test_entries_stand_in_order_of_what_happened() -> None:
    """Oldest event first; the day of writing stands in for a missing one."""
    late = make_entry(1, happened_on=dt.date(2026, 5, 2))
    undated = make_entry(2, happened_on=None)
    early = make_entry(3)
    made = document(late, undated, early)

    assert [p.title[-1] for p in made.entries] == ["3", "2", "1"]
    assert [p.number for p in made.entries] == [1, 2, 3]
    assert made.entries[1].happened_on == ""
    assert made.period == "10 March 2026 to 2 May 2026"


def test_period_of_one_day_is_that_day() -> None:
    """No span from a day to itself."""
    assert document(make_entry()).period == "10 March 2026"


def test_answers_follow_the_model_and_retired_prompts_are_kept() -> None:
    """An answer whose prompt is gone is printed last, under the prompt's id."""
    answers = (
        Answer(prompt="gone", text="kept"),
        Answer(prompt="now-what", text="last"),
        Answer(prompt="what", text="first"),
        Answer(prompt="so-what", text="  \n"),
    )
    (shown,) = document(make_entry(answers=answers)).entries

    assert [(a.ask, a.text) for a in shown.answers] == [
        ("What?", "first"),
        ("Now what?", "last"),
        ("gone", "kept"),
    ]


def test_summary_names_the_entries_of_each_capability() -> None:
    """In the curriculum's order; a code of another programme comes last, without a title."""
    first, second = codes()[:2]
    made = document(
        make_entry(1, capabilities=(claim("OLD 7"), claim(second))),
        make_entry(2, capabilities=(claim(first), claim(second))),
    )

    assert [(row.code, row.entries) for row in made.capabilities] == [
        (first, (2,)),
        (second, (1, 2)),
        ("OLD 7", (1,)),
    ]
    assert made.capabilities[-1].title == ""


def test_summary_names_the_entries_of_each_target() -> None:
    """In the ladder's order; a retired target is named by its id."""
    first, second = target_ids()[:2]
    made = document(make_entry(1, targets=("gone.2.a", second)), make_entry(2, targets=(first,)))

    assert [(row.target.id, row.entries) for row in made.targets] == [
        (first, (2,)),
        (second, (1,)),
        ("gone.2.a", (1,)),
    ]
    assert made.targets[-1].target.title == "gone.2.a"
    assert made.targets[0].target.step.startswith("Step ")


def test_profile_is_not_needed() -> None:
    """Without one the document says nothing of programme and grade."""
    made = document(make_entry(title=" \n "), profile=None)

    assert (made.programme, made.grade) == ("", "")
    assert made.entries[0].title == UNTITLED


def test_retired_programme_is_named_by_its_id() -> None:
    """The packs move on; what the trainee chose is still said."""
    made = document(make_entry(), profile=msgspec.structs.replace(PROFILE, programme="gone"))

    assert (made.programme, made.grade) == ("gone", "ST2")
    assert made.capabilities == ()


def test_retired_model_is_named_by_its_id() -> None:
    """Its prompts are, too, in the order of the answers."""
    answers = (Answer(prompt="second", text="b"), Answer(prompt="first", text="a"))
    (shown,) = document(make_entry(model="gone", answers=answers)).entries

    assert shown.model == "gone"
    assert [(a.ask, a.text) for a in shown.answers] == [("second", "b"), ("first", "a")]


def test_programme_is_named_in_words() -> None:
    """The reader of evidence knows no ids."""
    made = document(make_entry())

    assert (made.programme, made.grade) == (catalogue().programme("general-practice").name, "ST2")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (TODAY, TODAY, "22 November 2026"),
        (dt.date(2025, 12, 31), dt.date(2026, 1, 1), "31 December 2025 to 1 January 2026"),
        (dt.date(2024, 2, 29), dt.date(2024, 3, 9), "29 February 2024 to 9 March 2024"),
    ],
    ids=["day", "years", "leap"],
)
def test_period_is_written_in_words(first: dt.date, last: dt.date, shown: str) -> None:
    """No leading nought, and no figures that an American reads otherwise."""
    assert uk_period(first, last) == shown


def test_draft_is_told_apart() -> None:
    """A supervisor sees what is not final."""
    draft = msgspec.structs.replace(make_entry(), state="draft")

    assert [p.draft for p in document(draft).entries] == [True]
    assert [p.draft for p in document(make_entry()).entries] == [False]


def test_entry_linked_twice_is_counted_once() -> None:
    """Two reasons for one capability are two claims of one entry."""
    code = codes()[0]
    made = document(make_entry(capabilities=(claim(code, "a"), claim(code, "b"))))

    assert [row.entries for row in made.capabilities] == [(1,)]
    assert [link.because for link in made.entries[0].capabilities] == ["a", "b"]


@settings(max_examples=30, deadline=None)
@given(st.lists(entries, min_size=1, max_size=4, unique_by=lambda e: e.id), st.randoms())
def test_document_is_pure(several: list[Entry], random: Any) -> None:
    """The same entries give the same document, in whatever order they were chosen."""
    first = document(*several)
    random.shuffle(several)

    assert document(*several) == first


@given(texts)
def test_answer_is_never_rewritten(text: str) -> None:
    """Only an answer without a visible character is left out."""
    (shown,) = document(make_entry(answers=write(text))).entries

    assert [a.text for a in shown.answers] == ([text] if text.strip() else [])


def test_ladder_notice_is_carried() -> None:
    """Wherever the ladder is named, its notice is too."""
    made = document(make_entry())
    ladder = catalogue().ladder

    assert (made.ladder_version, made.notice) == (ladder.version, ladder.notice)


def test_no_entries_are_refused() -> None:
    """An empty document is a mistake."""
    with pytest.raises(EvidenceError, match="Choose at least one entry"):
        document()


@given(st.lists(entries, min_size=1, max_size=4))
def test_any_entries_make_a_document_that_is_data(several: list[Entry]) -> None:
    """The document is plain data: it survives JSON unchanged, whatever ids it holds."""
    made = document(*several)

    assert msgspec.json.decode(msgspec.json.encode(made), type=EvidenceDocument) == made


def test_every_linked_target_stands_on_its_rung() -> None:
    """From the top down, and told from the bottom up to whoever hears it; a lost one is on none."""
    low = next(p for p in catalogue().places(catalogue().ladder) if p.step.number == 1)
    made = document(make_entry(1, targets=(low.target.id, "gone.2.a")), make_entry(2))

    assert [rung.name for rung in made.rungs][::4] == ["Extending the Ladder", "Step 1"]
    assert [(t.title, t.targets) for r in made.rungs for t in r.themes] == [(low.theme.title, 1)]
    assert f"Step 1: {low.theme.title} (1 target). Step 2: none yet." in made.ladder_words


def test_trainee_is_named_only_where_a_name_was_given() -> None:
    """On one line, since no store keeps a name."""
    made = make_document(
        [make_entry()], profile=None, catalogue=catalogue(), today=TODAY, trainee=" Robin\nOak "
    )

    assert (made.trainee, document(make_entry()).trainee) == ("Robin Oak", "")
