"""Waits until nothing that this process started is at work: servers, kernels, the browser."""

from __future__ import annotations

import time

import psutil

WITHIN_S = 60
WINDOW_S = 1.5
"""Longer than Voila waits before it starts a kernel for the one that was taken (1 s)."""
AT_REST = 0.1
"""The part of one core that servers, idle kernels and an empty browser window may take."""


def settle() -> float:
    """Wait for rest, so that pools are full and a window that was just opened is done with itself.

    Returns how busy the machine was meanwhile with anything else, in percent.

    Raises:
        TimeoutError: there is no rest within a minute.
    """
    until_s = time.monotonic() + WITHIN_S
    while time.monotonic() < until_s:
        before = _spent_s()
        psutil.cpu_percent()
        time.sleep(WINDOW_S)
        busy_percent = psutil.cpu_percent()
        spent_s = sum(now - before.get(pid, 0.0) for pid, now in _spent_s().items())
        if spent_s < AT_REST * WINDOW_S:
            return busy_percent
    raise TimeoutError("The servers or the browser do not come to rest.")


def _spent_s() -> dict[int, float]:
    """Processor time so far, by process."""
    spent = {}
    for process in psutil.Process().children(recursive=True):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent[process.pid] = times.user + times.system
    return spent
