"""Entries as forms of platforms: every word in one field, counted, warned about, never cut."""

from __future__ import annotations

import re

import pytest
from evidence_tools import catalogue, make_entry
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.evidence.platform_form import FilledForm, entry_types, fill, find_type, propose
from ladder_widgets.ladder.platforms import EntryType, Platform
from ladder_widgets.pathway.suggest import suggest
from ladder_widgets.portfolio.model import Answer, CapabilityLink, Content

GP = "general-practice"
FORMS = [
    (platform, kind)
    for platform in catalogue().platforms.values()
    for kind in entry_types(platform, catalogue())
]
MODELS = sorted(catalogue().models)


def form(content: Content, platform: str = "fourteenfish", kind: str = "") -> FilledForm:
    """The form of an entry, of the proposed kind if none is named."""
    found = catalogue().platform(platform)
    kinds = entry_types(found, catalogue(), programme=GP)
    chosen = find_type(kinds, kind) if kind else propose(content, kinds, catalogue())
    return fill(content, found, chosen, catalogue(), programme=GP)


def text(filled: FilledForm, field: str) -> str:
    """The text of one field."""
    return next(f.text for f in filled.fields if f.field.id == field)


@st.composite
def contents(draw: st.DrawFn) -> tuple[Content, list[str]]:
    """An entry of any model, with prompts of others too, and a word of its own for each place."""
    model = draw(st.sampled_from(MODELS))
    own = [prompt.id for prompt in catalogue().models[model].prompts]
    others = draw(st.lists(st.sampled_from(["what", "gone", "feelings", "words"]), max_size=2))
    prompts = [p for p in dict.fromkeys([*own, *others]) if draw(st.booleans())]
    answers, words = [], []
    for number, prompt in enumerate(prompts):
        count = draw(st.integers(1, 4))
        mine = [f"w{number}x{n}" for n in range(count)]
        glue = draw(st.sampled_from([" ", "\n", "\n\n", "\n- ", "** ", " *"]))
        answers.append(Answer(prompt=prompt, text=glue.join(mine)))
        words += mine
    draw(st.randoms()).shuffle(answers)
    return Content(title="A title", model=model, answers=tuple(answers)), words


@given(st.sampled_from(FORMS), contents())
def test_every_word_of_every_answer_stands_in_exactly_one_field(
    chosen: tuple[Platform, EntryType], entry: tuple[Content, list[str]]
) -> None:
    """Whatever the form, the model, and the prompts that it no longer has."""
    content, words = entry
    filled = fill(content, *chosen, catalogue())
    found = [
        word for field in filled.fields for word in re.findall(r"[^\W_]+", field.text)
        if re.fullmatch(r"w\d+x\d+", word)
    ]  # fmt: skip

    assert sorted(found) == sorted(words)


@given(st.sampled_from(FORMS), contents())
def test_counts_are_those_of_what_is_pasted(
    chosen: tuple[Platform, EntryType], entry: tuple[Content, list[str]]
) -> None:
    """Words as white space divides them, characters as code points."""
    for field in fill(entry[0], *chosen, catalogue()).fields:
        assert field.words == len(field.text.split())
        assert field.characters == len(field.text)


def test_answers_go_where_the_form_asks_for_them() -> None:
    """STAR tells role and action; the mandatory fields that it does not tell are said."""
    answers = [("situation", "A late list."), ("task", "To sort it."), ("action", "I asked."),
               ("result", "It ran.")]  # fmt: skip
    content = make_entry(
        model="star", answers=tuple(Answer(prompt=p, text=t) for p, t in answers)
    ).content
    filled = form(content)

    assert filled.entry_type.id == "leadership-activity"
    assert text(filled, "title") == "Leading the huddle 1"
    assert text(filled, "role") == "Situation\nA late list.\n\nTask\nTo sort it."
    assert text(filled, "approach") == "I asked."
    assert text(filled, "effect") == "It ran."
    asked = {f.field.id for f in filled.fields if f.warnings}
    assert asked == {"others", "self"}


