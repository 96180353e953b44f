"""The rules of a trainee's values: which text is kept, which save goes where."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    AWKWARD,
    TODAY,
    any_texts,
    contents,
    entries,
    profiles,
    revisions,
    saves,
)

from ladder_widgets.errors import ConflictError, InputError
from ladder_widgets.portfolio.dates import local_day, uk_date
from ladder_widgets.portfolio.model import (
    MAX_ANSWER_CHARS,
    MAX_TITLE_CHARS,
    MUCH,
    OLDEST_DATE,
    PAUSE,
    Answer,
    Content,
    Entry,
    Placement,
    Profile,
    Revision,
    Save,
    check_content,
    check_event_date,
    clean_text,
    new_entry_id,
    place_save,
)

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


class TestCleanText:
    """What is kept of a text."""

    @given(any_texts)
    def test_cleaning_twice_changes_nothing(self, text):
        """Cleaned text is clean."""
        once = clean_text(text)

        assert clean_text(once) == once

    @given(any_texts)
    def test_cleaned_text_is_encodable_everywhere(self, text):
        """Neither UTF-8 nor XML has a character to refuse."""
        cleaned = clean_text(text)

        assert cleaned.encode().decode() == cleaned
        assert not [c for c in cleaned if unicodedata.category(c) == "Cc" and c not in "\n\t"]

    @given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
    def test_every_visible_character_stays(self, text):
        """Letters, marks, signs, joiners and direction marks of all scripts are kept."""
        assert clean_text(text) == text

    @pytest.mark.parametrize("text", AWKWARD)
    def test_awkward_text_stays_as_written(self, text):
        """Emoji, Arabic, Chinese, markup and separators are text like any other."""
        assert clean_text(text) == text

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a\r\nb\rc\n", "a\nb\nc\n"),
            ("nul\x00 bell\x07 escape\x1b[0m", "nul bell escape[0m"),
            ("next\x85line", "nextline"),
            ("half \ud83d", "half \ufffd"),
            ("\ufdd0\ufffe\U0001ffff", "\ufffd\ufffd\ufffd"),
            ("tab\tstays", "tab\tstays"),
        ],
        ids=["line-ends", "controls", "c1", "surrogate", "non-characters", "tab"],
    )
    def test_what_no_format_carries_is_replaced(self, text, expected):
        """Line ends are unified, controls go, broken characters show as U+FFFD."""
        assert clean_text(text) == expected


class TestPlaceSave:
    """Where a save goes."""

    @given(saves)
    def test_first_save_begins_revision_one(self, save):
        """An entry that does not exist is begun, whatever the save thought it was based on."""
        assert place_save(None, save, now=NOW) == Placement(revision=1, kind="new")

    @given(revisions, saves)
    def test_own_older_save_is_a_repeat(self, head, save):
        """A sequence number that is committed is never written again."""
        save = _by(head.writer, save, seq=max(0, head.seq - save.seq))

        assert place_save(head, save, now=head.written_at) == Placement(
            revision=head.number, kind="repeat"
        )

    @given(revisions, saves)
    def test_own_newer_save_goes_on_in_its_draft(self, head, save):
        """A run of typing stays one revision, even where acknowledgements were lost."""
        head = msgspec.structs.replace(head, state="draft")
        save = _by(head.writer, save, seq=head.seq + 1 + save.seq)
        save = msgspec.structs.replace(save, content=head.content)

        place = place_save(head, save, now=head.written_at)

        assert place == Placement(revision=head.number, kind="same")

    @given(revisions, saves, st.timedeltas(PAUSE + dt.timedelta(seconds=1), dt.timedelta(days=9)))
    def test_after_a_pause_the_older_text_stays_in_the_history(self, head, save, pause):
        """Who comes back to a tab that was left open begins a new revision."""
        head = msgspec.structs.replace(head, state="draft")
        save = _by(head.writer, save, seq=head.seq + 1 + save.seq)

        place = place_save(head, save, now=head.written_at + pause)

        assert place == Placement(revision=head.number + 1, kind="new")

    @given(revisions, saves, st.integers(MUCH, 5000), st.data())
    def test_taking_out_most_of_a_text_leaves_it_in_the_history(self, head, save, length, data):
        """Whatever is selected and deleted by mistake can be gone back to."""
        left = data.draw(st.integers(0, (length - 1) // 2))
        head = msgspec.structs.replace(head, state="draft", content=_long(length))
        save = _by(head.writer, save, seq=head.seq + 1 + save.seq)
        save = msgspec.structs.replace(save, content=_long(left))

        place = place_save(head, save, now=head.written_at)

        assert place == Placement(revision=head.number + 1, kind="new")

    @given(revisions, saves)
    def test_another_writer_on_the_newest_begins_the_next(self, head, save):
        """Who has read the newest revision may write the next."""
        assume(head.writer != save.writer)
        head = msgspec.structs.replace(head, state="draft")
        save = msgspec.structs.replace(save, base=head.number)

        assert place_save(head, save, now=head.written_at) == Placement(
            revision=head.number + 1, kind="new"
        )

    @given(revisions, saves)
    def test_another_writer_on_an_older_one_conflicts(self, head, save):
        """Nobody overwrites what he has not read; the error says where both stand."""
        assume(head.writer != save.writer and head.number != save.base)

        with pytest.raises(ConflictError) as caught:
            place_save(head, save, now=head.written_at)

        found = (caught.value.entry_id, caught.value.base, caught.value.current)
        assert found == (save.entry_id, save.base, head.number)

    @given(revisions, saves)
    def test_final_entry_is_locked(self, head, save):
        """A final entry is reopened before anybody changes it."""
        head = msgspec.structs.replace(head, state="final")
        save = _by(head.writer, save, seq=head.seq + 1)

        with pytest.raises(InputError, match="Reopen it"):
            place_save(head, save, now=head.written_at)

    @given(revisions, saves)
    def test_errors_hold_none_of_the_words(self, head, save):
        """A refusal never quotes what was written."""
        canary = "QQ canary words"
        written = Content(title=canary, answers=(Answer(prompt="what", text=canary),))
        head = msgspec.structs.replace(head, content=written)
        save = msgspec.structs.replace(save, content=written)

        said = ""
        try:
            place_save(head, save, now=head.written_at)
        except (ConflictError, InputError) as error:
            said = str(error)

        assert canary not in said


class TestCheckContent:
    """What no entry may hold."""

    @given(contents)
    def test_ordinary_content_passes(self, content):
        """Nothing that may be written is refused."""
        check_content(content, today=TODAY)

    @given(st.dates())
    def test_event_dates_have_a_range(self, day):
        """Something happened between 1970 and today, with a day's grace for time zones."""
        allowed = OLDEST_DATE <= day <= TODAY + dt.timedelta(days=1)

        if allowed:
            check_event_date(day, today=TODAY)
        else:
            with pytest.raises(InputError, match=f"{uk_date(day)} is out of range"):
                check_event_date(day, today=TODAY)

    def test_bad_date_in_content_is_refused(self):
        """An entry's own date is held to the range."""
        with pytest.raises(InputError, match="Correct the date"):
            check_content(Content(happened_on=dt.date(1969, 12, 31)), today=TODAY)

    def test_longest_title_and_answer_pass(self):
        """The limits themselves are allowed."""
        content = Content(
            title="t" * MAX_TITLE_CHARS,
            answers=(Answer(prompt="what", text="a" * MAX_ANSWER_CHARS),),
        )

        check_content(content, today=TODAY)

    def test_longer_title_is_refused(self):
        """The message says how long it is and what to do."""
        with pytest.raises(InputError, match=r"301 characters; 300 are allowed\. Shorten"):
            check_content(Content(title="t" * (MAX_TITLE_CHARS + 1)), today=TODAY)

    def test_longer_answer_is_refused(self):
        """The message names the prompt, not the text."""
        content = Content(answers=(Answer(prompt="what", text="a" * (MAX_ANSWER_CHARS + 1)),))

        with pytest.raises(InputError, match="answer to what has 2,000,001 characters"):
            check_content(content, today=TODAY)


