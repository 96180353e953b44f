"""Holding a child process still, so that what takes long does so on any machine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil

WITHIN_S = 60


def hold_child(parent: int, module: str) -> psutil.Process:
    """Stop the process below `parent` that runs a module, as soon as there is one.

    It goes on with `resume()`; `SIGKILL` ends it as it is.
    """
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        for child in psutil.Process(parent).children(recursive=True):
            try:
                if module in child.cmdline():
                    child.suspend()
                    return child
            except psutil.NoSuchProcess:
                continue
        time.sleep(0.002)
    message = f"No process below {parent} ran {module} within {WITHIN_S} s."
    raise AssertionError(message)


@contextmanager
def holding(module: str) -> Iterator[None]:
    """Whatever child of this process runs a module while the block lasts is held."""
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold_child, os.getpid(), module)
        yield
        held.result()
