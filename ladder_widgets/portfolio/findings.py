"""What may identify a person in an entry: where, and whether the trainee decided that it stays.

A finding is kept by its digest, which stands for its kind and its words wherever they appear in
the entry: whoever keeps a name once is not asked again for each time it is written. The private
parts of an entry are looked at like the others: nobody knows who reads over a shoulder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b

import msgspec

from ladder_widgets.ladder.model import Id, ReflectionModel, Value
from ladder_widgets.portfolio.model import Attachment, Content, Kept
from ladder_widgets.privacy.check import find
from ladder_widgets.privacy.hints import Hint, Section, hints
from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.rules import RULES

FILE = "attachment"
"""The code under which the decision on a whole file is kept; its digest is the file's."""
DIGEST_BYTES = 16
_find = lru_cache(maxsize=64)(find)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One finding in one field of an entry; `kept` is the reason why it stays, if it does."""

    field: str
    finding: Finding
    digest: str
    kept: str = ""

    def keep(self, reason: str) -> Kept:
        """What is recorded when the trainee decides that it stays."""
        return Kept(code=self.finding.code, digest=self.digest, reason=reason)


class Found(Value, frozen=True):
    """How often a rule found something in a text that is not kept; `title` is its plain name."""

    code: Id
    title: str
    count: int


def tally(text: str) -> tuple[Found, ...]:
    """What may identify a person in a text, counted by rule: never where, never the words."""
    counts = Counter(finding.code for finding in find(text))
    return tuple(
        Found(code=rule.code, title=rule.title, count=counts[rule.code])
        for rule in RULES
        if counts[rule.code]
    )


def titles(codes: Iterable[str]) -> tuple[str, ...]:
    """The plain names of rules; one that is no longer known is named by its code."""
    known = {rule.code: rule.title for rule in RULES}
    return tuple(known.get(code, code) for code in codes)


def texts_of(content: Content) -> Iterator[tuple[str, str]]:
    """Every text by its field: ``title``, ``answer.PROMPT``, ``because.CODE``, ``tags``."""
    yield "title", content.title
    for answer in content.answers:
        yield f"answer.{answer.prompt}", answer.text
    for link in content.capabilities:
        yield f"because.{link.code}", link.because
    yield "tags", ", ".join(content.tags)


def look(content: Content, kept: Iterable[Kept] = ()) -> tuple[Place, ...]:
    """Every finding in an entry, field by field and in the order of its text."""
    reasons = {(k.code, k.digest): k.reason for k in kept}
    return tuple(
        place for field, text in texts_of(content) for place in look_at(field, text, reasons)
    )


def still_open(places: Iterable[Place]) -> tuple[Place, ...]:
    """Those that are neither mended nor kept."""
    return tuple(place for place in places if not place.kept)


def decided_files(files: Iterable[Attachment], kept: Iterable[Kept]) -> dict[str, str]:
    """Why files in which something was found may stay, by the id of the file."""
    reasons = {k.digest: k.reason for k in kept if k.code == FILE}
    return {f.id: reasons[f.digest[:32]] for f in files if f.digest[:32] in reasons}


def undecided_files(files: Iterable[Attachment], kept: Iterable[Kept]) -> tuple[Attachment, ...]:
    """The files in which something was found, and of which nobody said why they stay."""
    every = tuple(files)
    decided = decided_files(every, kept)
    return tuple(f for f in every if f.found and f.id not in decided)


class Undecided(msgspec.Struct, frozen=True, kw_only=True):
    """What in an entry may identify a person and was neither mended nor kept."""

    places: tuple[Place, ...]
    files: tuple[Attachment, ...]

    def __bool__(self) -> bool:
        return bool(self.places or self.files)

    def keep(self, reason: str) -> list[Kept]:
        """The decision that all of it stays, with the reason."""
        files = [Kept(code=FILE, digest=file.digest[:32], reason=reason) for file in self.files]
        return [*(place.keep(reason) for place in self.places), *files]


def undecided(content: Content, files: Iterable[Attachment], kept: Iterable[Kept]) -> Undecided:
    """What is to be decided on before an entry leaves, in its words and in its files."""
    decisions = tuple(kept)
    return Undecided(
        places=still_open(look(content, decisions)), files=undecided_files(files, decisions)
    )


def hints_for(content: Content, model: ReflectionModel) -> tuple[Hint, ...]:
    """Gentle hints on a reflection, by what each answer is for."""
    return hints(
        [Section(kind=prompt.part, text=content.answer(prompt.id)) for prompt in model.prompts]
    )


def digest(code: str, words: str) -> str:
    """What stands for the words of a finding: 32 hexadecimal digits, the same for any case.

    It hides nothing from somebody who guesses; it lies in the store, beside the words.
    """
    same = f"{code}\0{' '.join(words.split()).casefold()}"
    return blake2b(same.encode("utf-8", "replace"), digest_size=DIGEST_BYTES).hexdigest()


def look_at(
    field: str, text: str, reasons: Mapping[tuple[str, str], str] | None = None
) -> Iterator[Place]:
    """Every finding in one text; `reasons` are why some stay, by code and digest."""
    for finding in _find(text):
        mark = digest(finding.code, text[finding.start : finding.end])
        reason = (reasons or {}).get((finding.code, mark), "")
        yield Place(field=field, finding=finding, digest=mark, kept=reason)