class TestValues:
    """The values themselves."""

    @given(st.one_of(profiles, contents, entries, revisions, saves))
    def test_json_round_trip(self, value):
        """Every value survives its JSON."""
        text = msgspec.json.encode(value)

        assert msgspec.json.decode(text, type=type(value)) == value

    @pytest.mark.parametrize("kind", [Profile, Content, Entry, Revision, Save])
    def test_unknown_fields_are_refused(self, kind):
        """What a value does not know is not dropped in silence."""
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(b'{"surprise": 1}', type=kind)

    def test_new_ids_differ(self):
        """Ids are 32 hexadecimal digits and never the same."""
        made = {new_entry_id() for _ in range(100)}

        assert len(made) == 100
        assert all(len(one) == 32 and int(one, 16) >= 0 for one in made)

    def test_answer_is_found_by_its_prompt(self):
        """A prompt without an answer reads as empty."""
        content = Content(answers=(Answer(prompt="what", text="It rained."),))

        assert (content.answer("what"), content.answer("so-what")) == ("It rained.", "")


def _long(length: int) -> Content:
    return Content(answers=(Answer(prompt="what", text="x" * length),))


def _by(writer: str, save: Save, *, seq: int) -> Save:
    return msgspec.structs.replace(save, writer=writer, seq=seq)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/London", 5), ("UTC", 4), ("Pacific/Kiritimati", 5), ("America/New_York", 4)],
)
def test_a_day_is_that_of_the_clock_on_the_wall(monkeypatch, zone, day):
    """Half past midnight in British summer is still the day before in UTC."""
    moment = dt.datetime(2027, 7, 4, 23, 30, tzinfo=dt.UTC)
    with monkeypatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        found = local_day(moment)
    time.tzset()

    assert found == dt.date(2027, 7, day)
