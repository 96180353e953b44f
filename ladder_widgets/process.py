"""Work in a short-lived child process: bytes in, bytes out, nothing on a disk or a command line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

Tick = Callable[[float], None]
TICK_S = 0.25
"""How often somebody who waits is told that the work goes on."""
REFUSED = 3
"""A child's status when its output is one of our messages, fit to be shown.

What libraries write to its error output is shown to nobody: they quote what they read.
"""


class Finished(msgspec.Struct, frozen=True, kw_only=True):
    """What a child left behind."""

    status: int
    output: bytes

    @property
    def refusal(self) -> str:
        """The child's own message, empty where it refused nothing."""
        refused = self.status == REFUSED
        return self.output.decode(errors="replace").strip() if refused else ""


def run_child(
    module: str, request: bytes, *, timeout_s: float, tick: Tick | None = None
) -> Finished:
    """Run a module of the kit as a program, with a request on its standard input.

    `tick` is called with the seconds so far while it works. Whatever it raises, or an interrupt,
    ends the child.

    Raises:
        OSError: no process could be started.
        subprocess.TimeoutExpired: it took too long, and was ended.
    """
    # -P: a file in the current folder must not be taken for a library of its name.
    command = [sys.executable, "-P", "-m", module]
    pipe, begun_s = subprocess.PIPE, time.monotonic()
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment()
    ) as child:
        unsent: bytes | None = request
        try:
            while True:
                spent_s = time.monotonic() - begun_s
                wait_s = timeout_s - spent_s
                try:
                    output, _ = child.communicate(unsent, min(wait_s, TICK_S) if tick else wait_s)
                    return Finished(status=child.returncode, output=output)
                except subprocess.TimeoutExpired:
                    if tick is None or wait_s <= TICK_S:
                        raise
                    tick(spent_s)
                    unsent = None  # a second call goes on with what the first began to send
        except BaseException:
            child.kill()
            raise


def _environment() -> dict[str, str]:
    """Ours, so that the child finds this very package however it was put on the path.

    What opens the store is none of its business.
    """
    package_parent = str(Path(__file__).parents[1])
    rest = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([package_parent, rest] if rest else [package_parent])
    mine = {name: value for name, value in os.environ.items() if name != "LADDER_PASSPHRASE"}
    return {**mine, "PYTHONPATH": path}
