"""The anywidget side: one reply for each message, plain words when something fails."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ladder_widgets import (
    EvidenceList,
    LadderMap,
    PortfolioApp,
    ProfileForm,
    ReflectionForm,
    TargetCard,
)
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Answer, Content, Save, new_entry_id
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings
from ladder_widgets.widgets.base import LadderWidget
from ladder_widgets.widgets.desk import Desk

CANARY = "marmalade-canary"
WIDGETS = (EvidenceList, LadderMap, PortfolioApp, ProfileForm, ReflectionForm, TargetCard)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk on an empty store."""
    with open_store(read_settings({}, data_dir=tmp_path / "data")) as store:
        yield Desk(load_catalogue(), store)


class Front:
    """The browser's side of a widget: sends messages, notes the answers."""

    def __init__(self, widget: LadderWidget, monkeypatch: pytest.MonkeyPatch) -> None:
        self.widget = widget
        self.replies: list[tuple[dict[str, Any], list[bytes] | None]] = []
        monkeypatch.setattr(
            widget, "send", lambda content, buffers=None: self.replies.append((content, buffers))
        )

    def ask(self, **message: Any) -> dict[str, Any]:
        """Send one message; there is exactly one answer to it."""
        before = len(self.replies)
        self.widget._handle_custom_msg({"id": before, **message}, [])
        assert len(self.replies) == before + 1
        reply, _ = self.replies[-1]
        assert reply["re"] == before
        return reply


def test_opening_answers_with_everything_there_is_to_show(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that knows nothing yet gets every part with the first answer."""
    app = PortfolioApp(desk=desk)

    state = Front(app, monkeypatch).ask(do="open", route="#/me", full=True)["state"]

    assert set(state) == {"part_names", *(f"html_{name}" for name in app.part_names)}
    assert "General Practice" in state["html_me"]


def test_what_fails_is_said_in_words_and_never_logged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A closed store: the save is refused, and the trainee's words are in no log."""
    front = Front(ReflectionForm("new", desk=desk), monkeypatch)
    desk.store.close()
    with caplog.at_level(logging.DEBUG):
        reply = front.ask(
            do="save",
            values={
                "save-entry": new_entry_id(),
                "save-base": 0,
                "save-writer": "tab",
                "save-seq": 1,
                "answer.what": [CANARY],
            },
        )

    assert reply["refused"]
    assert CANARY not in str(reply)
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    "values",
    [{}, {"save-entry": "x", "save-base": "y"}, {"save-entry": new_entry_id(), "save-seq": CANARY}],
)
def test_a_malformed_message_is_answered_not_raised(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    values: dict[str, Any],
) -> None:  # fmt: skip
    """Whatever comes over the wire gets an answer; the store stays as it was."""
    reply = Front(ReflectionForm("new", desk=desk), monkeypatch).ask(do="save", values=values)

    assert reply["refused"]
    assert CANARY not in caplog.text
    assert desk.store.entries() == ()


def test_a_store_that_is_too_new_is_said_in_place_of_the_widget(tmp_path: Path) -> None:
    """Every widget shows the message; none raises a traceback into the notebook."""
    with open_store(read_settings({}, data_dir=tmp_path / "data")):
        pass
    with sqlite3.connect(tmp_path / "data" / "ladder.sqlite") as other:
        other.execute("UPDATE alembic_version SET version_num = 'from-the-future'")
    other.close()

    app = PortfolioApp(data_dir=tmp_path / "data")
    alone = LadderMap(data_dir=tmp_path / "data")

    assert "newer" in app.html_shell
    assert "newer" in alone.html_main


def test_a_widget_for_an_unknown_id_says_so(desk: Desk) -> None:
    """A wrong target id in a notebook is answered with near ones."""
    assert "quality-improvement.2.a" in TargetCard("quality-improvement.2.z", desk=desk).html_main


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_misspelt_keyword_is_refused(desk: Desk, widget: type[LadderWidget]) -> None:
    """Traitlets would take any keyword in silence."""
    with pytest.raises(TypeError, match="dta_dir"):
        widget(desk=desk, dta_dir="x")


@pytest.mark.parametrize("widget", WIDGETS)
def test_the_browser_is_sent_every_part_and_its_name(
    desk: Desk, widget: type[LadderWidget]
) -> None:
    """What a part shows is a synchronised trait; nothing else of the model is."""
    shown = widget(desk=desk)
    parts = {f"html_{name}" for name in shown.part_names}

    assert parts
    assert {name for name in shown.traits(sync=True) if name.startswith("html_")} == parts
    assert "part_names" in shown.traits(sync=True)


def test_a_file_travels_as_the_one_buffer_of_its_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PDF comes with the reply that names it, and not as text inside it."""
    front = Front(EvidenceList(desk=desk), monkeypatch)
    entry = new_entry_id()
    content = Content(title=CANARY, answers=(Answer(prompt="what", text=CANARY),))
    desk.store.save(
        Save(entry_id=entry, base=0, writer="test", seq=1, content=content, state="final")
    )

    reply = front.ask(do="export", values={"entry": [entry]})
    (_, buffers) = front.replies[-1]

    assert reply["download"]["type"] == "application/pdf"
    assert CANARY not in reply["download"]["name"]
    assert "buffer" not in reply
    assert [data[:5] for data in buffers or ()] == [b"%PDF-"]


def test_a_command_nobody_knows_is_answered_and_not_logged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A page of another version is told to load again; what it sent is not repeated."""
    with caplog.at_level(logging.DEBUG):
        reply = Front(PortfolioApp(desk=desk), monkeypatch).ask(do=CANARY, values={"x": CANARY})

    assert "Load it again" in reply["problem"]
    assert CANARY not in str(reply)
    assert CANARY not in caplog.text


def test_a_widget_alone_stays_where_it_is_when_shown_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening without a route keeps the target; another page's route is explained."""
    card = TargetCard("quality-improvement.2.a", desk=desk)
    front = Front(card, monkeypatch)

    front.ask(do="open")
    elsewhere = front.ask(do="open", route="#/me")

    assert "Run two test cycles of your own" in card.html_main
    assert "PortfolioApp()" in elsewhere["announce"]


def test_closing_a_widget_lets_go_of_its_model(desk: Desk) -> None:
    """A closed widget no longer follows the view model."""
    widget = LadderMap(desk=desk)
    before = widget.html_main
    widget.close()
    widget._owner.html = "changed"

    assert widget.html_main == before


def test_the_browsers_part_asks_no_other_host() -> None:
    """The module and style sheet name no address."""
    for text in (str(LadderWidget._esm), str(LadderWidget._css)):
        assert "http" not in text.replace("http://www.w3.org", "")
