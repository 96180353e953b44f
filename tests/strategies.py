"""Hypothesis strategies for what a trainee writes; texts are the worst that is still allowed."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from hypothesis import strategies as st

from ladder_widgets.portfolio.model import (
    MAX_TITLE_CHARS,
    MOST_YEARS_AHEAD,
    OLDEST_DATE,
    Answer,
    CapabilityLink,
    Content,
    Entry,
    Narrative,
    Profile,
    Revision,
    Save,
    clean_text,
)

T = TypeVar("T")
TODAY = dt.date(2026, 11, 20)
"""The day on which these values are written."""

AWKWARD = (
    "emoji \N{FACE WITH TEARS OF JOY} and a family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u0642\u064a\u0627\u062f\u0629 \u0627\u0644\u0641\u0631\u064a\u0642",  # Arabic
    "\u9818\u5c0e\u529b \u3068 \ub9ac\ub354\uc2ed",  # Chinese, Japanese, Korean
    "right-to-left \u202eoverride\u202c and \u200fmark",
    "cafe\u0301 in two parts, caf\u00e9 in one",
    "zero\u200bwidth and no\u00a0break",
    "line\u2028and paragraph\u2029separators",
    "<script>alert('1')</script> & \"quotes\" 'too' \\ %s {x}",
    "'; DROP TABLE entry; --",
    "## a heading\n\n- a list\n\n```\n## code\n```\n#set text(red)",
    '=HYPERLINK("x")\t@SUM',
    "  spaces around  ",
    "long " * 2_000,
)

texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=200).map(clean_text))
"""Text as it is stored: any characters but those that `clean_text` takes away."""
any_texts = st.one_of(texts, st.text(st.characters(), max_size=200))
"""Text as it arrives: control characters and halves of surrogate pairs included."""
titles = st.one_of(
    st.sampled_from([text for text in AWKWARD if len(text) <= MAX_TITLE_CHARS]),
    st.text(max_size=60).map(clean_text),
)
ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
target_ids = st.builds(
    "{}.{}.{}".format,
    ids,
    st.sampled_from(["1", "2", "3", "4", "extending"]),
    st.sampled_from("abcdef"),
)
entry_ids = st.uuids(version=4).map(lambda found: found.hex)
states = st.sampled_from(["draft", "final"])
moments = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)).flatmap(
    lambda day: st.times().map(lambda time: dt.datetime.combine(day, time, tzinfo=dt.UTC))
)

profiles = st.builds(
    Profile,
    programme=ids,
    route=ids,
    grade=st.from_regex(r"[A-Z]{1,3}[1-9]", fullmatch=True),
    start=st.dates(dt.date(2015, 1, 1), dt.date(2028, 12, 31)),
    wte=st.floats(0.2, 1.0),
    nation=st.sampled_from(["england", "northern-ireland", "scotland", "wales"]),
    platform=ids,
)
answers = st.builds(Answer, prompt=ids, text=texts)
capability_links = st.builds(CapabilityLink, code=titles, because=texts)


def tuples_of(
    values: st.SearchStrategy[T], *, max_size: int = 3
) -> st.SearchStrategy[tuple[T, ...]]:
    """Short tuples of values."""
    return st.lists(values, max_size=max_size).map(tuple)


narratives = st.builds(Narrative, scope=titles, entries=tuples_of(entry_ids))
contents = st.builds(
    Content,
    narrative=st.none() | narratives,
    title=titles,
    happened_on=st.none() | st.dates(OLDEST_DATE, TODAY),
    model=ids,
    answers=tuples_of(answers),
    targets=tuples_of(target_ids),
    capabilities=tuples_of(capability_links),
    tags=tuples_of(titles),
    ladder=st.sampled_from(["", "2026.1"]),
    due_on=st.none() | st.dates(OLDEST_DATE, dt.date(TODAY.year + MOST_YEARS_AHEAD, 12, 31)),
)
entries = st.builds(
    Entry,
    id=entry_ids,
    content=contents,
    state=states,
    revision=st.integers(1, 9),
    written_at=moments,
    created_at=moments,
)
writers = st.sampled_from(["tab-1", "tab-2", "command"])
revisions = st.builds(
    Revision,
    number=st.integers(1, 5),
    writer=writers,
    seq=st.integers(0, 9),
    state=states,
    content=contents,
    written_at=moments,
)
saves = st.builds(
    Save,
    entry_id=entry_ids,
    base=st.integers(0, 6),
    writer=writers,
    seq=st.integers(0, 12),
    content=contents,
    state=states,
)
