"""Evidence says whether it is unchanged, and whose key signed it."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress

import msgspec
import pytest
from attachment_tools import png
from bs4 import BeautifulSoup
from evidence_tools import PROFILE, TODAY, catalogue, claim, faults, make_entry, words
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from strategies import AWKWARD

from ladder_widgets.errors import BadgeError, BundleError, EvidenceError, InputError
from ladder_widgets.evidence.bundle import read_bundle
from ladder_widgets.evidence.export import export
from ladder_widgets.evidence.package import MAX_RATIO, unpack
from ladder_widgets.evidence.pdf_signature import sign_pdf
from ladder_widgets.evidence.verify import signer_in_words, verify
from ladder_widgets.portfolio.inspection.inspect import inspect
from ladder_widgets.portfolio.keys import (
    SigningKey,
    TrustedKey,
    fingerprint,
    is_signed,
    key_text,
    read_key_text,
)
from ladder_widgets.portfolio.model import Attachment

KEY = SigningKey(b"a key that is only for the tests")
OTHER = SigningKey(b"another key, only for the tests!")
ENTRY = make_entry(1, capabilities=(claim("GP 9"),), targets=("quality-improvement.2.a",))


def attached():
    """A picture that belongs to the entry."""
    found = inspect(png(), "chart.png")
    return (
        Attachment(
            id="1" * 32,
            entry_id=ENTRY.id,
            name=found.name,
            kind=found.kind,
            size=len(found.data),
            digest="0" * 64,
            added_at=ENTRY.written_at,
        ),
        found.data,
    )


@pytest.fixture(scope="module", params=["pdf", "zip"])
def signed(request):
    """Evidence of each kind with a file."""
    return made(request.param, files=[attached()])


def made(format_, *entries, **options):
    """Evidence of an entry, signed."""
    settings = {"profile": PROFILE, "catalogue": catalogue(), "today": TODAY, "key": KEY}
    return export(format_, entries or (ENTRY,), **settings, **options)


def test_evidence_is_unchanged_as_it_was_exported(signed):
    """And names the key that signed it."""
    verdict = verify(signed)

    assert (verdict.content, verdict.public) == ("unaltered", KEY.public)


@examples(max_examples=60)
@given(data=st.data())
def test_any_changed_byte_is_seen(signed, data):
    """Wherever it is: in the pages, in an attachment, in the signature itself."""
    place = data.draw(st.integers(0, len(signed) - 1))
    byte = data.draw(st.integers(1, 255))
    changed = signed[:place] + bytes([signed[place] ^ byte]) + signed[place + 1 :]

    try:
        content = verify(changed).content
    except BundleError:
        content = "broken"
    assert content != "unaltered"


@pytest.mark.parametrize("tail", [b"\n", b"%%EOF\n", b"0" * 500])
def test_what_is_added_or_cut_off_is_seen(signed, tail):
    """An update of a PDF, or a longer comment of a zip."""
    for changed in (signed + tail, signed[:-1], signed[: len(signed) // 2]):
        with suppress(BundleError):
            assert verify(changed).content != "unaltered"


def test_one_visible_word_changed_is_altered_though_the_data_inside_are_not():
    """What a supervisor reads counts, not only what a program reads."""
    pdf = made("pdf")
    changed = made("pdf", msgspec.structs.replace(ENTRY, revision=7))
    # The pages of one with the attached data and the signature of the other.
    assert verify(pdf[:-700] + changed[-700:]).content == "altered"


def test_whoever_signs_anew_is_another_signer():
    """The content is unchanged since they exported it; the name is theirs."""
    pdf = made("pdf")
    forged = sign_pdf(pdf, OTHER)

    verdict = verify(forged)

    assert (verdict.content, verdict.public) == ("unaltered", OTHER.public)
    trusted = [TrustedKey(public=KEY.public, name="Dr A. Example")]
    assert "unknown key" in signer_in_words(verdict.public, own="", trusted=trusted)
    assert signer_in_words(KEY.public, own="", trusted=trusted) == "Dr A. Example"


def test_a_signature_of_another_file_does_not_fit():
    """Taking it over makes the file altered, not signed."""
    one, two = made("pdf"), made("pdf", make_entry(2))
    assert verify(
        two[: two.rindex(b"/Signature<")] + one[one.rindex(b"/Signature<") :]
    ).content == ("altered")


def test_evidence_without_a_signature_is_called_so():
    """Nothing can be said of it."""
    pdf = export("pdf", (ENTRY,), profile=PROFILE, catalogue=catalogue(), today=TODAY)

    assert verify(pdf).content == "unsigned"
    with pytest.raises(EvidenceError, match="key"):
        export("zip", (ENTRY,), profile=PROFILE, catalogue=catalogue(), today=TODAY)


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04", b"{}"])
def test_what_is_no_evidence_is_refused(data):
    """With what can be verified."""
    with pytest.raises((BundleError, BadgeError)):
        verify(data)


def test_a_signed_pdf_is_still_accessible_and_archivable():
    """PDF/UA-1 and PDF/A-3a, with and without files; every word is there."""
    for files in ([], [attached()]):
        pdf = made("pdf", files=files)
        assert faults(pdf) == []
        assert "We agreed one change." in words(pdf)


class TestBundle:
    """The zip that a human in ten years finds."""

    def test_it_holds_every_form_and_a_sum_of_each(self):
        """PDF, HTML, data, files, and how to read them without the kit."""
        members = unpack(made("zip", files=[attached()]))

        assert list(members) == [
            "README.txt",
            "evidence.pdf",
            "evidence.html",
            "bundle.json",
            "attachments/entry-1-chart.png",
            "manifest.json",
        ]
        assert b"ladder import" in members["README.txt"]
        assert read_bundle(members["bundle.json"]).entries[0].id == ENTRY.id
        assert {f["path"] for f in json.loads(members["manifest.json"])["files"]} == {
            name for name in members if name != "manifest.json"
        }
        assert verify(members["evidence.pdf"]).content == "unaltered"

    def test_the_same_entries_give_the_same_bytes(self):
        """But for the PDF's own date of making, which is the day."""
        assert made("zip") == made("zip")

    @pytest.mark.parametrize(
        ("build", "says"),
        [
            (lambda z: z.writestr("../out.txt", "x"), "leads out"),
            (lambda z: z.writestr("/etc/x", "x"), "leads out"),
            (lambda z: z.writestr("a\\b", "x"), "leads out"),
            (lambda z: z.writestr("bomb", b"\0" * 50_000_000), "tighter"),
            (lambda z: [z.writestr(f"{n}", "") for n in range(10_101)], "10,100 files"),
        ],
    )
    def test_a_zip_made_to_do_harm_is_not_opened(self, build, says):
        """Nothing of it is unpacked."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            build(archive)
        with pytest.raises(BundleError, match=says):
            unpack(stream.getvalue())
        assert MAX_RATIO < 1_000

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_two_files_of_one_name_are_not_opened(self):
        """Readers would differ on which of them counts."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("bundle.json", "{}")
            archive.writestr("bundle.json", "[]")
        with pytest.raises(BundleError, match="one name"):
            unpack(stream.getvalue())


