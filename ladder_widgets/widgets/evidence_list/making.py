"""A large file on its way: made beside the page, which shows how long and can end it."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Event, Thread

from ladder_widgets.errors import EvidenceError
from ladder_widgets.widgets.handing_out import Make, Order


class EndedError(EvidenceError):
    """Whoever asked for the file does not want it any more."""


class Making:
    """The file of an order, made in a thread of its own by a child process.

    The thread only waits for the child: it touches neither the store nor the page.
    """

    def __init__(self, make: Make, order: Order) -> None:
        self.order = order
        self.spent_s = 0.0
        self._unwanted = Event()
        self._made: Future[bytes] = Future()
        Thread(target=self._run, args=(make,), daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether there is a file, or a reason why there is none."""
        return self._made.done()

    def end(self) -> None:
        """Let go of it; the child ends within a moment."""
        self._unwanted.set()

    def result(self) -> bytes:
        """The file, once it is done.

        Raises:
            EvidenceError: it could not be made.
        """
        return self._made.result()

    def _run(self, make: Make) -> None:
        try:
            self._made.set_result(make(self._tick))
        except BaseException as error:  # noqa: BLE001  # raised where the result is asked for
            self._made.set_exception(error)

    def _tick(self, spent_s: float) -> None:
        self.spent_s = spent_s
        if self._unwanted.is_set():
            message = "Ended. Nothing was made."
            raise EndedError(message)
