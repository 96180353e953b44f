"""Entry files: what is read, what is refused and where, and the way back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import EntryFileError, InputError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.entry_file import (
    MAX_FILE_BYTES,
    decode_entry,
    parse_entry,
    parse_entry_json,
    portable_entry,
    write_entry,
)
from ladder_widgets.portfolio.model import (
    Answer,
    CapabilityLink,
    Content,
    Entry,
    Profile,
    State,
    clean_text,
)

TODAY = dt.date(2026, 11, 22)
PROFILE = Profile(
    programme="general-practice", route="standard", grade="ST2", start=dt.date(2026, 8, 5)
)
CANARY = "Zebedee wept in bay four"
HOSTILE = {
    "html": "<script>alert(1)</script><!-- <b>",
    "typst": '#read("/etc/passwd") $x$ @ref *b* \\',
    "emoji": "👩🏽‍⚕️ tired 😀",
    "arabic": "تعلمت أن أصغي \u202eأولا\u202c",
    "cjk": "我学会了倾听",
    "yaml": "a: [b, &c *d]",
}


def catalogue() -> Catalogue:
    """The shipped packs."""
    return load_catalogue()


def a_target() -> str:
    """The id of some target of the shipped ladder."""
    return catalogue().places(catalogue().ladder)[0].target.id


def a_code() -> str:
    """The code of some capability of the profile's programme."""
    return catalogue().programme(PROFILE.programme).capabilities[0].code


def read(text: str, *, profile: Profile | None = PROFILE) -> tuple[Content, State]:
    """`parse_entry` with the shipped packs."""
    return parse_entry(text, catalogue=catalogue(), profile=profile, today=TODAY)


def read_json(data: dict[str, Any]) -> tuple[Content, State]:
    """`parse_entry_json` with the shipped packs."""
    text = json.dumps(data)
    return parse_entry_json(text, catalogue=catalogue(), profile=PROFILE, today=TODAY)


def refusal(text: str) -> str:
    """The message with which a file is refused."""
    with pytest.raises(EntryFileError) as caught:
        read(text)
    return str(caught.value)


def whole_file(**changes: str) -> str:
    """A file with every field, some of them changed."""
    fields = {
        "title": "Handover",
        "date": "2026-03-10",
        "model": "what-so-what-now-what",
        "targets": f"[{a_target()}]",
        "capabilities": f"[{{code: {json.dumps(a_code())}, because: I led it}}]",
        "tags": "[handover, night]",
        "state": "draft",
    } | changes
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\n{head}---\n\n## What?\n\nOne.\n\n## So what?\n\nTwo.\n"


def test_every_field_is_read() -> None:
    """Front matter and headings become the content, the ladder's version is noted."""
    expected = Content(
        title="Handover",
        happened_on=dt.date(2026, 3, 10),
        model="what-so-what-now-what",
        answers=(Answer(prompt="what", text="One."), Answer(prompt="so-what", text="Two.")),
        targets=(a_target(),),
        capabilities=(CapabilityLink(code=a_code(), because="I led it"),),
        tags=("handover", "night"),
        ladder=catalogue().ladder.version,
    )

    assert (expected, "draft") == read(whole_file())


def test_front_matter_is_optional_and_state_final() -> None:
    """Headings alone make a final entry of the first model."""
    content, state = read("## What?\nIt happened.\n")

    assert (content.model, state) == ("what-so-what-now-what", "final")


@pytest.mark.parametrize("heading", ["What?", "what", "WHAT", "What ? ##", "  what!  "])
def test_heading_matches_title_or_id(heading: str) -> None:
    """Case, punctuation and closing hashes do not matter."""
    content, _ = read(f"## {heading}\nIt happened.\n")

    assert content.answer("what") == "It happened."


@pytest.mark.parametrize(
    "block",
    [
        "```\n## not a prompt\n```",
        "~~~~md\n```\n## not a prompt\n~~~~",
        "    ## not a prompt",
        "> ## not a prompt",
        "- one\n\n  ## not a prompt",
        "### smaller\n\ntext\n---\nmore",
        "<!-- never closed\n<script>",
        "[a]: /b\n[a]",
    ],
)
def test_answer_keeps_source_text(block: str) -> None:
    """Markdown within an answer is kept letter by letter, headings inside blocks included."""
    content, _ = read(f"## What?\n\n\n{block}\n\n  \n## So what?\nNext.\n")

    assert (block, "Next.") == (content.answer("what"), content.answer("so-what"))


def test_fence_marked_answer_holds_text_whole() -> None:
    """An answer in such a fence may hold headings and blank outer lines."""
    content, _ = read("## What?\n~~~answer\n\n## mine\n~~~\n## So what?\nx\n")

    assert content.answer("what") == "\n## mine"


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_and_mark_of_other_systems_are_read(newline: str) -> None:
    """A file of a Windows editor reads as the same entry."""
    text = "\ufeff" + whole_file().replace("\n", newline)

    assert read(whole_file()) == read(decode_entry(text.encode()))


