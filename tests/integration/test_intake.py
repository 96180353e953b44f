"""What is exported comes back without loss; importing twice does it once, undoing undoes it."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import msgspec
import pytest
from attachment_tools import jpeg, pdf, png
from evidence_tools import PROFILE, catalogue, make_entry
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from leap2a_tools import DATA as LEAP2A
from store_tools import Clock, settings_in, write
from strategies import TODAY, contents, entry_ids, moments, profiles, states, texts

from ladder_widgets.errors import BundleError, InputError, UnknownIdError
from ladder_widgets.evidence.export import export
from ladder_widgets.evidence.intake import read_any
from ladder_widgets.portfolio.comments import Comment, sign_comment
from ladder_widgets.portfolio.inspection.inspect import inspect
from ladder_widgets.portfolio.intake import MAX_ENTRIES, Arrival, Arriving
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.portfolio.model import PINNED
from ladder_widgets.portfolio.store import open_store

NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
SUPERVISOR = SigningKey(bytes(range(32)))
arrivings = st.builds(
    Arriving,
    id=entry_ids,
    state=states,
    content=contents,
    written_at=moments,
    created_at=moments,
)


@st.composite
def arrivals(draw):
    """What a portfolio may bring: entries, some with a signed comment, profile, marks."""
    entries = draw(st.lists(arrivings, min_size=1, max_size=4, unique_by=lambda e: e.id))
    return Arrival(
        source="bundle",
        entries=tuple(entries),
        profile=draw(st.none() | profiles),
        marks=draw(st.frozensets(st.sampled_from(["quality-improvement.2.a", "review/arcp/1"]))),
        comments=tuple(comment_on(entry, draw(texts)) for entry in entries if draw(st.booleans())),
    )


def comment_on(entry, text):
    """A comment that a supervisor signed."""
    return sign_comment(
        Comment(
            id=entry.id[::-1],
            entry_id=entry.id,
            entry_written_at=entry.written_at,
            bundle="b" * 64,
            text=f"Well seen. {text}",
            name="Dr Example",
            written_at=NOW,
            public=SUPERVISOR.public,
        ),
        SUPERVISOR,
    )


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    with open_store(settings_in(tmp_path / "mine"), now=Clock(NOW)) as opened:
        yield opened


def exported(store, format_="zip"):
    """Everything in a store, drafts too, as one file."""
    entries = store.entries()
    return export(
        format_,
        entries,
        profile=store.profile(),
        catalogue=catalogue(),
        today=TODAY,
        files=store.files_of([entry.id for entry in entries]),
        marks=store.marks(),
        key=store.signing_key(),
        comments=store.comments(*(entry.id for entry in entries)),
    )


def portfolio(store, *, comments=True):
    """What a portfolio is, wherever it lies; revisions are numbered by their store."""
    return (
        set(store.comments(*(e.id for e in store.entries()))) if comments else None,
        store.profile(),
        {msgspec.structs.replace(e, revision=0) for e in store.entries()},
        {(a, data) for a, data in store.files_of([e.id for e in store.entries()])},
        store.marks(),
    )


def foreign_zip():
    """A portfolio of another program, with its files."""
    out = BytesIO()
    with ZipFile(out, "w") as folder:
        folder.writestr("leap2a.xml", (LEAP2A / "official.xml").read_bytes())
        for name in ("files/7-certificate one.pdf", "files/board.png", "files/nobody.pdf"):
            folder.writestr(name, pdf(name))
    return out.getvalue()


class TestRoundTrip:
    """Portfolio, file, empty store, portfolio."""

    @examples(max_examples=12)
    @given(arrival=arrivals(), format_=st.sampled_from(["zip", "pdf", "json", "leap2a"]))
    def test_a_portfolio_comes_back_equal(self, tmp_path_factory, arrival, format_):
        """By the bundle, by the PDF alone, and by its data; any text, draft or final."""
        folder = tmp_path_factory.mktemp("trip")
        with (
            open_store(settings_in(folder / "a"), now=Clock(NOW)) as mine,
            open_store(settings_in(folder / "b"), now=Clock(NOW)) as theirs,
        ):
            mine.take_in(arrival)
            theirs.take_in(read_any(exported(mine, format_), columns={}))

            # Leap2A has no place for a signed comment.
            ours = format_ != "leap2a"
            assert portfolio(theirs, comments=ours) == portfolio(mine, comments=ours)
            if ours:
                assert exported(theirs, "json") == exported(mine, "json")

    @pytest.mark.parametrize("format_", ["zip", "pdf", "leap2a"])
    def test_files_come_back_with_their_entries(self, tmp_path, store, format_):
        """The same bytes, names, remarks and days."""
        saved = write(store, "One")
        for data, name in ((png(), "chart.png"), (jpeg(), "board.jpg")):
            store.attach(saved.entry_id, inspect(data, name))
        store.save_profile(PROFILE)
        store.mark("quality-improvement.2.a", done=True)

        with open_store(settings_in(tmp_path / "b"), now=Clock(NOW)) as theirs:
            taken = theirs.take_in(read_any(exported(store, format_), columns={}))

            assert (taken.files, taken.marks, taken.profile) == (2, 1, True)
            assert portfolio(theirs) == portfolio(store)

    def test_what_belongs_to_this_store_alone_stays_behind(self, store):
        """The private note, pins and history."""
        saved = write(store, "One")
        store.mark(PINNED + saved.entry_id, done=True)

        assert PINNED not in exported(store, "json").decode()


class TestTwice:
    """An import meets what is here already."""

    @examples(max_examples=15)
    @given(arrival=arrivals())
    def test_a_second_time_changes_nothing_and_undoing_the_first_leaves_nothing(
        self, tmp_path_factory, arrival
    ):
        """Nothing but the number of the next import tells of it."""
        with open_store(settings_in(tmp_path_factory.mktemp("t")), now=Clock(NOW)) as store:
            write(store, "Mine")
            before = portfolio(store)
            first = store.take_in(arrival)
            held = portfolio(store)

            assert store.look_at(arrival).changes is False
            assert store.take_in(arrival).number == 0
            assert portfolio(store) == held
            assert set(store.undo_intake(first.number).undone) == {e.id for e in arrival.entries}
            assert portfolio(store) == before
            assert store.deleted() == ()

    def test_looking_first_changes_nothing(self, store):
        """It tells what would happen."""
        arrival = arriving(make_entry(1), make_entry(2))

        assert store.look_at(arrival).count("new") == 2
        assert store.entries() == ()

    def test_what_was_written_on_elsewhere_becomes_a_revision(self, store):
        """What is here stays in the history; the private note, which never left, stays too."""
        saved = write(store, "Here")
        mine = store.entry(saved.entry_id)
        newer = elsewhere(mine, "Elsewhere", hours=1)

        taken = store.take_in(newer)

        assert taken.fates == {mine.id: "newer"}
        assert [r.content.answer("what") for r in store.history(mine.id)] == ["Here", "Elsewhere"]
        assert store.search("elsewhere") == {mine.id}
        store.undo_intake()
        assert store.entry(mine.id) == mine
        assert store.search("elsewhere") == frozenset()

    def test_what_is_older_is_left_out(self, store):
        """Somebody wrote on here."""
        mine = store.entry(write(store, "Here").entry_id)

        taken = store.take_in(elsewhere(mine, "Before", hours=-1))

        assert (taken.fates, taken.number) == ({mine.id: "older"}, 0)
        assert store.entry(mine.id) == mine

    def test_what_is_in_the_bin_comes_back(self, store):
        """And goes there again when that is undone."""
        mine = store.entry(write(store, "Here").entry_id)
        store.delete(mine.id)

        assert store.take_in(arriving(mine)).fates == {mine.id: "back"}
        assert store.entry(mine.id) == mine

        store.undo_intake()
        assert [gone.entry for gone in store.deleted()] == [mine]

    def test_what_was_changed_since_stays_when_an_import_is_undone(self, store):
        """The words that came later are nobody's to take away."""
        store.take_in(arriving(make_entry(1), make_entry(2)))
        head = store.reopen(make_entry(1).id, writer="tab-1")

        done = store.undo_intake()

        assert (done.kept, done.undone) == ((make_entry(1).id,), (make_entry(2).id,))
        assert store.entry(make_entry(1).id).revision == head.revision
        with pytest.raises(UnknownIdError):
            store.undo_intake()


