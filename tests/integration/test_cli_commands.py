"""Each command of a trainee, from profile to backup, on a real store."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ladder_widgets.cli.app import app
from ladder_widgets.cli.session import Session
from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Save, new_entry_id
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

TODAY = dt.date(2026, 11, 22)
GP = ("--programme", "general-practice", "--grade", "ST2", "--start", "2026-08-05")


class Trainee:
    """A trainee at a terminal, with a data folder of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.runner = CliRunner(env={"LADDER_DATA_DIR": str(self.data), "LADDER_PACKS": ""})

    def types(self, *words: str, stdin: str | bytes | None = None) -> Result:
        """Run a command."""
        return self.runner.invoke(app, words, input=stdin, obj=Session(today=TODAY))

    def gets(self, *words: str, stdin: str | bytes | None = None) -> str:
        """Run a command that works and return what it printed."""
        result = self.types(*words, stdin=stdin)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    def json(self, *words: str) -> Any:
        """Run a command with --json and return the data."""
        return json.loads(self.gets(*words, "--json"))

    def fails(self, *words: str, stdin: str | bytes | None = None, status: int = 1) -> str:
        """Run a command that fails and return its one line."""
        result = self.types(*words, stdin=stdin)
        assert status == result.exit_code, result.output
        assert result.stderr.count("\n") == 1
        return result.stderr

    def writes(self, **front: str) -> str:
        """Add an entry and return its id."""
        fields = {"title": "Handover", "date": "2026-03-10"} | front
        head = "".join(f"{key}: {value}\n" for key, value in fields.items())
        printed = self.gets("entry", "add", "-", stdin=f"---\n{head}---\n## What?\nIt happened.\n")
        return printed.split()[1]


@pytest.fixture
def trainee(tmp_path: Path) -> Trainee:
    """Somebody who has just installed the kit."""
    return Trainee(tmp_path)


@pytest.fixture
def gp(trainee: Trainee) -> Trainee:
    """Somebody with a profile."""
    trainee.gets("profile", "set", *GP)
    return trainee


def a_target(step: int = 2) -> str:
    """A target of a step of the shipped ladder."""
    catalogue = load_catalogue()
    return next(
        place.target.id for place in catalogue.places(catalogue.ladder) if place.step.step == step
    )


# --- programmes -------------------------------------------------------------------


def test_programmes_are_listed_with_what_the_contract_names(trainee: Trainee) -> None:
    """Every programme has id, name, grades, months, routes and platforms."""
    listed = trainee.json("programmes")
    first = next(p for p in listed if p["id"] == "uk-foundation")

    assert len(listed) == 88
    assert (first["grades"], first["months"]) == (["F1", "F2"], 24)
    assert {"england": "horus", "scotland": "turas"}.items() <= first["platforms"].items()


def test_programmes_are_found_by_words(trainee: Trainee) -> None:
    """Words narrow the list; JSON of nothing is an empty array."""
    assert [p["id"] for p in trainee.json("programmes", "GENERAL", "prac")] == ["general-practice"]
    assert trainee.json("programmes", "astrology") == []
    assert trainee.gets("programmes", "general", "prac").startswith("general-practice ")


# --- profile ----------------------------------------------------------------------


def test_profile_is_kept(gp: Trainee) -> None:
    """What was set is shown, with what follows from it."""
    shown = gp.json("profile", "show")

    assert {
        "programme": "general-practice",
        "route": "standard",
        "grade": "ST2",
        "start": "2026-08-05",
        "wte": 1.0,
        "nation": "england",
        "platform": "fourteenfish",
        "ends": "2028-08-04",
    }.items() <= shown.items()
    assert "Ends          4 August 2028" in gp.gets("profile", "show")


@pytest.mark.parametrize("share", ["0.8", "80%", "80 %", "0.80"])
def test_working_time_is_a_share_or_percentage(gp: Trainee, share: str) -> None:
    """Both ways to write four fifths mean the same; the rest of the profile is kept."""
    before = gp.json("profile", "show")
    gp.gets("profile", "set", "--wte", share)
    after = gp.json("profile", "show")

    assert after["wte"] == 0.8
    assert {"wte", "ends"} == {key for key in before if before[key] != after[key]}


@pytest.mark.parametrize("share", ["8%", "0.1", "1.2", "100.5%"])
def test_working_time_out_of_range_changes_nothing(gp: Trainee, share: str) -> None:
    """A refused change leaves the profile as it was."""
    before = gp.json("profile", "show")

    assert "0.2 to 1" in gp.fails("profile", "set", "--wte", share)
    assert before == gp.json("profile", "show")


