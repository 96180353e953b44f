"""What the app shows and does, without a browser: view models on a real store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import ladder_widgets
from ladder_widgets.errors import EvidenceError, InputError, LadderError, UnknownIdError
from ladder_widgets.evidence.verify import verify
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Answer, Content, Save, clean_text, new_entry_id
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.privacy.check import find
from ladder_widgets.settings import read_settings
from ladder_widgets.widgets.app.model import PAGES, PortfolioAppModel, frame
from ladder_widgets.widgets.desk import Desk, Moment
from ladder_widgets.widgets.problem import ProblemModel
from ladder_widgets.widgets.viewmodel import Reply, Values

TARGET = "quality-improvement.2.a"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk on an empty store."""
    with open_store(read_settings({}, data_dir=tmp_path / "data")) as store:
        yield Desk(load_catalogue(), store)


@pytest.fixture
def app(desk: Desk) -> PortfolioAppModel:
    """The app at its start."""
    model = PortfolioAppModel(desk)
    model.open(())
    return model


def date_fields(name: str, typed: str) -> dict[str, str]:
    """Three fields from an ISO date; anything else stands in the first."""
    parts = typed.split("-") if typed[:2].isdecimal() else ["", "", typed]
    names = [f"{name}.{part}" for part in ("year", "month", "day")]
    return dict(zip(names, parts, strict=True))


def choose(app: PortfolioAppModel, **changes: str) -> Reply:
    """Fill in and save the profile."""
    app.open(["me"])
    app.run("choose-profile", Values({"programme": ["general-practice"]}))
    values = {"grade": "ST2", "start": date.today().isoformat(), "wte": "80", **changes}
    values |= date_fields("start", values.pop("start"))
    return app.run("save-profile", Values({name: [value] for name, value in values.items()}))


def save(
    app: PortfolioAppModel, entry: str, *, base: int = 0, writer: str = "tab", seq: int = 1,
    **fields: str | list[str],
) -> Reply:  # fmt: skip
    """Save the form of an entry; `what` stands for the field `answer.what`, and so on."""
    names = {"what": "answer.what", "so_what": "answer.so-what", "situation": "answer.situation"}
    sent = {names.get(name, name): value for name, value in fields.items()}
    if "happened_on" in sent:
        sent |= date_fields("happened_on", str(sent.pop("happened_on")))
    meta = {"save-entry": entry, "save-base": base, "save-writer": writer, "save-seq": seq}
    return app.run("save", Values({**sent, **meta}))


def finish(app: PortfolioAppModel, **fields: str | list[str]) -> str:
    """Write an entry and mark it final; answers with its id."""
    app.open(["reflect", "new", TARGET])
    entry = new_entry_id()
    usual = {
        "title": "A title",
        "what": "Words",
        "happened_on": date.today().isoformat(),
        "target": TARGET,
    }
    save(app, entry, **{**usual, **fields})
    app.run("finalise", Values({"entry": entry}))
    return entry


# --- profile ------------------------------------------------------------------


def test_a_first_visit_invites_to_choose_a_programme(app: PortfolioAppModel) -> None:
    """Without a profile the ladder page is an invitation, not an error."""
    assert "Choose your programme" in app.pages["ladder"].html


def test_every_programme_can_be_chosen(app: PortfolioAppModel) -> None:
    """The list names all of them."""
    app.open(["me"])

    for programme in app.desk.catalogue.programmes.values():
        assert f'data-programme="{programme.id}"' in app.pages["me"].html


def test_a_saved_profile_leads_to_the_ladder_and_shows_in_the_header(
    app: PortfolioAppModel,
) -> None:
    """Saving answers with where to go; the header says who it is for."""
    reply = choose(app)
    app.open(["ladder"])

    assert reply["go"] == "#/ladder"
    assert "General Practice · ST2 · 80%" in app.parts["header"].html
    assert "targets done" in app.pages["ladder"].html


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"grade": ""}, "Choose your grade"),
        ({"start": ""}, "Enter the first day"),
        ({"start": "yesterday"}, "must include a month and a year"),
        ({"start": "2026-02-30"}, "no such date"),
        ({"start": "26-02-03"}, "four figures"),
        ({"start": "1900-01-01"}, "out of range"),
        ({"start": "2199-01-01"}, "out of range"),
    ],
)
def test_a_wrong_field_of_the_profile_is_named_at_the_field_and_above(
    app: PortfolioAppModel, changes: dict[str, str], says: str
) -> None:
    """The summary leads to the field; nothing is stored, what was typed is kept."""
    reply = choose(app, **changes)

    html = app.pages["me"].html
    assert reply == {"focus": ".nhsuk-error-summary"}
    assert html.count(says) == 2
    field = re.search(r'error-summary__list">\s*<li><a href="#([^"]+)"', html)
    assert field is not None
    assert f'id="{field.group(1)}"' in html
    assert app.desk.store.profile() is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"grade": "ST9"}, "ST9"),
        ({"platform": "myspace"}, "myspace"),
        ({"nation": "atlantis"}, "atlantis"),
        ({"wte": "half"}, "percentage"),
    ],
)
def test_a_choice_that_the_form_does_not_offer_is_refused_in_words(
    app: PortfolioAppModel, changes: dict[str, str], says: str
) -> None:
    """The message names what is wrong; nothing is stored."""
    with pytest.raises(InputError, match=says):
        choose(app, **changes)

    assert app.desk.store.profile() is None