def arriving(*entries):
    """Entries as they arrive from another store."""
    return Arrival(
        source="bundle",
        entries=tuple(
            Arriving(
                id=e.id,
                state=e.state,
                content=e.content,
                written_at=e.written_at,
                created_at=e.created_at,
            )
            for e in entries
        ),
    )


def elsewhere(entry, text, *, hours):
    """An entry with another text, so many hours later."""
    answers = tuple(msgspec.structs.replace(a, text=text) for a in entry.content.answers)
    content = msgspec.structs.replace(entry.content, answers=answers)
    later = entry.written_at + dt.timedelta(hours=hours)
    return arriving(msgspec.structs.replace(entry, content=content, written_at=later))


class TestBadFiles:
    """What cannot be imported leaves the store untouched."""

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "no CSV"),
            (b"PK\x03\x04 cut off", "damaged"),
            (b"%PDF-1.7 cut off", "damaged"),
            (b'{"format": "another"}', "not a bundle"),
            (b"\xff\xfe\x00\x01" * 50, "no CSV|No column"),
            (b"a,b\n1,2\n", "--map title"),
        ],
    )
    def test_a_file_of_no_known_kind_is_refused(self, data, says):
        """With the reason, and what to do."""
        with pytest.raises(BundleError, match=says):
            read_any(data, columns={})

    def test_a_pdf_of_someone_else_is_refused(self):
        """It says how to keep it with an entry."""
        with pytest.raises(BundleError, match="ladder entry attach"):
            read_any(pdf("Nothing of ours"), columns={})

    def test_a_bundle_of_a_newer_kit_is_refused(self, store):
        """Rather than read half of it."""
        write(store, "One")
        raw = json.loads(exported(store, "json"))
        raw["format-version"] = 99

        with pytest.raises(BundleError, match="Update the kit"):
            read_any(json.dumps(raw).encode(), columns={})

    def test_more_entries_than_anybody_writes_are_refused(self, store):
        """Before anything is stored."""
        entry = make_entry(1)
        many = arriving(
            *(msgspec.structs.replace(entry, id=f"{n:032x}") for n in range(MAX_ENTRIES + 1))
        )
        with pytest.raises(InputError, match="in parts"):
            store.take_in(many)
        assert store.entries() == ()

    def test_two_entries_of_one_id_and_impossible_dates_are_refused(self, store):
        """All or nothing."""
        good = make_entry(1)
        late = make_entry(2, happened_on=dt.date(2099, 1, 1))
        for arrival in (arriving(good, good), arriving(good, late)):
            with pytest.raises(InputError, match="Nothing was imported"):
                store.take_in(arrival)
        assert store.entries() == ()

    def test_a_file_that_is_not_the_one_that_is_meant_stays_behind(self, store):
        """An attachment with other bytes is never stored under the name of the first."""
        saved = write(store, "One")
        store.attach(saved.entry_id, inspect(png(), "chart.png"))
        raw = json.loads(exported(store, "json"))
        raw["entries"][0]["attachments"][0]["digest"] = "0" * 64

        arrival = read_any(json.dumps(raw).encode(), columns={})

        assert arrival.entries[0].attachments == ()
        assert any("stay behind" in warning for warning in arrival.warnings)

    def test_a_file_that_poses_as_another_kind_is_looked_at_like_any(self, store):
        """A bundle may be anybody's: its files are inspected as on attaching."""
        saved = write(store, "One")
        kept = store.attach(saved.entry_id, inspect(png(), "chart.png"))
        found = msgspec.structs.replace(inspect(png(), "chart.png"), data=b"MZ program")
        store.detach(kept.id)
        store.attach(saved.entry_id, found)

        arrival = read_any(exported(store, "zip"), columns={})

        assert arrival.entries[0].attachments == ()
        assert any("refused" in warning for warning in arrival.warnings)


