"""What people take from a workshop: from a phone over HTTP into a portfolio, and who can tell."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from evidence_tools import faults, words
from join_tools import WORKSHOP, Joinery, hosting
from store_tools import bytes_with

from ladder_widgets.cli.app import app
from ladder_widgets.evidence.verify import verify
from ladder_widgets.portfolio.keys import fingerprint, key_text
from ladder_widgets.workshop.packs import find_workshop
from ladder_widgets.workshop.takeaway.making import BADGE

NAME = "Robin Example"
WORDS = "I was sure that the form had worked."
WRITTEN = {"kind": "written", "texts": {"what": WORDS}}


@pytest.fixture(scope="module")
def joinery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joinery]:
    """A running join application."""
    with hosting(tmp_path_factory.mktemp("take") / "data") as running:
        yield running


@pytest.fixture
def room(joinery):
    """A room whose people reflected; nothing is on any more."""
    return joinery.rooms.begin(WORKSHOP, "2026.1")


def answer(joinery, room, token, activity, said):
    """One phone answers what is put before the room."""
    joinery.rooms.show(room.id, activity)
    sent = {"activity": activity, "second": False, "number": 1, "answer": said}
    joinery.says("/api/answer", sent, token=token)


def taken(joinery, token, **asked):
    """The file of one phone."""
    status, headers, data = joinery.ask("/api/take", asked, token=token)
    assert status == 200, data
    assert headers["Content-Type"] == "application/zip"
    return data


def members(data):
    """What lies in a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def certificate(data):
    """The certificate in the file that somebody took."""
    return next(found for name, found in members(data).items() if "certificate" in name)


def run(*arguments, folder, status=0):
    """The output of one command in a store of its own."""
    result = CliRunner().invoke(app, arguments, env={"LADDER_DATA_DIR": str(folder)})
    assert result.exit_code == status, result.output
    return result.output


def badge(data):
    """The Open Badge inside the zip."""
    return members(data)[f"attachments/{BADGE}"]


def test_what_was_written_in_the_room_comes_into_a_portfolio(joinery, room, tmp_path):
    """Previewed, imported once, linked to the right targets, undone; unaltered all the way."""
    token = joinery.joins(room)
    answer(joinery, room, token, "reflect", WRITTEN)
    promise = {"kind": "promise", "what": "Count doses", "by": dt.date.today().isoformat()}
    answer(joinery, room, token, "first-point", promise)
    joinery.rooms.end(room.id)
    file, home = tmp_path / "taken.zip", tmp_path / "home"
    file.write_bytes(taken(joinery, token))

    assert "2 entries: new" in run("import", str(file), "--dry-run", folder=home)
    assert json.loads(run("entry", "list", "--json", folder=home)) == []
    run("import", str(file), folder=home)
    entries = {e["model"]: e for e in json.loads(run("entry", "list", "--json", folder=home))}
    reflection, event = entries["what-so-what-now-what"], entries["learning-event"]
    workshop = find_workshop(WORKSHOP).workshop
    assert WORDS in json.dumps(reflection)
    assert "Count doses" in json.dumps(event)
    assert tuple(event["targets"]) == workshop.targets
    assert set(reflection["targets"]) < set(event["targets"])
    assert {e["state"] for e in entries.values()} == {"draft"}
    assert all("workshop" in e["tags"] for e in entries.values())

    assert "it was all here" in run("import", str(file), folder=home)
    assert "unchanged since exported" in run("verify", str(file), folder=home)
    run("import", "--undo", folder=home)
    assert json.loads(run("entry", "list", "--json", folder=home)) == []


def test_what_may_identify_somebody_is_told_on_the_way_in(joinery, room, tmp_path):
    """As for any other import; the words are not quoted."""
    token = joinery.joins(room)
    found = "I asked Mrs Margaret Hollis (bed 4)."
    answer(joinery, room, token, "reflect", {"kind": "written", "texts": {"what": found}})
    file = tmp_path / "taken.zip"
    file.write_bytes(taken(joinery, token))
    said = run("import", str(file), "--dry-run", folder=tmp_path / "home")

    assert "Entries with something that may identify a person: 1" in said
    assert "Hollis" not in said


def test_what_was_written_on_later_is_never_overwritten(joinery, room, tmp_path):
    """Taken and imported anew after an answer more, it is a further revision; else nothing."""
    token, file, home = joinery.joins(room), tmp_path / "taken.zip", tmp_path / "home"
    file.write_bytes(taken(joinery, token))
    run("import", str(file), folder=home)
    file.write_bytes(taken(joinery, token))
    assert "it was all here" in run("import", str(file), folder=home)
    answer(joinery, room, token, "reflect", WRITTEN)
    file.write_bytes(taken(joinery, token))

    assert "kept as a further revision" in run("import", str(file), folder=home)