def test_another_programme_starts_its_grade_and_platform_anew(app: PortfolioAppModel) -> None:
    """A grade of the old programme is not kept for the new one."""
    choose(app)
    app.open(["me"])
    app.run("other-programme", Values({}))
    app.run("choose-profile", Values({"programme": ["uk-foundation"]}))

    assert 'value="F1"' in app.pages["me"].html
    assert 'value="ST2"' not in app.pages["me"].html


# --- saving -------------------------------------------------------------------


def test_saving_answers_with_the_sequence_that_is_on_disk(app: PortfolioAppModel) -> None:
    """The reply names revision and sequence, and the store holds the words."""
    entry = new_entry_id()

    reply = save(app, entry, seq=7, what="Words")

    assert (reply["saved"]["revision"], reply["saved"]["seq"]) == (1, 7)
    assert app.desk.store.entry(entry).content.answer("what") == "Words"


def test_a_save_sent_twice_is_one_save(app: PortfolioAppModel) -> None:
    """A lost acknowledgement can be asked for again."""
    entry = new_entry_id()
    first = save(app, entry, what="Words")

    assert save(app, entry, what="Words")["saved"] == first["saved"]
    assert len(app.desk.store.history(entry)) == 1


def in_two_windows(app: PortfolioAppModel) -> tuple[str, Reply]:
    """An entry that another window has written on since this one read it."""
    entry = new_entry_id()
    save(app, entry, what="Mine", writer="one")
    save(app, entry, what="Theirs", writer="two", base=1)
    return entry, save(app, entry, what="Mine again", writer="one", base=1, seq=2)


def test_a_save_over_somebody_elses_is_refused_and_both_are_shown(app: PortfolioAppModel) -> None:
    """Another tab wrote on: its words stay, and the difference is there to choose from."""
    entry, reply = in_two_windows(app)

    html = app.pages["reflect"].html
    assert reply["conflict"]
    assert app.desk.store.entry(entry).content.answer("what") == "Theirs"
    assert re.search(r"<del>.*Theirs.*</del>", html)
    assert re.search(r"<ins>.*Mine again.*</ins>", html)


def test_of_two_windows_mine_can_be_kept(app: PortfolioAppModel) -> None:
    """What the other window saved is one step back in the history."""
    entry, _ = in_two_windows(app)
    base = app.run("take-mine", Values({}))["base"]
    save(app, entry, what="Mine again", writer="one", base=base, seq=3)

    texts = [r.content.answer("what") for r in app.desk.store.history(entry)]
    assert texts == ["Mine", "Theirs", "Mine again"]
    assert 'id="conflict"' not in app.pages["reflect"].html


def test_of_two_windows_the_other_can_be_taken(app: PortfolioAppModel) -> None:
    """The form lets go of what was typed."""
    entry, _ = in_two_windows(app)
    reply = app.run("take-theirs", Values({}))

    assert reply["drop"]
    assert "Theirs</textarea>" in app.pages["reflect"].html
    assert app.desk.store.entry(entry).revision == 2


def test_of_two_windows_both_can_be_kept(app: PortfolioAppModel) -> None:
    """The words as they stand in the form now become an entry of their own."""
    entry, _ = in_two_windows(app)
    typed = {"answer.what": "Mine again, and more", "title": "A title"}
    reply = app.run("take-both", Values(typed))

    new = reply["go"].rpartition("/")[2]
    content = app.desk.store.entry(new).content
    assert content.answer("what") == "Mine again, and more"
    assert content.title == "A title (from another window)"
    assert app.desk.store.entry(entry).content.answer("what") == "Theirs"


@pytest.mark.parametrize("meanwhile", ["nothing", "changed", "final", "deleted"])
def test_words_that_a_tab_kept_are_saved_whatever_happened_meanwhile(
    app: PortfolioAppModel, meanwhile: str
) -> None:
    """They go into their entry, or beside it if it is another's, locked or deleted by now."""
    entry = new_entry_id()
    save(app, entry, title="T", what="Before", happened_on=date.today().isoformat(), writer="one")
    if meanwhile == "changed":
        save(app, entry, what="Theirs", writer="two", base=1)
    elif meanwhile == "final":
        app.run("finalise", Values({"entry": entry}))
    elif meanwhile == "deleted":
        app.run("delete", Values({"entry": entry}))
    late = {"save-entry": entry, "save-base": "1", "save-writer": "one", "save-seq": "7"}

    reply = app.run("save-late", Values({**late, "title": "T", "answer.what": "Kept in the tab"}))

    found = app.desk.store.entry(reply["go"].rpartition("/")[2])
    assert found.content.answer("what") == "Kept in the tab"
    assert (found.id == entry) == (meanwhile == "nothing")


