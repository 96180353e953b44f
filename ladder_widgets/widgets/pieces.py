"""A file that arrives piece by piece: a message of more than ten megabytes would be lost."""

from __future__ import annotations

from ladder_widgets.errors import InputError
from ladder_widgets.portfolio.inspection.kinds import check_size
from ladder_widgets.widgets.viewmodel import Values


class Pieces:
    """Puts the pieces of one file at a time together."""

    def __init__(self) -> None:
        self._upload = ""
        self._pieces = bytearray()

    def add(self, values: Values, *, limit_mb: int) -> bytes | None:
        """Take one piece; with the last one the whole file is given, and forgotten here.

        Raises:
            InputError: the file is too large, or a piece is missing.
        """
        size, at = int(values.one("size", "0")), int(values.one("at", "0"))
        check_size(size, limit_mb)
        upload = values.one("upload")
        if at == 0:
            self._upload, self._pieces = upload, bytearray()
        if upload != self._upload or at != len(self._pieces) or at + len(values.data) > size:
            message = "The file did not arrive whole. Choose it again."
            raise InputError(message)
        self._pieces += values.data
        if len(self._pieces) < size:
            return None
        data, self._upload, self._pieces = bytes(self._pieces), "", bytearray()
        return data
