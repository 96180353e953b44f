"""Work in a short-lived child process: bytes in, bytes out, nothing on a disk or a command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

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


def run_child(module: str, request: bytes, *, timeout_s: float) -> Finished:
    """Run a module of the kit as a program, with a request on its standard input.

    Raises:
        OSError: no process could be started.
        subprocess.TimeoutExpired: it took too long, and was ended.
    """
    # -P: a file in the current folder must not be taken for a library of its name.
    child = subprocess.run(
        [sys.executable, "-P", "-m", module],
        input=request,
        capture_output=True,
        timeout=timeout_s,
        env=_environment(),
        check=False,
    )
    return Finished(status=child.returncode, output=child.stdout)


def _environment() -> dict[str, str]:
    """Ours, so that the child finds this very package however it was put on the path.

    What opens the store is none of its business.
    """
    package_parent = str(Path(__file__).parents[1])
    rest = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([package_parent, rest] if rest else [package_parent])
    mine = {name: value for name, value in os.environ.items() if name != "LADDER_PASSPHRASE"}
    return {**mine, "PYTHONPATH": path}
