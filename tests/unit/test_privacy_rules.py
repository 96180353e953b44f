"""What the rules on identifiers find, what they leave alone, and what holds for any text."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nhs_number import is_valid

from ladder_widgets.privacy.check import find
from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.reference import render
from ladder_widgets.privacy.rules import RULES

ROOT = Path(__file__).parents[2]
FLAGGED = [(rule.code, example) for rule in RULES for example in rule.flagged]
CLEAR = [(rule.code, example) for rule in RULES for example in rule.clear]
PIECES = [
    "Mrs ", "Dr. ", "mr ", "Margaret", "O'Brien", "SMITH", "JS", "J. ", "pt ", "told me ", "bed 4",
    "ward 7B ", "12/03/2024", "the 12th ", "of March ", "2024-03-12", "DOB ", "94-year-old ",
    "ninety-one ", "07700 900123", "999 458 2216", "0705861236", "a@b.example", "SW1A 1AA",
    "14 Acacia Avenue", "AB123456C", "GMC 7999123", "Datix W123456", "K123456", ", ", " and ",
    ". ", "\n", "(", ")", "'s ", "\u2019s ", "-", "\u2014", "\u00a0", "\u00e9", "e\u0301", "\u0130",
    "\u00df", "\ufb00", "\u0663", "\U0001d7d7", "\ud800",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
HOSTILE = [
    "a", "A", "Aa ", "Mr ", "Mr A. ", "J. ", "JS ", "1", "1 ", "12/", "1.", "9-", "ward ", "X, ",
    "bed 1 ", "@", "a@", "a.", "a@a.", "+4", "on the ", "the 12th ", "12 March ", "ninety ", "W1",
    "Tom and ", "Zed, ", "de la ", "O'", "'", "-", "a-", " ", "\n", "flat 1 ", "1 A ", "The A ",
    "ref ", "nhs no ", "born ", "\U0001d7d7", "\u00e9", "Anna's ", "lives at ", "Care Home ", "Aa-",
    "M. and ", "Mr and ", "Mr & ", "khan ", "anna ", "Dr J. ", "a dot a ", "e\u0301",
    "The Lodge ", "1 The ",
]  # fmt: skip
SMALL, TIMES = 4_000, 8
MOST_RATIO = 3.0
"""How much slower than in proportion a text may be that is `TIMES` as long: a square would be 8."""


@pytest.mark.parametrize(("code", "text"), FLAGGED)
def test_what_is_documented_as_flagged_is_found(code: str, text: str) -> None:
    """Each example is found by its own rule and by no other."""
    assert {finding.code for finding in find(text)} == {code}


@pytest.mark.parametrize(("code", "text"), CLEAR)
def test_what_is_documented_as_clear_is_left_alone(code: str, text: str) -> None:
    """No rule at all claims an example of what is clear."""
    assert find(text) == (), code


@pytest.mark.parametrize(("code", "text"), FLAGGED)
def test_a_replacement_is_not_flagged_again(code: str, text: str) -> None:
    """What stands in the place of a finding identifies nobody."""
    mended = text
    for finding in reversed(find(text)):
        mended = mended[: finding.start] + finding.replacement + mended[finding.end :]

    assert find(mended) == (), code


@given(TEXTS)
def test_findings_are_places_in_order(text: str) -> None:
    """Places lie in the text, hold something, follow one another and never overlap."""
    findings = find(text)

    assert all(0 <= f.start < f.end <= len(text) for f in findings)
    assert all(a.end <= b.start for a, b in pairwise(findings))


@given(TEXTS)
def test_the_same_text_has_the_same_findings(text: str) -> None:
    """Nothing of one search is left for the next."""
    assert find(text) == find(text)


@given(TEXTS)
def test_a_finding_does_not_carry_what_was_found(text: str) -> None:
    """Neither the reasons nor the replacement repeat the words; a month and a year may stay."""
    for finding in find(text):
        found = text[finding.start : finding.end]
        assert len(found) == 1 or found not in _says(finding)


def _says(finding: Finding) -> str:
    return f"{finding.replacement} {finding.why} {finding.remedy}".replace("Patient A", "")


@given(st.integers(min_value=0, max_value=999_999_999))
def test_only_the_check_digit_makes_an_nhs_number(digits: int) -> None:
    """Of ten numbers that differ in the last digit at most one is found as a patient's."""
    found = []
    for last in range(10):
        number = f"{digits:09d}{last}"
        codes = {finding.code for finding in find(f"It read {number} there.")}
        if codes & {"nhs-number", "chi-number", "hc-number"}:
            found.append(number)

    assert len(found) <= 1
    assert all(is_valid(number) for number in found)


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length(piece: str) -> None:
    """Eight times the text takes about eight times as long, whatever it repeats."""
    find(piece * 100)
    ratio = min(_ratio(piece) for _ in range(2))

    assert ratio < MOST_RATIO


def _ratio(piece: str) -> float:
    small = piece * (SMALL // len(piece))
    return _seconds(small * TIMES) / (_seconds(small) * TIMES)


def _seconds(text: str) -> float:
    runs = []
    for _ in range(2):
        begin = time.process_time()
        find(text)
        runs.append(time.process_time() - begin)
    return max(min(runs), 1e-3)  # below a millisecond the clock tells little


def test_the_document_is_the_rules() -> None:
    """docs/privacy-rules.md is what `python -m ladder_widgets.privacy.reference` writes."""
    assert (ROOT / "docs" / "privacy-rules.md").read_text("utf-8") == render()


def test_codes_are_told_once() -> None:
    """No two rules have one code."""
    codes = [rule.code for rule in RULES]

    assert len(set(codes)) == len(codes)


def test_numbers_of_telephones_are_loaded_only_for_them() -> None:
    """A text without a long number leaves the library of telephone numbers unloaded."""
    script = (
        "import sys; from ladder_widgets.privacy.check import find;"
        "find('Mrs Jones was in bed 4 on 12/03/2024.'); print('phonenumbers' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert done.stdout == "False\n"