class TestOtherPortfolios:
    """A Leap2A feed that another program wrote."""

    @pytest.mark.parametrize("name", ["official.xml", "archived.xml", "first-version.xml"])
    def test_its_entries_become_drafts_once(self, store, name):
        """In each form of the namespaces; what could not be kept is told, a second time nothing."""
        feed = (LEAP2A / name).read_bytes()
        arrival = read_any(feed, columns={})
        taken = store.take_in(arrival)

        assert arrival.source == "leap2a"
        assert {entry.state for entry in store.entries()} == {"draft"}
        assert taken.count("new") == len(store.entries()) > 0
        assert store.take_in(read_any(feed, columns={})).changes is False
        store.undo_intake()
        assert store.entries() == ()

    def test_its_files_are_looked_at_and_what_it_was_said_to_show_is_kept_in_words(self, store):
        """The kind is told by the content, whatever the feed says; no capability is guessed."""
        arrival = read_any(foreign_zip(), columns={})
        store.take_in(arrival)

        held = [file for entry in store.entries() for file in store.attachments(entry.id)]
        assert {file.kind for file in held} == {"pdf"}
        texts = [a.text for entry in store.entries() for a in entry.content.answers]
        assert any("There it was said to show:\n- " in text for text in texts)
        assert all(entry.content.capabilities == () for entry in store.entries())


