"""A bundle as the one feed of a Leap2A file, in the shape that Mahara's importer keeps whole.

Leap2A has no words for reflection models, prompts, ladder versions and profiles: these travel as
JSON in elements of our own namespace, beside the words that any portfolio can show. Prefixes are
written out in the names of the elements, since Mahara looks for the letters.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec

from ladder_widgets.evidence.bundle import Bundle, BundleEntry
from ladder_widgets.evidence.document import (
    UNTITLED,
    ClaimedCapability,
    PromptText,
    capability_titles,
    claimed_capability,
    linked_target,
    written_answers,
)
from ladder_widgets.evidence.leap2a.markup import add_paragraphs, start_xhtml
from ladder_widgets.evidence.leap2a.vocabulary import (
    FILES_FOLDER,
    MAX_TAG,
    MAX_TITLE,
    NAMESPACES,
    OURS,
    VERSION,
)
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.model import ReflectionPart
from ladder_widgets.portfolio.inspection.kinds import ENDINGS, MIME_TYPES
from ladder_widgets.portfolio.model import Attachment, Content, clean_text

AUTHOR = "A doctor or dentist in training"
"""Stands where a name would: the kit asks for none, and a feed must have one."""
JOURNAL, PLAN = "portfolio:journal", "portfolio:plan"
CYCLE: dict[ReflectionPart, str] = {
    "describe": "Experiencing",
    "think": "Reflecting",
    "plan": "Testing",
}
"""The part of a reflection as a step of the learning cycle; a free prompt is none."""
_OWN = uuid5(NAMESPACE_URL, OURS)


def file_path(attachment: Attachment) -> str:
    """Where a file lies in the zip: an ASCII name that is nobody's words."""
    return f"{FILES_FOLDER}{attachment.id}{ENDINGS[attachment.kind]}"


def write_feed(
    bundle: Bundle, *, catalogue: Catalogue, files: Sequence[Attachment], now: dt.datetime
) -> bytes:
    """The feed as UTF-8 XML; the same values give the same bytes."""
    return _Feed(bundle, catalogue, files, now).write()


class _Feed:
    """One feed while it is written; abilities gather as entries name them."""

    def __init__(
        self, bundle: Bundle, catalogue: Catalogue, files: Sequence[Attachment], now: dt.datetime
    ) -> None:
        self._bundle = bundle
        self._catalogue = catalogue
        self._files = files
        self._now = now
        self._codes = capability_titles(bundle.profile, catalogue)
        self._abilities: dict[str, tuple[str, str, list[str]]] = {}
        name = uuid5(_OWN, " ".join(entry.id for entry in bundle.entries)).urn
        self._root = Element("feed", {**NAMESPACES, "xmlns:portfolio": f"{name}/"})
        self._root.text = "\n"
        _add(self._root, "leap2:version", VERSION)
        _add(self._root, "id", name)
        _add(self._root, "title", "Leadership evidence")
        _add(self._root, "updated", _moment(now))
        _add(_add(self._root, "author"), "name", AUTHOR)
        _add(self._root, "generator", bundle.made_by)
        head = msgspec.structs.replace(bundle, entries=())
        _add(self._root, "ladder:bundle", _json(head))

    def write(self) -> bytes:
        posts: list[BundleEntry] = []
        goals: list[BundleEntry] = []
        for entry in self._bundle.entries:
            is_goal = self._catalogue.is_goal(entry.content.model)
            (goals if is_goal else posts).append(entry)
            self._entry(entry, goal=is_goal)
        for attachment in self._files:
            self._resource(attachment)
        for key, (title, text, supporters) in self._abilities.items():
            ability = self._item(key, "ability", title, text=text)
            _link_all(ability, "leap2:supported_by", supporters)
        if posts:
            self._whole(JOURNAL, "selection", "Leadership reflections", posts)
        if goals:
            self._whole(PLAN, "plan", "Development plan", goals)
        text = tostring(self._root, encoding="unicode")
        return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()

    def _item(
        self, key: str, kind: str, title: str, *, at: dt.datetime | None = None, text: str = ""
    ) -> Element:
        """An entry of the feed with all that each must have, its content as plain text."""
        item = _add(self._root, "entry")
        _add(item, "title", _short(title, MAX_TITLE) or UNTITLED)
        _add(item, "id", key)
        _add(item, "updated", _moment(at or self._now))
        _add(item, "content", clean_text(text)).set("type", "text")
        _add(item, "rdf:type").set("rdf:resource", f"leap2:{kind}")
        return item

    def _entry(self, entry: BundleEntry, *, goal: bool) -> None:
        content, key = entry.content, _key(entry.id)
        answers = written_answers(content, self._catalogue)
        claims = [claimed_capability(link, self._codes) for link in content.capabilities]
        title = _line(content.title)
        item = self._item(key, "plan" if goal else "entry", title, at=entry.written_at)
        _add(item, "published", _moment(entry.created_at))
        body = item.find("content")
        if body is not None and goal:
            body.text = clean_text(_plain_body(title, answers, claims))
        elif body is not None:
            _write_body(body, title, answers, claims)
        self._dates(item, content, goal=goal)
        _link(item, "leap2:is_part_of", PLAN if goal else JOURNAL)
        _link_all(item, "leap2:supports", self._supported(content, key))
        ours = [f"portfolio:file-{f.id}" for f in self._files if f.entry_id == entry.id]
        _link_all(item, "related", ours)
        _category(item, "Ready" if entry.state == "final" else "Unready", "readiness")
        for step in self._steps(content, answers):
            _category(item, step, "learning_cycle")
        for tag in dict.fromkeys(_short(tag, MAX_TAG) for tag in content.tags):
            if tag:
                _category(item, tag)
        _add(item, "ladder:entry", _json(entry))

    def _dates(self, item: Element, content: Content, *, goal: bool) -> None:
        points = {"end" if goal else "start": content.happened_on, "target": content.due_on}
        for point, day in points.items():
            if day is not None:
                _add(item, "leap2:date", day.isoformat()).set("leap2:point", point)
        if goal:
            stage = "completed" if content.happened_on else "planned"
            _add(item, "leap2:status").set("leap2:stage", stage)

    def _supported(self, content: Content, key: str) -> list[str]:
        """The ids of the abilities that an entry supports, each noted as supported by it."""
        named: dict[str, tuple[str, str]] = {}
        for target_id in content.targets:
            target = linked_target(target_id, self._catalogue)
            place = f"{target.theme}, {target.step}" if target.theme else "A target of the ladder"
            named[_ability("target", target_id)] = (target.title, place)
        for link in content.capabilities:
            claim = claimed_capability(link, self._codes)
            named[_ability("capability", link.code)] = (_capability(claim), "A capability")
        for name, (title, text) in named.items():
            self._abilities.setdefault(name, (title, text, []))[2].append(key)
        return list(named)

    def _steps(self, content: Content, answers: Iterable[PromptText]) -> list[str]:
        model = self._catalogue.models.get(content.model)
        parts = {prompt.id: prompt.part for prompt in model.prompts} if model else {}
        steps = (CYCLE.get(parts.get(answer.prompt, "free")) for answer in answers)
        return list(dict.fromkeys(filter(None, steps)))

    def _resource(self, attachment: Attachment) -> None:
        """A file; Mahara drops a whole journal if a post itself encloses one."""
        item = self._item(
            f"portfolio:file-{attachment.id}", "resource", attachment.name, at=attachment.added_at
        )
        enclosure = _link(item, "enclosure", file_path(attachment))
        enclosure.set("type", MIME_TYPES[attachment.kind])
        enclosure.set("length", str(attachment.size))
        _link(item, "related", _key(attachment.entry_id))
        _category(item, "Offline", "resource_type")

    def _whole(self, key: str, kind: str, title: str, parts: Iterable[BundleEntry]) -> None:
        """The journal with every post, or the plan with every goal."""
        item = self._item(key, kind, title, text=f"{title} of the Leadership Ladder.")
        _link_all(item, "leap2:has_part", [_key(part.id) for part in parts])
        if kind == "selection":
            _category(item, "Blog", "selection_type")


