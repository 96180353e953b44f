"""A strict judge of Leap2A 2010-07 files, with the traps of Mahara's importer among its rules.

It reads names letter by letter, prefixes included, as that importer does, and knows nothing of the
code that writes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from zipfile import ZipFile

PREFIXES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmlns:leap2": "http://terms.leapspecs.org/",
    "xmlns:categories": "http://wiki.leapspecs.org/2A/categories/",
}
TYPES = {"entry", "ability", "achievement", "activity", "affiliation", "meeting", "organization"}
TYPES |= {"person", "plan", "publication", "resource", "selection"}
PAIRS = {
    "has_part": "is_part_of",
    "supports": "supported_by",
    "has_evidence": "is_evidence_of",
    "reflects_on": "reflected_on_by",
    "has_reply": "in_reply_to",
    "attends": "attended_by",
    "has_agenda": "is_agenda_of",
    "has_outcome": "is_outcome_of",
    "relation": "relation",
}
RELATIONS = {f"leap2:{name}" for pair in PAIRS.items() for name in pair}
RELATIONS |= {"related", "enclosure", "alternate", "self"}
TERMS = {
    "selection_type": {"Blog", "Folder", "Grouping", "Webpage", "Website"},
    "readiness": {"Ready", "Unready"},
    "audience": {"Private", "Shareable"},
    "learning_cycle": {"Experiencing", "Reflecting", "Conceptualizing", "Testing"},
    "resource_type": {"Offline"},
}
ONCE = ("id", "title", "updated", "content", "rdf:type")
AT_MOST_ONCE = ("published", "summary", "rights")
HTML = {"div", "p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong"}
HTML |= {"a", "img", "blockquote"}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
NAMED = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;")


def faults(data: bytes) -> list[str]:
    """Every rule that a Leap2A zip breaks, as a sentence; none of a good one."""
    with ZipFile(io.BytesIO(data)) as folder:
        names = folder.namelist()
        feeds = [name for name in names if name.rpartition("/")[2] == "leap2a.xml"]
        if feeds != ["leap2a.xml"]:
            return ["the zip has not exactly one leap2a.xml in its root"]
        text = folder.read("leap2a.xml").decode("utf-8")
    try:
        feed = _literal_tree(text)
    except expat.ExpatError:
        return ["the feed is not well-formed"]
    found = [*_text(text), *_feed(feed), *_zip(feed, names)]
    entries = feed.findall("entry")
    for entry in entries:
        found += [f"{entry.findtext('id')}: {fault}" for fault in _entry(entry)]
    return [*found, *_links(entries), *_journal(entries)]


def _literal_tree(text: str) -> Element:
    """The elements under the names that stand in the file."""
    tree = TreeBuilder()
    parser = expat.ParserCreate()
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.data
    parser.Parse(text, True)
    return tree.close()


def _text(text: str) -> Iterator[str]:
    if "<!" in text:
        yield "the feed has a DTD, comment or CDATA"
    if NAMED.search(text):
        yield "the feed has a named HTML entity"
    if CONTROL.search(text):
        yield "the feed has a control character"


def _feed(feed: Element) -> Iterator[str]:
    if feed.tag != "feed":
        yield "Atom is not the namespace without a prefix"
    for prefix, space in PREFIXES.items():
        if feed.get(prefix) != space:
            yield f"{prefix} is not the official namespace"
    if not feed.get("xmlns:portfolio"):
        yield "xmlns:portfolio is missing"
    if [v.text for v in feed.findall("leap2:version")] != ["http://www.leapspecs.org/2010-07/2A/"]:
        yield "leap2:version is not once and of 2010-07"
    for name in ("id", "title", "updated", "author"):
        if len(feed.findall(name)) != 1:
            yield f"the feed has not exactly one {name}"
    if not (feed.findtext("author/name") or "").strip():
        yield "the feed's author has no name"
    if not _is_moment(feed.findtext("updated") or ""):
        yield "the feed's updated is no moment"


def _zip(feed: Element, names: list[str]) -> Iterator[str]:
    enclosed = [
        unquote(link.get("href", ""))
        for link in feed.iterfind("entry/link")
        if link.get("rel") == "enclosure"
    ]
    if sorted(enclosed) != sorted(name for name in names if name != "leap2a.xml"):
        yield "files and enclosures are not the same"
    if any(name.startswith("/") or ".." in name or "\\" in name for name in names):
        yield "a name leads out of the zip"


def _entry(entry: Element) -> Iterator[str]:
    for name in ONCE:
        if len(entry.findall(name)) != 1:
            yield f"not exactly one {name}"
    for name in AT_MOST_ONCE:
        if len(entry.findall(name)) > 1:
            yield f"more than one {name}"
    kind = _kind(entry)
    if kind not in TYPES:
        yield "its type is unknown"
    if kind == "person":
        yield "a person entry blanks the owner's name"
    if not 0 < len(entry.findtext("title") or "") <= 255:
        yield "its title is empty or longer than 255"
    for name in ("updated", "published"):
        if any(not _is_moment(e.text or "") for e in entry.findall(name)):
            yield f"{name} is no moment"
    yield from _dates(entry)
    yield from _content(entry, kind)
    yield from _categories(entry)
    yield from _enclosures(entry, kind)


def _dates(entry: Element) -> Iterator[str]:
    for date in entry.findall("leap2:date"):
        if date.get("leap2:point") not in {"start", "end", "target"}:
            yield "a date has no known point"
        try:
            dt.date.fromisoformat(date.text or "")
        except ValueError:
            yield "a date is no day"
    if any(not status.get("leap2:stage") for status in entry.findall("leap2:status")):
        yield "a status has no stage"


def _content(entry: Element, kind: str) -> Iterator[str]:
    for content in entry.findall("content"):
        form = content.get("type", "text")
        if kind == "plan" and form != "text":
            yield "a plan whose content is not plain text"
        if form == "text" and len(content):
            yield "a text content with elements"
        if form == "xhtml":
            yield from _xhtml(content)
        elif form != "text":
            yield "its content is neither text nor xhtml"


def _xhtml(content: Element) -> Iterator[str]:
    parts = list(content)
    if [part.tag for part in parts] != ["div"] or (content.text or "").strip():
        yield "its content is not one div"
        return
    if parts[0].attrib != {"xmlns": "http://www.w3.org/1999/xhtml"}:
        yield "its div has not xmlns alone"
    for element in parts[0].iter():
        if element.tag not in HTML:
            yield f"{element.tag} in its content"
        if element.tag == "img" and not (
            element.get("src", "").startswith("portfolio:") and element.get("rel") == "enclosure"
        ):
            yield "a picture that is not enclosed"
        if any(name.startswith("on") or name == "style" for name in element.attrib):
            yield "a script or style in its content"


def _categories(entry: Element) -> Iterator[str]:
    for category in entry.findall("category"):
        name, scheme = category.get("term", ""), category.get("scheme")
        if scheme is None:
            if not 0 < len(name) <= 128 or name != " ".join(name.split()):
                yield "a tag is empty, longer than 128 or of several lines"
            continue
        found = re.fullmatch(r"categories:(\w+)#", scheme)
        if not found or name not in TERMS.get(found[1], set()):
            yield "a category of no known scheme and term"


def _enclosures(entry: Element, kind: str) -> Iterator[str]:
    relations = [link.get("rel") for link in entry.findall("link")]
    if relations.count("enclosure") > 1:
        yield "two enclosures"
    if "enclosure" in relations and kind != "resource":
        yield "an enclosure on something that is no resource"
    offline = {"term": "Offline", "scheme": "categories:resource_type#"}
    if "enclosure" in relations and offline not in [c.attrib for c in entry.findall("category")]:
        yield "an enclosure without the category Offline"
    if kind == "resource" and "related" not in relations:
        yield "a resource that is related to nothing"


def _links(entries: list[Element]) -> Iterator[str]:
    if len({entry.findtext("id") for entry in entries}) < len(entries):
        yield "two entries have one id"
    there = {
        (entry.findtext("id"), link.get("rel", ""), link.get("href"))
        for entry in entries
        for link in entry.findall("link")
    }
    ids = {entry.findtext("id") for entry in entries}
    back = {**PAIRS, **{there: here for here, there in PAIRS.items()}}
    for key, rel, href in sorted(there, key=str):
        if rel not in RELATIONS:
            yield f"{key}: a link of an unknown relation"
        elif rel != "enclosure" and href not in ids:
            yield f"{key}: a link to nothing"
        elif rel == "related" and (href, "related", key) not in there:
            yield f"{key}: related in one direction only"
        elif (
            rel.startswith("leap2:")
            and (href, f"leap2:{back[rel.removeprefix('leap2:')]}", key) not in there
        ):
            yield f"{key}: {rel} in one direction only"


def _journal(entries: list[Element]) -> Iterator[str]:
    blog = {"term": "Blog", "scheme": "categories:selection_type#"}
    journals = [
        entry
        for entry in entries
        if _kind(entry) == "selection" and blog in [c.attrib for c in entry.findall("category")]
    ]
    posts = Counter(
        link.get("href")
        for journal in journals
        for link in journal.findall("link")
        if link.get("rel") == "leap2:has_part"
    )
    if len(journals) > 1:
        yield "more than one journal"
    if any(number > 1 for number in posts.values()):
        yield "a post in a journal twice"
    if {entry.findtext("id") for entry in entries if _kind(entry) == "entry"} != set(posts):
        yield "the journal has not every post and nothing else"


def _kind(entry: Element) -> str:
    found = entry.find("rdf:type")
    name = found.get("rdf:resource", "") if found is not None else ""
    return name.removeprefix("leap2:") if name.startswith("leap2:") else ""


def _is_moment(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        return False
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
