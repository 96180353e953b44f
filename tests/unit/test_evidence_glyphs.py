"""Which characters print, and what stands for the others."""

from __future__ import annotations

import json

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.evidence.glyphs import COVERAGE, placeholder, printable
from ladder_widgets.evidence.typesetting import FONTS


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "caf\u00e9 \u2026 \u2013 \u2019 \u20ac \u00bd",
        "cafe\u0301",
        "\u03b1\u03b2\u03b3 \u0416\u0443\u043a",
        "\u0642\u064a\u0627\u062f\u0629",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u0928\u092e\u0938\u094d\u0924\u0947",
        "\u2192 \u2265 \u2611 \u2714",
        "\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 1\ufe0f\u20e3",
        "right \u200fmark",
        "two\n\nparagraphs",
    ],
    ids=[
        "ascii", "latin", "accent", "greek-cyrillic", "arabic", "hebrew", "devanagari",
        "symbols", "emoji", "mark", "lines",
    ],
)  # fmt: skip
def test_text_that_the_fonts_hold_is_unchanged(text: str) -> None:
    """What can be printed is printed."""
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u4e2d\u6587", "[U+4E2D][U+6587]"),
        ("a\u0f71b", "a[U+0F71]b"),
        ("\u0628\u0915\u0301", "\u0628\u0915\u0301"),
        ("\ue000\U0001fffe", "[U+E000][U+1FFFE]"),
        ("\u202eabc", "[U+202E]abc"),
        ("\ud800", "[U+D800]"),
        ("\ufeffa\tb\x07", "a    b"),
    ],
    ids=["cjk", "mark", "other-script", "private", "override", "surrogate", "invisible"],
)
def test_text_that_the_fonts_lack_stays_identifiable(text: str, shown: str) -> None:
    """Each character that cannot be printed has a placeholder of its own."""
    assert printable(text) == shown


def test_mark_that_shares_no_font_with_its_letter_is_named() -> None:
    """A letter and its accent are drawn from one font, or not together."""
    assert printable("\u0628\u0941") == "\u0628" + placeholder("\u0941")


@given(st.text(st.characters()))
def test_printable_text_is_printable(text: str) -> None:
    """What was made printable once is not changed again."""
    once = printable(text)

    assert printable(once) == once


def test_coverage_is_that_of_the_fonts() -> None:
    """The file names what every style of a family holds."""
    measured: dict[str, set[int]] = {}
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            held = set(font.getBestCmap())
            measured.setdefault(font["name"].getDebugName(1), held).intersection_update(held)
    coverage = json.loads(COVERAGE.read_text("utf-8"))

    assert {name: points_of(spans) for name, spans in coverage.items()} == measured


def points_of(spans: str) -> set[int]:
    """The code points of hexadecimal spans."""
    ends = [span.split("-") for span in spans.split()]
    return {point for e in ends for point in range(int(e[0], 16), int(e[-1], 16) + 1)}
