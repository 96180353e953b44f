"""A portfolio leaves as Leap2A, and what left comes back whole."""

from __future__ import annotations

import datetime as dt
import io
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from attachment_tools import pdf
from defusedxml.ElementTree import fromstring
from evidence_tools import PROFILE, claim, make_entry, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from leap2a_checker import faults
from leap2a_tools import attachment, goal, leap2a, reflection, zip_of
from msgspec.structs import replace
from strategies import any_texts, entries, profiles

from ladder_widgets.evidence.bundle import make_bundle
from ladder_widgets.evidence.leap2a.feed import AUTHOR
from ladder_widgets.evidence.leap2a.reader import read_leap2a
from ladder_widgets.portfolio.model import Answer, Entry, Profile

ATOM = "{http://www.w3.org/2005/Atom}"
MODELS = st.sampled_from(["what-so-what-now-what", "development-goal", "just-write", "gone"])


def feed(*chosen: Entry, profile: Profile | None = PROFILE) -> Element:
    """The feed of some entries."""
    data = zip_of(make_bundle(chosen, profile=profile))
    with ZipFile(io.BytesIO(data)) as folder:
        root: Element = fromstring(folder.read("leap2a.xml"))
    return root


def item(root: Element, title: str) -> Element:
    """The entry of the feed with a title."""
    (found,) = [e for e in root.findall(f"{ATOM}entry") if e.findtext(f"{ATOM}title") == title]
    return found


def terms(entry: Element, scheme: str) -> list[str | None]:
    """The terms of an entry's categories of a scheme."""
    found = entry.findall(f"{ATOM}category")
    return [c.get("term") for c in found if c.get("scheme", "") == scheme]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(entries, MODELS), max_size=4, unique_by=lambda pair: pair[0].id),
    st.none() | profiles,
)
def test_any_bundle_comes_back_whole_and_breaks_no_rule(
    several: list[tuple[Entry, str]], profile: Profile | None
) -> None:
    """Hostile words and unknown ids included."""
    chosen = [
        replace(entry, content=replace(entry.content, model=model)) for entry, model in several
    ]
    bundle = make_bundle(chosen, profile=profile)
    data = zip_of(bundle)
    found = read_leap2a(data)

    assert found.ours
    assert found.bundle == bundle
    assert found.warnings == ()
    assert faults(data) == []


@settings(max_examples=60, deadline=None)
@given(any_texts.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_words_that_were_never_cleaned_break_no_rule(text: str) -> None:
    """Control characters too, wherever they stand."""
    entry = make_entry(
        title=text, answers=write(text), tags=(text,), targets=(text,),
        capabilities=(claim(text, text),),
    )  # fmt: skip
    bundle = make_bundle([entry, goal(title=text, answers=write(text))], profile=None)
    data = zip_of(bundle)

    assert faults(data) == []
    assert read_leap2a(data).bundle == bundle


def test_the_same_values_give_the_same_bytes() -> None:
    """A portfolio that did not change does not look as if it had."""
    assert leap2a() == leap2a()


def test_no_entries_make_an_empty_feed() -> None:
    """There is no journal without a post."""
    data = zip_of(make_bundle([], profile=None))

    assert faults(data) == []
    assert read_leap2a(data).entries == ()


def test_a_reflection_supports_its_targets_and_capabilities_with_reasons() -> None:
    """Each is an ability; why is in the text that every portfolio shows."""
    root = feed(reflection())
    entry = item(root, "Leading the huddle 1")
    supported = {
        link.get("href")
        for link in entry.findall(f"{ATOM}link")
        if link.get("rel") == "leap2:supports"
    }
    abilities = {
        e.findtext(f"{ATOM}id"): e.findtext(f"{ATOM}title") for e in root.findall(f"{ATOM}entry")
    }

    assert {abilities[key] for key in supported if key} == {
        "Run two test cycles of your own",
        "GP 1: Fitness to practise",
    }
    assert "I led it." in "".join(entry.itertext())
    assert terms(entry, "") == ["handover"]
    assert terms(entry, "categories:learning_cycle#") == ["Experiencing"]
    assert terms(entry, "categories:readiness#") == ["Ready"]
    assert [e.text for e in entry.iter("{http://terms.leapspecs.org/}date")] == ["2026-03-10"]


def test_two_entries_share_one_ability() -> None:
    """A target is one ability however often it is shown."""
    root = feed(reflection(), make_entry(3, targets=("quality-improvement.2.a",)))
    ability = item(root, "Run two test cycles of your own")

    assert len(ability.findall(f"{ATOM}link")) == 2


@pytest.mark.parametrize(
    ("reached", "stage"), [(None, "planned"), (dt.date(2026, 9, 1), "completed")]
)
def test_a_goal_is_a_plan_with_its_day_and_how_far_it_is(
    reached: dt.date | None, stage: str
) -> None:
    """Its content is plain text, and it is no post."""
    root = feed(goal(happened_on=reached))
    plan = item(root, "Chair a meeting")
    status = plan.find("{http://terms.leapspecs.org/}status")
    dates = {
        e.get("{http://terms.leapspecs.org/}point"): e.text
        for e in plan.iter("{http://terms.leapspecs.org/}date")
    }

    assert status is not None
    assert status.get("{http://terms.leapspecs.org/}stage") == stage
    assert dates["target"] == "2027-03-01"
    assert dates.get("end") == (reached.isoformat() if reached else None)
    assert "Chair the monthly meeting." in (plan.findtext(f"{ATOM}content") or "")
    assert not [e for e in root.iter(f"{ATOM}title") if e.text == "Leadership reflections"]


def test_nobody_is_named() -> None:
    """The kit knows no name; the author is a neutral one."""
    assert feed(reflection()).findtext(f"{ATOM}author/{ATOM}name") == AUTHOR


def test_a_private_note_stays_behind() -> None:
    """As it does in every export."""
    data = zip_of(make_bundle([make_entry(note="for me alone")], profile=None))
    with ZipFile(io.BytesIO(data)) as folder:
        assert b"for me alone" not in folder.read("leap2a.xml")


def test_a_draft_says_that_it_is_one() -> None:
    """Mahara keeps it unpublished."""
    draft = replace(make_entry(), state="draft")

    assert terms(item(feed(draft), "Leading the huddle 1"), "categories:readiness#") == ["Unready"]


def test_files_come_back_with_their_entry_name_and_bytes() -> None:
    """Under names in the zip that are nobody's words."""
    entry = reflection()
    files = [
        (attachment(entry, number=n, name=name), pdf(f"File {n}"))
        for n, name in enumerate(["one.pdf", "two \N{GREEK SMALL LETTER ALPHA}.pdf"], start=1)
    ]
    data = zip_of(make_bundle([goal(), entry], profile=None), files)
    by_entry = {e.entry.id: e.files for e in read_leap2a(data).entries}
    with ZipFile(io.BytesIO(data)) as folder:
        names = folder.namelist()

    assert faults(data) == []
    assert names == ["leap2a.xml", f"files/{1:032x}.pdf", f"files/{2:032x}.pdf"]
    assert [(f.id, f.name, f.data) for f in by_entry[entry.id]] == [
        (a.id, a.name, content) for a, content in files
    ]
    assert by_entry[goal().id] == ()


def test_a_long_title_is_shortened_for_others_and_kept_in_the_text() -> None:
    """Mahara would cut it without a word."""
    long = "Leading " * 36
    root = feed(make_entry(title=long, answers=(Answer(prompt="what", text="x"),)))

    assert long.strip() in {"".join(e.itertext()).strip() for e in root.iter() if "p" in e.tag}
