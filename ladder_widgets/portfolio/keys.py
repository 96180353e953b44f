"""Keys that sign: each store has one of its own, and knows those of others by a name.

Ed25519 (RFC 8032). A key is 32 bytes; a person compares its *fingerprint*, and passes it on as
text that begins with ``ed25519:``.
"""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256
from typing import Annotated

import msgspec

from ladder_widgets.errors import InputError
from ladder_widgets.ladder.model import Value

PREFIX = "ed25519:"
KEY_BYTES = 32
MAX_KEY_NAME_CHARS = 80

PublicHex = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class SigningKey(msgspec.Struct, frozen=True):
    """A private key; printing it shows nothing of it."""

    seed: bytes

    def __repr__(self) -> str:
        return "SigningKey(…)"

    @property
    def public(self) -> str:
        """The public key in hexadecimal digits."""
        # 10 MB and 0.06 s: only what signs or verifies pays for it.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return key.public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """The signature of a message in 128 hexadecimal digits."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message).hex()


class TrustedKey(Value, frozen=True):
    """Somebody's public key, under the name that the trainee gave it."""

    public: PublicHex
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_KEY_NAME_CHARS)]


def is_signed(message: bytes, signature: str, public: str) -> bool:
    """Whether the private key to `public` signed this very message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """What two people compare: 80 bits of the key's hash in groups of four.

    >>> fingerprint("00" * 32)
    '6668 7aad f862 bd77 6c8f'
    """
    digits = sha256(bytes.fromhex(public)).hexdigest()[:20]
    return " ".join(digits[start : start + 4] for start in range(0, 20, 4))


def key_text(public: str) -> str:
    """A public key as it is passed on.

    >>> key_text("00" * 32)
    'ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    return PREFIX + base64.urlsafe_b64encode(bytes.fromhex(public)).decode().rstrip("=")


def read_key_text(text: str) -> str:
    """The public key in a text that `key_text` wrote.

    Raises:
        InputError: it is none.
    """
    digits = text.strip().removeprefix(PREFIX)
    try:
        found = base64.b64decode(f"{digits}=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != KEY_BYTES:
        message = (
            f"This is not a key; it looks like {PREFIX} and 43 letters and digits. "
            "Ask for what `ladder keys show` prints."
        )
        raise InputError(message)
    return found.hex()
