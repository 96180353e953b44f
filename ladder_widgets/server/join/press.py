"""The queue of files that people take with them: two children at most, however many phones ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from hashlib import sha256

import msgspec

from ladder_widgets.errors import EvidenceError, InputError, LadderError
from ladder_widgets.workshop.takeaway.making import FAILED, Made, Request

CHILDREN = 2
BATCH = 20
"""A child needs longer to start than for a file: whoever waits meanwhile goes together."""
MOST_WAITING = 400
KEPT_S = 120
"""A finished file stays in memory for a phone that lost its connection; it lies on no disk."""
BUSY = "Many take their file just now. Wait a minute, then try again."

Make = Callable[[Sequence[Request]], list[Made]]


class Press:
    """Makes files in batches; `make` blocks, and is given a thread."""

    def __init__(self, make: Make, *, kept_s: float = KEPT_S) -> None:
        self._make = make
        self._kept_s = kept_s
        self._waiting: list[tuple[Request, asyncio.Future[bytes]]] = []
        self._made: dict[bytes, asyncio.Future[bytes]] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def file_for(self, request: Request) -> bytes:
        """The file; who asks for the same again gets the one that is made or was made.

        Raises:
            InputError: too many wait already.
            EvidenceError: it could not be made.
        """
        key = sha256(msgspec.msgpack.encode(request)).digest()
        if key not in self._made:
            if len(self._waiting) >= MOST_WAITING:
                raise InputError(BUSY)
            self._made[key] = found = asyncio.get_running_loop().create_future()
            found.add_done_callback(lambda done: self._keep(key, done))
            self._waiting.append((request, found))
            self._start()
        # Shielded: a phone that goes away must not take the file from its next try.
        return await asyncio.shield(self._made[key])

    def _start(self) -> None:
        while self._waiting and len(self._running) < CHILDREN:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            task = asyncio.create_task(self._run(batch))
            self._running.add(task)
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._start()

    async def _run(self, batch: Sequence[tuple[Request, asyncio.Future[bytes]]]) -> None:
        try:
            made = await asyncio.to_thread(self._make, [request for request, _ in batch])
        except LadderError as error:
            made = [Made(problem=str(error))] * len(batch)
        except BaseException:
            made = [Made(problem=FAILED)] * len(batch)  # nobody waits for ever
            raise
        finally:
            for (_, found), one in zip(batch, made, strict=True):
                if one.problem:
                    found.set_exception(EvidenceError(one.problem))
                else:
                    found.set_result(one.data)

    def _keep(self, key: bytes, done: asyncio.Future[bytes]) -> None:
        """Forget it after a while; what failed at once, so that it can be tried again."""
        if done.cancelled() or done.exception():
            del self._made[key]
        else:
            done.get_loop().call_later(self._kept_s, self._made.pop, key, None)
