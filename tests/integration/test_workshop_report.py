"""The report for faculty: real answers, few of them hidden, as a tagged PDF in one command."""

from __future__ import annotations

import json

import nbformat
import pytest
from click.testing import CliRunner
from evidence_tools import faults, words
from markdown_it import MarkdownIt
from store_tools import settings_in

from ladder_widgets.cli.app import app
from ladder_widgets.settings import resource
from ladder_widgets.widgets.workshop.report import literal, open_report
from ladder_widgets.workshop.live.answers import Chosen, Point, Promise, Texts
from ladder_widgets.workshop.live.opening import open_rooms

WORKSHOP = "quality-improvement"
SHOWN = "Count letters ![x](http://example.org/x.png) *each* <b>week</b>"
HELD, HIDDEN = "This one waits still", "This one was put aside"
NAME = "Robin Example"
PEOPLE = 9


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder with one room that nine people were in."""
    folder = tmp_path_factory.mktemp("report")
    with open_rooms(settings_in(folder)) as rooms:
        room = rooms.begin(WORKSHOP, "2026.1")
        people = [rooms.join(room.code)[0] for _ in range(PEOPLE)]
        day = room.begun_at.date()

        def ask(activity, answers, *, second=False):
            stage = rooms.show(room.id, activity, second=second).stage
            for who, said in zip(people, answers, strict=False):
                rooms.answer(who, stage, said, number=1)

        ask("believe-it", [Chosen(options=(0,))] * 7 + [Chosen(options=(1,))] * 2)
        ask("which-chart", [Chosen(options=(0,))] * 3)
        ask("read-a-chart", [Point(point=2)] * 6 + [Point(point=4)] * 3)
        ask("read-a-chart", [Point(point=5)] * 9, second=True)
        ask("measures-wall", [Texts(texts=(text,)) for text in (SHOWN, HELD, HIDDEN)])
        ask("first-point", [Promise(what="Draw the first point", by=day)] * 6)
        ask("session-useful", [Point(point=5)] * 5)
        ask("session-change", [Texts(texts=("More time for the teams",))])
        for activity in ("measures-wall", "session-change"):
            for held in rooms.held(room.id, activity):
                if held.text != HELD:
                    verdict = "hidden" if held.text == HIDDEN else "shown"
                    rooms.judge(held, verdict, room_id=room.id)
        rooms.attend(room.id, NAME)
        rooms.end(room.id)
    return folder, room


@pytest.fixture
def ladder(data, monkeypatch):
    """Commands and reports of that data folder."""
    monkeypatch.setenv("LADDER_DATA_DIR", str(data[0]))
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_few_are_not_told_and_cannot_be_worked_out(ladder):
    """Two of nine are hidden, and with them the seven; three answers tell nothing at all."""
    told = {found.title: found for found in open_report().findings}

    assert {line.number for line in told["Do you believe it?"].lines} == {"too few to tell", "0"}
    assert (told["Which chart?"].answered, told["Which chart?"].lines) == ("fewer than 5", ())
    scale = told["Reading a chart"]
    assert scale.means == ("2.7", "5.0")
    assert scale.lines == ()  # with the mean, the three could be worked out
    assert {line.label: line.number for line in scale.again}["5"] == "9"


def test_only_texts_that_were_let_through_are_told(ladder):
    """What waits is counted, what was put aside is gone."""
    report = open_report()
    wall = next(found for found in report.findings if found.title == "One measure of mine")
    shown = "".join(
        repr(one) + getattr(one, "html", "") for one in (*report.results(), *report.feedback())
    )

    assert ([text for group in wall.groups for text in group.texts], wall.waiting) == ([SHOWN], 1)
    assert HELD not in shown
    assert HIDDEN not in shown
    assert "Draw the first point" not in shown
    assert "More time for the teams" in shown


def test_a_text_of_a_participant_is_never_markup(ladder):
    """No picture of another host is asked for on a projector."""
    page = "".join(getattr(one, "html", "") for one in open_report().results())

    assert "<img" not in page
    assert "![x](http://example.org/x.png) *each* &lt;b&gt;week&lt;/b&gt;" in page
    assert (
        MarkdownIt().renderInline(literal("**a** `b` [c](d) ~e~ #f")) == "**a** `b` [c](d) ~e~ #f"
    )


def test_the_report_is_a_tagged_pdf_without_names_unless_asked(ladder, data, tmp_path):
    """In one command; judged independently."""
    room, made = data[1], {}
    for names in ((), ("--names",)):
        file = tmp_path / f"report{len(names)}.pdf"
        result = ladder("workshop", "report", room.code.lower(), "-o", str(file), *names)
        assert result.exit_code == 0, result.output
        made[names] = file.read_bytes()
    text = " ".join(words(made[()]).split())

    assert [faults(pdf) for pdf in made.values()] == [[], []]
    for said in ("Is it better", "joined: 9", "Promises made: 6", "More time for the teams"):
        assert said in text
    assert NAME not in text
    assert NAME in words(made["--names",])


def test_rooms_are_listed_by_their_codes(ladder, data):
    """For the report's command."""
    listed = json.loads(ladder("workshop", "rooms", "--json").output)

    assert [(r["workshop"], r["joined"]) for r in listed] == [(WORKSHOP, "9")]
    assert listed[0]["code"].replace("-", "") == data[1].code


def test_a_code_of_no_room_is_refused_before_a_kernel_starts(ladder, tmp_path):
    """And nothing is written."""
    result = ladder("workshop", "report", "AAAA2222", "-o", str(tmp_path / "x.pdf"))

    assert result.exit_code == 1
    assert "room" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_room_the_notebook_says_how_to_get_one(tmp_path, monkeypatch):
    """It runs anywhere."""
    monkeypatch.setenv("LADDER_DATA_DIR", str(tmp_path))
    report = open_report()

    assert "ladder workshop host" in report.about().markdown
    assert [*report.results(), *report.feedback()] == []


def test_the_notebook_stays_thin():
    """Logic lies in the package."""
    path = resource("notebooks", "faculty", "workshop-report.ipynb")
    cells = [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]

    assert len(cells) <= 5
    assert all(len(source.splitlines()) <= 5 for source in cells)
