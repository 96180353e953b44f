"""The proof of a badge: `eddsa-rdfc-2022` of W3C's *Data Integrity EdDSA Cryptosuites 1.0*.

Ed25519 over SHA-256(canonical proof options) and SHA-256(canonical document), where canonical
means: read by its JSON-LD contexts into RDF, and that put in order. What no context defines is not
in the RDF and so not signed; `canonical` refuses it. Contexts come from this machine alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from ladder_widgets.errors import BadgeError
from ladder_widgets.evidence.badges.keys import from_multibase, to_multibase
from ladder_widgets.evidence.badges.wire import CONTEXTS

JsonObject = dict[str, Any]

SHIPPED = {CONTEXTS[1]: Path(__file__).with_name("contexts") / "open-badges-3.0.3.json"}
"""Contexts beside those that PyLD brings along, among them that of credentials."""
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f]*")
"""An absolute address without a character that could end it in N-Quads."""


def sign(document: JsonObject, proof: JsonObject, *, seed: bytes) -> str:
    """The `proofValue` of a document for these proof options."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed)
    return to_multibase(key.sign(_signed_bytes(document, proof)))


def verify(document: JsonObject, proof: JsonObject, *, public_key: bytes) -> bool:
    """Whether the proof is of this key and of this very document, which comes without it.

    Raises:
        BadgeError: the document or the signature is none that can be checked.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    options = {name: value for name, value in proof.items() if name != "proofValue"}
    signature = from_multibase(proof["proofValue"])
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, _signed_bytes(document, options))
    except InvalidSignature:
        return False
    return True


def _signed_bytes(document: JsonObject, options: JsonObject) -> bytes:
    told = {"@context": document["@context"], **options}
    return b"".join(sha256(canonical(part).encode()).digest() for part in (told, document))


def canonical(document: JsonObject) -> str:
    """The document as canonical N-Quads.

    Raises:
        BadgeError: part of it would be lost on the way, or it cannot be read as JSON-LD.
    """
    # PyLD takes 0.3 s to import.
    from pyld import jsonld
    from pyld.documentloader.frozen import BUNDLED_CONTEXTS, FrozenDocumentLoader

    loader = FrozenDocumentLoader({**BUNDLED_CONTEXTS, **SHIPPED})
    try:
        expanded = jsonld.expand(
            document, {"documentLoader": loader}, on_property_dropped=_refuse_dropped
        )
        _check_addresses(expanded)
        _check_twins(jsonld.to_rdf(expanded, {"documentLoader": loader}))
        return str(
            jsonld.normalize(
                expanded,
                {
                    "algorithm": "URDNA2015",
                    "format": "application/n-quads",
                    "documentLoader": loader,
                },
            )
        )
    except jsonld.JsonLdError:
        # Not chained: it quotes what it could not read.
        raise BadgeError("The badge is damaged: its contexts do not fit what it holds.") from None


def _refuse_dropped(_: object) -> NoReturn:
    raise BadgeError("The badge holds something that no context defines, so no proof covers it.")


def _check_addresses(expanded: object) -> None:
    """Refuse what PyLD drops (relative addresses) or writes as it is (any other character)."""
    for address in _addresses(expanded):
        if not IRI.fullmatch(address):
            raise BadgeError("The badge holds an id or type that is not an absolute address.")


def _addresses(part: object) -> Iterator[str]:
    """Every id, type and property of an expanded document."""
    if isinstance(part, list):
        for item in part:
            yield from _addresses(item)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "@type":
                yield from [value] if isinstance(value, str) else value
            elif name == "@id":
                yield value
            elif name != "@value":
                yield from () if name.startswith("@") else (name,)
                yield from _addresses(value)


def _check_twins(dataset: Mapping[str, Any]) -> None:
    """Refuse nodes without id that look alike: to put many in order can take for ever."""
    looks: dict[str, set[tuple[str, ...]]] = {}
    for graph, triples in dataset.items():
        for triple in triples:
            for own in ("subject", "object"):
                if triple[own]["type"] == "blank node":
                    look = (graph, own, *(_seen(triple[part]) for part in triple))
                    looks.setdefault(triple[own]["value"], set()).add(look)
    if len({frozenset(look) for look in looks.values()}) < len(looks):
        raise BadgeError("The badge names the same thing twice without an id; it is not read.")


def _seen(part: Mapping[str, str]) -> str:
    return "_" if part["type"] == "blank node" else repr(sorted(part.items()))