def test_control_characters_go() -> None:
    """Text passes through `clean_text` in every field."""
    text = whole_file(title='"a\\x01b\\nc"', tags='["\\x07t", "\\x02"]')
    content, _ = read(text.replace("One.", "O\x00ne.\x1b"))

    assert (content.title, content.tags, content.answer("what")) == ("ab c", ("t",), "One.")


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(words: str) -> None:
    """Markup of any kind is kept as it was written, in every field of free text."""
    quoted = json.dumps(words, ensure_ascii=False)
    text = whole_file(
        title=quoted,
        tags=f"[{quoted}]",
        capabilities=f"[{{code: {json.dumps(a_code())}, because: {quoted}}}]",
    ).replace("One.", words)
    content, _ = read(text)

    assert words.rstrip() == content.title
    assert (words.rstrip(),) == content.tags
    assert words == content.capabilities[0].because
    assert words == content.answer("what")


@pytest.mark.parametrize(
    ("text", "line", "allowed"),
    [
        pytest.param(f"## What?\nx\n\n## {CANARY}\n", 4, "## So what?", id="heading"),
        pytest.param(f"---\nstate: draft\n---\n\n{CANARY}\n## What?\n", 5, "## What?", id="before"),
        pytest.param(f"{CANARY}\n", 1, "## What?", id="no heading"),
        pytest.param(f"# {CANARY}\n\n## What?\n", 1, "under a heading", id="h1"),
        pytest.param("## What?\na\n## what\nb\n", 3, "Join", id="twice"),
        pytest.param(f"---\ntitle: {CANARY}\n", 1, "Close it", id="open front matter"),
        pytest.param(f"---\n- {CANARY}\n---\n", 2, "key: value", id="list"),
        pytest.param(f"---\n{CANARY}\n---\n", 2, "key: value", id="words"),
        pytest.param(f"---\nstate: final\n{CANARY}: x\n---\n", 3, "title, date", id="key"),
        pytest.param(f"---\ntitle: a\ntitle: {CANARY}\n---\n", 3, "once", id="key twice"),
        pytest.param(f"---\ntitle: a: {CANARY}\n---\n", 2, "quotes", id="colon"),
        pytest.param(f"---\ntitle: &a {CANARY}\n---\n", 2, "quotes", id="anchor"),
        pytest.param(f"---\ntitle: !!python/name:os.{CANARY[:7]} x\n---\n", 2, "quotes", id="tag"),
        pytest.param(f"---\n? [{CANARY}]\n: x\n---\n", 2, "key: value", id="complex key"),
        pytest.param("---\ntitle: 2026\n---\n", 2, "quotes", id="number"),
        pytest.param("---\ntags: [no]\n---\n", 2, "quotes", id="boolean"),
        pytest.param(f"---\ndate: {CANARY}\n---\n", 2, "2026-03-10", id="date words"),
        pytest.param("---\ntitle: a\ndate: 2026-02-30\n---\n", 3, "exists", id="no such day"),
        pytest.param("---\ndate: 2026-03-10 10:00\n---\n", 2, "2026-03-10", id="time"),
        pytest.param("---\ndate: 1969-12-31\n---\n", 2, "out of range", id="long ago"),
        pytest.param("---\ndate: 2027-01-01\n---\n", 2, "out of range", id="to come"),
        pytest.param(f"---\nmodel: {CANARY}\n---\n", 2, "what-so-what-now-what", id="model"),
        pytest.param(f"---\ntargets: [{CANARY}]\n---\n", 2, "ladder targets", id="target"),
        pytest.param(f"---\ntargets: {CANARY}\n---\n", 2, "list", id="target not in list"),
        pytest.param(f"---\ncapabilities: [{CANARY}]\n---\n", 2, "code, because", id="no code"),
        pytest.param(
            f"---\ncapabilities:\n- code: {CANARY}\n---\n", 3, "See them", id="capability"
        ),
        pytest.param(
            f"---\ncapabilities:\n- {{code: a, {CANARY}: b}}\n---\n", 3, "because", id="inner key"
        ),
        pytest.param(f"---\nstate: {CANARY}\n---\n", 2, "draft or final", id="state"),
    ],
)
def test_wrong_place_is_named_without_words(text: str, line: int, allowed: str) -> None:
    """A refusal names line and remedy, and repeats nothing that was written."""
    message = refusal(text)

    assert f"line {line}: " in message
    assert allowed in message
    assert "Zebedee" not in message


def test_near_target_is_suggested() -> None:
    """A slip in an id is answered with the ids that were probably meant."""
    slip = a_target()[:-1] + "z"

    assert a_target() in refusal(whole_file(targets=f"[{slip}]"))


def test_capability_needs_profile() -> None:
    """Without a curriculum there is nothing to claim."""
    with pytest.raises(InputError, match="set a profile first"):
        read(whole_file(), profile=None)


