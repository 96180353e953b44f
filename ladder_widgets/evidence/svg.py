"""Drawings without anything that acts or leads outside them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

SVG = "http://www.w3.org/2000/svg"
DROPPED = {"script", "foreignObject", "iframe", "audio", "video", "animate", "set", "handler"}
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)[^)]*\)|@import[^;]*;?", re.IGNORECASE)
"""An address in a style that is not a part of the drawing itself."""
INSIDE = ("#", "data:image/png;base64,", "data:image/jpeg;base64,")

register_namespace("", SVG)
register_namespace("xlink", "http://www.w3.org/1999/xlink")


def harmless(svg: str) -> str:
    """The drawing without scripts, handlers and references to anything outside it.

    Raises:
        ValueError: it is no drawing, or one that uses entities.
    """
    root = _read(svg)
    if root is None or _name(root.tag) != "svg":
        message = "This is no SVG that can be read."
        raise ValueError(message)
    for element in list(root.iter()):
        _clean(element)
    return tostring(root, encoding="unicode")


def _read(svg: str) -> Element | None:
    try:
        root: Element = fromstring(svg.encode())
    except (ParseError, DefusedXmlException, ValueError):  # a word of theirs would quote the text
        return None
    return root


def _clean(element: Element) -> None:
    for child in list(element):
        if _name(child.tag) in DROPPED or _leads_outside(child):
            element.remove(child)
    for name, value in list(element.items()):
        if _name(name).lower().startswith("on") or (
            _name(name) == "href" and not value.strip().startswith(INSIDE)
        ):
            del element.attrib[name]
        else:
            element.set(name, OUTSIDE.sub("none", value))
    if _name(element.tag) == "style" and element.text:
        element.text = OUTSIDE.sub("none", element.text)


def _leads_outside(element: Element) -> bool:
    """Whether it would show something that is not in the drawing; a link keeps what it holds."""
    if _name(element.tag) not in ("image", "use", "feImage"):
        return False
    addresses = [value.strip() for name, value in element.items() if _name(name) == "href"]
    return not all(address.startswith(INSIDE) for address in addresses)


def _name(qualified: object) -> str:
    return str(qualified).rpartition("}")[2]
