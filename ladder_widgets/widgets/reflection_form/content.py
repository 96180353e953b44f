"""From the fields of the reflection form to the content of an entry, without losing anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.portfolio.model import (
    MAX_SCOPE_CHARS,
    Answer,
    CapabilityLink,
    Content,
    Narrative,
    check_due_date,
    check_entry_id,
    check_event_date,
    clean_text,
)
from ladder_widgets.widgets.dates import DateParts
from ladder_widgets.widgets.viewmodel import Values

MAX_TAGS = 20
MAX_TAG_CHARS = 60


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What a form held: the content, and what is wrong with the date if it was not taken over."""

    content: Content
    date_problem: str = ""


def read_form(
    values: Values, old: Content, *, catalogue: Catalogue, programme: str | None, today: dt.date
) -> Read:
    """The content after the form's changes to `old`.

    A field that cannot be taken (a date out of range) keeps its old value and is reported; the
    words are kept in any case. Answers to prompts that the form does not show stay as they are.
    """
    happened_on, problem = _date(values, "happened_on", old.happened_on, check_event_date, today)
    due_on, due_problem = _date(values, "due_on", old.due_on, check_due_date, today)
    model = values.one("model", old.model)
    content = msgspec.structs.replace(
        old,
        title=clean_text(values.one("title", old.title)).replace("\n", " ")[:300],
        happened_on=happened_on,
        model=catalogue.model(model).id,
        answers=_answers(values.prefixed("answer."), old),
        targets=_targets(values, catalogue, old),
        capabilities=_capabilities(values, catalogue, programme, old),
        tags=_tags(values.one("tags")) if "tags" in values else old.tags,
        ladder=old.ladder or catalogue.ladder.version,
        note=clean_text(values.one("note", old.note)),
        due_on=due_on,
        narrative=_narrative(values, old),
    )
    return Read(content=content, date_problem=problem or due_problem)


def _date(
    values: Values, name: str, old: dt.date | None, check: Callable[..., None], today: dt.date
) -> tuple[dt.date | None, str]:
    typed = DateParts.sent(values, name)
    if typed is None:
        return old, ""
    try:
        day = typed.read()
        if day is not None:
            check(day, today=today)
    except InputError as error:
        return old, str(error)
    return day, ""


def _answers(typed: dict[str, str], old: Content) -> tuple[Answer, ...]:
    answers = {answer.prompt: answer.text for answer in old.answers}
    answers |= {prompt: clean_text(text) for prompt, text in typed.items()}
    return tuple(Answer(prompt=p, text=text) for p, text in answers.items() if text)


def _targets(values: Values, catalogue: Catalogue, old: Content) -> tuple[str, ...]:
    chosen = [*values.all("target"), *filter(None, values.all("add_target"))]
    # Links stay when a pack is gone; a new one must be to a target that a ladder has or had.
    for target_id in set(chosen).difference(old.targets):
        catalogue.target_title(target_id)
    return tuple(dict.fromkeys(chosen))


def _capabilities(
    values: Values, catalogue: Catalogue, programme: str | None, old: Content
) -> tuple[CapabilityLink, ...]:
    reasons = {link.code: link.because for link in old.capabilities}
    reasons |= {code: clean_text(text) for code, text in values.prefixed("because.").items()}
    # Links of an earlier programme stay; a new one must be of the present programme.
    added = [
        catalogue.capability(programme, code).code if programme else code
        for code in filter(None, values.all("add_capability"))
    ]
    links = [*values.all("capability"), *added]
    return tuple(CapabilityLink(code=c, because=reasons.get(c, "")) for c in dict.fromkeys(links))


def _narrative(values: Values, old: Content) -> Narrative | None:
    """What is summed up; entries that the form does not offer any more are let go of."""
    if "scope" not in values:
        return old.narrative
    chosen = dict.fromkeys(check_entry_id(entry_id) for entry_id in values.all("drawn_from"))
    return Narrative(scope=values.one("scope")[:MAX_SCOPE_CHARS], entries=tuple(chosen))


def _tags(typed: str) -> tuple[str, ...]:
    tags = [clean_text(tag).strip()[:MAX_TAG_CHARS] for tag in typed.replace("\n", ",").split(",")]
    return tuple(dict.fromkeys(tag for tag in tags if tag))[:MAX_TAGS]


def problems_before_final(content: Content, catalogue: Catalogue) -> dict[str, str]:
    """What is still missing before an entry can be final: by field, what to do."""
    problems = {}
    if not content.title.strip():
        problems["entry-title"] = "Give it a title."
    model = catalogue.model(content.model)
    if model.kind == "goal" and content.due_on is None:
        problems["entry-date-day"] = "Say by when you meant to reach it."
    if model.kind == "narrative":
        if content.narrative is None or not content.narrative.scope:
            problems["entry-scope"] = "Choose what it sums up."
    elif model.kind != "goal" and content.happened_on is None:
        problems["entry-date-day"] = "Say when it happened."
    if not any(content.answer(prompt.id).strip() for prompt in model.prompts):
        first = answer_field(model.id, model.prompts[0].id)
        problems[first] = "Write something under at least one heading."
    return problems


def answer_field(model_id: str, prompt_id: str) -> str:
    """The id of the field for one prompt; another model's field is another field."""
    return f"answer-{model_id}-{prompt_id}"