def test_final_entry_needs_words() -> None:
    """An entry with empty headings is a draft at most."""
    assert "draft" in refusal("## What?\n\n## So what?\n")
    assert read("---\nstate: draft\n---\n## What?\n")[1] == "draft"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"## What?\nok\n\xff\xfe", "line 3: .*UTF-8"),
        ("## What?".encode("utf-16"), "UTF-8"),
        (b"x" * (MAX_FILE_BYTES + 1), "larger than 20 MB"),
    ],
    ids=["nothing", "blank", "only a mark", "latin", "utf-16", "huge"],
)
def test_unreadable_bytes_are_refused(data: bytes, message: str) -> None:
    """Only UTF-8 text of a sane size is an entry file."""
    with pytest.raises(EntryFileError, match=message):
        decode_entry(data)


@pytest.mark.parametrize(
    "unit", ["word ", "> ", "- ", "[", "one line\n\n", "```\n", "*_`", "\t"], ids=repr
)
def test_megabyte_of_text_is_read(unit: str) -> None:
    """A megabyte in one answer is taken whole, however it looks to Markdown."""
    body = ("x" + unit * (1_000_000 // len(unit))).rstrip()
    content, _ = read(f"## What?\n{body}\n")

    assert body == content.answer("what")


# --- the way back ---------------------------------------------------------------

texts = st.text(max_size=200).map(clean_text)
markdownish = st.lists(
    st.one_of(
        texts,
        st.sampled_from(
            ["## What?", "## x", "#", "---", "...", "```", "~~~", "~~~answer", "    ", "",
             "> q", "- i", "  ## y", "<!--", "<pre>", "[a]:", "    ## z", "\\## x", "Setext\n---"]
        ),
    ),
    max_size=8,
).map("\n".join)  # fmt: skip
one_liners = texts.map(lambda text: " ".join(text.split()))


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Contents that a file can hold: ids exist, titles and tags are one line."""
    packs = catalogue()
    model = draw(st.sampled_from(list(packs.models.values())))
    prompts = draw(st.permutations([prompt.id for prompt in model.prompts]))
    answers = [(prompt, draw(markdownish)) for prompt in prompts]
    targets = [place.target.id for place in packs.places(packs.ladder)]
    codes = [c.code for c in packs.programme(PROFILE.programme).capabilities]
    some_codes = draw(st.lists(st.sampled_from(codes), unique=True, max_size=3))
    return Content(
        title=draw(one_liners),
        happened_on=draw(st.none() | st.dates(dt.date(1970, 1, 1), TODAY)),
        model=model.id,
        answers=tuple(Answer(prompt=p, text=text) for p, text in answers if text),
        targets=tuple(draw(st.lists(st.sampled_from(targets), unique=True, max_size=3))),
        capabilities=tuple(CapabilityLink(code=c, because=draw(texts)) for c in some_codes),
        tags=tuple(draw(st.lists(one_liners.filter(bool), unique=True, max_size=3))),
        ladder=packs.ladder.version,
    )


def state_for(content: Content) -> State:
    """The state that this content may have."""
    return "final" if any(a.text.strip() for a in content.answers) else "draft"


@given(contents())
def test_markdown_round_trip_keeps_content(content: Content) -> None:
    """What `write_entry` writes reads back as the same entry, whatever the answers hold."""
    state = state_for(content)

    assert (content, state) == read(write_entry(content, state))


@given(contents())
def test_json_round_trip_keeps_content(content: Content) -> None:
    """What ``--json`` prints reads back as the same content."""
    moment = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    state = state_for(content)
    entry = Entry(
        id="0" * 32,
        content=content,
        state=state,
        revision=1,
        written_at=moment,
        created_at=moment,
    )

    assert (content, state) == read_json(portable_entry(entry))


def test_answer_is_written_plainly_where_it_can_be() -> None:
    """The fence is only for answers that would read differently without it."""
    content = Content(answers=(Answer(prompt="what", text="One\n\n- two"),))

    assert "~~~" not in write_entry(content, "final")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1: this is not JSON"),
        (f'"{CANARY}"', "must be one object"),
        ("[" * 100_000, "nested too deeply"),
        (f'{{"{CANARY}": 1}}', "Allowed: title"),
        (f'{{"title": ["{CANARY}"]}}', "title: title must be text"),
        (f'{{"answers": {{"what": "{CANARY}"}}}}', "answers must be a list"),
        (f'{{"answers": [{{"prompt": "what", "text": "x", "{CANARY}": 1}}]}}', r"answers\[0\]"),
        (f'{{"answers": [{{"prompt": "result", "text": "{CANARY}"}}]}}', "so-what"),
        (f'{{"targets": ["{CANARY}"]}}', r"targets\[0\]: no target"),
        ('{"date": "2026-02-30"}', "date: date must be"),
    ],
)
def test_wrong_json_is_refused_without_words(text: str, message: str) -> None:
    """A refusal names the field and repeats nothing that was written."""
    with pytest.raises(EntryFileError, match=message) as caught:
        parse_entry_json(text, catalogue=catalogue(), profile=PROFILE, today=TODAY)

    assert "Zebedee" not in str(caught.value)
