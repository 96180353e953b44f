"""Reading a file that was named on the command line."""

from __future__ import annotations

from pathlib import Path

from ladder_widgets.errors import InputError

MOST_BYTES = 700_000_000
"""More is not read into memory: no evidence is that large."""


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: it is missing, a folder, too large or may not be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"{path} is larger than {MOST_BYTES // 1_000_000} MB; it is not opened."
            raise InputError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}). Name another file."
        raise InputError(message) from error
