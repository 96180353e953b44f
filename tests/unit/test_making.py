"""A large export in the app: made beside the page, shown while it lasts, ended at will."""

from __future__ import annotations

import datetime as dt
from threading import Event

import pytest
from unit.test_widget_models import Values, app, desk, finish

from ladder_widgets.errors import EvidenceError
from ladder_widgets.portfolio.model import Answer, Content, Save, new_entry_id
from ladder_widgets.process import Tick
from ladder_widgets.widgets.app.model import PortfolioAppModel
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.evidence_list.making import Making
from ladder_widgets.widgets.evidence_list.model import MANY
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

    making = Making(make, entries=50, format_="pdf")
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
