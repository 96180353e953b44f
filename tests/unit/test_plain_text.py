"""Markdown becomes plain text to paste: no marks, sane breaks, and never a word less."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ladder_widgets.evidence.plain_text import LONGEST, plain_text
from ladder_widgets.portfolio.model import clean_text

MARKUP = st.lists(
    st.sampled_from(
        ["a", "word", "3", "é", "*", "**", "_", "`", "``", "```", "#", "##", "- ", "* ", "1. ",
         "1) ",
         ">", "\n", "\n\n", " ", "    ", "\t", "[", "](", ")", "![", "---", "~~~", "<b>", "&amp;",
         "\\", "|", "+ ", "https://x.org/a_b", "\u3000", "- - "]
    ),
    max_size=40,
).map("".join)  # fmt: skip
TEXTS = st.one_of(MARKUP, st.text(max_size=80)).map(clean_text)


def words(text: str) -> list[str]:
    """The words of a text, in order."""
    return re.findall(r"[^\W_]+", text)


@pytest.mark.parametrize(
    ("typed", "pasted"),
    [
        ("**We** agreed *one* change.", "We agreed one change."),
        ("# Plan\nAsk.", "Plan\nAsk."),
        ("* one\n* two\n    * three", "- one\n- two\n  - three"),
        ("+ one\n\n\n+ two", "- one\n\n- two"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("3) one\n4) two", "3) one\n4) two"),
        ("One.\n\n\n\nTwo.\n \nThree.", "One.\n\nTwo.\n\nThree."),
        ("One\nline below", "One\nline below"),
        ("before\n\n---\n\nafter", "before\n\nafter"),
        ("```\nkept as it is\n```", "kept as it is"),
        ("Use `ladder export`.", "Use ladder export."),
        ("[the guide](https://example.org/a_b)", "the guide (https://example.org/a_b)"),
        ("> 5 hours and < 7", "> 5 hours and < 7"),
        ("3*4*5 and snake_case", "3*4*5 and snake_case"),
        ("5 * 3, 6 * 4", "5 * 3, 6 * 4"),
        ("<b>bold</b> & more", "<b>bold</b> & more"),
        ("#1 of ten", "#1 of ten"),
        ("Actions:\n- ask\n- tell", "Actions:\n- ask\n- tell"),
        ("", ""),
    ],
)
def test_marks_go_and_breaks_stay(typed: str, pasted: str) -> None:
    """What is surely a mark goes; what may mean something stays."""
    assert plain_text(typed) == pasted


@given(TEXTS)
@settings(max_examples=400)
@example("*`*a*`*")
@example("- " * 30 + "deep")
@example("```python\nx = 1\n```")
def test_no_word_is_lost_and_twice_is_once(text: str) -> None:
    """The words are the same in the same order; no empty line follows another."""
    once = plain_text(text)

    assert words(once) == words(text)
    assert plain_text(once) == once
    assert "\n\n\n" not in once


def test_a_book_only_gets_sane_breaks() -> None:
    """Reading it would take seconds."""
    book = "**word**\n\n\n" * (LONGEST // 8)

    assert plain_text(book).startswith("**word**\n\n**word**")
