"""Files inside an evidence PDF, beside its data; it stays PDF/UA-1 and PDF/A-3a.

Typst takes text only, so what a trainee attached goes in afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO

import msgspec


class EmbeddedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file and what a reader of the PDF sees of it."""

    name: str
    mime_type: str
    description: str
    changed_at: dt.datetime
    data: bytes


def embed(pdf: bytes, files: Sequence[EmbeddedFile]) -> bytes:
    """The PDF with further files inside, each a supplement to it; the same bytes without any."""
    if not files:
        return pdf
    # pypdf takes 0.15 s to import: only evidence with files pays for it.
    from pypdf import PdfWriter
    from pypdf.generic import (
        ArrayObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    writer, out = PdfWriter(clone_from=BytesIO(pdf)), BytesIO()
    writer.pdf_header = "%PDF-1.7"  # the library would say 1.3
    associated = writer.root_object.setdefault(NameObject("/AF"), ArrayObject()).get_object()
    for file in files:
        made = writer.add_attachment(file.name, file.data)
        made.alternative_name = TextStringObject(file.name)
        made.description = TextStringObject(file.description)
        made.subtype = NameObject(f"/{file.mime_type}")
        made.associated_file_relationship = NameObject("/Supplement")
        made.modification_date = file.changed_at
        made.size = NumberObject(len(file.data))
        associated.append(made.pdf_object.indirect_reference)
    writer.write(out)
    return out.getvalue()