def test_the_session_signs_and_a_trainee_may_trust_it(joinery, room, tmp_path):
    """An unknown key has a fingerprint, which stands on the certificate; a trusted one a name."""
    file = tmp_path / "taken.zip"
    file.write_bytes(taken(joinery, joinery.joins(room)))
    public = joinery.rooms.signing_key(room.id).public

    said = run("verify", str(file), folder=tmp_path)
    assert f"an unknown key, fingerprint {fingerprint(public)}" in said
    assert fingerprint(public) in " ".join(words(certificate(file.read_bytes())).split())
    run("keys", "trust", key_text(public), "--name", "The session", folder=tmp_path)
    assert "Signed by: The session." in run("verify", str(file), folder=tmp_path)

    file.write_bytes(file.read_bytes().replace(b"certificate-", b"certificatf-", 1))
    assert "altered" in run("verify", str(file), folder=tmp_path, status=1)


def test_the_certificate_is_accessible_archivable_and_region_neutral(joinery, room):
    """Workshop, day, length, aims, targets, and what it is not; judged independently."""
    data = certificate(taken(joinery, joinery.joins(room), name=NAME))
    text = " ".join(words(data).split())
    workshop = find_workshop(WORKSHOP).workshop

    assert faults(data) == []
    assert verify(data).content == "unaltered"
    for said in (NAME, workshop.title, "75 minutes", *workshop.aims, "draft for faculty review"):
        assert said in text
    assert "NHS" not in text


def test_an_open_badge_comes_along(joinery, room):
    """Signed by the room like the rest; whose it is stands in it only if a name was given."""
    token = joinery.joins(room)
    named, nameless = (badge(taken(joinery, token, name=name)) for name in (NAME, ""))

    verdict = verify(named)
    assert (verdict.kind, verdict.content) == ("badge", "unaltered")
    assert verdict.public == joinery.rooms.signing_key(room.id).public
    assert any(NAME in line for line in verdict.says)
    assert NAME.encode() not in nameless
    assert verify(nameless).content == "unaltered"


def test_whole_evidence_is_accessible_with_the_certificate_inside(joinery, room):
    """The PDF of the bundle too."""
    token = joinery.joins(room)
    answer(joinery, room, token, "reflect", WRITTEN)

    assert faults(members(taken(joinery, token))["evidence.pdf"]) == []


def test_a_name_is_forgotten_unless_it_may_be_listed(joinery, room):
    """Listed once, however often it is asked for; without the tick nowhere on the disk."""
    token, other = joinery.joins(room), joinery.joins(room)
    secret = "Xanthippe Invented"
    assert secret in words(certificate(taken(joinery, token, name=secret)))
    assert joinery.rooms.attendees(room.id) == ()
    assert bytes_with(joinery.folder, secret) == []

    for _ in range(2):
        taken(joinery, other, name=NAME, listed=True)
    assert joinery.rooms.attendees(room.id) == (NAME,)


def test_a_certificate_needs_no_name(joinery, room):
    """Whoever holds it took part."""
    data = certificate(taken(joinery, joinery.joins(room)))

    assert faults(data) == []
    assert "Whoever holds this took part in" in " ".join(words(data).split())


@pytest.mark.parametrize("name", ["#panic()", "<b>*x*</b>", "\u4e2d\u6587 \ufffe", "\u202eevil"])
def test_any_name_is_printed_as_it_is(joinery, room, name):
    """Nothing in it is read as anything but a name; no character makes it fail."""
    data = certificate(taken(joinery, joinery.joins(room), name=name))

    assert faults(data) == []


def test_a_name_that_is_too_long_is_refused(joinery, room):
    """In a sentence that the phone shows."""
    asked = {"name": "x" * 121}
    status, _, body = joinery.ask("/api/take", asked, token=joinery.joins(room))

    assert (status, b"120 characters" in body) == (409, True)


def test_a_file_is_anybodys_but_whose_phone_asks(joinery, room):
    """Two phones take two files; ids of one lead nowhere in the other."""
    first, second = joinery.joins(room), joinery.joins(room)
    answer(joinery, room, first, "reflect", WRITTEN)
    mine, other = (
        json.loads(members(taken(joinery, t))["bundle.json"])["entries"] for t in (first, second)
    )

    assert WORDS not in json.dumps(other)
    assert not {e["id"] for e in mine} & {e["id"] for e in other}


def test_many_phones_at_once_all_get_their_file(joinery, room):
    """The queue makes them in turn; the host goes on answering meanwhile."""
    tokens = [joinery.joins(room) for _ in range(40)]
    with ThreadPoolExecutor(41) as pool:
        files = [pool.submit(taken, joinery, token) for token in tokens]
        states = [joinery.says("/api/state", token=token)["over"] for token in tokens[:10]]
        made = [file.result() for file in files]

    assert states == [False] * 10
    assert len({verify(file).public for file in made}) == 1
    assert len(set(made)) == 40


def test_the_page_offers_it_at_the_end_only(joinery, room):
    """Not before the first activity, not during one; after the last, and when all is over."""
    token = joinery.joins(room)
    offered = [joinery.says("/api/state", token=token)["take"]]
    for activity in ("reflect", None):
        joinery.rooms.show(room.id, activity)
        offered.append(joinery.says("/api/state", token=token)["take"])
    joinery.rooms.end(room.id)
    offered.append(joinery.says("/api/state", token=token)["take"])

    assert offered == [False, False, True, True]