def test_answers_of_another_model_are_kept(app: PortfolioAppModel) -> None:
    """Changing the model and back loses no answer."""
    entry = new_entry_id()
    save(app, entry, what="Words", model="what-so-what-now-what")
    save(app, entry, situation="More", model="star", base=1, seq=2)
    save(app, entry, model="what-so-what-now-what", base=1, seq=3)

    content = app.desk.store.entry(entry).content
    assert (content.answer("what"), content.answer("situation")) == ("Words", "More")
    assert "Written under another model" in app.pages["reflect"].html


@pytest.mark.parametrize("typed", ["1900-01-01", "not-a-date", "2199-01-01"])
def test_a_date_out_of_range_is_reported_and_the_words_are_kept(
    app: PortfolioAppModel, typed: str
) -> None:
    """The text is saved; only the date is not taken."""
    entry = new_entry_id()
    save(app, entry, what="Words", happened_on=typed)
    reply = app.run("check-date", Values(date_fields("happened_on", typed)))

    assert reply["say"] in app.pages["reflect"].html
    content = app.desk.store.entry(entry).content
    assert (content.answer("what"), content.happened_on) == ("Words", None)


@pytest.mark.parametrize(
    "fields",
    [{"target": "no.such.target"}, {"model": "none"}, {"add_capability": "XX 9"}],
    ids=["target", "model", "capability"],
)
def test_what_does_not_exist_cannot_be_linked(
    app: PortfolioAppModel, fields: dict[str, str]
) -> None:
    """Unknown ids are refused, not stored."""
    choose(app)

    with pytest.raises(UnknownIdError):
        save(app, new_entry_id(), what="Words", **fields)

    assert app.desk.store.entries() == ()


def test_a_link_can_be_added_explained_and_taken_back(app: PortfolioAppModel) -> None:
    """A capability gets a reason of its own; unticking removes it."""
    choose(app)
    entry = new_entry_id()
    save(app, entry, what="Words", add_capability="GP 9")
    save(app, entry, base=1, seq=2, capability="GP 9", **{"because.GP 9": "I asked."})
    linked = app.desk.store.entry(entry).content.capabilities
    save(app, entry, base=1, seq=3, what="Words")

    assert [(link.code, link.because) for link in linked] == [("GP 9", "I asked.")]
    assert app.desk.store.entry(entry).content.capabilities == ()


# --- final entries ------------------------------------------------------------


def test_an_unfinished_entry_cannot_be_final(app: PortfolioAppModel) -> None:
    """The summary lists everything that is missing, each leading to its field."""
    entry = new_entry_id()
    save(app, entry, title="", what="")

    reply = app.run("finalise", Values({"entry": entry}))

    html = app.pages["reflect"].html
    assert reply == {"focus": ".nhsuk-error-summary"}
    for says in ("Give it a title", "Say when it happened", "under at least one heading"):
        assert html.count(says) == 2
    assert app.desk.store.entry(entry).state == "draft"


def test_what_is_mended_is_no_longer_reported(app: PortfolioAppModel) -> None:
    """Each message goes as soon as its field is right, without another press of the button."""
    entry = new_entry_id()
    save(app, entry, title="", what="")
    app.run("finalise", Values({"entry": entry}))

    save(app, entry, title="A title", what="", base=1, seq=2)

    html = app.pages["reflect"].html
    assert "Give it a title" not in html
    assert html.count("Say when it happened") == 2


def test_a_date_that_is_none_keeps_an_entry_from_being_final(app: PortfolioAppModel) -> None:
    """What the form shows is what counts, not the date that was there before."""
    entry = new_entry_id()
    save(app, entry, title="A title", what="Words", happened_on=date.today().isoformat())

    typed = {"entry": entry, "title": "A title", **date_fields("happened_on", "2026-02-30")}
    app.run("finalise", Values(typed))

    assert app.pages["reflect"].html.count("There is no such date") == 2
    assert app.desk.store.entry(entry).state == "draft"


def test_a_form_begun_before_the_kernel_answered_keeps_its_entry(app: PortfolioAppModel) -> None:
    """The page names the entry it began; saved already or not, the form is that entry's."""
    entry = new_entry_id()
    app.open(["reflect", "new", TARGET, "as", entry])
    assert f'data-entry="{entry}"' in app.pages["reflect"].html
    assert TARGET in app.pages["reflect"].html

    save(app, entry, what="Words")
    app.open(["reflect", "new", "as", entry])

    assert "Words" in app.pages["reflect"].html
    with pytest.raises(InputError, match="not the id"):
        app.open(["reflect", "new", "as", "<script>"])


