"""Everything in a text that may identify a person."""

from __future__ import annotations

from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules import RULES

RANKS = {rule.code: rank for rank, rule in enumerate(RULES)}


def find(text: str) -> tuple[Finding, ...]:
    """What may identify a person, by its place; no two places overlap.

    Where several rules claim a place the more specific one has it, then the longer finding.
    No finding does not mean that nobody can be recognised: circumstances tell as well.
    """
    page = Page(text)
    claims = [finding for rule in RULES for finding in rule.find(page)]
    claims.sort(key=lambda f: (RANKS[f.code], f.start - f.end, f.start))
    taken = bytearray(len(text))
    chosen = []
    for claim in claims:
        if claim.start < claim.end and not any(taken[claim.start : claim.end]):
            taken[claim.start : claim.end] = b"\x01" * (claim.end - claim.start)
            chosen.append(claim)
    return tuple(sorted(chosen, key=lambda f: f.start))
