"""The child of `render_in_child`: a request on stdin, a PDF or a zip on stdout.

It imports little, since its start is part of every export.
"""

from __future__ import annotations

import sys

import msgspec

from ladder_widgets.errors import LadderError
from ladder_widgets.evidence.pdf import Request, render
from ladder_widgets.process import REFUSED


def main() -> int:
    """Serve one request; the status is 0, or `REFUSED` with a message."""
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    try:
        made = render(request)
    except LadderError as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