def _write_body(
    body: Element, title: str, answers: Sequence[PromptText], claims: Sequence[ClaimedCapability]
) -> None:
    div = start_xhtml(body)
    if len(title) > MAX_TITLE:
        add_paragraphs(div, clean_text(title))
    for answer in answers:
        _add(div, "h3", clean_text(answer.ask))
        add_paragraphs(div, clean_text(answer.text))
    if claims:
        _add(div, "h3", "Capabilities")
        rows = SubElement(div, "ul")
        for claim in claims:
            _add(rows, "li", _reason(claim))
    if not len(div):
        SubElement(div, "p")


def _plain_body(
    title: str, answers: Sequence[PromptText], claims: Sequence[ClaimedCapability]
) -> str:
    """The same as text: Mahara makes no plan of one whose content is XHTML."""
    parts = [title] if len(title) > MAX_TITLE else []
    parts += [f"{answer.ask}\n{answer.text}" for answer in answers]
    parts += [_reason(claim) for claim in claims]
    return "\n\n".join(parts)


def _capability(claim: ClaimedCapability) -> str:
    return f"{claim.code}: {claim.title}" if claim.title else claim.code


def _reason(claim: ClaimedCapability) -> str:
    name = _line(_capability(claim))
    return f"{name} \N{EN DASH} {clean_text(claim.because)}" if claim.because else name


def _add(parent: Element, tag: str, text: str = "") -> Element:
    child = SubElement(parent, tag)
    child.text, child.tail = text or None, "\n" if tag in {"entry", "ladder:bundle"} else None
    return child


def _link(item: Element, rel: str, href: str) -> Element:
    return SubElement(item, "link", {"rel": rel, "href": href})


def _link_all(item: Element, rel: str, hrefs: Iterable[str]) -> None:
    for href in hrefs:
        _link(item, rel, href)


def _category(item: Element, name: str, scheme: str = "") -> None:
    category = SubElement(item, "category", {"term": name})
    if scheme:
        category.set("scheme", f"categories:{scheme}#")


def _key(entry_id: str) -> str:
    return f"portfolio:entry-{entry_id}"


def _ability(kind: str, name: str) -> str:
    return f"portfolio:ability-{uuid5(_OWN, f'{kind} {name}').hex}"


def _json(value: msgspec.Struct) -> str:
    """JSON in ASCII, so that no character of it is one that XML forbids or changes."""
    return json.dumps(json.loads(msgspec.json.encode(value)), separators=(",", ":"))


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _short(text: str, most: int) -> str:
    line = _line(text)
    return line if len(line) <= most else f"{line[: most - 1]}\N{HORIZONTAL ELLIPSIS}"
