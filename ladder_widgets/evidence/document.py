"""What an evidence PDF says: entries with every id turned into words, and nothing else.

Pure: the same entries, packs and day give the same document. An id that the packs no longer
know (a retired prompt, a capability of an earlier programme) is printed as it is, so that
nothing a trainee wrote is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from ladder_widgets.errors import EvidenceError, UnknownIdError
from ladder_widgets.evidence.destination import Destination
from ladder_widgets.evidence.remarks import Remark
from ladder_widgets.evidence.rungs import Rung, in_words, make_rungs
from ladder_widgets.ladder.catalogue import Catalogue, step_name
from ladder_widgets.portfolio.dates import local_day, uk_date
from ladder_widgets.portfolio.entry_fields import scopes
from ladder_widgets.portfolio.inspection.kinds import SHOWN, shown_size
from ladder_widgets.portfolio.model import Attachment, CapabilityLink, Content, Entry, Profile

TITLE = "Leadership evidence"
NO_SCOPE = "Several entries"
UNTITLED = "Untitled reflection"


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the values below; sequences in them are tuples."""


class PromptText(Value, frozen=True):
    """A prompt as the trainee saw it, and what was written under it."""

    prompt: str
    ask: str
    text: str


class LinkedTarget(Value, frozen=True):
    """A target of the ladder that an entry is linked to."""

    id: str
    title: str
    theme: str
    step: str


class ClaimedCapability(Value, frozen=True):
    """A capability that an entry is claimed to show, and why."""

    code: str
    title: str
    because: str


class FileRow(Value, frozen=True):
    """A file that belongs to an entry, under the name that it has inside the PDF."""

    id: str
    name: str
    kind: str
    size: str


class EntryPage(Value, frozen=True):
    """One entry; `happened_on` and `due_on` are empty where no date was given.

    A summary narrative has a `scope` in words, the numbers of the entries it was `drawn_from`, and
    how many more of them are `elsewhere`, not in this document. `goes_to` is the kind of entry that
    it becomes in the e-portfolio that the document is for.
    """

    number: int
    id: str
    title: str
    happened_on: str
    due_on: str
    written_on: str
    revision: int
    draft: bool
    model: str
    answers: tuple[PromptText, ...]
    targets: tuple[LinkedTarget, ...]
    capabilities: tuple[ClaimedCapability, ...]
    tags: tuple[str, ...]
    scope: str = ""
    goes_to: str = ""
    drawn_from: tuple[int, ...] = ()
    elsewhere: int = 0
    files: tuple[FileRow, ...] = ()
    remarks: tuple[Remark, ...] = ()


class CapabilityRow(Value, frozen=True):
    """A capability and the numbers of the entries that are claimed to show it."""

    code: str
    title: str
    entries: tuple[int, ...]


class TargetRow(Value, frozen=True):
    """A target and the numbers of the entries linked to it."""

    target: LinkedTarget
    entries: tuple[int, ...]


class EvidenceDocument(Value, frozen=True):
    """The whole document, in reading order; `programme` and `grade` are empty without a profile.

    `platform` is the e-portfolio that it was made for, empty where none was named. `trainee` is
    the name that was given for this export, empty where none was. `rungs` is the
    ladder to be drawn from the top down, `ladder_words` the same for whoever hears it.
    """

    title: str
    trainee: str
    platform: str
    programme: str
    grade: str
    period: str
    made_on: str
    day: dt.date
    ladder_title: str
    ladder_version: str
    notice: str
    capabilities: tuple[CapabilityRow, ...]
    targets: tuple[TargetRow, ...]
    rungs: tuple[Rung, ...]
    ladder_words: str
    narratives: tuple[EntryPage, ...]
    entries: tuple[EntryPage, ...]

    @property
    def pages(self) -> tuple[EntryPage, ...]:
        """The entries by their numbers, then the narratives, whose numbers follow."""
        return self.entries + self.narratives