def test_a_final_entry_is_locked_until_it_is_reopened(app: PortfolioAppModel) -> None:
    """It shows as text; writing on it is refused; reopening makes a new revision."""
    entry = finish(app)
    html = app.pages["reflect"].html
    with pytest.raises(InputError, match="final"):
        save(app, entry, base=1, seq=99, writer="other", what="Changed")
    app.run("reopen", Values({"entry": entry}))

    assert "<textarea" not in html
    assert "<textarea" in app.pages["reflect"].html
    assert app.desk.store.entry(entry).state == "draft"


def test_a_deleted_entry_can_be_brought_back(app: PortfolioAppModel) -> None:
    """Delete leads to the list with an undo."""
    entry = finish(app)
    app.run("delete", Values({"entry": entry}))
    gone = app.desk.store.entries()
    undo = app.pages["reflect"].html
    app.run("undelete", Values({"entry": entry}))

    assert gone == ()
    assert 'data-do="undelete"' in undo
    assert [e.id for e in app.desk.store.entries()] == [entry]


def test_done_needs_a_final_entry(app: PortfolioAppModel) -> None:
    """Saying so is not enough; with a final entry it counts on the map."""
    choose(app)
    with pytest.raises(InputError, match="final entry"):
        app.run("mark-done", Values({"target": TARGET}))
    finish(app)
    app.run("mark-done", Values({"target": TARGET}))
    app.open(["ladder"])

    assert re.search(r"\b1 of \d+ targets done", app.pages["ladder"].html)


def test_a_completed_step_offers_its_badge(app: PortfolioAppModel) -> None:
    """Only once each target is done; the bytes are a badge that is as it was signed."""
    choose(app)
    _, theme = app.desk.catalogue.find_theme("quality-improvement")
    rung = next(rung for rung in theme.steps if rung.step == 2)
    app.open(["theme", theme.id])
    assert 'data-do="badge"' not in app.pages["theme"].html
    with pytest.raises(EvidenceError, match="not complete"):
        app.run("badge", Values({"step": ["2"]}))

    finish(app, target=[target.id for target in rung.targets])
    for target in rung.targets:
        app.run("mark-done", Values({"target": target.id}))
    app.open(["theme", theme.id])

    assert app.pages["theme"].html.count('data-do="badge"') == 1
    reply = app.run("badge", Values({"step": "2"}))
    assert reply["download"]["name"] == "badge-quality-improvement-2.json"
    assert verify(reply["buffer"]).content == "unaltered"


# --- evidence -----------------------------------------------------------------


def test_the_export_is_a_pdf_named_without_the_trainees_words(app: PortfolioAppModel) -> None:
    """Bytes and a name that says what and when."""
    entry = finish(app, title="Marmalade")

    reply = app.run("export", Values({"entry": [entry]}))

    assert reply["buffer"].startswith(b"%PDF-")
    assert "marmalade" not in reply["download"]["name"].lower()


def test_nothing_chosen_is_said(app: PortfolioAppModel) -> None:
    """An export of nothing is refused in words."""
    finish(app)

    with pytest.raises(InputError, match="Nothing is chosen"):
        app.run("export", Values({}))


# --- routes and markup ----------------------------------------------------------


def test_an_unknown_command_asks_for_a_reload(app: PortfolioAppModel) -> None:
    """A page of another version gets a message, not an exception's name."""
    with pytest.raises(InputError, match="another version"):
        app.run("no-such-command", Values({}))


@pytest.mark.parametrize("route", [["target", "x"], ["theme", "x"], ["reflect", "x"]])
def test_a_route_that_names_nothing_is_said(app: PortfolioAppModel, route: list[str]) -> None:
    """The error is one of ours, fit to be shown."""
    with pytest.raises(LadderError):
        app.open(route)


def test_every_route_has_a_place_in_the_frame(app: PortfolioAppModel) -> None:
    """Each page of the app stands once in the frame."""
    html = frame({})

    for name, _ in PAGES:
        assert html.count(f'data-part="{name}"') == 1
        assert name in app.pages


class Reader(HTMLParser):
    """What a browser makes of HTML: its elements, texts and field values."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.values: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and the value it holds."""
        self.tags.append(tag)
        self.values += [value or "" for name, value in attrs if name == "value"]

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


HOSTILE = st.one_of(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "</textarea><script>alert(1)</script>",
            "\"'><img src=x onerror=alert(1)>",
            "&lt;script&gt; &amp; {{ title }} {% raw %}",
            "]]><!-- </title></option></select>",
        ]
    ),
    st.text(min_size=1, max_size=60).map(clean_text),
).filter(str.strip)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=HOSTILE)
def test_any_text_is_shown_as_text_and_nothing_else(app: PortfolioAppModel, text: str) -> None:
    """No text of a trainee becomes an element, and every one comes back as it was written."""
    entry = new_entry_id()
    plain = {"script", "img", "style", "iframe"}
    save(app, entry, title=text, what=text, tags="")
    app.open(["reflect", entry])

    page = Reader(app.pages["reflect"].html)
    stored = app.desk.store.entry(entry).content

    assert stored.answer("what") == text
    assert not plain & set(page.tags)
    assert page.tags.count("textarea") == 4
    assert stored.title in page.values
    assert text in page.text


