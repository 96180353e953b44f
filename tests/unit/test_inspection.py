"""Files that are attached: what is let in, what is taken out, and what is told of them."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import get_args

import attachment_tools as tools
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from pypdf import PdfReader, PdfWriter

from ladder_widgets.errors import InputError, SettingsError
from ladder_widgets.portfolio.findings import tally, titles
from ladder_widgets.portfolio.inspection import child, pictures, run
from ladder_widgets.portfolio.inspection.documents import MAX_UNFOLDED_BYTES
from ladder_widgets.portfolio.inspection.inspect import inspect
from ladder_widgets.portfolio.inspection.kinds import (
    ENDINGS,
    MIME_TYPES,
    SHOWN,
    UNREADABLE,
    check_size,
)
from ladder_widgets.portfolio.inspection.names import clean_name, numbered
from ladder_widgets.portfolio.inspection.pdfs import MAX_PAGES, PARTLY_NOTE
from ladder_widgets.portfolio.inspection.run import inspect_in_child
from ladder_widgets.portfolio.model import MAX_NAME_CHARS, AttachmentKind
from ladder_widgets.settings import read_settings

AUTHOR = "Quillwort Marzipan"
NHS_NUMBER = "943 476 5919"
BOMB = b"0" * (MAX_UNFOLDED_BYTES + 1)


# --- pictures -----------------------------------------------------------------


def test_nothing_but_the_picture_stays_of_a_jpeg():
    """Place, author, time, device and comment are gone, and each is told in plain words."""
    before = tools.jpeg(author=AUTHOR)

    found = inspect(before, "photo.jpg")

    assert AUTHOR.encode() in before
    assert found.removed == (
        "where it was taken", "who took it", "when it was taken", "the camera or program",
        "comments",
    )  # fmt: skip
    assert AUTHOR.encode() not in found.data
    assert b"Telephone" not in found.data
    assert not Image.open(io.BytesIO(found.data)).getexif()


def test_the_pixels_of_a_jpeg_stay_as_they_were():
    """It is written with the tables that it had, so a second writing takes nothing from it."""
    before = tools.jpeg(Image.effect_mandelbrot((80, 60), (-2, -1.5, 1, 1.5), 50).convert("RGB"))

    after = inspect(before, "photo.jpg").data

    old, new = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    worst = max(
        abs(a - b)
        for a, b in zip(old.convert("L").tobytes(), new.convert("L").tobytes(), strict=True)
    )
    assert old.size == new.size
    assert worst <= 4
    assert inspect(after, "photo.jpg").removed == ()


@pytest.mark.parametrize(
    ("turned", "size", "red"),
    [
        (1, (64, 32), (10, 16)),
        (3, (64, 32), (50, 16)),
        (6, (32, 64), (16, 10)),
        (8, (32, 64), (16, 50)),
    ],
)
def test_a_picture_stands_upright_without_its_note(turned, size, red):
    """The orientation that a camera notes is built into the pixels."""
    after = Image.open(io.BytesIO(inspect(tools.jpeg(turned=turned), "photo.jpg").data))

    assert after.size == size
    reddish = after.getpixel(red)
    assert reddish[0] > 200
    assert reddish[2] < 60


def test_texts_of_a_png_are_taken_out_and_its_pixels_kept():
    """Every text chunk goes; a PNG is written without loss."""
    before = tools.png(comment=AUTHOR)

    found = inspect(before, "chart.png")

    assert found.removed == ("comments",)
    assert AUTHOR.encode() not in found.data
    assert Image.open(io.BytesIO(found.data)).tobytes() == tools.halves().tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_sort_of_png_comes_through(mode):
    """One bit, grey, palette, see-through and 16 bits alike."""
    image = Image.new(mode, (8, 8)) if mode == "I;16" else tools.halves((8, 8)).convert(mode)

    after = Image.open(io.BytesIO(inspect(tools.png(image), "chart.png").data))

    assert (after.mode, after.tobytes()) == (image.mode, image.tobytes())


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_sort_of_jpeg_comes_through(mode):
    """Grey, colour and print colours alike."""
    after = Image.open(io.BytesIO(inspect(tools.jpeg(tools.halves().convert(mode)), "x").data))

    assert after.mode == mode


def test_a_colour_profile_stays_and_what_poses_as_one_goes():
    """The picture would look different without it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept, posing = io.BytesIO(), io.BytesIO()
    tools.halves().save(kept, "PNG", icc_profile=profile)
    tools.halves().save(posing, "JPEG", icc_profile=AUTHOR.encode() * 10)

    after = Image.open(io.BytesIO(inspect(kept.getvalue(), "x.png").data))
    assert after.info["icc_profile"] == profile
    assert AUTHOR.encode() not in inspect(posing.getvalue(), "x.jpg").data


