"""How long a full room waits for its files: `python benchmarks/take_away.py [PHONES]`.

Every phone asks in the same moment; another goes on asking what is on.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from join_tools import WORKSHOP, Joinery, hosting

from ladder_widgets.workshop.live.answers import Written

MB = 1_000_000


def main(phones: int) -> None:
    """Print how long it took, and what the host did meanwhile."""
    with tempfile.TemporaryDirectory() as folder, hosting(Path(folder) / "data") as joinery:
        tokens = fill(joinery, phones)
        host = next(p for p in psutil.Process().children() if "workshop" in p.cmdline())
        before, waits, asked, over = host.memory_info().rss, [], [], threading.Event()

        def look() -> None:
            while not over.wait(0.2):
                begun = time.perf_counter()
                joinery.says("/api/state", token=tokens[0])
                asked.append(time.perf_counter() - begun)

        begun = time.perf_counter()

        def take(token: str) -> int:
            status, _, data = joinery.ask("/api/take", {}, token=token)
            waits.append(time.perf_counter() - begun)
            return len(data) if status == 200 else 0  # noqa: PLR2004

        looking = threading.Thread(target=look)
        looking.start()
        with ThreadPoolExecutor(phones) as pool:
            sizes = list(pool.map(take, tokens))
        over.set()
        looking.join()
        print(f"files: {sum(map(bool, sizes))} of {phones}, {max(sizes) // 1000} kB each")
        print(f"waited: {statistics.median(waits):.1f} s (median), {max(waits):.1f} s (longest)")
        print(f"others: {statistics.median(asked):.3f} s (median), {max(asked):.1f} s (longest)")
        print(f"the host grew by {(host.memory_info().rss - before) // MB} MB")


def fill(joinery: Joinery, phones: int) -> list[str]:
    """A room that is over, in which everybody wrote; the secrets of the phones."""
    room = joinery.rooms.begin(WORKSHOP, "2026.1")
    stage = joinery.rooms.show(room.id, "reflect").stage
    tokens = []
    for _ in range(phones):
        who, token = joinery.rooms.join(room.code)
        joinery.rooms.answer(who, stage, Written(texts={"what": "I saw it. " * 50}), number=1)
        tokens.append(token)
    joinery.rooms.end(room.id)
    return tokens


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