def letters(text: str) -> str:
    """A text without its spaces and line ends, which HTML may fold."""
    return "".join(text.split())


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=HOSTILE)
def test_every_page_shows_a_text_as_text(app: PortfolioAppModel, text: str) -> None:
    """Lists, target, draft and final entry: no element of a trainee's making, no word lost."""
    assume(not find(text))  # what may name somebody cannot be made final unseen
    if app.desk.profile() is None:
        choose(app)

    def read(*route: str) -> Reader:
        app.open(route)
        return Reader(app.pages[route[0]].html)

    entry = finish(app, title="A title", what=text, add_capability="GP 9")
    pages = [read("reflect", entry)]
    app.run("reopen", Values({"entry": entry}))
    save(
        app, entry, base=app.desk.store.entry(entry).revision, writer="again", title=text,
        model="star", situation="Words", target=TARGET, capability="GP 9", tags=text,
        **{"because.GP 9": text},
    )  # fmt: skip
    pages += [read("reflect", entry), read("evidence"), read("reflect"), read("target", TARGET)]
    app.run("finalise", Values({"entry": entry}))
    pages += [read("reflect", entry), read("evidence"), read("preview", entry)]
    app.run("delete", Values({"entry": entry}))

    for page in pages:
        assert not {"script", "img", "style", "iframe"} & set(page.tags)
        assert letters(text) in letters(page.text)


@given(text=HOSTILE)
def test_a_message_is_shown_as_text(text: str) -> None:
    """What is said instead of a page is escaped like a page."""
    page = Reader(ProblemModel(text).html)

    assert set(page.tags) == {"main", "h1", "p", "code"}
    assert letters(text) in letters(page.text)


def test_a_leading_line_feed_survives_the_text_area(app: PortfolioAppModel) -> None:
    """HTML drops the first line feed of a text area: the template writes one more."""
    entry = new_entry_id()
    save(app, entry, what="\n\nthird line")
    app.open(["reflect", entry])

    assert ">\n\n\nthird line</textarea>" in app.pages["reflect"].html


def test_dates_are_written_as_uk_readers_write_them(app: PortfolioAppModel) -> None:
    """Day, month in letters, year."""
    day = date.today() - timedelta(days=3)
    finish(app, happened_on=day.isoformat())
    app.open(["reflect"])

    assert f"{day.day} {day:%B} {day.year}" in app.pages["reflect"].html


def test_a_moment_stays_as_it_was_and_the_next_one_is_current(desk: Desk) -> None:
    """What one painting shows is of one moment, even if something is saved meanwhile."""
    app = PortfolioAppModel(desk)
    choose(app)
    moment = Moment(desk)
    before = (moment.profile(), moment.entries(), moment.standing())
    finish(app, what="something was learned")

    assert (moment.profile(), moment.entries(), moment.standing()) == before
    assert Moment(desk).entries() == desk.entries() != before[1]
    assert Moment(desk).standing() == desk.standing() != before[2]


# --- plan, starting point, extending -------------------------------------------------


def test_the_plan_asks_for_a_programme_first(app: PortfolioAppModel) -> None:
    """Before one is chosen there is nothing to plan."""
    app.open(["plan"])

    assert 'href="#/me"' in app.pages["plan"].html


def test_what_is_ticked_is_there_until_it_is_taken_back(app: PortfolioAppModel) -> None:
    """The tick is in the store, and one that nobody asks for is refused."""
    choose(app)
    app.open(["plan"])
    tick = re.search(r'data-do="tick" data-tick="([^"]+)"', app.pages["plan"].html)
    assert tick is not None
    app.run("tick", Values({"tick": tick[1]}))
    there = app.pages["plan"].html
    marks = app.desk.store.marks()
    app.run("untick", Values({"tick": tick[1]}))

    assert f'data-do="untick" data-tick="{tick[1]}"' in there
    assert marks == {tick[1]}
    assert app.desk.store.marks() == frozenset()
    with pytest.raises(InputError, match="Load the page again"):
        app.run("tick", Values({"tick": "review/other"}))


def test_a_starting_point_counts_as_done_before(app: PortfolioAppModel) -> None:
    """Of one ladder's themes; those of the others stay as they were said."""
    choose(app)
    app.open(["start"])
    assert 'name="reached.team-working" value="2"' in app.pages["start"].html
    reply = app.run("save-start", Values({"reached.team-working": "1", "reached.integrity": "0"}))
    app.run("save-start", Values({"reached.integrity": "1"}))
    profile = app.desk.profile()
    standing = app.desk.standing()

    assert reply["go"] == "#/ladder"
    assert profile is not None
    assert standing is not None
    assert {(r.theme, r.step) for r in profile.reached} == {("team-working", 1), ("integrity", 1)}
    assert {t.status for t in standing.of("team-working", 1)} == {"done-before"}
    for wrong in ("5", "two", "-1"):
        with pytest.raises(InputError):
            app.run("save-start", Values({"reached.team-working": wrong}))