def test_platform_follows_the_nation_unless_it_was_chosen(trainee: Trainee) -> None:
    """A move to Scotland changes Horus to Turas, but not a platform of one's own choice."""
    foundation = ("--programme", "uk-foundation", "--grade", "F1", "--start", "2026-08-05")
    trainee.gets("profile", "set", *foundation)
    trainee.gets("profile", "set", "--nation", "scotland")

    assert trainee.json("profile", "show")["platform"] == "turas"

    trainee.gets("profile", "set", "--platform", "neutral")
    trainee.gets("profile", "set", "--nation", "england")

    assert trainee.json("profile", "show")["platform"] == "neutral"


def test_new_programme_brings_its_own_defaults(gp: Trainee) -> None:
    """A grade the new programme lacks becomes its first one, from today; the share is kept."""
    gp.gets("profile", "set", "--wte", "0.6")
    gp.gets("profile", "set", "--programme", "uk-foundation")
    shown = gp.json("profile", "show")

    assert {
        "programme": "uk-foundation",
        "route": "standard",
        "grade": "F1",
        "start": TODAY.isoformat(),
        "wte": 0.6,
        "platform": "horus",
    }.items() <= shown.items()


def test_new_programme_keeps_a_grade_that_it_has(gp: Trainee) -> None:
    """A wrong programme is corrected without typing grade and start again."""
    gp.gets("profile", "set", "--programme", "paediatrics")
    shown = gp.json("profile", "show")

    assert (shown["grade"], shown["start"]) == ("ST2", "2026-08-05")


def test_first_profile_needs_programme_grade_and_start(trainee: Trainee) -> None:
    """What is missing is named."""
    line = trainee.fails("profile", "set", "--programme", "general-practice", status=2)

    assert "--grade and --start" in line


def test_unknown_programme_suggests_near_ones(trainee: Trainee) -> None:
    """A slip is answered with what was probably meant."""
    words = ("--programme", "general-practise", "--grade", "ST1", "--start", "2026-08-05")

    assert "Did you mean general-practice" in trainee.fails("profile", "set", *words)


# --- targets ----------------------------------------------------------------------


def test_targets_of_options_need_no_store(trainee: Trainee) -> None:
    """With programme, grade and start nothing is read or made."""
    listed = trainee.json("targets", *GP, "--wte", "50%")
    catalogue = load_catalogue()

    assert [p.target.id for p in catalogue.places(catalogue.ladder)] == [t["id"] for t in listed]
    assert not trainee.data.exists()


def test_targets_have_the_fields_of_the_contract(trainee: Trainee) -> None:
    """Id, theme, step, title, status, due, reasons and capabilities, in that order."""
    listed = {target["id"]: target for target in trainee.json("targets", *GP)}
    target = listed[a_target()]

    assert list(target) == [
        "id",
        "theme",
        "step",
        "title",
        "status",
        "due",
        "reasons",
        "capabilities",
    ]
    assert (target["step"], target["status"], target["due"]) == (2, "due", "2027-08-04")
    assert {1, 2, 3, 4, "extending"} == {t["step"] for t in listed.values()}
    assert {None} == {t["due"] for t in listed.values() if t["step"] == "extending"}


def test_targets_text_has_status_words_and_uk_dates(gp: Trainee) -> None:
    """Grouped under strands and themes, and the notice says what the ladder is not."""
    text = gp.gets("targets", "--on", "2026-11-22")
    catalogue = load_catalogue()
    strands = {theme.strand for theme in catalogue.ladder.themes}

    assert "by 4 August 2027" in text
    assert "Optional" in text
    for strand in catalogue.ladder.strands:
        assert (strand.title.upper() in text) == (strand.id in strands)
    assert all(f"\n{theme.title}\n" in text for theme in catalogue.ladder.themes)
    assert catalogue.ladder.notice == text.strip().splitlines()[-1]


def test_options_win_over_the_stored_profile(gp: Trainee) -> None:
    """A what-if changes the list, not the profile."""
    before = gp.json("profile", "show")
    halved = {t["id"]: t["due"] for t in gp.json("targets", "--wte", "0.5")}

    assert halved[a_target()] == "2028-08-04"
    assert before == gp.json("profile", "show")


def test_day_moves_the_view(gp: Trainee) -> None:
    """A year on, what lay ahead is due."""
    now = {t["id"]: t["status"] for t in gp.json("targets")}
    later = {t["id"]: t["status"] for t in gp.json("targets", "--on", "2027-08-05")}

    assert (now[a_target(4)], later[a_target(4)]) == ("ahead", "due")


def test_done_needs_a_final_entry(gp: Trainee) -> None:
    """A target is marked once evidence is linked, and the mark can be taken off."""

    def status() -> str:
        return next(t["status"] for t in gp.json("targets") if t["id"] == a_target())

    assert "no final entry" in gp.fails("targets", "--done", a_target())

    gp.writes(targets=f"[{a_target()}]", state="draft")

    assert "no final entry" in gp.fails("targets", "--done", a_target())

    gp.writes(targets=f"[{a_target()}]")
    gp.gets("targets", "--done", a_target())

    assert status() == "done"

    gp.gets("targets", "--not-done", a_target())

    assert status() == "in-progress"


