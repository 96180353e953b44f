"""Portfolios of others are read as near as can be, and what was lost is told."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from contextlib import suppress
from zipfile import ZipFile

import pytest
from attachment_tools import pdf, png, zipped
from evidence_tools import catalogue, make_entry
from hypothesis import given, settings
from hypothesis import strategies as st
from leap2a_tools import DATA, leap2a, reflection, zip_of
from strategies import any_texts

from ladder_widgets.errors import BundleError, BundleTooNewError, InputError
from ladder_widgets.evidence.bundle import make_bundle
from ladder_widgets.evidence.leap2a.foreign import (
    FREE_MODEL,
    FREE_PROMPT,
    GOAL_MODEL,
    GOAL_PROMPT,
)
from ladder_widgets.evidence.leap2a.notes import Note
from ladder_widgets.evidence.leap2a.reader import read_leap2a
from ladder_widgets.evidence.leap2a.values import Imported, ImportedEntry

FILES = {
    "files/7-certificate one.pdf": pdf(),
    "files/board.png": png(),
    "files/nobody.pdf": pdf("Nobody"),
}


def by_hand(name: str, **files: bytes) -> Imported:
    """A feed of the folder of test data, zipped with files."""
    return read_leap2a(zipped({"leap2a.xml": (DATA / name).read_bytes(), **files}))


def foreign() -> Imported:
    """The feed with official namespaces, and its files but one."""
    return by_hand("official.xml", **FILES)


def entry_called(found: Imported, title: str) -> ImportedEntry:
    """The one entry of a title."""
    (entry,) = [e for e in found.entries if e.entry.content.title == title]
    return entry


def feed(entries: str, *, head: str = "") -> bytes:
    """A feed of a few entries, no more said than must be."""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:leap2="http://terms.leapspecs.org/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        "<leap2:version>http://www.leapspecs.org/2010-07/2A/</leap2:version>"
        f"<id>urn:x</id><updated>2026-01-02T03:04:05Z</updated>{head}{entries}</feed>"
    ).encode()


def text_of(content: str, form: str = "html") -> str:
    """What is read of one content."""
    (entry,) = read_leap2a(
        feed(f"<entry><id>1</id><title>x</title><content type='{form}'>{content}</content></entry>")
    ).entries
    return entry.entry.content.answer(FREE_PROMPT)


def test_the_models_of_foreign_entries_are_shipped() -> None:
    """Their ids and prompts are those of the packs."""
    models = catalogue().models

    assert FREE_PROMPT in {prompt.id for prompt in models[FREE_MODEL].prompts}
    assert GOAL_PROMPT in {prompt.id for prompt in models[GOAL_MODEL].prompts}
    assert models[GOAL_MODEL].kind == "goal"


def test_an_entry_keeps_its_words_dates_and_tags() -> None:
    """As a draft, since nobody has looked at it yet."""
    found = entry_called(foreign(), "Huddle & handover")
    content = found.entry.content

    assert content.answer(FREE_PROMPT) == (
        "## What\n\nWe **agreed** one\nchange.\n\n1. First\n2. Second\n\n- Loose\n\n"
        "> Be brief.\n\nSee [the guide](https://example.org/a) or this.\n\n[The board]"
    )
    assert content.model == FREE_MODEL
    assert content.happened_on == dt.date(2025, 4, 30)
    assert content.tags == ("handover",)
    assert found.entry.state == "draft"
    assert found.entry.written_at == dt.datetime(2025, 5, 2, 8, 30, tzinfo=dt.UTC)
    assert found.entry.created_at == dt.datetime(2025, 5, 1, 8, 30, tzinfo=dt.UTC)
    assert found.original_id == "portfolio:artefact3"


def test_abilities_are_found_from_either_end() -> None:
    """The entry says that it supports one, or the ability says that it is supported."""
    found = foreign()

    for title in ("Huddle & handover", "A course"):
        (ability,) = entry_called(found, title).abilities
        assert (ability.title, ability.text) == ("Leads a team", "Level two")


def test_files_are_found_by_link_picture_and_older_form() -> None:
    """Percent signs are read; a file has its title for a name where that is one."""
    files = entry_called(foreign(), "Huddle & handover").files

    assert [(f.name, f.data) for f in files] == [
        ("certificate.pdf", FILES["files/7-certificate one.pdf"]),
        ("board.png", FILES["files/board.png"]),
    ]


def test_scripts_and_styles_are_not_kept() -> None:
    """Neither as words nor as anything else; broken HTML is read all the same."""
    found = foreign()

    assert "steal" not in str(found)
    assert entry_called(found, "Old words").entry.content.answer(FREE_PROMPT) == (
        "Caf\u00e9 talk\n\nNext\n\nLast"
    )


def test_a_plan_is_a_goal_with_its_day() -> None:
    """It is not taken for reached without a day."""
    content = entry_called(foreign(), "Chair a meeting").entry.content

    assert (content.model, content.due_on, content.happened_on) == (
        GOAL_MODEL,
        dt.date(2026, 3, 1),
        None,
    )
    assert content.answer(GOAL_PROMPT) == "By spring."


def test_what_was_left_out_is_told_without_a_word_of_it() -> None:
    """How many of what."""
    found = foreign()

    assert found.warnings == (
        "Files that the feed names and that are not there: 1.",
        "Files that belong to no entry, which were left out: 1.",
        f"{Note.KIND.value}: 2.",
        "Journals, whose entries were taken and whose own title and text were left out: 1.",
        "Links between entries, which were left out: 1.",
    )
    assert not re.search("Robin|journal of|hologram", " ".join(found.warnings))
    assert len(found.entries) == 4
    assert (found.ours, found.made_by) == (False, "Example Portfolio")


def test_reading_twice_gives_the_same_ids() -> None:
    """Of entries and of files, so that importing twice adds nothing."""
    first, second = foreign(), foreign()
    ids = [e.entry.id for e in first.entries] + [f.id for e in first.entries for f in e.files]

    assert first == second
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in ids)


def test_the_same_id_in_another_feed_is_another_entry() -> None:
    """Every portfolio counts from one."""
    one = by_hand("official.xml").entries[0]
    other = by_hand("archived.xml").entries[0]

    assert one.original_id == other.original_id
    assert one.entry.id != other.entry.id


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_archived_namespaces_are_read(slash: str, scheme: str) -> None:
    """With and without a slash at their end."""
    text = (DATA / "archived.xml").read_text("utf-8")
    text = text.replace('terms.leapspecs.org"', f'terms.leapspecs.org{slash}"')
    text = text.replace("https://web", f"{scheme}://web")
    found = read_leap2a(text.encode())
    (entry,) = found.entries

    assert entry.entry.content.happened_on == dt.date(2025, 12, 24)
    assert [ability.title for ability in entry.abilities] == ["Leads a team"]
    assert found.warnings == ()


def test_the_first_version_is_read_with_a_warning() -> None:
    """Other namespaces, and files out of line."""
    found = by_hand("first-version.xml", **{"files/slides.pdf": pdf()})
    (entry,) = found.entries

    assert entry.entry.content.happened_on == dt.date(2009, 12, 24)
    assert [file.name for file in entry.files] == ["slides.pdf"]
    assert found.warnings == (
        "The feed does not say its version of Leap2A; it was read as well as possible.",
    )


def test_another_version_is_read_with_a_warning() -> None:
    """A version that is not 2010-07 may mean other things."""
    text = (DATA / "official.xml").read_text("utf-8").replace("2010-07/2A/<", "2009-03/2A/<")

    assert "another version" in read_leap2a(text.encode()).warnings[0]


def test_a_feed_without_its_zip_misses_its_files() -> None:
    """Its words are read."""
    found = read_leap2a((DATA / "official.xml").read_bytes())

    assert len(found.entries) == 4
    assert found.warnings[0] == "Files that the feed names and that are not there: 3."


def test_a_feed_of_ours_without_its_zip_is_the_same_bundle() -> None:
    """Our own data lie in the feed."""
    bundle = make_bundle([reflection()], profile=None)
    with ZipFile(io.BytesIO(zip_of(bundle))) as folder:
        assert read_leap2a(folder.read("leap2a.xml")).bundle == bundle


def test_a_newer_feed_of_ours_is_refused() -> None:
    """It may hold what this kit would lose."""
    with pytest.raises(BundleTooNewError):
        read_leap2a(changed('"format-version":1', '"format-version":9'))


@pytest.mark.parametrize(
    ("old", "new"),
    [('"state":"final"', '"state":"secret"'), ('{"id":', "[1,"), ('{"format":', '[["format",')],
)
def test_damaged_data_of_ours_are_refused(old: str, new: str) -> None:
    """No word of them is told."""
    with pytest.raises(BundleError, match="damaged|not a bundle") as caught:
        read_leap2a(changed(old, new))

    assert "secret" not in str(caught.value)


def changed(old: str, new: str) -> bytes:
    """The feed of a file of ours with a change."""
    with ZipFile(io.BytesIO(leap2a())) as folder:
        text = folder.read("leap2a.xml").decode()
    assert old in text
    return text.replace(old, new).encode()


@pytest.mark.parametrize(
    ("entries", "warning"),
    [
        ("<entry><title>x</title></entry>", "without an id"),
        ("<entry><id>1</id><title>x</title></entry>" * 2, "id comes twice"),
        ("<entry><id>1</id><title> </title></entry>", "neither title, text nor file"),
        ("<entry><id>1</id><title>x</title></entry>", "do not say when"),
        (f"<entry><id>1</id><title>{'x' * 301}</title></entry>", "Titles that were too long"),
        (
            "<entry><id>1</id><title>x</title><link rel='enclosure' href='https://x.example/'/></entry>",
            "lie on the web",
        ),
    ],
)
def test_odd_entries_are_told(entries: str, warning: str) -> None:
    """Each oddity is counted once."""
    warnings = read_leap2a(feed(entries)).warnings

    assert [said for said in warnings if warning in said and said.endswith(": 1.")]


@pytest.mark.parametrize("day", ["0001-01-01", "2025-13-01", "10 March", "9999-12-31", ""])
def test_a_day_that_is_none_is_left_out(day: str) -> None:
    """The entry is kept, dated by the feed."""
    (found,) = read_leap2a(
        feed(
            f"<entry><id>1</id><title>x</title><updated>{day}T00:00:00+23:59</updated>"
            f"<leap2:date leap2:point='start'>{day}</leap2:date></entry>"
        )
    ).entries

    assert found.entry.content.happened_on is None
    assert found.entry.written_at == dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize("href", ["../../etc/passwd", "/etc/passwd", "..%2f..%2fetc/passwd", ""])
def test_a_link_out_of_the_zip_leads_nowhere(href: str) -> None:
    """Nothing but the zip is ever read."""
    (found,) = read_leap2a(
        feed(f"<entry><id>1</id><title>x</title><link rel='enclosure' href='{href}'/></entry>")
    ).entries

    assert found.files == ()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&lt;table&gt;&lt;tr&gt;&lt;td&gt;a&lt;/td&gt;&lt;td&gt;b&lt;/td&gt;&lt;/tr&gt;", "a b"),
        ("&lt;pre&gt;a\n  b&lt;/pre&gt;", "a\n  b"),
        ("&lt;iframe&gt;x&lt;/iframe&gt;a &lt;b&gt;c", "a **c**"),
        ("&lt;svg&gt;&lt;script&gt;x&lt;/script&gt;&lt;/svg&gt;a", "a"),
        ("&lt;a href='data:text/html,x'&gt;a&lt;/a&gt;", "a"),
        ("1 &amp;lt; 2", "1 < 2"),
    ],
)
def test_html_becomes_words(html: str, text: str) -> None:
    """With the marks of Markdown and nothing that runs."""
    assert text_of(html) == text


@settings(max_examples=100, deadline=None)
@given(any_texts)
def test_any_html_is_read(html: str) -> None:
    """However broken; what is read has no control characters."""
    plain = json.dumps(html.encode("utf-8", "replace").decode())
    text = text_of(re.sub("[<&\x7f-\x9f\ufffe\uffff]", "&lt;", plain))

    assert all(c in "\n\t" or c.isprintable() or ord(c) > 127 for c in text)


def test_html_nested_without_end_is_read() -> None:
    """Neither time nor the stack runs out."""
    depth = 30_000
    nested = "<div><p>" * depth + "words" + "</p></div>" * depth

    assert text_of(nested, "xhtml") == "words"
    assert text_of("&lt;div&gt;&lt;p&gt;" * depth + "words") == "words"


def test_ten_thousand_entries_are_read() -> None:
    """The suite's time limit is the bound; every one is there."""
    one = (
        "<entry><id>{0}</id><title>Day {0}</title><updated>2026-01-02T03:04:05Z</updated>"
        '<content type="html">&lt;p&gt;We &lt;b&gt;agreed&lt;/b&gt; it.&lt;/p&gt;</content>'
        '<link rel="leap2:supports" href="a"/></entry>'
    )
    found = read_leap2a(feed("".join(one.format(n) for n in range(10_000))))

    assert len({entry.entry.id for entry in found.entries}) == 10_000


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda data: b"PK\x03\x04" + data))
def test_any_bytes_are_refused_in_our_words(data: bytes) -> None:
    """No other error escapes."""
    with pytest.raises(InputError):
        read_leap2a(data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_our_words(data: st.DataObject) -> None:
    """Wherever bytes are lost or changed."""
    whole = leap2a()
    start = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:start] + data.draw(st.binary(max_size=4)) + whole[start + 4 :]
    with suppress(InputError):
        read_leap2a(broken)


def test_entries_of_ours_keep_their_ids() -> None:
    """A portfolio that went out and came back is the same."""
    (found,) = read_leap2a(zip_of(make_bundle([make_entry(7)], profile=None))).entries

    assert found.entry.id == f"{7:032x}"
    assert found.abilities == ()