def test_a_profile_takes_the_next_review_and_time_out(app: PortfolioAppModel) -> None:
    """What is stored is shown again, with room for one more; emptied dates are taken out."""
    today = app.desk.today()
    first, last = today + timedelta(days=30), today + timedelta(days=60)
    out = date_fields("out.0.first", first.isoformat()) | date_fields(
        "out.0.last", last.isoformat()
    )
    arcp = (today + timedelta(days=90)).isoformat()
    choose(app, **out, **date_fields("next_arcp", arcp))
    profile = app.desk.profile()
    app.open(["me"])
    html = app.pages["me"].html
    choose(app, **date_fields("out.0.first", ""), **date_fields("out.0.last", ""))
    emptied = app.desk.profile()

    assert profile is not None
    assert emptied is not None
    assert [(o.first, o.last) for o in profile.out] == [(first, last)]
    assert profile.next_arcp is not None
    assert profile.next_arcp.isoformat() == arcp
    assert 'id="profile-out-1-first-day"' in html
    assert emptied.out == ()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"next_arcp": "2020-02-01"}, "profile-arcp-day"),
        ({"next_arcp": "soon"}, "profile-arcp-day"),
        ({"out.0.first": "2027-02-01", "out.0.last": "2027-01-01"}, "profile-out-0-first-day"),
        ({"out.0.first": "2027-02-01", "out.0.last": ""}, "profile-out-0-last-day"),
    ],
)
def test_contradictory_dates_are_told_at_their_field(
    app: PortfolioAppModel, typed: dict[str, str], field: str
) -> None:
    """Nothing is stored, and the summary leads to the field."""
    fields = {}
    for name, text in typed.items():
        fields |= date_fields(name, text) if text else date_fields(name, "--")
    choose(app, **fields)

    assert f'href="#{field}"' in app.pages["me"].html
    assert app.desk.profile() is None


def test_a_broken_resource_is_reported_and_taken_back(app: PortfolioAppModel) -> None:
    """On the page of its step and beyond the core; an unknown one is refused."""
    app.open(["extend"])
    found = re.search(r'data-do="extend-broken" data-resource="([^"]+)"', app.pages["extend"].html)
    assert found is not None
    app.run("extend-broken", Values({"resource": found[1]}))
    app.open(["extend"])
    html = app.pages["extend"].html
    app.run("target-mended", Values({"resource": found[1]}))

    assert "reported as broken" in html
    assert app.desk.store.marks() == frozenset()
    with pytest.raises(UnknownIdError):
        app.run("extend-broken", Values({"resource": "nothing"}))


def test_a_target_explains_its_date_and_who_wrote_it(app: PortfolioAppModel) -> None:
    """Rule, inputs and stages; status, author and review of what is shown."""
    choose(app)
    app.open(["target", TARGET])
    html = app.pages["target"].html

    assert "Why then?" in html
    assert "End of training" in html
    assert "not yet reviewed" in html
    assert "Generic professional capabilities framework, General Medical Council, 2017" in html


# --- a second ladder -------------------------------------------------------------------


def test_a_second_ladder_is_there_because_its_data_are(app: PortfolioAppModel) -> None:
    """Offered on the map, the starting point and the form; its targets can be opened and done."""
    choose(app)
    app.open(["ladder"])
    first = app.pages["ladder"].html
    app.open(["ladder", "education"])
    second = app.pages["ladder"].html
    app.open(["start", "education"])
    start = app.pages["start"].html
    app.open(["target", "learning-environment.2.b"])
    target = app.pages["target"].html
    app.open(["reflect", "new"])

    assert 'href="#/ladder/education"' in first
    assert "The learning environment" in second
    assert "The learning environment" not in first
    assert 'name="reached.learning-environment"' in start
    assert app.desk.catalogue.place("learning-environment.2.b").target.title in target
    assert 'value="learning-environment.2.b"' in app.pages["reflect"].html


def test_no_line_of_code_knows_a_ladder_by_name() -> None:
    """Neither ladder's themes are named in the package: a ladder is data."""
    package = Path(ladder_widgets.__file__).parent
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
        if "static" not in path.parts
    )

    for theme in load_catalogue().ladders["education"].themes:
        assert theme.id not in code
    assert '"education"' not in code.replace('    "education",\n', "")  # a tag is called so too


# --- the list, its bin, and the history --------------------------------------------


def narrow(app: PortfolioAppModel, **fields: str) -> str:
    """The list as it is with these fields of its search form."""
    app.open(["reflect"])
    app.run("filter-entries", Values(fields))
    return app.pages["reflect"].html


def listed(html: str) -> list[str]:
    """The titles in the list, in its order."""
    return re.findall(r'<a id="entry-\d+"[^>]*>([^<]*)</a>', html)