def test_mark_takes_no_other_option(gp: Trainee) -> None:
    """Marking and listing are two things."""
    assert "no other option" in gp.fails("targets", "--done", a_target(), "--json", status=2)


# --- entries ----------------------------------------------------------------------


def test_entry_is_added_listed_and_shown(gp: Trainee) -> None:
    """An entry comes back with portable fields, and in the form it was written in."""
    code = load_catalogue().programme("general-practice").capabilities[0].code
    claim = f"[{{code: {json.dumps(code)}, because: I led it}}]"
    entry_id = gp.writes(targets=f"[{a_target()}]", capabilities=claim, tags="[night]")
    [listed] = gp.json("entry", "list")
    expected = {
        "id": entry_id,
        "title": "Handover",
        "date": "2026-03-10",
        "due": None,
        "model": "what-so-what-now-what",
        "answers": [{"prompt": "what", "text": "It happened."}],
        "targets": [a_target()],
        "capabilities": [{"code": code, "because": "I led it"}],
        "tags": ["night"],
        "state": "final",
        "written": listed["written"],
        "narrative": None,
        "ladder": load_catalogue().ladder.version,
    }

    assert expected == listed
    assert listed == gp.json("entry", "show", entry_id)
    assert entry_id[:8] in gp.gets("entry", "list")
    assert "It happened." in gp.gets("entry", "show", entry_id[:6].upper())


@pytest.mark.parametrize("form", ["text", "json"])
def test_entry_shown_can_be_added_again(gp: Trainee, tmp_path: Path, form: str) -> None:
    """What `entry show` prints is an entry file, with either form."""
    first = gp.writes(targets=f"[{a_target()}]", tags="[night]", state="draft")
    options = ["--json"] if form == "json" else []
    path = tmp_path / f"again.{'json' if form == 'json' else 'md'}"
    path.write_text(gp.gets("entry", "show", first, *options), encoding="utf-8")
    second = gp.gets("entry", "add", str(path)).split()[1]
    own = {"id", "written"}

    def carried(entry_id: str) -> dict[str, Any]:
        shown = gp.json("entry", "show", entry_id)
        return {key: value for key, value in shown.items() if key not in own}

    assert first != second
    assert carried(first) == carried(second)


def test_json_on_stdin_is_told_from_markdown(gp: Trainee) -> None:
    """A file of which only the text is known is JSON if it begins with a brace."""
    text = json.dumps({"title": "T", "answers": [{"prompt": "what", "text": "x"}]})
    gp.gets("entry", "add", "-", stdin=text)

    assert [entry["title"] for entry in gp.json("entry", "list")] == ["T"]


def test_list_of_nothing_is_an_empty_array(trainee: Trainee) -> None:
    """A program gets an array; a person gets a hint, not on stdout."""
    assert trainee.json("entry", "list") == []
    assert trainee.gets("entry", "list") == ""


def test_history_holds_every_revision(gp: Trainee) -> None:
    """Oldest first, each with the content it had."""
    entry_id = gp.writes()
    with open_store(read_settings({"LADDER_DATA_DIR": str(gp.data)})) as store:
        store.reopen(entry_id, writer="form")
        content = store.entry(entry_id).content
        changed = type(content)(title="Changed", model=content.model)
        store.save(Save(entry_id=entry_id, base=2, writer="form", seq=1, content=changed))
    history = gp.json("entry", "history", entry_id[:8])

    assert [(r["revision"], r["state"], r["title"]) for r in history] == [
        (1, "final", "Handover"),
        (2, "draft", "Changed"),
    ]
    assert gp.gets("entry", "history", entry_id).count("Revision ") == 2


def test_deleted_entry_comes_back(gp: Trainee) -> None:
    """Deleting takes it out of the list; undoing needs no more than what was printed."""
    entry_id = gp.writes()
    printed = gp.gets("entry", "delete", entry_id[:6])

    assert gp.json("entry", "list") == []
    assert f"ladder entry delete --undo {entry_id}" in printed

    gp.gets("entry", "delete", "--undo", entry_id)

    assert [entry_id] == [entry["id"] for entry in gp.json("entry", "list")]


def test_entries_are_found_by_their_words(gp: Trainee) -> None:
    """All the words must be there; each may be begun only."""
    entry_id = gp.writes()

    assert [e["id"] for e in gp.json("entry", "list", "--search", "hando")] == [entry_id]
    assert gp.json("entry", "list", "--search", "hando nowhere") == []


