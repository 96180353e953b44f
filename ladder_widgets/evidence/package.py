"""The bundle as a zip: PDF, HTML, data, files, a manifest, and a signature over every byte.

The same parts give the same bytes: members are in order, and all carry one date. The signature
stands in the zip's comment, which is its end; what is signed is the whole file without the
signature's own 128 digits.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated

import msgspec

from ladder_widgets._version import __version__
from ladder_widgets.errors import BundleError
from ladder_widgets.evidence.embedding import EmbeddedFile
from ladder_widgets.ladder.model import Value
from ladder_widgets.portfolio.keys import SigningKey, is_signed

PDF, HTML, DATA = "evidence.pdf", "evidence.html", "bundle.json"
README, MANIFEST = "README.txt", "manifest.json"
FILES = "attachments"
FORMAT = "leadership-ladder-manifest"

MAX_MEMBERS = 10_100
MAX_BYTES = 600_000_000
MAX_RATIO = 200
"""No member of ours is packed tighter; a bomb is."""

TEXT = """Leadership Ladder: a bundle of evidence
========================================

evidence.pdf    what a supervisor reads: every entry, with what it is claimed to show
evidence.html   the same for any browser; it runs no script and asks nobody for anything
bundle.json     the same as data, in UTF-8 JSON; "format-version" says which form it has
attachments/    the files that belong to entries
manifest.json   every file of this bundle with its size and SHA-256

Unchanged since exported?  ladder verify THIS.zip
Without the kit: compare each SHA-256 (sha256sum on Linux) with manifest.json. Who signed:
the comment of the zip (zipinfo -z) holds an Ed25519 public key and a signature (RFC 8032)
in hexadecimal digits; signed is the whole file without the 128 digits of the signature.

Into a portfolio again:    ladder import THIS.zip

Reflections may speak of people. Keep this file as safe as a letter.
"""


class FileSum(Value, frozen=True):
    """One file of the bundle."""

    path: str
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class Manifest(Value, frozen=True):
    """Every file but the manifest itself."""

    format: str
    format_version: int
    made_by: str
    files: tuple[FileSum, ...]


_COMMENT = "Leadership Ladder bundle, Ed25519, key {key}, signature {signature}"
_SIGNED = re.compile(
    rb"Leadership Ladder bundle, Ed25519, key ([0-9a-f]{64}), signature ([0-9a-f]{128})\Z"
)


def pack(
    *, pdf: bytes, html: bytes, bundle: bytes, files: Sequence[EmbeddedFile], key: SigningKey
) -> bytes:
    """The zip of a bundle, signed."""
    members = {README: TEXT.encode(), PDF: pdf, HTML: html, DATA: bundle}
    members |= {f"{FILES}/{file.name}": file.data for file in files}
    manifest = msgspec.json.format(
        msgspec.json.encode(
            Manifest(
                format=FORMAT,
                format_version=1,
                made_by=f"leadership-ladder {__version__}",
                files=tuple(
                    FileSum(path=path, size=len(data), sha256=sha256(data).hexdigest())
                    for path, data in members.items()
                ),
            )
        ),
        indent=1,
    )
    members[MANIFEST] = manifest
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, data in members.items():
            info = zipfile.ZipInfo(path)  # 1980: the files' own dates are in the data
            info.external_attr = (stat.S_IFREG | 0o600) << 16
            info.compress_type = zipfile.ZIP_STORED if path == PDF else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
        archive.comment = _COMMENT.format(key=key.public, signature="0" * 128).encode()
    unsigned = stream.getvalue()[:-128]
    return unsigned + key.sign(unsigned).encode()


def unpack(data: bytes) -> dict[str, bytes]:
    """The members of a zip by their names, read in memory and within limits.

    Raises:
        BundleError: it is broken, or made to do harm: too many members or bytes, names that lead
            elsewhere or stand twice.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive.infolist())
            return {i.filename: _read(archive, i) for i in archive.infolist() if not i.is_dir()}
    except BundleError:
        raise
    except Exception:  # noqa: BLE001 - the library raises anything at a broken file
        # Not chained: names of members may be anybody's words.
        message = "This zip is damaged or cut off. Export the evidence again where it came from."
        raise BundleError(message) from None


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    reason = ""
    if len(members) > MAX_MEMBERS:
        reason = f"it has more than {MAX_MEMBERS:,} files"
    elif sum(member.file_size for member in members) > MAX_BYTES:
        reason = f"it would unpack to more than {MAX_BYTES // 1_000_000} MB"
    elif any(m.file_size > MAX_RATIO * max(m.compress_size, 1_000) for m in members):
        reason = "it is packed tighter than files of evidence are"
    elif len(set(names)) < len(names):
        reason = "two of its files have one name"
    elif any(n.startswith("/") or "\\" in n or ".." in n.split("/") for n in names):
        reason = "a name in it leads out of its folder"
    elif any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
        reason = "it holds links"
    if reason:
        message = f"This zip is not opened: {reason}. Ask whoever sent it for another."
        raise BundleError(message)


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as stream:
        found = stream.read(member.file_size + 1)
    if len(found) != member.file_size:
        message = "This zip says a wrong size for one of its files; it is not opened."
        raise BundleError(message)
    return found


def signer_of(data: bytes) -> str:
    """The public key that a zip names, empty if it is not signed."""
    found = _SIGNED.search(data, max(0, len(data) - 300))
    return found[1].decode() if found else ""


def is_unaltered(data: bytes) -> bool:
    """Whether every byte of a zip is as it was when it was signed."""
    found = _SIGNED.search(data, max(0, len(data) - 300))
    return found is not None and is_signed(
        data[: found.start(2)], found[2].decode(), found[1].decode()
    )