def test_what_hangs_behind_a_picture_goes():
    """A film, or a whole other file."""
    assert AUTHOR.encode() not in inspect(tools.jpeg() + AUTHOR.encode(), "x.jpg").data
    assert AUTHOR.encode() not in inspect(tools.png() + AUTHOR.encode(), "x.png").data


@pytest.mark.parametrize("size", [(10_000, 10_000), (100_000, 2_000)])
def test_a_picture_of_too_many_pixels_is_refused_undecoded(size, monkeypatch):
    """The file has a few bytes; decoded it would take hundreds of millions."""
    data = tools.huge_png(*size)
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("it was decoded"))

    assert len(data) < 1_000
    with pytest.raises(InputError, match=r"pixels; 50 million are allowed\. Make it smaller"):
        inspect(data, "chart.png")


def test_the_largest_picture_is_read_within_the_limits():
    """What is allowed works: 50 million pixels in the child's memory."""
    data = tools.png(Image.new("RGB", (10_000, pictures.MAX_PIXELS // 10_000), "green"))

    assert inspect_in_child(data, "chart.png").kind == "png"


# --- PDF ----------------------------------------------------------------------


def test_a_pdf_is_stored_as_it_is_and_its_text_is_checked():
    """Counts by rule, never the words; an author in its properties is told."""
    data = tools.pdf(f"Patient {NHS_NUMBER} and {NHS_NUMBER}", author=AUTHOR)

    found = inspect(data, "letter.pdf")

    assert found.data == data
    assert [(f.code, f.title, f.count) for f in found.found] == [("nhs-number", "NHS number", 2)]
    assert len(found.notes) == 1
    assert "author" in found.notes[0]
    assert AUTHOR not in found.notes[0]


def test_a_pdf_without_text_says_that_nothing_was_checked():
    """A scan is a picture."""
    (note,) = inspect(tools.pdf(""), "scan.pdf").notes

    assert "nothing in it was checked" in note


def test_a_long_pdf_is_checked_in_part_and_says_so():
    """So that nobody takes silence for a clean file."""
    writer, out = PdfWriter(), io.BytesIO()
    page = PdfReader(io.BytesIO(tools.pdf())).pages[0]
    for _ in range(MAX_PAGES + 1):
        writer.add_page(page)
    writer.write(out)

    assert PARTLY_NOTE in inspect(out.getvalue(), "long.pdf").notes


def test_a_locked_pdf_is_refused():
    """Nobody could check it."""
    with pytest.raises(InputError, match=r"password.*Save a copy without"):
        inspect(tools.pdf(password="x"), "letter.pdf")


# --- Word documents -------------------------------------------------------------


def test_a_word_document_is_stored_as_it_is_and_its_text_is_checked():
    """Headers and comments are text too."""
    note = f'<w:comments xmlns:w="{tools.NAMESPACE}"><w:t>{NHS_NUMBER}</w:t></w:comments>'
    data = tools.docx("Mrs Okafor", author=AUTHOR, more={"word/comments.xml": note.encode()})

    found = inspect(data, "report.docx")

    assert found.data == data
    assert {f.code for f in found.found} == {"nhs-number", "name"}
    assert any("author" in line for line in found.notes)


@pytest.mark.parametrize(
    "data",
    [
        tools.docx(more={"word/vbaProject.bin": b"x"}),
        tools.docx(more={"word/VBAPROJECT.BIN": b"x"}),
        tools.docx(kind="macroEnabled"),
    ],
    ids=["part", "capitals", "kind"],
)
def test_a_document_with_macros_is_refused(data):
    """By its parts and by what it says of itself."""
    with pytest.raises(InputError, match="macros"):
        inspect(data, "report.docx")


def test_a_document_that_unfolds_too_far_is_refused():
    """Some hundred kilobytes become hundreds of megabytes, whatever it says of its length."""
    honest = tools.docx(more={"word/media/image1.png": BOMB})
    size = len(BOMB).to_bytes(4, "little")
    lying = honest.replace(size, (100).to_bytes(4, "little"))

    assert len(honest) < 1_000_000
    assert lying != honest
    with pytest.raises(InputError, match="unfolds to far more"):
        inspect(honest, "report.docx")
    with pytest.raises(InputError):
        inspect(lying, "report.docx")


def test_entities_that_grow_are_refused():
    """An old trick against readers of XML."""
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(InputError, match="could not be read"):
        inspect(tools.docx(more={"docProps/core.xml": evil}), "report.docx")


def test_paths_in_a_document_write_nothing(tmp_path, monkeypatch):
    """A part that is called like a place in the file system stays a part."""
    monkeypatch.chdir(tmp_path)
    inspect(tools.docx(more={"../evil.txt": b"x", "/tmp/evil-ladder.txt": b"x"}), "report.docx")

    assert list(tmp_path.iterdir()) == []
    assert not Path("/tmp/evil-ladder.txt").exists()


# --- kinds and sizes ------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (tools.zipped({"a.txt": b"x"}), "a zip, not a Word document"),
        (tools.zipped({"[Content_Types].xml": b"<Types/>"}), "a zip, not a Word document"),
        (b"%PDF-1.7\n" + tools.zipped({"a.txt": b"x"}), "could not be read"),
        (b"GIF89a" + bytes(20), "a GIF file"),
        (b"MZ" + bytes(100), "not a kind that can be attached"),
        (b"just some words", "not a kind that can be attached"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "old program, or one with a password"),
        (tools.jpeg()[:700], "could not be read"),
        (tools.png()[:-30], "could not be read"),
        (tools.pdf()[:40], "could not be read"),
        (tools.docx()[:-30], "could not be read"),
    ],
    ids=["zip", "almost", "pdf-zip", "gif", "exe", "text", "old", "jpeg", "png", "pdf", "docx"],
)
def test_what_poses_as_a_document_is_refused(data, said):
    """By its content; the sentence says what is wrong, what is allowed and what to do."""
    with pytest.raises(InputError, match=said) as caught:
        inspect(data, "letter.pdf")

    assert re.search(r"[Ss]ave|attach|Choose", str(caught.value))
    assert "letter" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (tools.png(), "png", "scan.png"),
        (tools.jpeg(), "jpeg", "scan.jpg"),
        (tools.docx(), "docx", "scan.docx"),
        (tools.pdf(), "pdf", "scan.pdf"),
    ],
    ids=["png", "jpeg", "docx", "pdf"],
)
def test_the_content_says_the_kind_and_the_name_follows(data, kind, name):
    """A picture that is called a PDF is a picture."""
    found = inspect(data, "scan.pdf")

    assert (found.kind, found.name) == (kind, name)