def test_the_list_is_searched_and_filtered(app: PortfolioAppModel) -> None:
    """By words, state, theme, step, capability, tag and time; each narrows what is there."""
    choose(app)
    finish(app, title="First", what="The huddle", tags="handover", add_capability="GP 9")
    finish(app, title="Second", what="A complaint", target="team-working.1.a")
    app.open(["reflect", "new"])
    save(app, new_entry_id(), title="Third", happened_on="2020-01-01", what="A huddle again")

    assert listed(narrow(app)) == ["Third", "Second", "First"]
    assert listed(narrow(app, words="huddle")) == ["Third", "First"]
    assert listed(narrow(app, words="huddle", state="final")) == ["First"]
    assert listed(narrow(app, theme="team-working")) == ["Second"]
    assert listed(narrow(app, step="2")) == ["First"]
    assert listed(narrow(app, theme="team-working", step="2")) == []
    assert listed(narrow(app, capability="GP 9")) == ["First"]
    assert listed(narrow(app, tag="handover")) == ["First"]
    assert listed(narrow(app, when="lately")) == ["Second", "First"]
    assert listed(narrow(app, when="review")) == ["Second", "First"]
    assert "0 of 3 reflections fit" in narrow(app, words="nowhere")
    app.run("all-entries", Values({}))
    assert len(listed(app.pages["reflect"].html)) == 3


def test_a_long_list_shows_more_on_demand(app: PortfolioAppModel) -> None:
    """Fifty at first; the focus goes on to the first of those that came."""
    app.open(["reflect", "new"])
    for number in range(53):
        save(app, new_entry_id(), title=f"Entry {number}")

    shown = listed(narrow(app))
    reply = app.run("more-entries", Values({}))

    assert len(shown) == 50
    assert len(listed(app.pages["reflect"].html)) == 53
    assert reply["focus"] == "#entry-50"
    assert 'id="entry-50"' in app.pages["reflect"].html


def test_a_pinned_entry_comes_first(app: PortfolioAppModel) -> None:
    """Until it is unpinned, from the entry itself."""
    first = finish(app, title="First")
    finish(app, title="Second")
    app.open(["reflect", first])
    app.run("pin", Values({"entry": first}))

    assert listed(narrow(app)) == ["First", "Second"]
    app.open(["reflect", first])
    assert "Unpin" in app.pages["reflect"].html
    app.run("pin", Values({"entry": first}))
    assert listed(narrow(app)) == ["Second", "First"]


def test_a_copy_is_a_draft_of_its_own(app: PortfolioAppModel) -> None:
    """Everything written goes into it; the first stays final."""
    first = finish(app, title="First", what="Words", tags="a, b")
    reply = app.run("duplicate", Values({"entry": first}))

    new = reply["go"].rpartition("/")[2]
    copy, original = app.desk.store.entry(new), app.desk.store.entry(first)
    assert (copy.state, original.state) == ("draft", "final")
    assert copy.content.title == "First (copy)"
    assert copy.content.answers == original.content.answers
    assert copy.content.tags == ("a", "b")


def test_the_bin_brings_back_or_empties(app: PortfolioAppModel) -> None:
    """What was deleted is listed with its last day until it is removed for good."""
    first, second = finish(app, title="First"), finish(app, title="Second")
    app.run("delete", Values({"entry": first}))
    app.run("delete", Values({"entry": second}))
    app.open(["reflect", "deleted"])
    bin_page = app.pages["reflect"].html
    app.run("undelete", Values({"entry": first}))
    reply = app.run("empty-bin", Values({}))

    assert bin_page.index("Second") < bin_page.index("First")
    assert "gone on" in bin_page
    assert [e.id for e in app.desk.store.entries()] == [first]
    assert reply["announce"] == "1 gone for good."
    assert "Nothing is here" in app.pages["reflect"].html


def test_the_history_shows_what_changed_and_leads_back(app: PortfolioAppModel) -> None:
    """Each revision beside the one before; going back makes a new draft."""
    entry = finish(app, title="A title", what="We met on time")
    app.run("reopen", Values({"entry": entry}))
    save(app, entry, base=2, writer="other", title="A title", what="We all met", note="Mine alone")
    app.open(["history", entry])
    newest = app.pages["history"].html
    app.open(["history", entry, "1"])
    oldest = app.pages["history"].html
    app.open(["history", entry, "3", "1"])
    across = app.pages["history"].html
    reply = app.run("go-back", Values({"entry": entry, "number": "1"}))

    assert "Revision 3 beside revision 2" in newest
    assert re.search(r"<ins>.*all.*</ins>", newest)
    assert re.search(r"<del>.*time.*</del>", newest)
    assert "Mine alone" in newest
    assert "beside" not in oldest
    assert "Revision 3 beside revision 1" in across
    assert reply["go"] == f"#/reflect/{entry}"
    stored = app.desk.store.entry(entry)
    assert (stored.revision, stored.state) == (4, "draft")
    assert stored.content.answer("what") == "We met on time"
    with pytest.raises(UnknownIdError):
        app.open(["history", entry, "9"])


