"""How this server's kernels are started and spoken to."""

from __future__ import annotations

import time
from queue import Empty
from subprocess import DEVNULL
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Type

LOOK_AGAIN_S = 0.1


class QuietKernelManager(AsyncMappingKernelManager):
    """Starts kernels with nowhere to print to: neither a terminal nor a log gets their words.

    Voila shows the outputs of cells through messages, which are not touched.
    """

    async def start_kernel(self, **options: Any) -> str:  # type: ignore[override]  # untyped base
        """Start a kernel as the base class does, its standard streams closed."""
        silent = {"stdout": DEVNULL, "stderr": DEVNULL}
        return str(await super().start_kernel(**{**options, **silent}))

    async def _async_shutdown_kernel(  # type: ignore[override]  # untyped base
        self,
        kernel_id: str,
        now: bool = False,  # noqa: FBT001, FBT002  # the base class passes them by place
        restart: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """End a kernel and what its page left open.

        A page that goes closes its connection while its kernel is being ended; the base class
        would keep the channels for a page that comes back, and never close them.
        """
        await super()._async_shutdown_kernel(  # type: ignore[no-untyped-call]  # untyped base
            kernel_id, now=now, restart=restart
        )
        left = None if restart else self._kernel_buffers.pop(kernel_id, None)
        for stream in left["channels"].values() if left else ():
            if not stream.closed():
                stream.on_recv(None)
                stream.close()

    shutdown_kernel = _async_shutdown_kernel  # type: ignore[assignment]  # as the base does


class WatchfulChannel(AsyncZMQSocketChannel):
    """Finds a reply whose arrival was not signalled.

    nbclient sends on the shell channel while it waits there for a cell's reply, whenever the cell
    prints into an Output widget. Sending takes up ZeroMQ's signal that a message has come, and the
    wait, and with it the page, would never end (jupyter_client, pull request 1059).
    """

    async def get_msg(  # type: ignore[override]  # as the base's, which is awaited too
        self,
        timeout: float | None = None,  # noqa: ASYNC109  # the name is the base's
    ) -> dict[str, Any]:
        """Take the next message, however late within `timeout` seconds it is seen.

        Raises:
            Empty: none came in that time.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            left = LOOK_AGAIN_S if end is None else min(LOOK_AGAIN_S, end - time.monotonic())
            try:
                return await super().get_msg(timeout=max(left, 0))
            except Empty:
                if end is not None and time.monotonic() >= end:
                    raise


class WatchfulClient(AsyncKernelClient):
    """A kernel's client that runs cells to their end."""

    shell_channel_class = Type(WatchfulChannel)
