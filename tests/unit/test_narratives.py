"""Summary narratives: written in the app from chosen entries, quoted before them, never lost."""

from __future__ import annotations

import pytest
from evidence_tools import PROFILE, TODAY, catalogue, document, make_entry, write
from unit.test_widget_models import Values, app, choose, desk, finish, save

from ladder_widgets.evidence.document import NO_SCOPE
from ladder_widgets.evidence.html_page import render_html
from ladder_widgets.evidence.platform_form import entry_types, propose
from ladder_widgets.portfolio.entry_file import parse_entry, write_entry
from ladder_widgets.portfolio.model import Answer, Content, Narrative, new_entry_id
from ladder_widgets.widgets.app.model import PortfolioAppModel
from ladder_widgets.widgets.reflection_form.content import read_form

__all__ = ["app", "desk"]  # fixtures
MODEL = "summary-narrative"
THEME = "quality-improvement"
TEXT = "I stopped deciding alone, and the round ends on time."


def narrative(scope: str = THEME, *numbers: int) -> Content:
    """A narrative of some entries."""
    return Content(
        title="My summary",
        model=MODEL,
        answers=(Answer(prompt="narrative", text=TEXT),),
        narrative=Narrative(scope=scope, entries=tuple(f"{n:032x}" for n in numbers)),
    )


def summing(scope: str, *numbers: int) -> dict[str, object]:
    """What makes an entry such a narrative."""
    content = narrative(scope, *numbers)
    return {
        name: getattr(content, name)
        for name in ("title", "model", "answers", "narrative", "happened_on")
    }


def test_a_narrative_stands_apart_from_the_entries_it_sums_up() -> None:
    """Its scope in words, the numbers of the entries that are here, a count of the others."""
    code = catalogue().programme(PROFILE.programme).capabilities[0]
    made = document(make_entry(9, **summing(code.code, 2, 1, 77)), make_entry(1), make_entry(2))
    (page,) = made.narratives

    assert [entry.number for entry in made.entries] == [1, 2]
    assert made.period == "10 March 2026"
    assert page.scope == f"{code.code} {code.title}"
    assert (page.drawn_from, page.elsewhere) == ((1, 2), 1)
    assert page.answers[0].text == TEXT


@pytest.mark.parametrize(("scope", "shown"), [("gone-theme", "gone-theme"), ("", NO_SCOPE)])
def test_a_scope_that_nobody_knows_is_shown_as_it_is(scope: str, shown: str) -> None:
    """A narrative of a retired theme is still a narrative; so is a draft without one."""
    (page,) = document(make_entry(1, **summing(scope))).narratives

    assert page.scope == shown


def test_the_page_quotes_a_narrative_before_the_entries() -> None:
    """With a link to each entry it draws on."""
    made = document(make_entry(1), make_entry(2, **summing(THEME, 1)))
    html = render_html(made).decode()

    assert html.index(TEXT) < html.index("We agreed one change.")
    assert '<dt>Drawn from</dt><dd><a href="#entry-1">Entry 1</a></dd>' in html


@pytest.mark.parametrize("number", [1, 2, 3])
def test_horus_proposes_the_narrative_of_the_outcome(number: int) -> None:
    """A narrative of any other scope goes to the first, and a reflection to none of them."""
    kinds = entry_types(catalogue().platform("horus"), catalogue())

    proposed = propose(narrative(f"HLO {number}"), kinds, catalogue())
    assert proposed.id == f"summary-narrative-hlo-{number}"
    assert propose(Content(answers=write("x")), kinds, catalogue()).id == "reflection"


def test_a_narrative_goes_through_an_entry_file_unchanged() -> None:
    """Scope and entries stand in its front matter."""
    content = narrative(THEME, 1, 2)
    text = write_entry(content, "final")
    read, state = parse_entry(text, catalogue=catalogue(), profile=PROFILE, today=TODAY)

    assert (read.narrative, read.answers, state) == (content.narrative, content.answers, "final")


def test_an_entry_file_names_a_scope_that_does_not_exist() -> None:
    """By its line, without the word."""
    text = write_entry(narrative("qualty"), "final")

    with pytest.raises(ValueError, match=r"line \d+: there is no such theme") as caught:
        parse_entry(text, catalogue=catalogue(), profile=PROFILE, today=TODAY)
    assert "qualty" not in str(caught.value)


@pytest.fixture
def begun(app: PortfolioAppModel) -> tuple[PortfolioAppModel, str, str]:
    """A narrative that was just begun, and a final entry that it may draw on."""
    choose(app)
    source = finish(app, title="The round")
    app.open(["reflect", "new", "with", MODEL])
    return app, new_entry_id(), source


def test_a_narrative_is_saved_as_it_is_written(
    begun: tuple[PortfolioAppModel, str, str],
) -> None:
    """The form offers what is final; each change is a save that answers with its number."""
    app, entry, source = begun
    assert f'id="drawn-{source}"' in app.pages["reflect"].html
    fields: dict[str, str | list[str]] = {
        "model": MODEL, "title": "Year", "scope": THEME, "drawn_from": [source],
        "answer.narrative": TEXT,
    }  # fmt: skip
    reply = save(app, entry, seq=3, **fields)

    content = app.desk.store.entry(entry).content
    assert reply["saved"]["seq"] == 3
    assert content.narrative == Narrative(scope=THEME, entries=(source,))
    assert content.answer("narrative") == TEXT


def test_a_narrative_without_a_scope_cannot_be_final(
    begun: tuple[PortfolioAppModel, str, str],
) -> None:
    """It needs no date, but must say what it sums up."""
    app, entry, _ = begun
    fields: dict[str, str | list[str]] = {
        "model": MODEL, "title": "Year", "scope": "", "answer.narrative": TEXT,
    }  # fmt: skip
    save(app, entry, **fields)
    app.run("finalise", Values({"entry": entry}))
    assert 'href="#entry-scope"' in app.pages["reflect"].html
    assert app.desk.store.entry(entry).state == "draft"

    save(app, entry, base=1, seq=2, **{**fields, "scope": THEME})
    app.run("finalise", Values({"entry": entry}))
    assert app.desk.store.entry(entry).state == "final"
    assert "Sums up" in app.pages["reflect"].html
    app.open(["evidence"])
    assert "Summary of" in app.pages["evidence"].html


def test_what_a_reflection_form_sends_leaves_a_narrative_as_it_is() -> None:
    """A form without these fields says nothing about them."""
    old = narrative(THEME, 1)
    read = read_form(
        Values({"title": "New"}), old, catalogue=catalogue(), programme=None, today=TODAY
    )

    assert read.content.narrative == old.narrative
