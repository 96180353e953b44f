"""Pictures, written anew so that nothing but the picture stays."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Literal

from PIL import ExifTags, Image, ImageOps, JpegImagePlugin, PngImagePlugin

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.inspection.values import FileRead

MAX_PIXELS = 50_000_000
"""More than any camera of a telephone needs on a page; decoded, it takes 200 MB."""
MAX_PROFILE_BYTES = 1_000_000
PICTURE_NOTE = "Words inside a picture are not checked: look at it yourself for names and numbers."
PLACE, PERSON, MOMENT = "where it was taken", "who took it", "when it was taken"
DEVICE, COMMENT, PREVIEW = "the camera or program", "comments", "a small preview"
HIDDEN, FURTHER = "hidden notes of other programs", "further pictures in the file"
_WORDS = (PLACE, PERSON, MOMENT, DEVICE, COMMENT, PREVIEW, HIDDEN, FURTHER)

_TAGS = {
    PERSON: {0x013B, 0x8298, 0x9C9D, 0xA430},  # artist, copyright, Windows' author, camera's owner
    MOMENT: {0x0132, 0x9003, 0x9004},
    # make, model, software, host, maker's note, serial numbers, lens
    DEVICE: {0x010F, 0x0110, 0x0131, 0x013C, 0x927C, 0xA431, 0xA433, 0xA434, 0xA435, 0xC62F},
    COMMENT: {0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F},
}
_XMP = {
    PLACE: (b"GPSL", b"photoshop:City", b"Iptc4xmpCore:Location"),
    PERSON: (b"dc:creator", b"dc:rights"),
    MOMENT: (b"CreateDate", b"DateCreated"),
    COMMENT: (b"dc:description", b"dc:title"),
}
_XMP_KEYS = ("xmp", "XML:com.adobe.xmp")
_KEPT = ("transparency",)


def read_picture(data: bytes, kind: Literal["png", "jpeg"]) -> FileRead:
    """The picture alone, upright, in the quality that it had.

    Raises:
        InputError: it has too many pixels; it was not decoded to find out.
        Exception: whatever the library raises at a picture that it cannot read.
    """
    image = _open(data, kind)
    image.load()
    removed = _removed(image)
    profile = image.info.get("icc_profile")
    upright = _upright(image)
    upright.info = {key: upright.info[key] for key in _KEPT if key in upright.info}
    out = BytesIO()
    how = _as_it_was(image) if isinstance(image, JpegImagePlugin.JpegImageFile) else {}
    if _is_profile(profile):
        how["icc_profile"] = profile
    upright.save(out, kind.upper(), **how)
    return FileRead(data=out.getvalue(), removed=removed, notes=(PICTURE_NOTE,))


def _open(data: bytes, kind: str) -> Image.Image:
    try:
        image = Image.open(BytesIO(data), formats=[kind.upper()])
    except Image.DecompressionBombError:
        raise InputError(_too_many(None)) from None
    # Only the header was read so far.
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        raise InputError(_too_many(pixels))
    return image


def _too_many(pixels: int | None) -> str:
    much = "far too many" if pixels is None else f"{pixels / 1e6:.0f} million"
    return (
        f"This picture has {much} pixels; {MAX_PIXELS // 1_000_000} million are allowed. "
        "Make it smaller and attach that."
    )


def _as_it_was(image: JpegImagePlugin.JpegImageFile) -> dict[str, object]:
    """How the file was compressed, so that writing it again takes nothing from it."""
    return {
        "qtables": image.quantization,
        "subsampling": JpegImagePlugin.get_sampling(image),
        "progressive": bool(image.info.get("progressive")),
    }


def _is_profile(profile: object) -> bool:
    """Whether it is a colour profile, not something hidden in the place of one."""
    return (
        isinstance(profile, bytes)
        and len(profile) <= MAX_PROFILE_BYTES
        and profile[36:40] == b"acsp"
    )


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - a damaged note on the orientation is no damaged picture
        return image


def _removed(image: Image.Image) -> tuple[str, ...]:
    try:
        told = set(_told(image))
    except Exception:  # noqa: BLE001 - notes that nobody can read are removed like the others
        told = {HIDDEN}
    return tuple(word for word in _WORDS if word in told)


def _told(image: Image.Image) -> Iterator[str]:
    """What a picture tells beside itself."""
    exif = image.getexif()
    tags = {*exif, *exif.get_ifd(ExifTags.IFD.Exif)}
    yield from (word for word, those in _TAGS.items() if tags & those)
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield PLACE
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield PREVIEW
    if image.info.get("comment"):
        yield COMMENT
    for key in _XMP_KEYS:
        if noted := image.info.get(key):
            yield from _told_in(noted if isinstance(noted, bytes) else str(noted).encode())
    if image.info.get("photoshop"):
        yield HIDDEN
    if isinstance(image, PngImagePlugin.PngImageFile) and set(image.text) - set(_XMP_KEYS):
        yield COMMENT
    if getattr(image, "n_frames", 1) > 1:
        yield FURTHER


def _told_in(xmp: bytes) -> Iterator[str]:
    yield HIDDEN
    for word, marks in _XMP.items():
        if any(mark in xmp for mark in marks):
            yield word
