"""Kernels whose output goes nowhere: what a kernel prints could quote the trainee."""

from __future__ import annotations

from subprocess import DEVNULL
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


class QuietKernelManager(AsyncMappingKernelManager):
    """Starts kernels with nowhere to print to: neither a terminal nor a log gets their words.

    Voila shows the outputs of cells through messages, which are not touched.
    """

    async def start_kernel(self, **options: Any) -> str:  # type: ignore[override]  # untyped base
        """Start a kernel as the base class does, its standard streams closed."""
        silent = {"stdout": DEVNULL, "stderr": DEVNULL}
        return str(await super().start_kernel(**{**options, **silent}))
