"""What every rule is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.page import Page


class Rule(ABC):
    """Finds one kind of identifier.

    The attributes of the class are its documentation: `what` it finds, `why` that matters, what
    the writer can do (`remedy`), and examples of text that is `flagged` and that is `clear`.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    what: ClassVar[str]
    why: ClassVar[str]
    remedy: ClassVar[str]
    flagged: ClassVar[tuple[str, ...]]
    clear: ClassVar[tuple[str, ...]]

    @abstractmethod
    def find(self, page: Page) -> Iterator[Finding]:
        """Every place of a page that holds such an identifier, in any order."""

    def found(self, start: int, end: int, replacement: str = "") -> Finding:
        """A finding of this rule."""
        return Finding(
            code=self.code,
            start=start,
            end=end,
            why=self.why,
            remedy=self.remedy,
            replacement=replacement,
        )

    def __repr__(self) -> str:
        return f"<{self.code}>"


def sentence_case(page: Page, start: int, replacement: str) -> str:
    """A replacement with a capital where it begins a sentence."""
    if replacement and page.begins_sentence(start):
        return replacement[0].upper() + replacement[1:]
    return replacement
