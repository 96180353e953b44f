"""The child of `inspect_in_child`: a request on stdin, what was found on stdout.

It gives itself limits before it opens anything, and may write no file.
"""

from __future__ import annotations

import sys
from contextlib import suppress

import msgspec

from ladder_widgets.errors import LadderError
from ladder_widgets.portfolio.inspection.inspect import inspect
from ladder_widgets.portfolio.inspection.values import Request
from ladder_widgets.process import REFUSED

MAX_MEMORY_BYTES = 1_500_000_000
MAX_CPU_S = 30


def main() -> int:
    """Serve one request; the status is 0, or `REFUSED` with a message."""
    limit_this_process()
    request = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Request)
    try:
        made = inspect(request.data, request.name)
    except LadderError as error:
        sys.stdout.buffer.write(str(error).encode())
        return REFUSED
    sys.stdout.buffer.write(msgspec.msgpack.encode(made))
    return 0


def limit_this_process() -> None:
    """Bound memory and time, and leave nothing on the disk, not even when it crashes."""
    try:
        import resource  # not on Windows, where the parent's clock is the only limit
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):  # macOS knows no limit of memory
            resource.setrlimit(what, (bound, bound))


if __name__ == "__main__":
    sys.exit(main())
