"""Comments of a supervisor: signed one by one and together, and any change is seen."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.comments import (
    MAX_COMMENT_CHARS,
    Comment,
    file_name,
    is_comment_file,
    read_comments,
    sign_comment,
    write_comments,
)
from ladder_widgets.portfolio.keys import SigningKey

KEY = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(32))
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def _comment(text: str = "Well seen.", *, number: int = 1, key: SigningKey = KEY) -> Comment:
    bare = Comment(
        id=f"{number:032x}",
        entry_id="e" * 32,
        entry_written_at=NOON,
        bundle="b" * 64,
        text=text,
        name="Dr Example",
        role="Educational supervisor",
        written_at=NOON + dt.timedelta(days=1),
        public=key.public,
    )
    return sign_comment(bare, key)


FILE = write_comments([_comment(), _comment("And who led?", number=2)], KEY)


def test_comments_come_back_as_they_were_signed() -> None:
    """Reading gives what was signed, byte for byte."""
    assert read_comments(FILE) == (_comment(), _comment("And who led?", number=2))
    assert is_comment_file(FILE)


@given(text=st.text(min_size=1, max_size=200))
def test_a_signed_text_survives_the_file(text: str) -> None:
    """Whatever can be signed is read back the same."""
    try:
        signed = _comment(text)
    except InputError:
        return  # nothing but control characters: there is no comment to sign

    assert read_comments(write_comments([signed], KEY)) == (signed,)


@given(place=st.integers(0, len(FILE) - 1), byte=st.integers(0, 255))
def test_any_one_changed_byte_is_seen(place: int, byte: int) -> None:
    """The signatures cover every byte of the file."""
    altered = FILE[:place] + bytes([byte]) + FILE[place + 1 :]
    if altered == FILE:
        return

    with pytest.raises(InputError, match="altered"):
        read_comments(altered)


@given(place=st.integers(0, len(FILE)))
def test_a_space_that_was_put_in_is_seen(place: int) -> None:
    """Space between the fields counts as a change, too."""
    with pytest.raises(InputError, match="altered"):
        read_comments(FILE[:place] + b" " + FILE[place:])


def test_a_comment_that_was_taken_out_is_seen() -> None:
    """Each comment is genuine, but the file is no longer whole."""
    whole = msgspec.json.decode(FILE)
    del whole["comments"][1]

    with pytest.raises(InputError, match="altered"):
        read_comments(msgspec.json.encode(whole))


def test_a_file_under_another_key_than_its_comments_is_refused() -> None:
    """Nobody signs a file of somebody else's comments."""
    with pytest.raises(InputError, match="altered"):
        read_comments(write_comments([_comment(key=OTHER), _comment(number=2)], KEY))


def test_a_key_that_did_not_sign_makes_no_comment_genuine() -> None:
    """A comment names the key that it is checked against."""
    claimed = msgspec.structs.replace(_comment(), public=OTHER.public)

    assert _comment().is_genuine
    assert not claimed.is_genuine


def test_a_refusal_says_nothing_of_what_was_written() -> None:
    """Neither the message nor its cause quotes the file."""
    with pytest.raises(InputError) as refused:
        read_comments(FILE.replace(b"Well seen.", b"Secret word"))

    assert "Secret" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("text", ["", "\x00", "a" * (MAX_COMMENT_CHARS + 1)])
def test_an_empty_or_endless_comment_is_not_signed(text: str) -> None:
    """Control characters alone are no comment either."""
    with pytest.raises(InputError):
        _comment(text)


def test_the_name_of_the_file_holds_nobodys_words() -> None:
    """It is made of the first comment's id."""
    assert file_name((_comment(),)) == "comments-00000000.json"
