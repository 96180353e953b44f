"""The words of Leap2A 2010-07: namespaces, prefixes, and how others spell them.

Source: the specification at leapspecs.org, and what Mahara's importer was measured to ask for.
"""

from __future__ import annotations

import re

FEED_NAME = "leap2a.xml"
FILES_FOLDER = "files/"
VERSION = "http://www.leapspecs.org/2010-07/2A/"
XHTML = "http://www.w3.org/1999/xhtml"
OURS = "urn:leadership-ladder:bundle"
"""The namespace of what Leap2A has no words for: our own data, as JSON."""
NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmlns:leap2": "http://terms.leapspecs.org/",
    "xmlns:categories": "http://wiki.leapspecs.org/2A/categories/",
    "xmlns:ladder": OURS,
}
"""Mahara looks for these prefixes letter by letter."""
MAX_TITLE = 255
"""The longest title that Mahara's tables take; a longer one is cut there without a word."""
MAX_TAG = 128

_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/[0-9a-z_]+/")
_LEAP = frozenset(
    {
        "terms.leapspecs.org",
        "wiki.cetis.ac.uk/2009-03/leap2a_predicates",
        "wiki.cetis.ac.uk/2009-03/leap2a_types",
    }
)


def bare(address: str) -> str:
    """An address without what differs between its forms.

    >>> bare("http://web.archive.org/web/20160101000000/http://terms.leapspecs.org")
    'terms.leapspecs.org'
    """
    found = _ARCHIVE.sub("", address.strip()).lower()
    return found.removeprefix("http://").removeprefix("https://").rstrip("/#")


def is_leap(namespace: str) -> bool:
    """Whether a namespace is Leap2A's own, in any of its forms and versions."""
    return bare(namespace) in _LEAP


def term(curie: str) -> str:
    """The last part of a name: ``has_part`` of ``leap2:has_part``, in brackets or in full.

    Prefixes are not looked up: feeds use them undeclared, and no other vocabulary is read here.
    """
    return re.split(r"[:/#]", curie.strip().strip("[]").rstrip("/#"))[-1]
