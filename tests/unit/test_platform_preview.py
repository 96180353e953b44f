"""The page that shows an entry as a portfolio's form, without a browser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ladder_widgets.errors import ConflictError, InputError, UnknownIdError
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Answer, CapabilityLink, Content, Save, new_entry_id
from ladder_widgets.portfolio.profile import make_profile
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings
from ladder_widgets.widgets.app.model import PortfolioAppModel
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.viewmodel import Reply, Values

TODAY = dt.date(2026, 11, 22)
TARGETS = ("team-working.2.a", "quality-improvement.2.a")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[PortfolioAppModel]:
    """The app of a GP trainee."""
    catalogue = load_catalogue()
    with open_store(read_settings({}, data_dir=tmp_path / "data")) as store:
        start = dt.date(2026, 8, 5)
        store.save_profile(
            make_profile(
                catalogue, programme="general-practice", grade="ST2", start=start, today=TODAY
            )
        )
        yield PortfolioAppModel(Desk(catalogue, store, today=lambda: TODAY))


def write(app: PortfolioAppModel, *, state: str = "draft", **changes: object) -> str:
    """An entry in the store; answers with its id."""
    entry = new_entry_id()
    content: dict[str, object] = {
        "title": "Leading the round",
        "happened_on": dt.date(2026, 3, 10),
        "answers": (Answer(prompt="what", text="**We** agreed one change."),),
        "targets": TARGETS,
    }
    save = Save(
        entry_id=entry, base=0, writer=new_entry_id(), seq=1, state=state,  # type: ignore[arg-type]
        content=Content(**{**content, **changes}),  # type: ignore[arg-type]
    )  # fmt: skip
    app.desk.store.save(save)
    return entry


def show(app: PortfolioAppModel, *route: str) -> str:
    """The HTML of the page at a route."""
    app.open(["preview", *route])
    return app.pages["preview"].html


def do(app: PortfolioAppModel, name: str, entry: str, **values: str) -> Reply:
    """A command with what the form sends; `platform` is the one that was shown unless said."""
    sent = {"entry": entry, "platform": "fourteenfish", "shown-platform": "fourteenfish",
            "type": "leadership-activity", **values}  # fmt: skip
    return app.run(name, Values(sent))


def chosen(html: str) -> list[str]:
    """The options that are selected."""
    return re.findall(r'<option value="([^"]*)" selected', html)


def test_the_form_is_that_of_the_profiles_platform(app: PortfolioAppModel) -> None:
    """Of the kind that fits best, in plain text, with a button for each text."""
    html = show(app, write(app))

    assert chosen(html) == ["fourteenfish", "leadership-activity"]
    assert ">We agreed one change.</div>" in html
    assert re.search(r"4 words, 21 characters", html)


def test_platform_and_kind_can_be_named_by_the_route(app: PortfolioAppModel) -> None:
    """What does not exist is refused, with what does."""
    entry = write(app)

    assert chosen(show(app, entry, "horus", "reflection")) == ["horus", "reflection"]
    with pytest.raises(UnknownIdError):
        show(app, entry, "horrus")
    with pytest.raises(UnknownIdError, match="reflection"):
        show(app, entry, "horus", "reflexion")


def test_the_preview_of_nothing_leads_to_the_evidence(app: PortfolioAppModel) -> None:
    """An address without an entry."""
    assert app.open(["preview"])["go"] == "#/evidence"


def test_another_platform_proposes_its_own_kind(app: PortfolioAppModel) -> None:
    """The kind that was shown belongs to the platform before."""
    entry = write(app)
    do(app, "preview-as", entry, platform="iscp")

    assert chosen(app.pages["preview"].html)[0] == "iscp"
    assert "was not found" in app.pages["preview"].html
    do(app, "preview-as", entry, type="cpd")
    assert chosen(app.pages["preview"].html) == ["fourteenfish", "cpd"]


def test_every_platform_can_be_shown(app: PortfolioAppModel) -> None:
    """What is not known is called not known, and no number is made up."""
    entry = write(app, state="final")
    for platform in load_catalogue().platforms.values():
        html = show(app, entry, platform.id)
        limit = platform.link_limits[0].at_most

        assert "kinds not known, size not known" in html
        assert (f"{limit} at most" if limit else "no limit was found") in html
        assert "Our advice:" in html


def test_a_suggested_capability_is_linked_to_a_draft_with_its_reason(
    app: PortfolioAppModel,
) -> None:
    """By a writer of its own, so that the form that is open elsewhere is not overwritten."""
    entry = write(app)
    html = show(app, entry)
    code = re.findall(r'name="because\.([^"]+)"', html)[0]
    before = app.desk.store.entry(entry)
    reply = do(app, "preview-link", entry, code=code, **{f"because.{code}": "I led it."})

    assert reply["drop"]
    assert app.desk.store.entry(entry).content.capabilities == (
        CapabilityLink(code=code, because="I led it."),
    )
    assert f'name="because.{code}"' not in app.pages["preview"].html
    late = Save(entry_id=entry, base=before.revision, writer="tab", seq=9, content=before.content)
    with pytest.raises(ConflictError):
        app.desk.store.save(late)


def test_a_sentence_that_was_only_begun_for_the_trainee_is_no_reason(
    app: PortfolioAppModel,
) -> None:
    """The capability is linked; why is still to be said."""
    entry = write(app)
    html = show(app, entry)
    code, opening = re.findall(r'name="because\.([^"]+)"[^>]*>\n([^<]*)<', html)[0]
    do(app, "preview-link", entry, code=code, **{f"because.{code}": opening})

    assert opening.startswith("I worked on “")
    assert app.desk.store.entry(entry).content.capabilities == (CapabilityLink(code=code),)


def test_what_is_written_for_a_final_entry_is_kept_nowhere(app: PortfolioAppModel) -> None:
    """It is locked: the page says that it is for copying only."""
    entry = write(app, state="final")
    html = show(app, entry)
    code = re.findall(r'name="because\.([^"]+)"', html)[0]

    assert "for copying only" in html
    assert 'data-do="preview-link"' not in html
    with pytest.raises(InputError, match="locked"):
        do(app, "preview-link", entry, code=code, **{f"because.{code}": "I led it."})
    assert app.desk.store.entry(entry).content.capabilities == ()


def test_a_reason_that_is_typed_outlives_a_change_of_platform(app: PortfolioAppModel) -> None:
    """And is said to name somebody where it may."""
    entry = write(app, state="final")
    html = show(app, entry)
    code = re.findall(r'name="because\.([^"]+)"', html)[0]
    do(app, "preview-as", entry, platform="horus", **{f"because.{code}": "Mrs Okafor saw it."})

    assert "Mrs Okafor saw it." in app.pages["preview"].html
    assert "It may identify a person" in app.pages["preview"].html
    assert "Mrs Okafor" not in show(app, entry)


def test_nothing_is_copied_before_each_finding_is_decided_on(app: PortfolioAppModel) -> None:
    """The same decision as before an export, with a reason that is kept."""
    answers = (Answer(prompt="what", text="I asked Mrs Okafor."),)
    entry = write(app, state="final", answers=answers)

    html = show(app, entry)
    assert "Look again" in html
    assert "data-copy" not in html
    assert 'data-do="preview-pdf"' not in html
    assert do(app, "preview-pdf", entry)["focus"] == "#preview-look-again"
    assert do(app, "preview-keep", entry, reason=" ")["focus"] == "#preview-reason"
    assert "Say why they may stay." in app.pages["preview"].html

    do(app, "preview-keep", entry, reason="She agreed.")
    assert "Look again" not in app.pages["preview"].html
    assert "data-copy" in app.pages["preview"].html


def test_the_pdf_is_of_this_entry_and_of_final_ones_only(app: PortfolioAppModel) -> None:
    """As the list of evidence makes it."""
    write(app, state="final")
    final, draft = write(app, state="final"), write(app)
    reply = do(app, "preview-pdf", final)

    assert reply["buffer"].startswith(b"%PDF")
    assert reply["announce"] == "Your PDF with 1 entry is in your downloads."
    assert 'data-do="preview-pdf"' not in show(app, draft)
    with pytest.raises(InputError, match="final"):
        do(app, "preview-pdf", draft)


def test_too_many_links_are_warned_about(app: PortfolioAppModel) -> None:
    """Four where three are taken."""
    links = tuple(CapabilityLink(code=f"GP {n}", because="Why.") for n in (1, 9, 10, 11))

    assert "4 capabilities are linked" in show(app, write(app, capabilities=links))


def test_evidence_and_entry_lead_to_the_preview(app: PortfolioAppModel) -> None:
    """From the list, from a final entry and from a draft."""
    final, draft = write(app, state="final"), write(app)
    app.open(["evidence"])
    assert f"#/preview/{final}" in app.pages["evidence"].html
    for entry in (final, draft):
        app.open(["reflect", entry])
        assert f"#/preview/{entry}" in app.pages["reflect"].html
