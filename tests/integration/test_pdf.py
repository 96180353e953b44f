"""The evidence PDF, made by the real Typst and judged by an independent validator."""

from __future__ import annotations

import io
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from evidence_tools import (
    PROFILE,
    TODAY,
    catalogue,
    claim,
    document,
    faults,
    make_entry,
    pdf_of,
    pdf_of_child,
    words,
    write,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from strategies import AWKWARD

from ladder_widgets.errors import EvidenceError
from ladder_widgets.evidence import typesetting
from ladder_widgets.evidence.bundle import make_bundle, read_bundle
from ladder_widgets.evidence.export import export
from ladder_widgets.evidence.typesetting import typeset
from ladder_widgets.portfolio.model import Answer, clean_text

BUNDLE = '{"words": "a \u4e2d"}'.encode()
HOSTILE = (
    '#read("/etc/passwd")',
    "*bold* _it_ `raw` $x^2$ @ref <label>",
    "<script>alert(1)</script>",
    '#panic("x") #{ 1 + 1 } [content] // comment /* more */',
    "= Heading",
    "https://example.org/a?b=c",
    'two -- dashes ... and "quotes" \\ ~',
)


def reader(pdf: bytes) -> PdfReader:
    """A PDF opened."""
    return PdfReader(io.BytesIO(pdf))


@pytest.mark.parametrize(
    "made",
    [
        lambda: document(make_entry()),
        lambda: document(*(make_entry(n) for n in range(1, 11))),
        lambda: document(make_entry(title="", answers=()), profile=None),
        lambda: document(make_entry(title="Long title " * 27, tags=("x" * 200,))),
        lambda: document(make_entry(answers=write("https://example.org/" + "x" * 3000))),
        lambda: document(make_entry(answers=write("\n\n".join([*AWKWARD, *HOSTILE])))),
        lambda: document(
            make_entry(
                targets=tuple(p.target.id for p in catalogue().places(catalogue().ladder)),
                capabilities=(claim("GP 1", "a\n\nb"), claim("OLD", ""), claim("")),
            )
        ),
    ],
    ids=["one", "ten", "bare", "long-title", "long-word", "awkward", "links"],
)
def test_judge_finds_no_fault(made: object) -> None:
    """Every kind of document is PDF/UA-1 and PDF/A-3a at once."""
    assert faults(pdf_of(made(), BUNDLE)) == []  # type: ignore[operator]


@settings(max_examples=15)
@given(st.lists(st.text(st.characters(), max_size=300), min_size=4, max_size=4))
def test_any_text_at_all_exports(texts: list[str]) -> None:
    """No character makes an export fail, wherever it stands."""
    title, answer, because, tag = texts
    entry = make_entry(
        title=title, answers=write(answer), capabilities=(claim(tag, because),), tags=(tag,)
    )

    assert faults(pdf_of(document(entry), BUNDLE)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_prints_literally(text: str) -> None:
    """Words are data: nothing in them is run, and no mark is lost."""
    entry = make_entry(title=text, answers=write(text), capabilities=(claim(text, text),))
    printed = words(pdf_of(document(entry), BUNDLE))

    assert printed.count(text) >= 4


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x07\x1b[31m",
        "\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ec\U0001f1e7",
        "\u0642\u064a\u0627\u062f\u0629 (ABC 12)",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u4e2d",
        "\u202eabc\u202c \u2066\u2069",
        "\ufeff",
        "\u0301",
        "\u2028\u2029",
        "\ufffe\U0010ffff",
        clean_text("\ud800 \ufffe"),
        "\ud800",
    ],
    ids=[
        "control", "emoji", "arabic", "hebrew", "cjk", "bidi", "invisible", "lone-mark",
        "separators", "non-character", "cleaned", "surrogate",
    ],
)  # fmt: skip
def test_hostile_characters_pass_in_every_field(text: str) -> None:
    """Alone in a field, where nothing beside them helps."""
    entry = make_entry(
        title=text,
        answers=(Answer(prompt="gone", text=text),),
        model=text,
        targets=(text,),
        capabilities=(claim(text, text),),
        tags=(text,),
    )

    assert faults(pdf_of(document(entry), BUNDLE)) == []


@pytest.mark.parametrize(
    "word", ["\u0642\u064a\u0627\u062f\u0629", "\u05e9\u05dc\u05d5\u05dd"], ids=["arabic", "hebrew"]
)
def test_right_to_left_letters_can_be_copied(word: str) -> None:
    """Every letter is in the text, whatever order a reader puts it in."""
    printed = words(pdf_of(document(make_entry(answers=write(word))), BUNDLE))

    assert set(word) <= set(printed)


def test_reader_finds_all_that_was_claimed() -> None:
    """Programme, dates, answers (a retired prompt's too), codes, reasons, targets and tags."""
    place = next(iter(catalogue().places(catalogue().ladder)))
    code = catalogue().programme("general-practice").capabilities[0]
    answers = (Answer(prompt="so-what", text="It held."), Answer(prompt="old-one", text="Kept."))
    entry = make_entry(
        answers=answers,
        targets=(place.target.id,),
        capabilities=(claim(code.code, "I chaired it."), claim("OLD 7", "It was asked for.")),
        tags=("handover",),
    )
    printed = words(pdf_of(document(entry), BUNDLE))

    expected = [
        "General Practice", "ST2", "Made on 22 November 2026", "Happened on 10 March 2026",
        "Written on 12 March 2026", "So what? It held.", "old-one Kept.", code.code, code.title,
        "I chaired it.", "OLD 7 It was asked for.", place.target.title, place.theme.title,
        "Tags: handover", catalogue().ladder.notice,
    ]  # fmt: skip
    assert [part for part in expected if " ".join(part.split()) not in printed] == []


def test_pdf_says_nothing_of_a_missing_profile() -> None:
    """No empty row for a programme that was never chosen."""
    printed = words(pdf_of(document(make_entry(), profile=None), BUNDLE))

    assert "Programme" not in printed
    assert "Grade" not in printed


def test_what_fonts_lack_is_named() -> None:
    """Each missing glyph stays identifiable."""
    printed = words(pdf_of(document(make_entry(answers=write("\u4e2d\u6587"))), BUNDLE))

    assert "[U+4E2D][U+6587]" in printed


def test_paragraphs_are_kept() -> None:
    """A blank line parts paragraphs in the tags; a single one breaks the line."""
    pdf = pdf_of(document(make_entry(answers=write("one\ntwo\n\nthree"))), BUNDLE)
    lines = "\n".join(page.extract_text() for page in reader(pdf).pages).split("\n")

    assert [line.strip() for line in lines if line.strip() in {"one", "two", "three"}] == [
        "one", "two", "three",
    ]  # fmt: skip


def test_bundle_is_attached_as_the_data() -> None:
    """The very bytes, as an associated file with its relationship."""
    pdf = reader(pdf_of(document(make_entry()), BUNDLE))
    (file,) = pdf.trailer["/Root"]["/AF"]

    assert pdf.attachments["bundle.json"] == [BUNDLE]
    assert file.get_object()["/AFRelationship"] == "/Data"
    assert file.get_object()["/EF"]["/F"].get_object()["/Subtype"] == "/application/json"


@pytest.mark.parametrize("in_child", [False, True], ids=["here", "child"])
def test_exported_pdf_carries_its_bundle(in_child: bool) -> None:
    """What the fonts lack, too: the data are as they were written."""
    entry = make_entry(title="\u4e2d", answers=write("\U0001f600\u202e\n" + "\n".join(HOSTILE)))
    pdf = export(
        "pdf", [entry], profile=PROFILE, catalogue=catalogue(), today=TODAY, in_child=in_child
    )

    (data,) = reader(pdf).attachments["bundle.json"]
    assert read_bundle(data) == make_bundle([entry], profile=PROFILE)
    assert faults(pdf) == []


def test_megabyte_of_words_is_exported() -> None:
    """From the first word to the last, through the child's pipes."""
    text = "first " + "We agreed one change. " * 50_000 + "last"
    pdf = pdf_of_child(document(make_entry(answers=write(text))), text.encode())
    pages = reader(pdf).pages

    assert len(text) > 1_000_000
    assert "first We agreed" in pages[0].extract_text() + pages[1].extract_text()
    assert "last" in pages[-1].extract_text()
    assert reader(pdf).attachments["bundle.json"] == [text.encode()]


def test_reader_finds_title_language_and_bookmarks() -> None:
    """What a screen reader and a sidebar show first."""
    pdf = reader(pdf_of(document(make_entry()), BUNDLE))
    bookmarks = [part.title for part in _flat(pdf.outline)]

    assert pdf.metadata is not None
    assert pdf.metadata.title == "Leadership evidence"
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
    assert "Leading the huddle 1" in bookmarks
    assert len(pdf.pages) == 1
    assert "Page 1 of 1" in pdf.pages[0].extract_text()


def test_same_document_gives_the_same_bytes() -> None:
    """In this process, again, and in a child."""
    made = document(make_entry())
    first = pdf_of(made, BUNDLE)

    assert pdf_of(made, BUNDLE) == first
    assert pdf_of_child(made, BUNDLE) == first


def test_child_starts_where_another_typst_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module in the current folder is never taken for a real one."""
    (tmp_path / "typst.py").write_text("raise SystemExit(9)")
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)

    assert pdf_of_child(document(make_entry()), BUNDLE).startswith(b"%PDF-")


def test_child_that_dies_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its status is told, and what to do."""
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(EvidenceError, match="status 1.*export as json"):
        pdf_of_child(document(make_entry()), BUNDLE)


def test_interpreter_that_cannot_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback for a missing program."""
    monkeypatch.setattr(sys, "executable", "/no/such/python")

    with pytest.raises(EvidenceError, match="did not start"):
        pdf_of_child(document(make_entry()), BUNDLE)


def test_child_hands_on_the_message() -> None:
    """What went wrong in the child is said as if it had happened here."""
    with pytest.raises(EvidenceError, match="template evidence failed"):
        pdf_of_child({"title": "half a document"}, BUNDLE)  # type: ignore[arg-type]


def test_failure_never_quotes_the_text() -> None:
    """Neither the message nor anything chained to it."""
    with pytest.raises(EvidenceError) as caught:
        typeset("evidence", {"title": HOSTILE[0]})

    assert "passwd" not in "".join(traceback.format_exception(caught.value))


def test_missing_fonts_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout that was never set up says so, rather than print other letters."""
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    typesetting._fonts.cache_clear()
    with pytest.raises(EvidenceError, match="fonts of the PDF are missing.*make setup"):
        pdf_of(document(make_entry()), BUNDLE)


WITHOUT_FONTS = """#!/bin/sh
exec {python} -P -c '
import pathlib, sys
from ladder_widgets.evidence import child, typesetting
typesetting.FONTS = pathlib.Path("/no/fonts")
sys.exit(child.main())
'
"""


def test_missing_fonts_are_said_by_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same plain message, not a traceback from another process."""
    program = tmp_path / "python"
    program.write_text(WITHOUT_FONTS.format(python=sys.executable))
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))

    with pytest.raises(EvidenceError, match="^The fonts of the PDF are missing.*make setup"):
        pdf_of_child(document(make_entry()), BUNDLE)


@pytest.mark.parametrize(
    "half",
    [{"title": HOSTILE[0]}, {"entries": [{"answers": HOSTILE[0]}]}, {HOSTILE[0]: 1}],
    ids=["title", "answer", "key"],
)
def test_child_never_quotes_the_text(half: dict[str, object]) -> None:
    """Whatever goes wrong there, the words stay in the pipe."""
    with pytest.raises(EvidenceError) as caught:
        pdf_of_child(half, BUNDLE)  # type: ignore[arg-type]

    assert "passwd" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("answer", ["exit 0", "echo words; exit 0", "echo words >&2; exit 1"])
def test_child_that_answers_nonsense_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    """Only a PDF is taken for one, and only our own messages are shown."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\ncat > /dev/null; {answer}\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))

    with pytest.raises(EvidenceError, match="stopped with status") as caught:
        pdf_of_child(document(make_entry()), BUNDLE)
    assert "words" not in str(caught.value)


def test_exporting_process_stays_small() -> None:
    """A kernel that exports through a child never loads Typst or nbconvert."""
    code = (
        "import ladder_widgets.evidence.export, sys; print({*sys.modules} & {'typst', 'nbconvert'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def _flat(outline: list) -> list:
    return [
        item for part in outline for item in (_flat(part) if isinstance(part, list) else [part])
    ]
