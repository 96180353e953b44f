"""Rules of printable text that hold for every character there is."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import AWKWARD, any_texts

from ladder_widgets.evidence.glyphs import OVERRIDES, TAB, placeholder, printable
from ladder_widgets.portfolio.model import NON_CHARACTERS, clean_text

PLACEHOLDER = re.compile(r"\[U\+([0-9A-F]{4,6})\]")


def test_every_character_prints_or_is_named() -> None:
    """Alone, each is itself, its placeholder, or (a control character) nothing."""
    odd = {
        char: shown
        for char in map(chr, range(sys.maxunicode + 1))
        if (shown := printable(char)) not in (char, placeholder(char))
    }

    assert odd.pop("\t") == TAB
    assert set(odd.values()) == {""}
    assert {unicodedata.category(char) for char in odd} <= {"Cc", "Cf"}
    assert [char for char in odd if unicodedata.category(char) == "Cf"] == ["\ufeff"]


@pytest.mark.parametrize(
    "chars",
    [NON_CHARACTERS, map(chr, range(0xD800, 0xE000)), map(chr, range(0xE000, 0xF900)), OVERRIDES],
    ids=["non-characters", "surrogates", "private", "overrides"],
)
def test_characters_that_pdf_a_forbids_are_named(chars: object) -> None:
    """None of them reaches Typst."""
    assert [char for char in chars if printable(char) != placeholder(char)] == []  # type: ignore[attr-defined]


def test_what_cleaning_leaves_behind_prints() -> None:
    """The sign for a lost character is itself a character of the fonts."""
    assert printable(clean_text("a\ud800b\ufffec")) == "a\ufffdb\ufffdc"


@given(st.text(st.characters(exclude_categories=["Cc"], exclude_characters="[\ufeff")))
def test_placeholders_give_the_text_back(text: str) -> None:
    """Nothing visible is lost: each placeholder says which character it stands for."""
    shown = printable(text)

    assert PLACEHOLDER.sub(lambda found: chr(int(found[1], 16)), shown) == text


@given(any_texts, any_texts)
def test_paragraphs_print_independently(first: str, second: str) -> None:
    """A line end parts clusters, so lines can be printed one by one."""
    assert printable(f"{first}\n{second}") == f"{printable(first)}\n{printable(second)}"


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_prints_the_same_twice(text: str) -> None:
    """Pure: nothing is remembered from one text to the next."""
    first = printable(text)
    printable("\u4e2d\u0301")

    assert printable(text) == first