class TestCourses:
    """A CSV of courses that were completed."""

    CSV = (
        b"Course,Date completed,Provider,Hours\r\n"
        b"Chairing a meeting,14/09/2026,An invented academy,2\r\n"
        b"Run charts,2026-10-01,,1.5\r\n"
        b"No day,,,\r\n"
    )

    def test_each_row_becomes_a_draft(self, store):
        """The facts are there; what was learned is still to be written."""
        arrival = read_any(self.CSV, columns={})
        store.take_in(arrival)

        assert arrival.warnings == (
            "1 rows have no title or a date that cannot be read; they stay behind.",
        )
        found = {entry.content.title: entry for entry in store.entries()}
        first = found["Chairing a meeting"]
        assert (first.state, first.content.happened_on) == ("draft", dt.date(2026, 9, 14))
        assert first.content.answer("event") == "Provider: An invented academy\nHours: 2"
        assert first.content.tags == ("course",)

    def test_a_draft_that_was_written_on_is_left_alone(self, store):
        """Importing the same file again changes nothing."""
        arrival = read_any(self.CSV, columns={})
        store.take_in(arrival)
        mine = store.entries()[0]
        write(store, "What I learned", entry_id=mine.id, base=1)

        assert store.take_in(arrival).number == 0
        assert store.entry(mine.id).content.answer("what") == "What I learned"

    def test_columns_of_other_names_are_said(self):
        """By heading, whatever its capitals."""
        data = b"Thing;When\nRun charts;1 Oct 2026\n"

        arrival = read_any(data, columns={"title": "thing", "date": "When"})

        assert arrival.entries[0].content.happened_on == dt.date(2026, 10, 1)
        with pytest.raises(BundleError, match="no column"):
            read_any(data, columns={"title": "Nothing"})

    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, data):
        """Never with another error."""
        with suppress(BundleError):
            read_any(b"title,date\n" + data, columns={})
