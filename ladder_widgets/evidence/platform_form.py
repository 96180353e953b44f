"""An entry as the form of an e-portfolio: field by field, plain text to paste, counted and warned.

Nothing is cut and nothing is lost: each answer goes to exactly one field, whatever the form is,
and what is too long is said. Words are counted as white space divides them (a bullet is one, as a
word processor has it), characters as code points, a line break as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.evidence.plain_text import plain_text
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import Confidence, Prompt
from ladder_widgets.ladder.platforms import EntryType, FormField, LinkLimit, Platform
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Answer, Content

NEUTRAL = "neutral"
"""The platform whose form is used wherever another's is not known."""
OUR_UPLOAD = (
    "One PDF for each entry, under 2 MB, as you download it here; no ZIP and nothing with macros."
)
"""What we recommend to upload: no platform says so."""


class FilledLink(msgspec.Struct, frozen=True, kw_only=True):
    """A capability that the entry is linked to, and why; `title` is empty where it is not known."""

    code: str
    title: str
    because: str


class FilledField(msgspec.Struct, frozen=True, kw_only=True):
    """A field with its text; `warnings` say what the trainee still has to see to."""

    field: FormField
    text: str
    confidence: Confidence
    source: str
    warnings: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def characters(self) -> int:
        """How many characters it has."""
        return len(self.text)


class FilledForm(msgspec.Struct, frozen=True, kw_only=True):
    """A whole form; `borrowed` says that its fields are the neutral ones, not the platform's."""

    platform: Platform
    entry_type: EntryType
    borrowed: bool
    fields: tuple[FilledField, ...]
    links: tuple[FilledLink, ...]
    warnings: tuple[str, ...]


def entry_types(
    platform: Platform, catalogue: Catalogue, *, programme: str = ""
) -> tuple[EntryType, ...]:
    """The kinds of entry to choose from, those of other programmes left out.

    A platform of which none is known has those of the neutral one.
    """
    kinds = platform.entry_types or catalogue.platform(NEUTRAL).entry_types
    own = [k for k in kinds if not programme or not k.programmes or programme in k.programmes]
    return tuple(own) or kinds


def find_type(kinds: Iterable[EntryType], type_id: str) -> EntryType:
    """The kind of entry of this id.

    Raises:
        UnknownIdError: it is none of them.
    """
    known = {kind.id: kind for kind in kinds}
    if type_id not in known:
        raise UnknownIdError("entry type", type_id, known)
    return known[type_id]


def propose(content: Content, kinds: Sequence[EntryType], catalogue: Catalogue) -> EntryType:
    """The kind of entry that fits best: made for its model, else for what its targets bear on.

    Of a kind with many tags each counts less. What fits no better than another comes later.
    """
    targets = [catalogue.place(name).target for name in catalogue.carry_all(content.targets)]
    tags = [tag for target in targets for tag in target.bears_on]

    scope = content.narrative.scope if content.narrative else ""

    def fit(kind: EntryType) -> tuple[bool, bool, float]:
        share = sum(tags.count(tag) for tag in kind.tags) / len(kind.tags) if kind.tags else 0
        return content.model in kind.models, scope in kind.outcomes, share

    return max(kinds, key=fit)


def fill(
    content: Content,
    platform: Platform,
    entry_type: EntryType,
    catalogue: Catalogue,
    *,
    programme: str = "",
) -> FilledForm:
    """The form of one kind of entry with what an entry holds.

    `programme` is the id of the trainee's programme, by which capabilities have titles.

    Raises:
        UnknownIdError: the form is not known, and no pack has a neutral one.
    """
    borrowed = not entry_type.fields or not platform.entry_types
    fields = entry_type.fields or catalogue.platform(NEUTRAL).entry_types[0].fields
    answers = _sort_answers(content, fields, catalogue)
    links = _links(content, catalogue, programme)
    texts = {
        "title": " ".join(content.title.split()),
        "date": uk_date(content.happened_on) if content.happened_on else "",
        "capabilities": "\n\n".join(_claim(link) for link in links),
        "targets": "\n".join(f"- {catalogue.shown_title(name)}" for name in content.targets),
        "trainee": "",
    }
    return FilledForm(
        platform=platform,
        entry_type=entry_type,
        borrowed=borrowed and platform.id != NEUTRAL,
        fields=tuple(
            _filled(field, entry_type, answers.get(field.id) or texts.get(field.holds, ""))
            for field in fields
        ),
        links=links,
        warnings=tuple(_too_many(platform, len(links))),
    )


