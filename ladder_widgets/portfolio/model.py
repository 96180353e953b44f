"""A trainee's own data as frozen values: profile, entries, revisions, saves.

Nothing here knows how values are stored or shown. An *answer* is bound to the id of a prompt,
a link to the id of a target or the code of a capability, never to a place in a list.

Revisions. An entry is a row of revisions, numbered from 1. A *writer* is one open form (a tab, a
command); a revision is one writer's run of saves, each with a rising sequence number. So ten
minutes of typing are one revision, and a save whose acknowledgement was lost can be sent again.
A longer pause, or taking out most of a text, begins a new one: the older can be gone back to.
`place_save` holds the rule.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Literal
from uuid import uuid4

import msgspec

from ladder_widgets.errors import ConflictError, DateRangeError, InputError
from ladder_widgets.ladder.model import Id, Nation, Value
from ladder_widgets.portfolio.dates import local_day, uk_date

MAX_ANSWER_CHARS = 2_000_000
"""The longest answer that is saved, in code points: room for a book, not for a mistake."""
MAX_TITLE_CHARS = 300
MAX_REASON_CHARS = 300
"""The longest reason for which a finding stays."""
OLDEST_DATE = dt.date(1970, 1, 1)
"""No event before this day is taken for something that happened in training."""

MAX_SCOPE_CHARS = 300
"""The longest id of a theme or code of a capability that a narrative sums up."""
MAX_NAME_CHARS = 120
"""The longest name of an attachment, its ending included."""
MAX_ATTACHMENTS = 20
"""So many files an entry has at most."""

DELETED_DAYS = 30
"""How long a deleted entry can be brought back."""
PAUSE = dt.timedelta(minutes=5)
"""Who goes on writing after a longer pause begins a new revision."""
MUCH = 200
"""So many characters are worth a revision of their own before most of them are taken out."""

MOST_YEARS_AHEAD = 15
"""A goal further away is a mistyped year: the longest training takes less, out of it included."""

NON_CHARACTERS = frozenset(
    chr(point)
    for point in (
        *range(0xFDD0, 0xFDF0),
        *(plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)),
    )
)
"""Code points that Unicode promises never to use; no format carries them."""

MarkName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([a-z0-9-]+\.([1-4]|extending)\.[a-z]|(review|broken|pinned)/[A-Za-z0-9/-]+)$",
        max_length=200,
    ),
]
"""What a trainee can tick: a target as done, something that a yearly review asks for as there
(``review/``, see `pathway.arcp`), a resource as broken (``broken/``), an entry as pinned to the
top of the list (``pinned/``)."""
BROKEN = "broken/"
PINNED = "pinned/"

State = Literal["draft", "final"]
AttachmentKind = Literal["pdf", "png", "jpeg", "docx"]
EntryId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]


def reported(marks: Iterable[str]) -> frozenset[str]:
    """The resources among the marks of a store that were reported as broken."""
    return frozenset(m.removeprefix(BROKEN) for m in marks if m.startswith(BROKEN))


def pinned(marks: Iterable[str]) -> frozenset[str]:
    """The ids of the entries among the marks of a store that are pinned."""
    return frozenset(m.removeprefix(PINNED) for m in marks if m.startswith(PINNED))


def new_entry_id() -> str:
    """A fresh entry id: 32 hexadecimal digits, unguessable, the same everywhere it travels."""
    return uuid4().hex


def check_entry_id(text: str) -> str:
    """The id, if it looks like one of ours.

    Raises:
        InputError: it is not 32 hexadecimal digits.
    """
    if len(text) != 32 or not set(text) <= set("0123456789abcdef"):  # noqa: PLR2004
        message = "That is not the id of an entry. Begin a new one: #/reflect/new"
        raise InputError(message)
    return text


def clean_text(text: str) -> str:
    r"""Text as it can be stored, shown and printed everywhere, with every visible character kept.

    Line ends become ``\n``; control characters other than tab and line feed go, since they show
    nothing and no format carries them; halves of surrogate pairs and non-characters become U+FFFD.
    It is idempotent.

    >>> clean_text("one\r\ntwo\x00")
    'one\ntwo'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_clean_char(c) for c in text) if not _is_plain(text) else text


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _clean_char(char: str) -> str:
    if char in "\n\t":
        return char
    match unicodedata.category(char):
        case "Cc":
            return ""
        case "Cs":
            return "\N{REPLACEMENT CHARACTER}"
        case "Cn" if char in NON_CHARACTERS:
            return "\N{REPLACEMENT CHARACTER}"
        case _:
            return char