def test_history_of_nothing_leads_to_the_list(app: PortfolioAppModel) -> None:
    """An address that was cut short is no dead end."""
    assert app.open(["history"])["go"] == "#/reflect"


def test_words_are_counted_under_the_prompts(app: PortfolioAppModel) -> None:
    """The title and notes do not count."""
    app.open(["reflect", "new"])
    entry = new_entry_id()
    save(app, entry, title="Three words here", what="One two", so_what="three\nfour", note="no")
    app.open(["reflect", entry])

    assert "<span data-word-count>4</span> words" in app.pages["reflect"].html


# --- what may identify somebody ----------------------------------------------------

NAMED = "Mrs Okafor was waiting, and I asked Mrs Okafor to sit down."


def write_named(app: PortfolioAppModel, **fields: str) -> str:
    """A draft with a name in it, looked at; answers with its id."""
    app.open(["reflect", "new"])
    entry = new_entry_id()
    today = date.today().isoformat()
    save(app, entry, **{"title": "T", "what": NAMED, "happened_on": today, **fields})
    app.run("look", Values({"entry": entry}))
    return entry


def digest_in(html: str) -> str:
    """The digest of the first finding on a page that may be kept."""
    found = re.search(r'data-do="keep" data-code="name" data-digest="([0-9a-f]{32})"', html)
    assert found is not None
    return found.group(1)


def test_what_is_found_is_listed_and_marked_as_browsers_count(app: PortfolioAppModel) -> None:
    """One item for the same words, a mark for each place; signs outside the BMP count twice."""
    entry = write_named(app, what=f"\N{SLIGHTLY SMILING FACE} {NAMED}")
    html = app.pages["reflect"].html
    reply = app.run("look", Values({"entry": entry}))

    (marks,) = [marks for marks in reply["marks"].values() if marks]  # type: ignore[typeddict-item]
    assert len(marks) == 2
    assert marks[0][:2] == (3, 3 + len("Mrs Okafor"))
    assert html.count("(2 times)") == 1
    assert 'aria-describedby="answer-what-so-what-now-what-what-hint ' in html
    assert "answer-what-so-what-now-what-what-findings" in html


def test_an_entry_with_open_findings_cannot_be_final(app: PortfolioAppModel) -> None:
    """Each field is named; once the words are changed it can."""
    entry = write_named(app)
    refused = app.run("finalise", Values({"entry": entry}))
    html = app.pages["reflect"].html
    save(app, entry, base=1, seq=2, what="A relative was waiting.")
    app.run("finalise", Values({"entry": entry}))

    assert refused == {"focus": ".nhsuk-error-summary"}
    assert "may tell who it is about" in html
    assert app.desk.store.entry(entry).state == "final"


def test_a_finding_is_kept_only_with_a_reason(app: PortfolioAppModel) -> None:
    """The reason is stored with the entry, shown, and can be taken back."""
    entry = write_named(app)
    digest = digest_in(app.pages["reflect"].html)
    named = {"code": "name", "digest": digest}
    blank = app.run("keep", Values({**named, f"reason.{digest}": "  "}))
    app.run("keep", Values({**named, f"reason.{digest}": "She asked to be named."}))
    kept = app.pages["reflect"].html
    app.run("ask-again", Values(named))

    assert "why" in blank["problem"]
    assert "Kept: She asked to be named." in kept
    assert app.desk.store.kept(entry) == ()
    app.run("keep", Values({**named, f"reason.{digest}": "She asked to be named."}))
    app.run("finalise", Values({"entry": entry}))
    assert app.desk.store.entry(entry).state == "final"
    assert [k.reason for k in app.desk.store.kept(entry)] == ["She asked to be named."]


def test_final_entries_with_findings_are_exported_only_with_a_reason(
    app: PortfolioAppModel,
) -> None:
    """An entry that came by another way is looked at before it leaves; the reason is recorded."""
    entry = new_entry_id()
    content = Content(title="T", answers=(Answer(prompt="what", text=NAMED),))
    writer = new_entry_id()
    app.desk.store.save(
        Save(entry_id=entry, base=0, writer=writer, seq=1, content=content, state="final")
    )
    app.open(["evidence"])
    asked = app.run("export", Values({"entry": entry}))
    page = app.pages["evidence"].html
    again = app.run("export", Values({"entry": entry, "reason": " "}))
    reply = app.run("export", Values({"entry": entry, "reason": "She agreed."}))

    assert asked == again == {"focus": "#look-again"}
    assert "Look again" in page
    assert "Okafor" not in page
    assert reply["buffer"].startswith(b"%PDF")
    assert {k.reason for k in app.desk.store.kept(entry)} == {"She agreed."}
    assert "Look again" not in app.pages["evidence"].html
