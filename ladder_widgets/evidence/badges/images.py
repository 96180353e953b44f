"""Badges in pictures (*baked*): a small drawing of a ladder that carries the badge's JSON.

In a PNG it is the international text `openbadgecredential`, in an SVG the element
`openbadges:credential`: Open Badges 3.0, *Baked Badge*.
"""

from __future__ import annotations

import warnings
from io import BytesIO

import msgspec

from ladder_widgets.errors import BadgeError

PNG = b"\x89PNG\r\n\x1a\n"
BLANK = b"\xef\xbb\xbf \t\r\n"
KEYWORD = "openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
MOST_PICTURE_BYTES = 8 * 1024 * 1024

SIDE = 512
GROUND, INK, WIDTH = "#005eb8", "#ffffff", 28
RAILS = ((176, 96, 176, 416), (336, 96, 336, 416))
RUNGS = tuple((176, y, 336, y) for y in (144, 218, 292, 366))


class _Named(msgspec.Struct):
    name: str


def bake_svg(badge: bytes) -> bytes:
    """The drawing as SVG with a badge of ours inside; the badge's name is the picture's title."""
    from xml.etree import ElementTree as ET

    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "xmlns:openbadges": NAMESPACE,
            "viewBox": f"0 0 {SIDE} {SIDE}",
            "role": "img",
        },
    )
    ET.SubElement(svg, "title").text = _name_in(badge)
    ET.SubElement(svg, "openbadges:credential").text = badge.decode()
    half = str(SIDE // 2)
    ET.SubElement(svg, "circle", {"cx": half, "cy": half, "r": half, "fill": GROUND})
    drawn = " ".join(f"M{a} {b}L{c} {d}" for a, b, c, d in RAILS + RUNGS)
    ET.SubElement(svg, "path", {"d": drawn, "stroke": INK, "stroke-width": str(WIDTH)})
    drawing: bytes = ET.tostring(svg, encoding="utf-8", xml_declaration=True)
    return drawing


def bake_png(badge: bytes) -> bytes:
    """The drawing as PNG with a badge of ours inside; the badge's name is the picture's title."""
    # Pillow takes memory that a kernel keeps: only who bakes a badge pays for it.
    from PIL import Image, ImageDraw, PngImagePlugin

    picture = Image.new("RGBA", (SIDE, SIDE))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((0, 0, SIDE - 1, SIDE - 1), fill=GROUND)
    for line in RAILS + RUNGS:
        draw.line(line, fill=INK, width=WIDTH)
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("Title", _name_in(badge), lang="en")
    texts.add_itxt(KEYWORD, badge.decode())
    out = BytesIO()
    picture.save(out, "PNG", pnginfo=texts, optimize=True)
    return out.getvalue()


def _name_in(badge: bytes) -> str:
    return msgspec.json.decode(badge, type=_Named).name


def unbaked(data: bytes) -> bytes:
    """The badge inside a PNG or an SVG; anything else as it is.

    Raises:
        BadgeError: the picture holds no badge or several, is damaged or too large.
    """
    is_png, is_svg = data.startswith(PNG), data.lstrip(BLANK)[:1] == b"<"
    if not is_png and not is_svg:
        return data
    if len(data) > MOST_PICTURE_BYTES:
        most = MOST_PICTURE_BYTES // 1024**2
        raise BadgeError(f"The picture has more than {most} MB; it is not read.")
    return (_in_png(data) if is_png else _in_svg(data)).encode()


def _in_png(data: bytes) -> str:
    from PIL import Image, PngImagePlugin

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # Opening reads the texts before the pixels, never the pixels.
            with Image.open(BytesIO(data), formats=["PNG"]) as picture:
                text = picture.info.get(KEYWORD)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        raise BadgeError("The picture cannot be read: its file is damaged.") from None
    if not isinstance(text, PngImagePlugin.iTXt):
        raise BadgeError(f"The picture holds no badge: it has no text {KEYWORD}.")
    return text


def _in_svg(data: bytes) -> str:
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        found = [
            e.text for e in fromstring(data, forbid_dtd=True).iter(f"{{{NAMESPACE}}}credential")
        ]
    except (ParseError, ValueError, LookupError, RecursionError):
        raise BadgeError("The picture cannot be read: its file is damaged.") from None
    if len(found) != 1:
        raise BadgeError("The picture holds no badge, or more than one.")
    return found[0] or ""
