"""The judge of Leap2A files finds each fault that it knows."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from attachment_tools import zipped
from leap2a_checker import faults
from leap2a_tools import leap2a

POST = '<rdf:type rdf:resource="leap2:entry" />'
KEY = "portfolio:entry-00000000000000000000000000000001"
PLAN = (
    f"<entry><title>P</title><id>{KEY}2</id><updated>2026-01-01T00:00:00Z</updated>"
    '<content type="text">x</content><rdf:type rdf:resource="leap2:plan"/></entry></feed>'
)


def parts() -> dict[str, bytes]:
    """The parts of a good zip."""
    with ZipFile(io.BytesIO(leap2a())) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def test_a_good_file_has_no_fault() -> None:
    """What the kit writes."""
    assert faults(leap2a()) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("xmlns:leap2", "xmlns:ns0", "xmlns:leap2 is not the official"),
        ("http://terms.leapspecs.org/", "http://terms.leapspecs.org", "xmlns:leap2 is not"),
        ("2A/categories/", "2A/categories", "xmlns:categories is not the official"),
        ("xmlns:portfolio", "xmlns:mine", "xmlns:portfolio is missing"),
        ("2010-07/2A/<", "2009-03/2A/<", "leap2:version"),
        ("</leap2:version>", "</leap2:version><leap2:version>x</leap2:version>", "leap2:version"),
        ("<author><name>", "<author><email>x</email></author><author><name>", "exactly one author"),
        ("A doctor or dentist in training", " ", "author has no name"),
        ("<updated>2026-11-22T00:00:00+00:00<", "<updated>2026-11-22<", "updated is no moment"),
        (POST, POST * 2, "not exactly one rdf:type"),
        (POST, POST + "<content>x</content>", "not exactly one content"),
        (POST, POST + "<summary>x</summary><summary>x</summary>", "more than one summary"),
        (POST, '<rdf:type rdf:resource="leap2:post" />', "type is unknown"),
        (POST, '<rdf:type rdf:resource="leap2:person" />', "person entry"),
        ("Leading the huddle 1", "", "title is empty"),
        ("Leading the huddle 1", "x" * 256, "longer than 255"),
        ("leap2:point", "point", "no known point"),
        (">2026-03-10<", ">10 March<", "no day"),
        ("</feed>", PLAN.replace('type="text"', 'type="html"'), "plan whose content"),
        ("<p>We", "<script>x</script><p>We", "script in its content"),
        ("<p>We", '<p onclick="x">We', "a script or style"),
        ("<p>We", '<p><img src="http://example.org/x" />We', "picture that is not enclosed"),
        ('1999/xhtml"', '1999/xhtml" class="x"', "not xmlns alone"),
        ('<content type="xhtml">', '<content type="html">', "neither text nor xhtml"),
        ("We agreed", "We&nbsp;agreed", "not well-formed"),
        ("We agreed", "We \x85 agreed", "control character"),
        ("<title>Lead", "<!-- x --><title>Lead", "DTD, comment"),
        ('<category term="handover" />', f'<category term="{"x" * 129}" />', "longer than 128"),
        ("categories:readiness#", "categories:ready#", "no known scheme"),
        ("categories:readiness#", "readiness", "no known scheme"),
        ('term="Blog"', 'term="Folder"', "has not every post"),
        ('rel="leap2:has_part"', 'rel="leap2:relation"', "has not every post"),
        ('rel="leap2:supports"', 'rel="leap2:shows"', "unknown relation"),
        ('rel="leap2:supported_by"', 'rel="leap2:relation"', "in one direction only"),
        ('rel="related" href="portfolio:file', 'rel="related" href="portfolio:none', "to nothing"),
        ('term="Offline"', 'term="Online"', "without the category Offline"),
        ('rel="related" href="portfolio:f', 'rel="enclosure" href="portfolio:f', "no resource"),
        (".pdf", ".doc", "files and enclosures"),
        ("<feed ", "<a:feed ", "not well-formed"),
    ],
)  # fmt: skip
def test_each_fault_is_found(old: str, new: str, fault: str) -> None:
    """One change to a good feed, and the rule that it breaks."""
    made = parts()
    feed = made["leap2a.xml"].decode()
    assert old in feed
    made["leap2a.xml"] = feed.replace(old, new).encode()

    assert [said for said in faults(zipped(made)) if fault in said]


def test_a_second_journal_is_found() -> None:
    """Mahara drops it with every post that is in both."""
    made = parts()
    feed = made["leap2a.xml"].decode()
    start = feed.index("<entry><title>Leadership reflections")
    journal = feed[start : feed.index("</entry>", start) + 8]
    other = journal.replace("portfolio:journal", "portfolio:journal-2")
    made["leap2a.xml"] = feed.replace(journal, journal + other).encode()
    found = faults(zipped(made))

    assert "more than one journal" in found
    assert "a post in a journal twice" in found


@pytest.mark.parametrize("name", ["portfolio/leap2a.xml", "feed.xml"])
def test_a_feed_that_is_not_in_the_root_is_found(name: str) -> None:
    """No importer looks elsewhere."""
    made = parts()
    made[name] = made.pop("leap2a.xml")

    assert faults(zipped(made)) == ["the zip has not exactly one leap2a.xml in its root"]


def test_a_file_that_nothing_encloses_is_found() -> None:
    """Every file beside the feed belongs to it."""
    assert "files and enclosures are not the same" in faults(zipped({**parts(), "x": b""}))
