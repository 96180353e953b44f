"""The child of `read_in_child`: a file on stdin, what it brings on stdout."""

from __future__ import annotations

import sys

import msgspec

from ladder_widgets.errors import LadderError
from ladder_widgets.evidence.intake import Request, read_any
from ladder_widgets.process import REFUSED


def main() -> int:
    """Serve one request; the status is 0, or `REFUSED` with a message."""
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    try:
        arrival = read_any(request.data, columns=request.columns)
    except LadderError as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    sys.stdout.buffer.write(msgspec.msgpack.encode(arrival))
    return 0


if __name__ == "__main__":
    sys.exit(main())
