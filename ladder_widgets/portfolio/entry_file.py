"""Entries as files that people write by hand: Markdown with front matter, or JSON.

    ---
    title: Handover on the acute unit
    date: 2026-03-10
    model: what-so-what-now-what
    targets: [quality-improvement.2.a]
    capabilities:
      - {code: CiP 4, because: I led the handover}
    tags: [handover]
    state: final
    ---

    ## What?

    Text under a heading is the answer to that prompt of the model.

Errors name the line and what is allowed there, never what was written.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import yaml

from ladder_widgets.errors import EntryFileError, PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import ReflectionModel
from ladder_widgets.ladder.yamlfile import Step, YamlDocument
from ladder_widgets.portfolio.entry_fields import Fields, JsonFields, explain, make_content
from ladder_widgets.portfolio.entry_sections import read_sections, write_answer
from ladder_widgets.portfolio.model import Answer, Content, Entry, Profile, State, clean_text

MAX_FILE_BYTES = 20_000_000
"""Larger files are not read: no entry is that long, so it is the wrong file."""


def decode_entry(data: bytes) -> str:
    """The text of an entry file.

    Raises:
        EntryFileError: it is empty, too large, or not UTF-8.
    """
    if len(data) > MAX_FILE_BYTES:
        message = (
            f"The entry file is larger than {MAX_FILE_BYTES // 1_000_000} MB. "
            "Check that it is the right file; split a long reflection into two entries."
        )
        raise EntryFileError(message)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"line {line}: the entry file is not UTF-8 text. Save it as UTF-8."
        raise EntryFileError(message) from None
    if not text.strip():
        message = "The entry file is empty. What belongs in it: ladder entry add --help."
        raise EntryFileError(message)
    return text


def parse_entry(
    text: str, *, catalogue: Catalogue, profile: Profile | None, today: dt.date
) -> tuple[Content, State]:
    """Read an entry from Markdown with front matter.

    Raises:
        EntryFileError: a line is not as it should be; the message names it.
        InputError: capabilities are claimed and there is no profile yet.
    """
    lines = clean_text(text.removeprefix("\ufeff")).split("\n")
    begin, end = _front_matter(lines)
    document = _read_front_matter(lines[:end], begin=begin)
    fields = _convert(document)

    def where(*place: Step) -> str:
        return f"line {document.line(place) if document else 1}"

    def answers(model: ReflectionModel) -> tuple[Answer, ...]:
        return tuple(_answers(lines, start=end, model=model))

    return make_content(fields, answers, where, catalogue=catalogue, profile=profile, today=today)


def parse_entry_json(
    text: str, *, catalogue: Catalogue, profile: Profile | None, today: dt.date
) -> tuple[Content, State]:
    """Read an entry from JSON in the form that ``ladder entry show --json`` prints.

    `id` and `written` of such an object are those of another entry and are not taken over.

    Raises:
        EntryFileError: a field is not as it should be; the message names it.
        InputError: capabilities are claimed and there is no profile yet.
    """
    data = _decode_json(text.removeprefix("\ufeff"))
    try:
        fields = msgspec.convert(data, JsonFields)
    except msgspec.ValidationError as error:
        raise explain(error, data, JsonFields, _json_place) from None

    def answers(model: ReflectionModel) -> tuple[Answer, ...]:
        return tuple(_known_answers(fields.answers, model))

    return make_content(
        fields, answers, _json_place, catalogue=catalogue, profile=profile, today=today
    )


def write_entry(content: Content, state: State) -> str:
    """The Markdown file that `parse_entry` reads as this content, headings by prompt id."""
    front = {
        "title": content.title,
        "date": content.happened_on,
        "due": content.due_on,
        "model": content.model,
        "targets": list(content.targets),
        "capabilities": [{"code": c.code, "because": c.because} for c in content.capabilities],
        "tags": list(content.tags),
        "narrative": _narrative(content),
        "state": state,
    }
    shown = {key: value for key, value in front.items() if value not in ("", None, [])}
    head = yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=10**9)
    sections = [f"## {a.prompt}\n\n{write_answer(a.text)}\n" for a in content.answers if a.text]
    return "\n".join([f"---\n{head}---\n", *sections])


def portable_entry(entry: Entry) -> dict[str, Any]:
    """An entry as plain data for JSON: only what travels to another store unchanged."""
    content = entry.content
    return {
        "id": entry.id,
        "title": content.title,
        "date": content.happened_on.isoformat() if content.happened_on else None,
        "due": content.due_on.isoformat() if content.due_on else None,
        "model": content.model,
        "answers": [{"prompt": a.prompt, "text": a.text} for a in content.answers],
        "targets": list(content.targets),
        "capabilities": [{"code": c.code, "because": c.because} for c in content.capabilities],
        "tags": list(content.tags),
        "narrative": _narrative(content),
        "state": entry.state,
        "written": entry.written_at.isoformat(),
        "ladder": content.ladder,
    }


def _narrative(content: Content) -> dict[str, Any] | None:
    found = content.narrative
    return {"scope": found.scope, "entries": list(found.entries)} if found else None


# --- front matter ---------------------------------------------------------------


def _front_matter(lines: Sequence[str]) -> tuple[int, int]:
    """Where the front matter begins and where the text after it does; equal if there is none."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != "---":
        return first, first
    for n in range(first + 1, len(lines)):
        if lines[n].rstrip() in {"---", "..."}:
            return first, n + 1
    message = f"line {first + 1}: the front matter has no end. Close it with a line of ---."
    raise EntryFileError(message)


