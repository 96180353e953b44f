"""What a reviewer types is kept, checked and signed; the same words are the same comment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from evidence_tools import PROFILE, TODAY, catalogue, make_entry
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import BundleError, InputError
from ladder_widgets.evidence.export import export
from ladder_widgets.portfolio.comments import read_comments
from ladder_widgets.portfolio.keys import SigningKey
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.review_page.draft import Draft, sign
from ladder_widgets.widgets.review_page.model import ReviewPageModel
from ladder_widgets.widgets.viewmodel import Reply, Values

KEY = SigningKey(bytes(range(32)))
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
FIRST, SECOND = make_entry(1), make_entry(2)


def evidence(format_: str = "zip", key: SigningKey = KEY) -> bytes:
    """Two entries of a trainee, as they are handed over."""
    return export(
        format_, [FIRST, SECOND], profile=PROFILE, catalogue=catalogue(), today=TODAY, key=key
    )


@pytest.fixture
def review(tmp_path: Path) -> Iterator[ReviewPageModel]:
    """The page on a supervisor's own store."""
    with open_store(read_settings({}, data_dir=tmp_path / "data")) as store:
        model = ReviewPageModel(Desk(catalogue(), store, today=lambda: TODAY))
        model.open(())
        yield model


def choose(review: ReviewPageModel, data: bytes) -> Reply:
    """Choose a file, as the browser sends it."""
    given = {"upload": "1", "name": "x", "size": str(len(data)), "at": "0"}
    return review.run("open-evidence", Values(given, data))


def typed(review: ReviewPageModel, **texts: str) -> Values:
    """What the form holds with comments on the first and the second entry."""
    assert review.evidence is not None
    fields = {
        "save-entry": review.evidence.digest,
        "name": texts.get("name", "Dr Example"),
        "role": "supervisor",
        f"comment.{FIRST.id}": texts.get("first", ""),
        f"comment.{SECOND.id}": texts.get("second", ""),
    }
    return Values({**fields, **({"looked": "yes"} if "looked" in texts else {})})


@pytest.mark.parametrize("format_", ["zip", "pdf", "json"])
def test_evidence_of_each_kind_is_shown_and_commented_on(
    review: ReviewPageModel, format_: str
) -> None:
    """The file that comes back names the entries, when they were written, and the evidence."""
    choose(review, evidence(format_))
    assert "Leading the huddle 1" in review.html
    says = "nothing can be said" if format_ == "json" else "unchanged since exported"
    assert says in review.html

    reply = review.run("sign-review", typed(review, second="And who led?"))
    (comment,) = read_comments(reply["buffer"])

    assert review.evidence is not None
    assert (comment.entry_id, comment.entry_written_at) == (SECOND.id, SECOND.written_at)
    assert (comment.text, comment.bundle) == ("And who led?", review.evidence.digest)
    assert comment.public == review.desk.store.signing_key().public


def test_altered_evidence_is_called_so(review: ReviewPageModel) -> None:
    """It can be read, with the warning in view."""
    data = bytearray(evidence("pdf"))
    data[200] ^= 1
    choose(review, bytes(data))

    assert "altered: it is not as it was exported" in review.html
    assert "Look at the entries before you trust them" in review.html


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a,b\n1,2\n", "no evidence"),
        (b"%PDF-1.7 of nobody", "PDF"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b'{"format":"leadership-ladder-comments"}', "comment"),
    ],
    ids=["table", "pdf", "zip", "comments"],
)
def test_what_is_no_evidence_is_refused_with_what_to_choose(
    review: ReviewPageModel, data: bytes, says: str
) -> None:
    """Nothing opens."""
    with pytest.raises((InputError, BundleError), match=says):
        choose(review, data)
    assert review.evidence is None


def test_nothing_is_signed_without_words_or_name(review: ReviewPageModel) -> None:
    """Each fault is told at its field."""
    choose(review, evidence())
    reply = review.run("sign-review", typed(review, name="  "))

    assert "buffer" not in reply
    assert set(review.errors) == {f"review-{FIRST.id}", "review-name"}


def test_words_that_may_name_somebody_are_signed_only_once_looked_at(
    review: ReviewPageModel,
) -> None:
    """Looking is said on purpose."""
    choose(review, evidence())
    words = "Mrs Okafor was lucky."

    assert "buffer" not in review.run("sign-review", typed(review, first=words))
    assert set(review.errors) == {"review-looked"}
    assert "buffer" in review.run("sign-review", typed(review, first=words, looked="yes"))


def test_what_is_typed_is_kept_without_the_evidence_and_forgotten_on_demand(
    review: ReviewPageModel,
) -> None:
    """A kernel that has just begun keeps it too, and nothing of the trainee's words."""
    data = evidence()
    choose(review, data)
    values = typed(review, first="Well seen.")
    fresh = ReviewPageModel(review.desk)
    assert "saved" in fresh.run("save", values)

    choose(fresh, data)
    assert fresh.draft.texts == {FIRST.id: "Well seen."}
    kept = review.desk.store.remembered(f"review.{fresh.evidence.digest}")
    assert "We agreed one change" not in kept
    fresh.run("forget-review", Values({}))
    assert review.desk.store.remembered(f"review.{review.evidence.digest}") == ""


def test_evidence_of_the_very_store_is_told(review: ReviewPageModel) -> None:
    """A trainee's own key proves nothing about somebody else."""
    choose(review, evidence(key=review.desk.store.signing_key()))
    assert "carry the trainee’s own key" in review.html


@given(first=st.text(min_size=1, max_size=50), second=st.text(min_size=1, max_size=50))
def test_the_same_words_are_the_same_comment_and_others_another(first: str, second: str) -> None:
    """Signed again it comes once; words that were changed come beside the former ones."""

    def signed(text: str, at: dt.datetime) -> str:
        draft = Draft(name="Dr Example", texts={FIRST.id: f"Said: {text}"})
        times = {FIRST.id: NOON}
        return sign(draft, bundle="b" * 64, written_at=times, key=KEY, now=at)[0].id

    assert signed(first, NOON) == signed(first, NOON + dt.timedelta(hours=1))
    assert (signed(first, NOON) == signed(second, NOON)) == (first == second)
