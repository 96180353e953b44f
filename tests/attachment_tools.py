"""Files to attach, built in memory: of a camera, of a scanner, of somebody with bad intent."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

PLACE = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def halves(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image


def jpeg(image: Image.Image | None = None, *, author: str = "", turned: int = 1) -> bytes:
    """A JPEG as a telephone makes it: with a place, a time, a device, and perhaps an author."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    exif[ExifTags.Base.Make] = "Telephone"
    exif[ExifTags.Base.DateTime] = "2026:03:10 11:45:01"
    if author:
        exif[ExifTags.Base.Artist] = author
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    out = io.BytesIO()
    (image or halves()).save(out, "JPEG", quality=90, exif=exif, comment=author.encode())
    return out.getvalue()


def png(image: Image.Image | None = None, *, comment: str = "") -> bytes:
    """A PNG, with a comment in it if one is given."""
    info = PngInfo()
    if comment:
        info.add_text("Comment", comment)
        info.add_itxt("Description", comment)
    out = io.BytesIO()
    (image or halves()).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A small PNG that says it has many pixels; its data is not there."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def pdf(text: str = "A certificate", *, author: str = "", password: str = "") -> bytes:
    """A PDF of one page."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {
            NameObject("/F1"): DictionaryObject(
                {NameObject(k): NameObject(v) for k, v in font.items()}
            )
        }
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 150 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    if author:
        writer.add_metadata({"/Author": author})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(
    text: str = "A report",
    *,
    author: str = "",
    more: Mapping[str, bytes] | None = None,
    kind: str = "document",
) -> bytes:
    """A Word document of one paragraph, with further parts in its zip."""
    main = f"{WORD}{kind}.main+xml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "word/document.xml": f'<w:document xmlns:w="{NAMESPACE}"><w:body><w:p><w:r><w:t>{text}'
        "</w:t></w:r></w:p></w:body></w:document>",
        "docProps/core.xml": '<c:core xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{author}</dc:creator></c:core>",
    }
    return zipped({**{name: part.encode() for name, part in parts.items()}, **(more or {})})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of some parts."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as folder:
        for name, data in parts.items():
            folder.writestr(name, data)
    return out.getvalue()
