"""Formulas in TeX as trees."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.evidence.formulas import MAX_DEPTH, formula

PIECES = st.sampled_from(
    [*"abxy01+-=<>&^_{}[]()|,.~ ", r"\frac", r"\sqrt", r"\left(", r"\right)", r"\sum", r"\text{a}",
     r"\begin{align}", r"\end{align}", r"\begin{pmatrix}", r"\end{pmatrix}", "\\\\", r"\hat",
     r"\mathbb{R}", r"\unknown", r"\label{a}", r"\operatorname{f}", r"\substack", r"\over"]
)  # fmt: skip


def tags(tex: str) -> list[str]:
    """The kinds of elements of a formula, in order."""

    def within(node: object) -> list[str]:
        if isinstance(node, list):
            return [tag for item in node for tag in within(item)]
        if not isinstance(node, dict):
            return []
        own = [node["tag"]] if node["tag"] not in ("mrow", "mi", "mn", "mo") else []
        return own + within(node.get("rows", [])) + within(node.get("body", []))

    return within(formula(tex, display=True)["tree"])


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\frac{a}{b}", ["mfrac"]),
        (r"x_1^2", ["msubsup"]),
        (r"\sqrt[3]{x}", ["mroot"]),
        (r"\sum_{i=0}^n i", ["munderover"]),
        (r"\int_0^1 x", ["msubsup"]),
        (r"\lim_{x \to 0} x", ["munder"]),
        (r"\hat{x}", ["mover"]),
        (r"\begin{pmatrix} 1 & 2 \end{pmatrix}", ["mtable"]),
        (r"a \text{ if } b", ["mtext"]),
    ],
)
def test_parts_have_their_elements(tex: str, expected: list[str]) -> None:
    """What mathematics is written with most."""
    assert tags(tex) == expected


def test_symbols_are_characters() -> None:
    """Not the library's entities, and nothing that cannot be seen."""
    tree = json.dumps(formula(r"a \le b \label{one}", display=False)["tree"], ensure_ascii=False)

    assert "\u2264" in tree
    assert "&" not in tree
    assert "one" not in tree


def test_lines_of_an_alignment_have_no_numbers() -> None:
    """Each formula would begin again at one."""
    tree = formula(r"\begin{align} a &= b \\ c &= d \end{align}", display=True)["tree"]

    assert "(1)" not in json.dumps(tree)


def test_marks_around_a_matrix_grow_with_it() -> None:
    """They are one with it."""
    tree = json.dumps(formula(r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", display=True)["tree"])

    assert '"fenced": true' in tree


@pytest.mark.parametrize("tex", [r"\frac{1", "x" * 5000, "{" * 90 + "x" + "}" * 90])
def test_what_cannot_be_read_keeps_its_source(tex: str) -> None:
    """Cut off, too long or too deep."""
    made = formula(tex, display=False)

    assert (made["tree"], made["tex"]) == (None, tex)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_formula_at_all_is_read(tex: str) -> None:
    """To a tree that is not deep and whose parts are as many as its elements need, or to none."""
    made = formula(tex, display=False)
    counts = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2,
              "msubsup": 3, "munderover": 3}  # fmt: skip

    def check(node: dict[str, object], depth: int) -> None:
        assert depth <= 2 * MAX_DEPTH
        body = node.get("body", [])
        assert len(body) == counts.get(str(node["tag"]), len(body))  # type: ignore[arg-type]
        for part in body:  # type: ignore[attr-defined]
            check(part, depth + 1)
        for row in node.get("rows", []):  # type: ignore[attr-defined]
            for cell in row:
                for part in cell:
                    check(part, depth + 1)

    if made["tree"] is not None:
        check(made["tree"], 0)