def _read_front_matter(lines: Sequence[str], *, begin: int) -> YamlDocument | None:
    inside = lines[begin + 1 : -1]
    if not any(line.strip() and not line.lstrip().startswith("#") for line in inside):
        return None
    # Empty lines in place of those before it, so that lines are counted as in the file.
    text = "\n" * (begin + 1) + "\n".join(inside)
    try:
        document = YamlDocument(text, "entry")
    except PackError as error:
        line = error.faults[0].line
        # The parser's own words are left out: they may quote the line.
        message = (
            f"line {line}: the front matter cannot be read here. Write `key: value`, each key "
            "once, a day that exists, and quotes around a value with a colon or special characters."
        )
        raise EntryFileError(message) from None
    if not isinstance(document.data, dict):
        message = f"line {begin + 2}: the front matter must be lines of the form `key: value`."
        raise EntryFileError(message)
    return document


def _convert(document: YamlDocument | None) -> Fields:
    if document is None:
        return Fields()
    try:
        return msgspec.convert(document.data, Fields)
    except msgspec.ValidationError as error:

        def where(*place: Step) -> str:
            return f"line {document.line(place)}"

        raise explain(error, document.data, Fields, where) from None


# --- answers --------------------------------------------------------------------


def _answers(lines: Sequence[str], *, start: int, model: ReflectionModel) -> Iterator[Answer]:
    prompts = _prompt_names(model)
    seen: set[str] = set()
    for section in read_sections(lines, start=start):
        prompt = prompts.get(_plain(section.heading))
        if prompt is None:
            message = (
                f"line {section.line}: this heading is not a prompt of {model.id}. "
                f"Allowed: {_allowed(model)}. For a heading within an answer use ###."
            )
            raise EntryFileError(message)
        if prompt in seen:
            message = f"line {section.line}: the prompt {prompt} was answered above. Join the two."
            raise EntryFileError(message)
        seen.add(prompt)
        if section.text:
            yield Answer(prompt=prompt, text=section.text)


def _known_answers(answers: Sequence[Answer], model: ReflectionModel) -> Iterator[Answer]:
    known = {prompt.id for prompt in model.prompts}
    seen: set[str] = set()
    for n, answer in enumerate(answers):
        if answer.prompt not in known or answer.prompt in seen:
            message = (
                f"answers[{n}]: its prompt must be one of {model.id}, each once. "
                f"Allowed: {', '.join(prompt.id for prompt in model.prompts)}."
            )
            raise EntryFileError(message)
        seen.add(answer.prompt)
        if answer.text:
            yield Answer(prompt=answer.prompt, text=clean_text(answer.text))


def _prompt_names(model: ReflectionModel) -> dict[str, str]:
    return {_plain(name): prompt.id for prompt in model.prompts for name in (prompt.ask, prompt.id)}


def _plain(heading: str) -> str:
    return " ".join(re.findall(r"\w+", heading.casefold()))


def _allowed(model: ReflectionModel) -> str:
    return ", ".join(f"## {prompt.ask}" for prompt in model.prompts)


# --- JSON -----------------------------------------------------------------------


def _json_place(*place: Step) -> str:
    if place[:1] and place[0] not in JsonFields.__struct_fields__:
        return "JSON"  # an unknown key is the writer's own word
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".") or "JSON"


def _decode_json(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}: this is not JSON. Correct the file, or write Markdown."
        raise EntryFileError(message) from None
    except (RecursionError, ValueError):
        message = "The JSON cannot be read: nested too deeply, or a number too long."
        raise EntryFileError(message) from None
    if not isinstance(data, dict):
        message = "The JSON must be one object with the fields of an entry."
        raise EntryFileError(message)
    return data