class TimeOut(Value, frozen=True):
    """Days out of the programme that do not count towards it, from `first` to `last`, both out."""

    first: dt.date
    last: dt.date


class Reached(Value, frozen=True):
    """The step of a theme that a trainee says was climbed before the kit was used."""

    theme: Id
    step: Annotated[int, msgspec.Meta(ge=1, le=4)]


class Profile(Value, frozen=True):
    """Who the trainee is for the ladder: programme, route, grade, and since when in that grade.

    `start` is the first day in `grade`; `wte` is working time as a share of full time, 0.2 to 1;
    `out` is in order and does not overlap; `reached` is the starting-point self-assessment.
    """

    programme: Id
    route: Id
    grade: str
    start: dt.date
    wte: Annotated[float, msgspec.Meta(ge=0.2, le=1)] = 1.0
    nation: Nation = "england"
    platform: Id = "neutral"
    out: tuple[TimeOut, ...] = ()
    reached: tuple[Reached, ...] = ()
    next_arcp: dt.date | None = None

    def reached_in(self, theme: str) -> int:
        """The step of a theme that was climbed before, 0 if none was."""
        return next((r.step for r in self.reached if r.theme == theme), 0)


class Answer(Value, frozen=True):
    """What was written under one prompt of the entry's model."""

    prompt: Id
    text: str


class CapabilityLink(Value, frozen=True):
    """A claim that the entry shows a capability of the trainee's curriculum, and why."""

    code: str
    because: str = ""


class Narrative(Value, frozen=True):
    """What a narrative sums up: a theme or a capability, from the entries that were chosen."""

    scope: Annotated[str, msgspec.Meta(max_length=MAX_SCOPE_CHARS)] = ""
    entries: tuple[EntryId, ...] = ()


class Content(Value, frozen=True):
    """Everything a trainee writes in one entry; `ladder` is the version it was written against.

    `note` is for the trainee alone: no export carries it. A goal has a day to be reached by,
    `due_on`, and `happened_on` once it is reached. A summary has a `narrative`: what it sums up.
    """

    title: str = ""
    happened_on: dt.date | None = None
    model: Id = "what-so-what-now-what"
    answers: tuple[Answer, ...] = ()
    targets: tuple[str, ...] = ()
    capabilities: tuple[CapabilityLink, ...] = ()
    tags: tuple[str, ...] = ()
    ladder: str = ""
    note: str = ""
    due_on: dt.date | None = None
    narrative: Narrative | None = None

    def answer(self, prompt_id: str) -> str:
        """The text under one prompt, empty where nothing was written."""
        return next((a.text for a in self.answers if a.prompt == prompt_id), "")


class Entry(Value, frozen=True):
    """One reflection as it stands: its newest revision and when it was begun."""

    id: EntryId
    content: Content
    state: State
    revision: int
    written_at: dt.datetime
    created_at: dt.datetime


class Revision(Value, frozen=True):
    """One writer's run of saves; `seq` is the number of its last save."""

    number: int
    writer: str
    seq: int
    state: State
    content: Content
    written_at: dt.datetime


class Deleted(Value, frozen=True):
    """An entry in the bin, and when it was put there; `DELETED_DAYS` later it is gone."""

    entry: Entry
    deleted_at: dt.datetime

    @property
    def gone_on(self) -> dt.date:
        """The first day on which it can no longer be brought back."""
        return local_day(self.deleted_at + dt.timedelta(days=DELETED_DAYS))


class Attachment(Value, frozen=True):
    """A file that belongs to an entry; its bytes are kept apart, once for each `digest`.

    `removed` says in plain words what was taken out of it, `found` names the rules by which it
    may identify a person: their codes, never the words.
    """

    id: EntryId
    entry_id: EntryId
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_NAME_CHARS)]
    kind: AttachmentKind
    size: Annotated[int, msgspec.Meta(ge=1)]
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    added_at: dt.datetime
    removed: tuple[str, ...] = ()
    found: tuple[Id, ...] = ()


