"""The child of `make_in_child`: requests on stdin, files on stdout."""

from __future__ import annotations

import sys

import msgspec

from ladder_widgets.errors import LadderError
from ladder_widgets.process import REFUSED
from ladder_widgets.workshop.takeaway.making import Batch, make_all


def main() -> int:
    """Serve one batch; the status is 0, or `REFUSED` with a message."""
    batch = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Batch)
    try:
        made = make_all(batch)
    except LadderError as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    sys.stdout.buffer.write(msgspec.msgpack.encode(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