class TestHtml:
    """One page, for any browser, for ten years."""

    @pytest.mark.parametrize("text", AWKWARD)
    def test_every_text_is_text(self, text):
        """Nothing of it becomes markup; nothing is loaded or run."""
        page = BeautifulSoup(
            made("html", make_entry(1, title="T", answers=answers(text))), "html.parser"
        )

        shown = "".join(part.get_text() for part in page.select(".text"))
        assert shown == text
        assert page.select("script, img, link, iframe, [onclick]") == []
        policy = page.select_one("meta[http-equiv]")["content"]
        assert policy.startswith("default-src 'none'")

    def test_it_says_what_the_pdf_says(self):
        """Entries, claims, targets and files, each under a heading and linked from the summary."""
        page = BeautifulSoup(made("html", files=[attached()]), "html.parser")

        assert len(page.select("h1")) == 1
        assert page.html["lang"] == "en-GB"
        assert page.select_one("a[href='#entry-1']")
        assert page.select_one("#entry-1 h3").get_text().startswith("1. Leading the huddle")
        assert all(th.has_attr("scope") for th in page.select("th"))
        assert "entry-1-chart.png" in page.get_text()


def answers(text):
    """One answer."""
    return (msgspec.structs.replace(ENTRY.content.answers[0], text=text),)


class TestKeys:
    """Ed25519, as text and as fingerprint."""

    @given(st.binary(min_size=32, max_size=32), st.binary(max_size=50))
    def test_a_key_signs_what_its_public_half_knows(self, seed, message):
        """And nothing else."""
        key = SigningKey(seed)
        signature = key.sign(message)

        assert is_signed(message, signature, key.public)
        assert not is_signed(message + b"x", signature, key.public)
        assert read_key_text(key_text(key.public)) == key.public

    def test_the_first_example_of_rfc_8032(self):
        """Section 7.1, test 1: an empty message."""
        seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
        key = SigningKey(bytes.fromhex(seed))

        assert key.public == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        assert key.sign(b"").startswith(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522"
        )

    @pytest.mark.parametrize("text", ["", "ed25519:", "ed25519:AAAA", "x" * 43 + "!", "é"])
    def test_what_is_no_key_is_refused(self, text):
        """With how one looks."""
        with pytest.raises(InputError, match="ed25519:"):
            read_key_text(text)

    def test_printing_a_key_shows_nothing_of_it(self):
        """A fingerprint is for people."""
        assert repr(KEY) == "SigningKey(…)"
        assert len(fingerprint(KEY.public).split()) == 5