class Kept(Value, frozen=True):
    """A finding that the trainee looked at and left standing, with the reason.

    `digest` stands for the words that were found: see `portfolio.findings`.
    """

    code: Id
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_REASON_CHARS)]


class Save(Value, frozen=True):
    """A request to write `content`, based on revision `base` (0: the entry is new)."""

    entry_id: EntryId
    base: Annotated[int, msgspec.Meta(ge=0)]
    writer: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    seq: Annotated[int, msgspec.Meta(ge=0)]
    content: Content
    state: State = "draft"


class Saved(Value, frozen=True):
    """What was committed: made only after the commit returned."""

    entry_id: EntryId
    revision: int
    seq: int
    written_at: dt.datetime


class Placement(Value, frozen=True):
    """Where a save goes: a new revision, the newest one again, or nowhere since it is there."""

    revision: int
    kind: Literal["new", "same", "repeat"]


def place_save(head: Revision | None, save: Save, *, now: dt.datetime) -> Placement:
    """Say which revision a save writes, given the newest one (None: the entry does not exist).

    A save may be based on the newest revision, or follow saves of its own writer that were never
    acknowledged. Anything else would overwrite what somebody else wrote.

    Raises:
        ConflictError: another writer wrote a revision that this save does not know.
        InputError: the entry is final, so it is reopened before it is changed.
    """
    if head is None:
        return Placement(revision=1, kind="new")
    own = head.writer == save.writer
    if own and save.seq <= head.seq:
        return Placement(revision=head.number, kind="repeat")
    if not own and save.base != head.number:
        raise ConflictError(save.entry_id, base=save.base, current=head.number)
    if head.state == "final":
        message = (
            "This entry is final and locked. Reopen it to write on; that makes a new revision."
        )
        raise InputError(message)
    if own and not _worth_keeping(head, save, now=now):
        return Placement(revision=head.number, kind="same")
    return Placement(revision=head.number + 1, kind="new")


def _worth_keeping(head: Revision, save: Save, *, now: dt.datetime) -> bool:
    """Whether the newest revision stays in the history although its writer goes on."""
    before, after = _length(head.content), _length(save.content)
    return now - head.written_at > PAUSE or (before >= MUCH and after < before / 2)


def _length(content: Content) -> int:
    return sum(len(answer.text) for answer in content.answers)


def check_content(content: Content, *, today: dt.date) -> None:
    """Refuse content that no entry may hold; drafts and finals alike.

    Raises:
        InputError: a date out of range, or a text longer than can be saved.
    """
    if content.happened_on is not None:
        check_event_date(content.happened_on, today=today)
    if content.due_on is not None:
        check_due_date(content.due_on, today=today)
    if len(content.title) > MAX_TITLE_CHARS:
        message = (
            f"The title has {len(content.title)} characters; {MAX_TITLE_CHARS} are allowed. "
            "Shorten it and put the rest into the reflection."
        )
        raise InputError(message)
    texts = [(f"answer to {a.prompt}", a.text) for a in content.answers]
    for name, text in (*texts, ("private note", content.note)):
        if len(text) > MAX_ANSWER_CHARS:
            message = (
                f"The {name} has {len(text):,} characters; "
                f"{MAX_ANSWER_CHARS:,} are allowed. Split it into two entries."
            )
            raise InputError(message)


def check_event_date(day: dt.date, *, today: dt.date) -> None:
    """Refuse a day that cannot be when something happened: before 1970, or after today.

    One day's grace covers clocks in other zones.
    """
    if not OLDEST_DATE <= day <= today + dt.timedelta(days=1):
        message = (
            f"The date {uk_date(day)} is out of range: it happened between "
            f"{uk_date(OLDEST_DATE)} and today. Correct the date."
        )
        raise DateRangeError(message)


def check_due_date(day: dt.date, *, today: dt.date) -> None:
    """Refuse a day by which nobody in training can mean to reach a goal.

    Raises:
        DateRangeError: before 1970, or more than `MOST_YEARS_AHEAD` years from today.
    """
    last = dt.date(today.year + MOST_YEARS_AHEAD, 12, 31)
    if not OLDEST_DATE <= day <= last:
        message = (
            f"The date {uk_date(day)} is out of range: a goal is reached between "
            f"{uk_date(OLDEST_DATE)} and {uk_date(last)}. Correct the date."
        )
        raise DateRangeError(message)
