"""How often one client may do something: pure counting, by the clock it is given."""

from __future__ import annotations

from collections import deque


class Limit:
    """At most `count` times in `seconds` for each name; names that went quiet are forgotten."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._times: dict[str, deque[float]] = {}

    def allows(self, name: str, *, now: float) -> bool:
        """Whether one more is allowed now; it is counted then.

        >>> limit = Limit(1, 10)
        >>> limit.allows("a", now=0), limit.allows("a", now=5), limit.allows("a", now=11)
        (True, False, True)
        """
        times = self._times.setdefault(name, deque())
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._count:
            return False
        times.append(now)
        if len(self._times) > 10 * self._count + 1_000:
            self._forget(now)
        return True

    def _forget(self, now: float) -> None:
        quiet = [name for name, t in self._times.items() if not t or t[-1] <= now - self._seconds]
        for name in quiet:
            del self._times[name]
