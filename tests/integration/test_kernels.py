"""How the server speaks to its kernels, over real sockets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty

import pytest
import zmq
import zmq.asyncio
from conftest import alone
from jupyter_client.session import Session

from ladder_widgets.server.application import PING_MS, PONG_MS, make_config
from ladder_widgets.server.kernels import WatchfulChannel, WatchfulClient

SOON_S = 30
TURNS = 20
"""After so many turns of the loop a task that only waits for a message does nothing but wait."""


@contextmanager
def wired(folder: Path) -> Iterator[tuple[WatchfulChannel, zmq.Socket[bytes], Session]]:
    """A shell channel, the kernel's end of it, and the session that both speak."""
    session = Session(key=b"a key of the tests", session="tests")
    with (
        zmq.asyncio.Context() as waiting,
        waiting.socket(zmq.DEALER) as socket,
        zmq.Context() as context,
        context.socket(zmq.DEALER) as kernel,
    ):
        kernel.bind(f"ipc://{folder}/shell")
        socket.connect(f"ipc://{folder}/shell")
        yield WatchfulChannel(socket, session), kernel, session


def test_a_reply_whose_signal_was_taken_up_is_received(tmp_path: Path) -> None:
    """Any other use of the socket takes up the signal of an arrival; who waits gets it still."""

    async def exchange() -> str:
        with wired(tmp_path) as (channel, kernel, session):
            session.send(kernel, "status")
            assert await channel.get_msg()  # the connection stands
            waiting = asyncio.create_task(channel.get_msg())
            for _turn in range(TURNS):
                await asyncio.sleep(0)
            # What follows gives the loop no turn, as nbclient's sending gives none.
            session.send(kernel, "execute_reply")
            while not zmq.Socket.shadow(channel.socket.underlying).poll(1000):
                pass
            return str((await asyncio.wait_for(waiting, SOON_S))["msg_type"])

    assert alone(exchange()) == "execute_reply"


@pytest.mark.parametrize("timeout", [0, 0.01, 0.25])
def test_a_channel_without_a_message_is_empty_after_its_time(
    tmp_path: Path, timeout: float
) -> None:
    """The time that was asked for passes, be it shorter or longer than between two looks."""

    async def wait() -> float:
        with wired(tmp_path) as (channel, _kernel, _session):
            began = time.monotonic()
            with pytest.raises(Empty):
                await channel.get_msg(timeout=timeout)
            return time.monotonic() - began

    assert alone(wait()) >= timeout


def test_cells_are_run_through_the_watchful_channel() -> None:
    """The client that Voila's executor gets makes its shell channel of ours."""
    assert WatchfulClient().shell_channel_class is WatchfulChannel


def test_no_page_is_given_an_inline_script_however_long_it_takes() -> None:
    """Voila writes one ("heartbeat") where a cold machine makes a page for more than this."""
    config = make_config(pool_size=1)

    assert config.VoilaConfiguration.http_keep_alive_timeout > 60 * 60


def test_a_page_that_answers_each_ping_keeps_its_connection() -> None:
    """Jupyter looks for the pong of a ping when it sends the next one, an interval later."""
    assert PONG_MS >= 2 * PING_MS
