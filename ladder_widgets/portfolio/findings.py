"""What may identify a person in an entry: where, and whether the trainee decided that it stays.

A finding is kept by its digest, which stands for its kind and its words wherever they appear in
the entry: whoever keeps a name once is not asked again for each time it is written. The private
parts of an entry are looked at like the others: nobody knows who reads over a shoulder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b

import msgspec

from ladder_widgets.ladder.model import ReflectionModel
from ladder_widgets.portfolio.model import Content, Kept
from ladder_widgets.privacy.check import find
from ladder_widgets.privacy.hints import Hint, Section, hints
from ladder_widgets.privacy.model import Finding

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
        place for field, text in texts_of(content) for place in _look_at(field, text, reasons)
    )


def still_open(places: Iterable[Place]) -> tuple[Place, ...]:
    """Those that are neither mended nor kept."""
    return tuple(place for place in places if not place.kept)


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


def _look_at(field: str, text: str, reasons: Mapping[tuple[str, str], str]) -> Iterator[Place]:
    for finding in _find(text):
        mark = digest(finding.code, text[finding.start : finding.end])
        reason = reasons.get((finding.code, mark), "")
        yield Place(field=field, finding=finding, digest=mark, kept=reason)