@given(
    st.sampled_from([tools.pdf(), tools.png(), tools.jpeg(), tools.docx()]),
    st.integers(0, 3_000),
    st.binary(min_size=1, max_size=8),
)
def test_a_damaged_file_is_let_in_or_refused_and_never_more(data, at, damage):
    """Whatever a library raises is one sentence of ours."""
    at = 4 + at % (len(data) - 4)
    with suppress(InputError):
        inspect(data[:at] + damage + data[at + len(damage) :], "file")


def test_the_size_is_refused_before_the_file_is_read():
    """At the limit it is allowed."""
    check_size(10_000_000, 10)
    with pytest.raises(InputError, match=r"10\.5 MB; 10 MB are allowed"):
        check_size(10_500_000, 10)
    with pytest.raises(InputError, match="empty"):
        inspect_in_child(b"", "x.pdf")


def test_the_limit_is_a_setting(tmp_path):
    """A whole number of MB from 1 to 100, ten without it."""
    assert read_settings({}, data_dir=tmp_path).attachment_mb == 10
    assert read_settings({"LADDER_ATTACHMENT_MB": "25"}, data_dir=tmp_path).attachment_mb == 25
    for wrong in ("0", "101", "-5", "ten", "1.5", "\u0663"):
        with pytest.raises(SettingsError, match="from 1 to 100"):
            read_settings({"LADDER_ATTACHMENT_MB": wrong}, data_dir=tmp_path)


def test_each_kind_has_an_ending_a_type_and_a_word():
    """No kind is forgotten in a table."""
    kinds = set(get_args(AttachmentKind))

    assert set(ENDINGS) == set(MIME_TYPES) == set(SHOWN) == kinds


# --- names ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\letter.PDF", "letter.pdf"),
        ("a\u202egnp.exe", "agnp.pdf"),
        ("x" * 300 + ".pdf", "x" * 110 + ".pdf"),
        ("\U0001f600" * 300, "\U0001f600" * 50 + ".pdf"),
        ("CON", "file CON.pdf"),
        ("com1.tar.gz", "file com1.tar.pdf"),
        ("...hidden", "hidden.pdf"),
        ("-o", "o.pdf"),
        ("two\nlines\r\n.pdf", "two lines.pdf"),
        ("nul\x00l.pdf", "null.pdf"),
        ('a<b>:"c"|?*', "a b c.pdf"),
        ("", "attachment.pdf"),
        ("..", "attachment.pdf"),
        ("///", "attachment.pdf"),
        ("\u202e\u200b", "attachment.pdf"),
        ("Board round 2026-03-10.docx", "Board round 2026-03-10.pdf"),
        ("Caf\u0065\u0301 Zo\u00eb.pdf", "Caf\u00e9 Zo\u00eb.pdf"),
    ],
)
def test_a_hostile_name_becomes_a_plain_one(name, clean):
    """Folders, unseen characters, devices and wrong endings go; words stay."""
    assert clean_name(name, "pdf") == clean


