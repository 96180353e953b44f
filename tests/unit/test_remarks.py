"""Comments in words: a name is as given unless its key is trusted."""

from __future__ import annotations

import datetime as dt

import pytest

from ladder_widgets.evidence.remarks import make_remarks
from ladder_widgets.portfolio.comments import Comment, sign_comment
from ladder_widgets.portfolio.keys import SigningKey, TrustedKey, fingerprint

KEY = SigningKey(bytes(range(32)))
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def _remark(*, own: str = "", trusted: tuple[TrustedKey, ...] = (), written_at: dt.datetime = NOON):
    comment = sign_comment(
        Comment(
            id="c" * 32,
            entry_id="e" * 32,
            entry_written_at=NOON,
            bundle="b" * 64,
            text="Well seen.",
            name="Dr Example",
            role="supervisor",
            written_at=NOON + dt.timedelta(days=1),
            public=KEY.public,
        ),
        KEY,
    )
    made = make_remarks([comment], written_at={"e" * 32: written_at}, own=own, trusted=trusted)
    return made["e" * 32][0]


@pytest.mark.parametrize(
    ("own", "trusted", "says"),
    [
        ("", (), f"name as given, key {fingerprint(KEY.public)}"),
        (
            "",
            (TrustedKey(public=KEY.public, name="My supervisor"),),
            "key trusted as My supervisor",
        ),
        ("", (TrustedKey(public="0" * 64, name="Another"),), "name as given"),
        (KEY.public, (), "signed with the trainee's own key"),
        (
            KEY.public,
            (TrustedKey(public=KEY.public, name="Myself"),),
            "signed with the trainee's own key",
        ),
    ],
    ids=["unknown", "trusted", "another", "own", "own and trusted"],
)
def test_a_name_is_worth_what_its_key_is(own, trusted, says) -> None:
    """Trust is the trainee's; nobody vouches for themselves."""
    assert says in _remark(own=own, trusted=trusted).standing


@pytest.mark.parametrize(("later_s", "earlier"), [(0, False), (1, True)])
def test_a_comment_on_an_earlier_revision_says_so(later_s, earlier) -> None:
    """The entry was written on after it was read."""
    remark = _remark(written_at=NOON + dt.timedelta(seconds=later_s))

    assert remark.earlier is earlier
    assert remark.written_on == "21 November 2026"
