"""An Open Badge as JSON has it: the members of Open Badges 3.0 that the kit writes and reads.

https://www.imsglobal.org/spec/ob/v3p0; its proof is of W3C's *Data Integrity EdDSA Cryptosuites
1.0*. Members that are not here may stand in a badge of another issuer; its proof covers them too.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import msgspec

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
CRYPTOSUITE = "eddsa-rdfc-2022"
PURPOSE = "assertionMethod"
PROOF = "DataIntegrityProof"
MOST_BYTES = 256 * 1024
"""Of a badge's JSON, more than any has that a person earns."""

Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]
Types = tuple[str, ...]


class Wire(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Base of every part of a badge; what is left out of the JSON is empty here."""


class Proof(Wire, frozen=True, forbid_unknown_fields=True):
    """Who signed, how and when; nothing else may stand in it, since nothing else is checked."""

    type: str
    cryptosuite: str
    verification_method: str
    proof_purpose: str
    created: Moment | None = None
    proof_value: str = ""


class Alignment(Wire, frozen=True):
    """An item of a framework that an achievement bears on."""

    type: Types
    target_name: str
    target_url: str
    target_code: str = ""
    target_framework: str = ""
    target_type: str = ""


class Criteria(Wire, frozen=True):
    """What somebody had to do."""

    narrative: str = ""


class AchievementPart(Wire, frozen=True):
    """What the badge is given for."""

    id: str
    type: Types
    name: str
    description: str
    criteria: Criteria
    achievement_type: str = ""
    version: str = ""
    alignment: tuple[Alignment, ...] = ()


class Identity(Wire, frozen=True):
    """A name of the person, where there is one."""

    type: str
    hashed: bool
    identity_hash: str
    identity_type: str


class Subject(Wire, frozen=True):
    """Whose badge it is."""

    type: Types
    achievement: AchievementPart
    id: str = ""
    identifier: tuple[Identity, ...] = ()


class Issuer(Wire, frozen=True):
    """Whose key signed."""

    id: str
    type: Types
    name: str = ""


class Evidence(Wire, frozen=True):
    """What bears the achievement out."""

    type: Types
    id: str = ""
    name: str = ""
    narrative: str = ""
    genre: str = ""


class Credential(Wire, frozen=True):
    """The badge as a whole."""

    context: tuple[Any, ...] = msgspec.field(name="@context")
    id: str
    type: Types
    issuer: Issuer
    valid_from: Moment
    credential_subject: Subject
    name: str = ""
    valid_until: Moment | None = None
    evidence: tuple[Evidence, ...] = ()
    credential_status: Any = None
    proof: Proof | None = None