@given(st.text(max_size=400), st.sampled_from(get_args(AttachmentKind)))
@example("con." + "x" * 200, "docx")
@example("a" * 119 + " b", "jpeg")
def test_every_name_is_fit_for_every_system(name, kind):
    """Short, visible, without folders, with the kind's ending; cleaning again changes nothing."""
    clean = clean_name(name, kind)

    assert clean_name(clean, kind) == clean
    assert clean.endswith(ENDINGS[kind])
    assert len(clean) <= MAX_NAME_CHARS
    assert len(clean.encode()) < 255
    assert not set('/\\<>:"|?*') & set(clean)
    assert not clean.startswith((".", "-", " "))
    assert all(unicodedata.category(c)[0] != "C" for c in clean)


def test_a_name_that_is_taken_gets_a_number():
    """Capitals make no other file on many systems."""
    taken = frozenset({"Scan.pdf", "scan (2).pdf"})

    assert numbered("scan.pdf", taken) == "scan (3).pdf"
    assert numbered("other.pdf", taken) == "other.pdf"


def test_the_name_is_checked_like_a_text():
    """People write patients' names into names of files."""
    found = inspect(tools.png(), "Mrs_Okafor-discharge.png")

    assert [f.code for f in found.found] == ["name"]
    assert titles(f.code for f in found.found) == ("Name",)


def test_findings_of_a_file_are_counted_by_rule():
    """A code that is no longer known is its own name."""
    assert tally("We met late and I asked who decided.") == ()
    assert titles(["nhs-number", "retired-rule"]) == ("NHS number", "retired-rule")


# --- the child --------------------------------------------------------------------


def test_the_child_answers_what_the_rules_say():
    """The same value or the same sentence, through pipes."""
    data = tools.jpeg(author=AUTHOR)

    assert inspect_in_child(data, "../photo.jpg") == inspect(data, "../photo.jpg")
    assert inspect_in_child(tools.png(), "half \udc80 a name").name.startswith("half")
    with pytest.raises(InputError, match="a zip, not a Word document"):
        inspect_in_child(tools.zipped({"a": b"x"}), "x.docx")


def test_what_libraries_say_of_a_file_is_not_passed_on():
    """They write it to the child's error output, and it may quote the file."""
    deep = b"%PDF-1.4\n1 0 obj\n" + b"[" * 100_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n"
    with pytest.raises(InputError) as caught:
        inspect_in_child(deep, "x.pdf")

    assert str(caught.value) == UNREADABLE


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("#!/bin/sh\nexit 1\n", "could not be read"),
        ("#!/bin/sh\nkill -9 $$\n", "could not be read"),
        ("#!/bin/sh\ncat >/dev/null; echo nonsense\n", "could not be read"),
        ("#!/bin/sh\nexec sleep 60\n", "could not be read"),
        ("", "no process could be started"),
    ],
    ids=["fails", "killed", "nonsense", "slow", "none"],
)
def test_a_child_that_fails_is_said_in_a_sentence(script, said, tmp_path, monkeypatch):
    """Whatever happens to it, the caller goes on."""
    program = tmp_path / "python"
    if script:
        program.write_text(script)
        program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(run, "TIMEOUT_S", 1)

    with pytest.raises(InputError, match=said) as caught:
        inspect_in_child(tools.png(), "letter.png")

    assert "letter" not in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX's")
def test_the_child_limits_itself():
    """Memory, time and files are bounded before anything is opened."""
    code = (
        "import resource, sys\n"
        "from ladder_widgets.portfolio.inspection.child import limit_this_process\n"
        "limit_this_process()\n"
        "print(*(resource.getrlimit(r)[0] for r in (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)))\n"
        "try:\n    bytearray(3_000_000_000)\n"
        "except MemoryError:\n    print('bounded')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == [str(child.MAX_CPU_S), "0", "bounded"]


def test_looking_at_files_loads_nothing_heavy_in_the_caller():
    """Pillow and pypdf stay in the child; a kernel pays for neither."""
    code = (
        "import sys\n"
        "import ladder_widgets.portfolio.inspection.run, ladder_widgets.portfolio.store\n"
        "print([n for n in ('PIL', 'pypdf', 'defusedxml', 'filetype') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
