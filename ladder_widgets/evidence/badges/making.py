"""A badge made: the credential with its proof, the same bytes for the same inputs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from ladder_widgets.errors import DateRangeError, InputError
from ladder_widgets.evidence.badges import wire
from ladder_widgets.evidence.badges.achievements import Achievement, FrameworkItem, name_id
from ladder_widgets.evidence.badges.keys import did_of, method_of, public_key
from ladder_widgets.evidence.badges.proof import sign
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.model import clean_text

MOST_NAME_CHARS = 200
MOST_EVIDENCE = 200
ACHIEVEMENT_TYPES = {"step": "Competency", "workshop": "Course"}


class BadgeEvidence(Value, frozen=True):
    """What bears a badge out, such as a reflection's title; everybody who has the badge reads it.

    `kind` is a word for its sort: ``reflection``, ``certificate``.
    """

    name: str
    narrative: str = ""
    kind: str = ""


def make_badge(
    achievement: Achievement,
    *,
    seed: bytes,
    issuer_name: str,
    valid_from: dt.datetime,
    valid_until: dt.datetime | None = None,
    subject_name: str | None = None,
    evidence: Sequence[BadgeEvidence] = (),
) -> bytes:
    """An Open Badge 3.0 as JSON, signed by the Ed25519 key of a 32-byte seed.

    The badge of a step is its signer's own. That of a workshop is its subject's by name, or, with
    no name, that of whoever holds it.

    Raises:
        InputError: a name is missing or too long, there is too much evidence, or the seed is none.
        DateRangeError: a moment has no time zone, or the badge would end before it begins.
    """
    did = did_of(public_key(seed))
    start, end = _moment(valid_from), valid_until and _moment(valid_until)
    if end and end <= start:
        raise DateRangeError("A badge ends after it begins: give a later end, or none.")
    if len(evidence) > MOST_EVIDENCE:
        raise InputError(f"A badge holds at most {MOST_EVIDENCE} pieces of evidence.")
    named = subject_name is not None and _name(subject_name)
    own = achievement.kind == "step"
    credential = wire.Credential(
        context=wire.CONTEXTS,
        id="",
        type=("VerifiableCredential", "OpenBadgeCredential"),
        name=clean_text(achievement.name),
        issuer=wire.Issuer(id=did, type=("Profile",), name=_name(issuer_name)),
        valid_from=start,
        valid_until=end,
        credential_subject=wire.Subject(
            id=did if own else "" if named else name_id("holder", did, achievement.id, start),
            type=("AchievementSubject",),
            identifier=_identities(named) if named else (),
            achievement=_achievement(achievement),
        ),
        evidence=tuple(_evidence(piece) for piece in dict.fromkeys(evidence)),
    )
    credential = msgspec.structs.replace(credential, id=name_id("badge", _plain(credential)))
    proof = wire.Proof(
        type=wire.PROOF,
        cryptosuite=wire.CRYPTOSUITE,
        created=start,
        verification_method=method_of(did),
        proof_purpose=wire.PURPOSE,
    )
    value = sign(_plain(credential), _plain(proof), seed=seed)
    signed = msgspec.structs.replace(
        credential, proof=msgspec.structs.replace(proof, proof_value=value)
    )
    badge = msgspec.json.format(msgspec.json.encode(signed), indent=1)
    if len(badge) > wire.MOST_BYTES:
        raise InputError(f"A badge has at most {wire.MOST_BYTES // 1024} kB: give less evidence.")
    return badge


def _achievement(achievement: Achievement) -> wire.AchievementPart:
    return wire.AchievementPart(
        id=achievement.id,
        type=("Achievement",),
        achievement_type=ACHIEVEMENT_TYPES[achievement.kind],
        name=clean_text(achievement.name),
        description=clean_text(achievement.description),
        version=achievement.version,
        criteria=wire.Criteria(narrative=clean_text(achievement.narrative)),
        alignment=tuple(_alignment(item) for item in achievement.items),
    )


def _alignment(item: FrameworkItem) -> wire.Alignment:
    # An alignment must have an address; publishers give items none, so it is a name of ours.
    return wire.Alignment(
        type=("Alignment",),
        target_code=item.code,
        target_framework=item.framework,
        target_name=item.name,
        target_type="CFItem",
        target_url=name_id("framework", item.code),
    )


def _identities(name: str) -> tuple[wire.Identity, ...]:
    return (
        wire.Identity(
            type="IdentityObject", hashed=False, identity_hash=name, identity_type="name"
        ),
    )


def _evidence(piece: BadgeEvidence) -> wire.Evidence:
    name, narrative, kind = (clean_text(t) for t in (piece.name, piece.narrative, piece.kind))
    return wire.Evidence(
        id=name_id("evidence", name, narrative, kind),
        type=("Evidence",),
        name=name,
        narrative=narrative,
        genre=kind,
    )


def _name(text: str) -> str:
    name = " ".join(clean_text(text).split())
    if not 1 <= len(name) <= MOST_NAME_CHARS:
        raise InputError(f"A name in a badge has 1 to {MOST_NAME_CHARS} characters.")
    return name


def _moment(moment: dt.datetime) -> dt.datetime:
    """The moment in UTC to the second, as credentials write it."""
    if moment.tzinfo is None:
        raise DateRangeError("A moment in a badge needs a time zone.")
    return moment.astimezone(dt.UTC).replace(microsecond=0)


def _plain(part: wire.Wire) -> dict[str, Any]:
    """As JSON has it, for PyLD knows no tuples."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(part))
    return plain
