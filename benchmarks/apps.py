"""An app that is compared, while it runs."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

HERE = Path(__file__).parent
REST_WITHIN_S = 60
QUIET_WINDOW_S = 1.5
"""Longer than Voila waits before it starts a kernel for the one that was taken (1 s)."""
QUIET_CPU_S = 0.1

OURS_WARM = "Leadership Ladder, warm"
OURS_COLD = "Leadership Ladder, cold"
VOILA_WARM = "Stock Voila, warm"
VOILA_COLD = "Stock Voila, cold"
STREAMLIT = "Streamlit"
PANEL = "Panel"


@dataclass(frozen=True)
class App:
    """A running app: where its text area is, and how its page says that a character arrived.

    `way` is one of `probe.js`; `cookie` is what signs a browser in (name, value).
    """

    title: str
    address: str
    way: str
    process: psutil.Process
    cookie: tuple[str, str] | None = None

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def probe(self) -> str:
        """The script that types into the app's page and notes the times."""
        # The file ends in a semicolon, which an expression in brackets may not.
        source = (HERE / "probe.js").read_text("utf-8").rstrip().removesuffix(";")
        return f"({source}\n)({json.dumps(self.way)})"

    def settle(self) -> float:
        """Wait until the server and its kernels rest: then the pool is full again.

        Returns how busy the machine was meanwhile with anything else, in percent.

        Raises:
            TimeoutError: they are still busy after a minute.
        """
        until_s = time.monotonic() + REST_WITHIN_S
        while time.monotonic() < until_s:
            before = self._cpu_s()
            psutil.cpu_percent()
            time.sleep(QUIET_WINDOW_S)
            busy_percent = psutil.cpu_percent()
            spent_s = sum(now - before.get(pid, 0.0) for pid, now in self._cpu_s().items())
            if spent_s < QUIET_CPU_S:
                return busy_percent
        raise TimeoutError(f"{self.title} does not come to rest.")

    def kernel(self) -> psutil.Process:
        """The kernel of a server that has exactly one."""
        [kernel] = [
            process
            for process in self.process.children(recursive=True)
            if any("ipykernel" in part for part in process.cmdline())
        ]
        return kernel

    def _cpu_s(self) -> dict[int, float]:
        spent = {}
        for process in (self.process, *self.process.children(recursive=True)):
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            spent[process.pid] = times.user + times.system
        return spent
