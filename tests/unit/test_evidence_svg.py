"""Drawings without anything that acts or leads outside them."""

from __future__ import annotations

import re

import pytest

from ladder_widgets.evidence.svg import harmless

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>OUT()</script>",
        '<rect onclick="OUT()"/>',
        '<image href="OUT.png"/>',
        '<image xlink:href="https://OUT.example.org/x.png"/>',
        '<image href="data:image/svg+xml;base64,OUT"/>',
        '<use href="OUT.svg#part"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">OUT</p></foreignObject>',
        '<rect style="fill: url(https://OUT.example.org)"/>',
        "<style>@import 'OUT.css'; a { fill: url('OUT#a') }</style>",
        '<filter><feImage href="OUT.png"/></filter>',
        '<animate attributeName="href" to="OUT"/>',
        '<a href="javascript:OUT()"><rect/></a>',
    ],
)
def test_nothing_leads_outside(inside: str) -> None:
    """Whatever way there is in SVG."""
    assert "OUT" not in harmless(f"{HEAD}{inside}</svg>")


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="#part" />',
        '<use xlink:href="#part" />',
        '<rect fill="url(#shade)" />',
        '<image href="data:image/png;base64,AAAA" />',
        "<text>words</text>",
        "<style>rect { fill: red }</style>",
    ],
)
def test_what_is_in_the_drawing_stays(inside: str) -> None:
    """Its own parts, colours and pictures."""
    assert inside in harmless(f"{HEAD}{inside}</svg>")


def test_heading_of_a_plotting_library_is_read() -> None:
    """A declaration and a document type come before the drawing."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG" "x">'

    assert re.match(r"<svg ", harmless(f"{head}{HEAD}</svg>"))


@pytest.mark.parametrize(
    "text",
    ["", "words", "<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "<html></html>"],
    ids=["empty", "words", "cut", "entity", "other"],
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    """And its words are not in the message."""
    with pytest.raises(ValueError, match="no SVG that can be read"):
        harmless(text)
