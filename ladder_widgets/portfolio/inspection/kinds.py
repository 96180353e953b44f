"""The kinds of file that can be attached, and the sentences in which one is refused."""

from __future__ import annotations

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.model import AttachmentKind

ENDINGS: dict[AttachmentKind, str] = {
    "pdf": ".pdf",
    "png": ".png",
    "jpeg": ".jpg",
    "docx": ".docx",
}
MIME_TYPES: dict[AttachmentKind, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SHOWN: dict[AttachmentKind, str] = {
    "pdf": "PDF",
    "png": "PNG picture",
    "jpeg": "JPEG picture",
    "docx": "Word document",
}
ALLOWED = "Allowed are PDF, PNG, JPEG and Word (DOCX)."
UNREADABLE = (
    f"This file could not be read: it is damaged, or too much to open. {ALLOWED} "
    "Open it in its own program, save it again and attach that."
)
_BYTES_A_MB = 1_000_000


def shown_size(size: int) -> str:
    """A number of bytes for people.

    >>> shown_size(1_234_567)
    '1.2 MB'
    """
    if size >= _BYTES_A_MB / 10:
        return f"{size / _BYTES_A_MB:.1f} MB"
    return f"{max(1, round(size / 1000))} kB"


def check_size(size: int, limit_mb: int) -> None:
    """Refuse a file by its size alone, before it is read.

    Raises:
        InputError: it is empty or larger than the limit.
    """
    if size == 0:
        message = f"This file is empty. {ALLOWED} Choose another one."
        raise InputError(message)
    if size > limit_mb * _BYTES_A_MB:
        message = (
            f"This file has {size / _BYTES_A_MB:.1f} MB; {limit_mb} MB are allowed. "
            "Make it smaller (fewer pages, a smaller picture) and attach that."
        )
        raise InputError(message)