def capability_limit(platform: Platform) -> LinkLimit | None:
    """How many capabilities an item may be linked to there, if anything was looked up."""
    return next((limit for limit in platform.link_limits if limit.of == "capabilities"), None)


def _sort_answers(
    content: Content, fields: Sequence[FormField], catalogue: Catalogue
) -> dict[str, str]:
    """The text of each field for answers, by its id: in the order of the model's prompts."""
    model = catalogue.models.get(content.model)
    prompts = {prompt.id: prompt for prompt in model.prompts} if model else {}
    place = {prompt_id: n for n, prompt_id in enumerate(prompts)}
    written = sorted(content.answers, key=lambda answer: place.get(answer.prompt, len(place)))
    held: dict[str, list[Answer]] = {}
    for answer in written:
        if answer.text.strip():
            home = _home(content.model, prompts.get(answer.prompt), fields)
            held.setdefault(home, []).append(answer)
    asks = {prompt_id: prompt.ask for prompt_id, prompt in prompts.items()}
    return {home: _joined(answers, asks) for home, answers in held.items()}


def _home(model: str, prompt: Prompt | None, fields: Sequence[FormField]) -> str:
    """The field that an answer goes to: where it is named, where its part goes, else the rest."""
    if prompt is not None:
        for field in fields:
            if prompt.id in field.prompts.get(model, ()):
                return field.id
        for field in fields:
            if prompt.part in field.parts:
                return field.id
    return next(field.id for field in fields if field.takes_rest)


def _joined(answers: Sequence[Answer], asks: dict[str, str]) -> str:
    """One answer as it is; several each under its prompt."""
    texts = [plain_text(answer.text) for answer in answers]
    if len(texts) == 1:
        return texts[0]
    titled = zip(answers, texts, strict=True)
    return "\n\n".join(f"{asks.get(a.prompt, a.prompt)}\n{text}" for a, text in titled)


def _links(content: Content, catalogue: Catalogue, programme: str) -> tuple[FilledLink, ...]:
    known = catalogue.programmes.get(programme)
    titles = {c.code: c.title for c in known.capabilities} if known else {}
    return tuple(
        FilledLink(
            code=link.code, title=titles.get(link.code, ""), because=plain_text(link.because)
        )
        for link in content.capabilities
    )


def _claim(link: FilledLink) -> str:
    head = f"{link.code} {link.title}".strip()
    return f"{head}\n{link.because}" if link.because else head


def _filled(field: FormField, entry_type: EntryType, text: str) -> FilledField:
    confidence = field.confidence or entry_type.confidence
    filled = FilledField(
        field=field,
        text=text,
        confidence=confidence,
        source=field.source or entry_type.source,
        warnings=(),
    )
    warnings = []
    if field.mandatory == "yes" and not text:
        warnings.append("Mandatory there, and nothing of your entry belongs to it: write it there.")
    for count, most, unit in (
        (filled.words, field.max_words, "word"),
        (filled.characters, field.max_characters, "character"),
    ):
        if most is not None and count > most:
            over = counted(count - most, unit)
            warnings.append(f"{over} too many: it takes {most} (confidence: {confidence}).")
    return msgspec.structs.replace(filled, warnings=tuple(warnings))


def counted(number: int, unit: str) -> str:
    """A number with its unit, such as ``1 word`` or ``2 words``."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _too_many(platform: Platform, linked: int) -> Iterable[str]:
    limit = capability_limit(platform)
    if limit is not None and limit.at_most is not None and linked > limit.at_most:
        yield (
            f"{linked} capabilities are linked; {platform.name} takes {limit.at_most} "
            f"(confidence: {limit.confidence}). Choose those with the strongest reasons."
        )