def make_document(
    entries: Iterable[Entry],
    *,
    profile: Profile | None,
    catalogue: Catalogue,
    today: dt.date,
    attachments: Iterable[Attachment] = (),
    trainee: str = "",
    to: Destination | None = None,
    remarks: Mapping[str, tuple[Remark, ...]] | None = None,
) -> EvidenceDocument:
    """The document for some entries, oldest event first, with the list of their files.

    `trainee` is the name for the cover: no store has one. `to` is the platform it is made for.
    `remarks` are what others said, by the id of the entry.

    Raises:
        EvidenceError: there are no entries.
    """
    ordered = sorted(
        entries,
        key=lambda entry: (
            entry.content.narrative is not None,
            _day(entry),
            entry.created_at,
            entry.id,
        ),
    )
    if not ordered:
        message = "There is nothing to export. Choose at least one entry."
        raise EvidenceError(message)
    codes = capability_titles(profile, catalogue)
    attached = tuple(attachments)
    numbers = {entry.id: number for number, entry in enumerate(ordered, start=1)}
    named = scopes(catalogue, profile)
    pages = tuple(
        _entry_page(
            entry,
            numbers,
            catalogue=catalogue,
            codes=codes,
            named=named,
            goes_to=to.kinds[entry.id] if to else "",
            files=[
                _file(item, numbers[entry.id]) for item in attached if item.entry_id == entry.id
            ],
            remarks=(remarks or {}).get(entry.id, ()),
        )
        for entry in ordered
    )
    # A narrative looks back: when it was written is no part of the period.
    events = [entry for entry in ordered if entry.content.narrative is None]
    days = [_day(entry) for entry in events or ordered]
    linked = _target_rows(pages, catalogue)
    rungs = make_rungs((row.target.id for row in linked), catalogue)
    return EvidenceDocument(
        title=TITLE,
        platform=to.platform.name if to else "",
        trainee=" ".join(trainee.split()),
        programme=_programme_name(profile, catalogue),
        grade=profile.grade if profile else "",
        period=uk_period(min(days), max(days)),
        made_on=uk_date(today),
        day=today,
        ladder_title=catalogue.ladder.title,
        ladder_version=catalogue.ladder.version,
        notice=catalogue.ladder.notice,
        capabilities=_capability_rows(pages, codes),
        targets=linked,
        rungs=rungs,
        ladder_words=in_words(rungs),
        narratives=tuple(page for page in pages if page.scope),
        entries=tuple(page for page in pages if not page.scope),
    )


def uk_period(first: dt.date, last: dt.date) -> str:
    """From one day to another: ``10 March 2026 to 2 May 2026``, or the day if they are one."""
    return uk_date(first) if first == last else f"{uk_date(first)} to {uk_date(last)}"


def _programme_name(profile: Profile | None, catalogue: Catalogue) -> str:
    """The programme in words; one that was retired is named by its id."""
    if profile is None:
        return ""
    programme = catalogue.programmes.get(profile.programme)
    return programme.name if programme else profile.programme


def _day(entry: Entry) -> dt.date:
    return entry.content.happened_on or local_day(entry.written_at)


def capability_titles(profile: Profile | None, catalogue: Catalogue) -> dict[str, str]:
    """The titles of the capabilities of the trainee's programme by code, in its order."""
    programme = catalogue.programmes.get(profile.programme) if profile else None
    return {c.code: c.title for c in programme.capabilities} if programme else {}


def _entry_page(
    entry: Entry,
    numbers: dict[str, int],
    *,
    catalogue: Catalogue,
    codes: dict[str, str],
    named: dict[str, str],
    goes_to: str,
    files: Sequence[FileRow],
    remarks: tuple[Remark, ...],
) -> EntryPage:
    content = entry.content
    model = catalogue.models.get(content.model)
    narrative = content.narrative
    drawn_from = tuple(
        sorted(numbers[i] for i in narrative.entries if i in numbers) if narrative else ()
    )
    return EntryPage(
        number=numbers[entry.id],
        id=entry.id,
        title=_title(content.title),
        happened_on=uk_date(content.happened_on) if content.happened_on else "",
        due_on=uk_date(content.due_on) if content.due_on else "",
        written_on=uk_date(local_day(entry.written_at)),
        revision=entry.revision,
        draft=entry.state == "draft",
        model=model.title if model else content.model,
        answers=written_answers(content, catalogue),
        targets=tuple(linked_target(target_id, catalogue) for target_id in content.targets),
        capabilities=tuple(claimed_capability(link, codes) for link in content.capabilities),
        tags=content.tags,
        goes_to=goes_to,
        scope=(named.get(narrative.scope, narrative.scope) or NO_SCOPE) if narrative else "",
        drawn_from=drawn_from,
        elsewhere=len(narrative.entries) - len(drawn_from) if narrative else 0,
        files=tuple(files),
        remarks=remarks,
    )


