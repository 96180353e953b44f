"""A large export in the app: made beside the page, shown while it lasts, ended at will."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from unit.test_widget_models import Values, app, choose, desk, finish

from ladder_widgets.errors import EvidenceError
from ladder_widgets.portfolio.model import Answer, Content, Save, new_entry_id
from ladder_widgets.process import Tick
from ladder_widgets.widgets.app.model import PortfolioAppModel
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.evidence_list.making import Making
from ladder_widgets.widgets.evidence_list.model import MANY
from ladder_widgets.widgets.handing_out import Order
from ladder_widgets.widgets.viewmodel import Reply

__all__ = ["app", "desk"]  # fixtures


def fill(desk: Desk, count: int) -> list[str]:
    """Final entries; answers with their ids."""
    ids = [new_entry_id() for _ in range(count)]
    content = Content(
        title="A title",
        happened_on=dt.date(2026, 3, 10),
        answers=(Answer(prompt="what", text="Words"),),
    )
    for entry in ids:
        desk.store.save(
            Save(entry_id=entry, base=0, writer="w", seq=1, content=content, state="final")
        )
    return ids


def members(reply: Reply) -> dict[str, bytes]:
    """The files of a bundle."""
    with ZipFile(BytesIO(reply["buffer"])) as bundle:
        return {name.rpartition("/")[2]: bundle.read(name) for name in bundle.namelist()}


def begin(app: PortfolioAppModel, count: int) -> Reply:
    """Ask for the PDF of some entries."""
    chosen = fill(app.desk, count)
    app.open(["evidence"])
    return app.run("export", Values({"entry": chosen, "format": "pdf"}))


def wait(app: PortfolioAppModel) -> Reply:
    """Ask as the page does until there is an answer."""
    making = app.pages["evidence"].making
    while not making.done:
        making._made.exception(timeout=60)
    assert app.run("export-state", Values({})) == {"take": "export-take"}
    return app.run("export-take", Values({}))


def test_few_entries_are_handed_over_at_once(app: PortfolioAppModel) -> None:
    """No page in between for what takes no time."""
    entry = finish(app)
    app.open(["evidence"])
    reply = app.run("export", Values({"entry": [entry], "format": "pdf"}))

    assert reply["buffer"].startswith(b"%PDF-")
    assert "later" not in reply


def test_the_name_for_the_cover_is_on_it_and_in_no_store(
    app: PortfolioAppModel, tmp_path: Path
) -> None:
    """Whoever leaves it empty has a cover without one."""
    entry = finish(app)
    app.open(["evidence"])
    named = {"entry": [entry, finish(app)], "format": "pdf", "trainee": " Dr Invented  Person "}
    reply = app.run("export", Values(named))

    assert "Dr Invented Person" in PdfReader(BytesIO(reply["buffer"])).pages[0].extract_text()
    assert "Dr Invented" in app.pages["evidence"].html
    app.open(["evidence"])
    assert "Dr Invented" not in app.pages["evidence"].html
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"Dr Invented" in data for data in files)


def test_the_pages_are_for_the_portfolio_of_the_profile(app: PortfolioAppModel) -> None:
    """Its name, and the kind of entry that each becomes there; the neutral one is not named."""
    entry = finish(app)
    app.open(["evidence"])
    reply = app.run("export", Values({"entry": [entry], "format": "zip"}))
    assert b"Goes to" not in members(reply)["evidence.html"]

    choose(app)
    app.open(["evidence"])
    assert "FourteenFish" in app.pages["evidence"].html
    reply = app.run("export", Values({"entry": [entry], "format": "zip"}))
    assert b"<dt>For</dt><dd>FourteenFish" in members(reply)["evidence.html"]


def test_many_entries_are_made_beside_the_page(app: PortfolioAppModel) -> None:
    """The page says what is made, asks again, and gets the file; then the list is back."""
    reply = begin(app, MANY + 1)
    html = app.pages["evidence"].html
    assert reply["later"] == "export-state"
    assert "buffer" not in reply
    assert f"{MANY + 1} entries" in html
    assert 'data-do="export-end"' in html
    assert app.open(["evidence"])["later"] == "export-state"

    done = wait(app)
    assert done["buffer"].startswith(b"%PDF-")
    assert done["download"]["name"].endswith(".pdf")
    assert "later" not in done
    assert "Which entries go into the PDF?" in app.pages["evidence"].html


def test_a_cancelled_export_hands_nothing_over(app: PortfolioAppModel) -> None:
    """The page shows the list again; a question that was under way gets no file."""
    begin(app, MANY + 1)
    reply = app.run("export-end", Values({}))

    assert reply["announce"] == "Ended. Nothing was downloaded."
    assert app.run("export-state", Values({})) == {}
    assert app.run("export-take", Values({})) == {}
    assert "Which entries go into the PDF?" in app.pages["evidence"].html


def test_a_child_that_is_ended_makes_nothing() -> None:
    """The next tick after the end is the last."""
    ticked, ended = Event(), Event()

    def make(tick: Tick | None) -> bytes:
        assert tick is not None
        tick(1.0)
        ticked.set()
        ended.wait(60)
        tick(2.0)
        return b"%PDF-"

    making = Making(make, Order(entries=()))
    ticked.wait(60)
    making.end()
    ended.set()

    with pytest.raises(EvidenceError, match="Ended"):
        making.result()
    assert making.spent_s == 2.0


def test_what_went_wrong_is_said_when_the_page_asks(
    app: PortfolioAppModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if it had been made here; the list is back."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    begin(app, MANY + 1)

    with pytest.raises(EvidenceError, match="stopped with status 1"):
        wait(app)
    assert "Which entries go into the PDF?" in app.pages["evidence"].html
