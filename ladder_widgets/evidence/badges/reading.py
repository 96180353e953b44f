"""A badge read and checked on this machine alone: nothing that it names is ever fetched.

What is refused with a `BadgeError` is no badge, or one of which nothing sure can be said. Else a
report tells whether it is as it was signed, by which key, and what it says; whether that key is
one to be trusted is for the reader to know.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from ladder_widgets.errors import BadgeError
from ladder_widgets.evidence.badges import wire
from ladder_widgets.evidence.badges.images import unbaked
from ladder_widgets.evidence.badges.keys import key_of, method_of
from ladder_widgets.evidence.badges.proof import verify
from ladder_widgets.evidence.bundle import fault_place
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.model import clean_text

MOST_DEPTH = 12
BADGE_TYPES = ("OpenBadgeCredential", "AchievementCredential")
"""Both names of an Open Badge; they mean the same."""

Validity = Literal["valid", "expired", "not yet valid"]


class BadgeReport(Value, frozen=True):
    """What a badge says, and whether that is what its issuer signed.

    `public_key` is the raw Ed25519 key of the issuer. A `self_declared` badge is given by its
    holder to themselves: nobody else vouches for it. Of an `altered` badge believe nothing.
    """

    content: Literal["unaltered", "altered"]
    public_key: bytes
    id: str
    name: str
    achievement_id: str
    achievement_type: str
    description: str
    narrative: str
    issuer_name: str
    subject_name: str
    self_declared: bool
    valid_from: dt.datetime
    valid_until: dt.datetime | None
    evidence: tuple[str, ...]

    def validity(self, moment: dt.datetime) -> Validity:
        """Whether a badge holds at a moment, which has a time zone."""
        if moment < self.valid_from:
            return "not yet valid"
        return "expired" if self.valid_until and moment > self.valid_until else "valid"


def read_badge(data: bytes) -> BadgeReport:
    """What a badge says, from its JSON, or from a PNG or SVG picture that holds it.

    Raises:
        BadgeError: it is no badge, damaged, or not one that can be checked offline.
    """
    document = _parsed(unbaked(data))
    if "@context" not in document:
        raise BadgeError(
            "This JSON is no badge: it names no context. A bundle.json alone is not signed; name "
            "the PDF or the zip that it came with."
        )
    _check_shape(document)
    try:
        credential = msgspec.convert(document, wire.Credential)
    except msgspec.ValidationError as error:
        # Not chained: msgspec quotes what it could not read.
        problem = f"This is not an Open Badge 3.0, or it is damaged{fault_place(error)}."
        raise BadgeError(problem) from None
    _check_content(credential)
    key = key_of(credential.issuer.id)
    proof = document.pop("proof")
    unaltered = verify(document, proof, public_key=key)
    return _report(credential, key, content="unaltered" if unaltered else "altered")


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > wire.MOST_BYTES:
        raise BadgeError(f"The badge has more than {wire.MOST_BYTES // 1024} kB; it is not read.")
    try:
        document = json.loads(data, object_pairs_hook=_members)
    except (ValueError, RecursionError):
        # Not chained: it holds what it could not read.
        document = None
    if not isinstance(document, dict):
        raise BadgeError("This is not a badge: it is not a JSON object, or one damaged.") from None
    return document


def _members(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """The members of an object; of two with one name, another reader might show the other."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError
    return members


def _check_shape(part: object, depth: int = 0) -> None:
    """Refuse what JSON-LD drops in silence or takes as an instruction: no proof would show it."""
    if depth > MOST_DEPTH:
        raise BadgeError("The badge is nested more deeply than any badge is; it is not read.")
    if part is None or part in ([], {}) or (isinstance(part, float) and not math.isfinite(part)):
        raise BadgeError("The badge holds an empty value, which no proof covers.")
    if isinstance(part, str) and clean_text(part) != part:
        raise BadgeError("The badge holds control characters, which are not read alike everywhere.")
    if isinstance(part, dict):
        if any(name.startswith("@") and (name, depth) != ("@context", 0) for name in part):
            raise BadgeError("The badge holds terms of JSON-LD or contexts where none belong.")
        for value in part.values():
            _check_shape(value, depth + 1)
    elif isinstance(part, list):
        for value in part:
            _check_shape(value, depth + 1)


def _check_content(badge: wire.Credential) -> None:
    """Refuse a badge that says something else than its proof can carry."""
    subject, issuer = badge.credential_subject, badge.issuer
    if badge.context != wire.CONTEXTS:
        raise BadgeError(
            "The badge uses contexts other than those of Open Badges 3.0.3; none is fetched."
        )
    kinds = {
        "VerifiableCredential": badge.type,
        "Profile": issuer.type,
        "AchievementSubject": subject.type,
        "Achievement": subject.achievement.type,
    }
    wrong = [kind for kind, types in kinds.items() if kind not in types]
    if wrong or not set(BADGE_TYPES) & set(badge.type):
        missing = wrong[0] if wrong else BADGE_TYPES[0]
        raise BadgeError(f"This is not an Open Badge 3.0: the type {missing} is missing.")
    if badge.credential_status is not None:
        raise BadgeError("The badge can be revoked elsewhere, which cannot be seen offline.")
    _check_proof(badge.proof, issuer.id)


def _check_proof(proof: wire.Proof | None, issuer: str) -> None:
    if proof is None:
        raise BadgeError("The badge has no proof: anybody may have written it.")
    if (proof.type, proof.cryptosuite) != (wire.PROOF, wire.CRYPTOSUITE):
        read = f"{wire.PROOF} with {wire.CRYPTOSUITE}"
        raise BadgeError(f"The badge's proof is of a kind that is not read here; {read} is.")
    if proof.proof_purpose != wire.PURPOSE:
        raise BadgeError(f"The badge's proof is made for something else than {wire.PURPOSE}.")
    if proof.verification_method != method_of(issuer):
        raise BadgeError("The badge is signed with another key than that of its issuer.")


def _report(
    badge: wire.Credential, key: bytes, *, content: Literal["unaltered", "altered"]
) -> BadgeReport:
    subject, achievement = badge.credential_subject, badge.credential_subject.achievement
    names = [i.identity_hash for i in subject.identifier if i.identity_type == "name"]
    return BadgeReport(
        content=content,
        public_key=key,
        id=badge.id,
        name=badge.name or achievement.name,
        achievement_id=achievement.id,
        achievement_type=achievement.achievement_type,
        description=achievement.description,
        narrative=achievement.criteria.narrative,
        issuer_name=badge.issuer.name,
        subject_name=names[0] if names else "",
        self_declared=subject.id == badge.issuer.id,
        valid_from=badge.valid_from,
        valid_until=badge.valid_until,
        evidence=tuple(piece.name for piece in badge.evidence),
    )
