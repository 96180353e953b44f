"""Hints on how a reflection is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.privacy.hints import Section, hints

LONG = "We stood round the bed and nobody had the list. " * 10
THOUGHT = "It taught me to ask who leads before we begin. " * 10
KINDS = st.sampled_from(["describe", "think", "plan", "free"])


def codes(*sections: Section) -> list[str]:
    """The codes of all hints on some sections."""
    return [hint.code for hint in hints(sections)]


def test_more_description_than_learning_is_hinted_at() -> None:
    """Half of the words may describe, not more."""
    describe = Section(kind="describe", text=LONG)
    plan = Section(kind="plan", text="I will ask.")

    assert codes(describe, plan) == ["mostly-description"]
    assert codes(describe, Section(kind="think", text=THOUGHT), plan) == []


def test_an_entry_that_was_just_begun_is_left_alone() -> None:
    """A few words are no ground for a hint."""
    assert codes(Section(kind="describe", text="We met."), Section(kind="plan", text="")) == []


def test_free_text_is_not_weighed() -> None:
    """Without a section that describes nobody knows what does."""
    assert codes(Section(kind="free", text=LONG + "I will ask.")) == []


def test_no_look_ahead_is_hinted_at() -> None:
    """A plan is an answer to its question, or words about the future anywhere."""
    think = Section(kind="think", text=THOUGHT)

    assert codes(think) == ["no-plan"]
    assert codes(think, Section(kind="plan", text="A list at each handover.")) == []
    assert codes(think, Section(kind="free", text="Next time I\u2019ll ask.")) == []


@pytest.mark.parametrize(
    "words", ["negligent", "my fault", "breach of duty", "we were to blame", "substandard"]
)
def test_verdicts_are_hinted_at_where_they_stand(words: str) -> None:
    """The place is that of the words in their own section."""
    sections = [Section(kind="think", text="Then."), Section(kind="think", text=f"Was it {words}?")]

    (hint,) = hints(sections)

    assert (hint.code, hint.section) == ("liability", 1)
    assert sections[1].text[hint.start : hint.end] == words


@given(st.lists(st.builds(Section, kind=KINDS, text=st.text())))
def test_any_text_can_be_hinted_at(sections: list[Section]) -> None:
    """No text is an error, and each place lies in its section."""
    for hint in hints(sections):
        if hint.section is not None:
            assert hint.start is not None
            assert hint.end is not None
            assert 0 <= hint.start < hint.end <= len(sections[hint.section].text)