def test_an_answer_whose_prompt_is_gone_is_appended_under_its_name() -> None:
    """It goes to the field that takes the rest."""
    answers = (Answer(prompt="so-what", text="It matters."), Answer(prompt="gone", text="Old."))
    filled = form(make_entry(answers=answers).content, kind="clinical-case-review")

    assert text(filled, "keep-improve-stop") == "So what?\nIt matters.\n\ngone\nOld."


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"model": "significant-event"}, "learning-event-analysis"),
        ({"model": "feedback-received"}, "reflection-on-feedback"),
        ({"model": "learning-event"}, "cpd"),
        ({"model": "chaired-a-meeting"}, "leadership-activity"),
        ({"targets": ("team-working.2.a",)}, "leadership-activity"),
        ({"targets": ("quality-improvement.2.a",)}, "quality-improvement-activity"),
        ({}, "leadership-activity"),
        ({"targets": ("long-gone.1.a",)}, "leadership-activity"),
    ],
)
def test_the_kind_of_entry_is_proposed_by_model_then_targets(
    changes: dict[str, object], kind: str
) -> None:
    """Where nothing speaks for one, the first is."""
    assert form(make_entry(**changes).content).entry_type.id == kind


def test_a_form_whose_fields_are_not_known_is_the_neutral_one_and_says_so() -> None:
    """The neutral platform borrows from nobody."""
    content = make_entry().content

    assert form(content, "iscp").borrowed
    assert form(content, "axia").borrowed
    assert not form(content, "fourteenfish").borrowed
    assert not form(content, "neutral").borrowed
    assert [f.field for f in form(content, "iscp").fields] == [
        f.field for f in form(content, "neutral").fields
    ]


@pytest.mark.parametrize(("words", "over"), [(300, None), (301, "1 word"), (412, "112 words")])
def test_what_is_too_long_is_said_and_not_cut(words: int, over: str | None) -> None:
    """With how surely the limit is known."""
    content = make_entry(answers=(Answer(prompt="what", text="word " * words),)).content
    (field,) = form(content, "horus", "summary-narrative-hlo-2").fields

    assert field.words == words
    said = "".join(field.warnings)
    assert said == (f"{over} too many: it takes 300 (confidence: medium)." if over else "")


@pytest.mark.parametrize(
    ("platform", "linked", "warned"),
    [("fourteenfish", 3, False), ("fourteenfish", 4, True), ("horus", 4, True),
     ("rcpsych-portfolio-online", 4, False), ("rcpsych-portfolio-online", 5, True),
     ("iscp", 9, False)],
)  # fmt: skip
def test_links_over_the_limit_are_warned_about_and_kept(
    platform: str, linked: int, warned: bool
) -> None:
    """Where no limit is known, nothing is said."""
    links = tuple(CapabilityLink(code=f"GP {n}", because="Why.") for n in range(1, linked + 1))
    filled = form(make_entry(capabilities=links).content, platform)

    assert len(filled.links) == linked
    assert bool(filled.warnings) == warned


def test_a_link_has_the_title_of_the_programme_and_a_plain_reason() -> None:
    """A code that the programme does not have stands alone."""
    links = (CapabilityLink(code="GP 9", because="**I led**"), CapabilityLink(code="X 1"))
    filled = form(make_entry(capabilities=links).content)

    assert re.fullmatch(r"GP 9 \S.*\nI led\n\nX 1", text(filled, "capabilities"))


def test_an_unknown_kind_names_the_ones_there_are() -> None:
    """As every id that names nothing."""
    with pytest.raises(UnknownIdError, match="leadership-activity"):
        form(make_entry().content, kind="leadership")


def test_suggestions_are_what_the_targets_serve_and_is_not_linked() -> None:
    """The one that more targets serve comes first; a target that is gone suggests nothing."""
    programme = catalogue().programme(GP)
    targets = ("team-working.2.a", "quality-improvement.2.a", "long-gone.1.a")
    found = suggest(Content(targets=targets), programme, catalogue())
    served = {
        link.capability.code for name in targets[:2] for link in catalogue().links(programme)[name]
    }

    assert {s.capability.code for s in found} == served
    counts = [len(s.targets) for s in found]
    assert counts == sorted(counts, reverse=True)
    first = found[0].capability.code
    linked = Content(targets=targets, capabilities=(CapabilityLink(code=first),))
    assert {s.capability.code for s in suggest(linked, programme, catalogue())} == served - {first}
    assert suggest(Content(), programme, catalogue()) == ()
