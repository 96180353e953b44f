"""Keys as badges name them: Ed25519 public keys as `did:key`, signatures as multibase.

Base58 in Bitcoin's alphabet after a ``z`` (multibase), a key after the bytes ed 01 (multicodec):
W3C *Controlled Identifiers 1.0* and the did:key method.
"""

from __future__ import annotations

from ladder_widgets.errors import BadgeError, InputError

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519 = b"\xed\x01"
KEY_BYTES = 32
MOST_CHARS = 100
"""Longer than any key or signature: what is longer is not decoded, which takes its time squared."""


def public_key(seed: bytes) -> bytes:
    """The raw public key of a private seed.

    Raises:
        InputError: the seed has not 32 bytes.
    """
    # Cryptography loads OpenSSL: only who signs or checks a badge pays for it.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if len(seed) != KEY_BYTES:
        raise InputError(f"A private key has {KEY_BYTES} bytes; this one has {len(seed)}.")
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def did_of(key: bytes) -> str:
    """The `did:key` that names a raw public key."""
    return f"did:key:{to_multibase(ED25519 + key)}"


def method_of(did: str) -> str:
    """The address of the one key within a `did:key`, as a proof names it."""
    return f"{did}#{did.removeprefix('did:key:')}"


def key_of(did: str) -> bytes:
    """The raw public key that a `did:key` names.

    Raises:
        BadgeError: it names no Ed25519 key.
    """
    problem = "The issuer of the badge is not an Ed25519 did:key, the only kind read offline."
    if not did.startswith("did:key:"):
        raise BadgeError(problem)
    data = from_multibase(did.removeprefix("did:key:"))
    if data[:2] != ED25519 or len(data) != len(ED25519) + KEY_BYTES:
        raise BadgeError(problem)
    return data[2:]


def to_multibase(data: bytes) -> str:
    r"""Bytes as base58 after a ``z``.

    >>> to_multibase(b"\x00hi")
    'z18wr'
    """
    number, digits = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return "z" + ALPHABET[0] * (len(data) - len(data.lstrip(b"\0"))) + digits


def from_multibase(text: str) -> bytes:
    """The bytes of `to_multibase`.

    Raises:
        BadgeError: it is not base58, or longer than a key or signature can be.
    """
    digits = text[1:]
    if text[:1] != "z" or len(text) > MOST_CHARS or not set(digits) <= set(ALPHABET):
        raise BadgeError("A key or signature of the badge is damaged: it is not base58.")
    number = 0
    for digit in digits:
        number = number * len(ALPHABET) + ALPHABET.index(digit)
    zeros = len(digits) - len(digits.lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
