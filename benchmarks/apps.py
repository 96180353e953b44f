"""An app that is compared, while it runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

HERE = Path(__file__).parent

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

    def kernel(self) -> psutil.Process:
        """The kernel of a server that has exactly one."""
        [kernel] = [
            process
            for process in self.process.children(recursive=True)
            if any("ipykernel" in part for part in process.cmdline())
        ]
        return kernel