def test_an_older_revision_is_gone_back_to(gp: Trainee) -> None:
    """It becomes a new draft; one that is not there is refused."""
    entry_id = gp.writes()
    printed = gp.gets("entry", "restore", entry_id[:6], "1")

    assert "back as revision 2, a draft" in printed
    assert gp.json("entry", "show", entry_id)["state"] == "draft"
    assert "revision" in gp.fails("entry", "restore", entry_id, "9")


@pytest.mark.parametrize("typed", ["abcde", "abcdeg", "Handover", "", "a" * 33])
def test_what_is_no_id_is_refused_unseen(gp: Trainee, typed: str) -> None:
    """Anything but six or more hexadecimal digits is refused without repeating it."""
    assert "An entry id is" in gp.fails("entry", "show", typed)


def test_ambiguous_id_is_refused(gp: Trainee) -> None:
    """A beginning that several entries share is not guessed at."""
    settings = read_settings({"LADDER_DATA_DIR": str(gp.data)})
    gp.writes()
    with open_store(settings) as store:
        content = store.entries()[0].content
        for end in "ab":
            name = "abcdef" + new_entry_id()[7:] + end
            store.save(Save(entry_id=name, base=0, writer="w", seq=1, content=content))

    assert "2 entries have ids that begin so" in gp.fails("entry", "show", "abcdef")
    assert "No entry has an id that begins" in gp.fails("entry", "show", "abcde0")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.md", b"", "empty"),
        ("latin.md", b"## What?\ncaf\xe9", "line 2: .*UTF-8"),
        ("wide.md", "## What?\nx".encode("utf-16"), "UTF-8"),
        ("text.json", b"## What?\nx", "not JSON"),
        ("heading.md", b"## What?\nx\n## Feelings\ny", "line 3: .*So what"),
        ("future.md", b"---\ndate: 2027-01-01\n---\n## What?\nx", "line 2: .*out of range"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_bad_file_adds_nothing(
    gp: Trainee, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    """A file that cannot be read whole leaves the store as it was."""
    path = tmp_path / name
    path.write_bytes(data)
    line = gp.fails("entry", "add", str(path))

    assert re.search(said, line), line
    assert gp.json("entry", "list") == []


def test_long_title_is_refused(gp: Trainee) -> None:
    """A title has a longest length; the message says which."""
    text = f"---\ntitle: {'x' * 301}\n---\n## What?\nx\n"

    assert "300" in gp.fails("entry", "add", "-", stdin=text)


def test_megabyte_goes_through_the_store(gp: Trainee) -> None:
    """A very long answer is kept to the last character."""
    body = "Lange Nacht \U0001f600\n" * 70_000
    gp.gets("entry", "add", "-", stdin=f"## What?\n{body}\n")
    [entry] = gp.json("entry", "list")

    assert body.rstrip("\n") == entry["answers"][0]["text"]


# --- backup, db -------------------------------------------------------------------


def test_backup_brings_back_what_was_there(gp: Trainee, tmp_path: Path) -> None:
    """Restoring undoes what came after the backup and keeps that aside."""
    first = gp.writes()
    path = tmp_path / "copy.sqlite"

    assert str(path) == gp.gets("backup", str(path)).strip()
    assert "not overwritten" in gp.fails("backup", str(path))

    gp.writes(title="Later")
    printed = gp.gets("restore", str(path))

    assert [first] == [entry["id"] for entry in gp.json("entry", "list")]
    assert "is kept as" in printed


def test_restore_refuses_another_file(gp: Trainee, tmp_path: Path) -> None:
    """A file that is no store leaves the present one alone."""
    first = gp.writes()
    path = tmp_path / "notes.txt"
    path.write_text("not a store")
    gp.fails("restore", str(path))

    assert [first] == [entry["id"] for entry in gp.json("entry", "list")]


def test_fresh_store_is_up_to_date(gp: Trainee) -> None:
    """Nothing needs upgrading after the first command."""
    assert "up to date" in gp.gets("db", "check")
    assert "nothing was changed" in gp.gets("db", "upgrade")


def test_users_of_one_folder_are_apart(gp: Trainee) -> None:
    """`LADDER_USER` decides whose entries are shown."""
    gp.writes()
    gp.runner.env = dict(gp.runner.env) | {"LADDER_USER": "other"}

    assert gp.json("entry", "list") == []


def test_a_damaged_store_is_said_set_aside_and_begun_anew(trainee: Trainee) -> None:
    """The refusal names the command; what is left of the old one stays beside the new one."""
    trainee.writes()
    store = trainee.data / "ladder.sqlite"
    store.write_bytes(b"broken")

    assert "ladder db set-aside" in trainee.fails("entry", "list")
    printed = trainee.gets("db", "set-aside")

    (kept,) = trainee.data.glob("ladder-kept-*.sqlite")
    assert str(kept) in printed
    assert kept.read_bytes() == b"broken"
    assert trainee.json("entry", "list") == []
    assert "healthy" in trainee.fails("db", "set-aside")