def _title(written: str) -> str:
    """The title on one line; one of invisible characters is none, and makes no bookmark."""
    title = " ".join(written.split())
    return title if any(char.isprintable() for char in title) else UNTITLED


def _file(item: Attachment, number: int) -> FileRow:
    return FileRow(
        id=item.id,
        # Names differ within an entry only.
        name=f"entry-{number}-{item.name}",
        kind=SHOWN[item.kind],
        size=shown_size(item.size),
    )


def written_answers(content: Content, catalogue: Catalogue) -> tuple[PromptText, ...]:
    """What was written: in the order of the model's prompts, then what lost its prompt."""
    model = catalogue.models.get(content.model)
    asks = {prompt.id: prompt.ask for prompt in model.prompts} if model else {}
    place = {prompt_id: index for index, prompt_id in enumerate(asks)}
    written = [answer for answer in content.answers if answer.text.strip()]
    return tuple(
        PromptText(prompt=a.prompt, ask=asks.get(a.prompt, a.prompt), text=a.text)
        for a in sorted(written, key=lambda answer: place.get(answer.prompt, len(place)))
    )


def linked_target(target_id: str, catalogue: Catalogue) -> LinkedTarget:
    """A target in words; one that no ladder remembers is named by its id."""
    try:
        place = catalogue.place(target_id)
    except UnknownIdError:
        title = catalogue.shown_title(target_id)
        return LinkedTarget(id=target_id, title=title, theme="", step="")
    return LinkedTarget(
        id=target_id,
        title=place.target.title,
        theme=place.theme.title,
        step=step_name(place.step.number),
    )


def claimed_capability(link: CapabilityLink, codes: dict[str, str]) -> ClaimedCapability:
    """A claim in words; `codes` are the titles of the capabilities of the trainee's programme."""
    return ClaimedCapability(
        code=link.code, title=codes.get(link.code, ""), because=link.because.strip()
    )


def _capability_rows(
    pages: Sequence[EntryPage], codes: dict[str, str]
) -> tuple[CapabilityRow, ...]:
    claimed = _numbers(pages, lambda page: [claim.code for claim in page.capabilities])
    order = [code for code in codes if code in claimed]
    order += [code for code in claimed if code not in codes]
    return tuple(
        CapabilityRow(code=code, title=codes.get(code, ""), entries=claimed[code]) for code in order
    )


def _target_rows(pages: Sequence[EntryPage], catalogue: Catalogue) -> tuple[TargetRow, ...]:
    linked = _numbers(pages, lambda page: [target.id for target in page.targets])
    known = [target for ladder in catalogue.ladders.values() for target in ladder.target_ids()]
    place = {target_id: index for index, target_id in enumerate(known)}
    order = sorted(linked, key=lambda target_id: place.get(target_id, len(place)))
    return tuple(
        TargetRow(target=linked_target(target_id, catalogue), entries=linked[target_id])
        for target_id in order
    )


def _numbers(
    pages: Sequence[EntryPage], keys: Callable[[EntryPage], list[str]]
) -> dict[str, tuple[int, ...]]:
    """For each key the numbers of the pages that have it, keys in order of appearance."""
    found: dict[str, list[int]] = {}
    for page in pages:
        for key in dict.fromkeys(keys(page)):
            found.setdefault(key, []).append(page.number)
    return {key: tuple(numbers) for key, numbers in found.items()}
