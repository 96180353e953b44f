"""A full room answers within the same ten seconds: `python benchmarks/workshop.py [--print]`.

The real host on loopback, on SQLite and on PostgreSQL; phones wait for what is on, as real ones do,
and one in ten sends its answer twice. Afterwards the store is asked whether each counted once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import report
from join_tools import WORKSHOP, Joinery, hosting
from postgres_tools import postgres_server
from store_tools import DATABASES

from ladder_widgets.workshop.live.answers import Chosen
from ladder_widgets.workshop.model import Poll
from ladder_widgets.workshop.packs import find_workshop

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN = "<!-- Made by `benchmarks/workshop.py`: overwritten from here to the end mark. -->"
END = "<!-- The end of what `benchmarks/workshop.py` makes. -->"
PHONES = 300
WITHIN_S = 10
TWICE = 0.1
MOST_MS = 300
MOST_S = 120
OK = 200
JOIN_S = 10


@dataclass(frozen=True)
class Run:
    """What one room measured, times in milliseconds."""

    where: str
    phones: int
    answers_ms: list[float]
    shown_ms: list[float]
    counted: int
    busy: float

    @property
    def p95_ms(self) -> float:
        """Nineteen of twenty answers were acknowledged within this."""
        return quantiles(self.answers_ms, n=20)[-1]


class Phone:
    """One connection that is kept open, as a browser's."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.token = ""

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """One request and its answer."""
        data = b"" if body is None else json.dumps(body).encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(
                f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
                f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(data)}\r\nConnection: close\r\n\r\n".encode()
                + data
            )
            await writer.drain()
            raw = await reader.read()
        finally:
            writer.close()
        head, _, said = raw.partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1]), said


async def play(joinery: Joinery, phones: int) -> tuple[list[float], list[float], list[int]]:
    """Everybody joins, waits, sees the poll and answers; times, and what each chose last."""
    port = int(joinery.address.rsplit(":", 1)[1])
    poll = next(a for a in find_workshop(WORKSHOP, ()).workshop.activities if isinstance(a, Poll))
    room = joinery.rooms.begin(WORKSHOP, "2026.1")
    chance = random.Random(4)  # noqa: S311 - any order will do, the same each time
    answers, shown, chosen = [], [], []
    begun = asyncio.get_running_loop().create_future()

    async def one() -> None:
        phone = Phone(port)
        await asyncio.sleep(chance.uniform(0, JOIN_S))
        status, said = await phone.ask("POST", "/api/join", {"code": room.code})
        assert status == OK, said
        phone.token = json.loads(said)["token"]
        _, said = await phone.ask("GET", "/api/state")
        version = json.loads(said)["version"]
        while json.loads(said)["activity"] is None:
            _, said = await phone.ask("GET", f"/api/state?version={version}")
        shown.append((time.perf_counter() - begun.result()) * 1000)
        option = chance.randrange(len(poll.options))
        chosen.append(option)
        sent = {
            "activity": poll.id,
            "second": False,
            "number": 1,
            "answer": {"kind": "chosen", "options": [option]},
        }
        await asyncio.sleep(chance.uniform(0, WITHIN_S))
        for _ in range(2 if chance.random() < TWICE else 1):
            at = time.perf_counter()
            status, said = await phone.ask("POST", "/api/answer", sent)
            answers.append((time.perf_counter() - at) * 1000)
            assert status == OK, said

    async def facilitator() -> None:
        await asyncio.sleep(JOIN_S + 2)
        begun.set_result(time.perf_counter())
        await asyncio.to_thread(joinery.rooms.show, room.id, poll.id)
        while len(answers) < phones:  # the projector's results, looked at as its panel does
            await asyncio.to_thread(joinery.rooms.given, room.id, poll.id)
            await asyncio.sleep(0.5)

    async with asyncio.timeout(MOST_S):
        await asyncio.gather(facilitator(), *(one() for _ in range(phones)))
    given = [g.answer for g in joinery.rooms.given(room.id, poll.id)]
    kept = [a.options[0] for a in given if isinstance(a, Chosen)]
    if sorted(kept) != sorted(chosen):
        message = f"{len(kept)} answers are kept of {len(chosen)}: some are lost or doubled."
        raise SystemExit(message)
    return answers, shown, kept


def measure(where: str, phones: int) -> Run:
    """A room on one kind of database."""
    with tempfile.TemporaryDirectory() as folder, hosting(Path(folder) / "data") as joinery:
        psutil.cpu_percent()
        answers, shown, kept = asyncio.run(play(joinery, phones))
        return Run(where, phones, answers, shown, len(kept), psutil.cpu_percent())


def figures(runs: list[Run]) -> str:
    """The runs as Markdown."""
    lines = [
        f"- {psutil.cpu_count()} cores, {platform.system()}, shared by the host and {PHONES} phones"
        " that are one more process. The machine was "
        + ", ".join(f"{run.busy:.0f} % busy ({run.where})" for run in runs)
        + " meanwhile.",
        "",
        "| 300 phones answer within 10 s | " + " | ".join(run.where for run in runs) + " |",
        "|---|" + "---|" * len(runs),
    ]
    rows: list[tuple[str, list[str]]] = [
        ("counted once, of " + str(PHONES), [str(run.counted) for run in runs]),
        ("an answer acknowledged, median", [f"{median(run.answers_ms):.0f} ms" for run in runs]),
        (f"95 of 100 within (target {MOST_MS} ms)", [f"{run.p95_ms:.0f} ms" for run in runs]),
        ("the slowest", [f"{max(run.answers_ms):.0f} ms" for run in runs]),
        ("the poll on a phone, median", [f"{median(run.shown_ms):.0f} ms" for run in runs]),
        ("the poll on the last phone", [f"{max(run.shown_ms):.0f} ms" for run in runs]),
    ]
    lines += [f"| {name} | {' | '.join(values)} |" for name, values in rows]
    return "\n".join(lines)


def main() -> None:
    """Measure both databases; write the figures, or print them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--print", action="store_true", help="leave the document alone")
    parser.add_argument("--phones", type=int, default=PHONES)
    given = parser.parse_args()
    runs = [measure("SQLite", given.phones)]
    with postgres_server() as server:
        DATABASES.server = server
        runs.append(measure("PostgreSQL", given.phones))
        DATABASES.server = None
    text = figures(runs)
    if given.print:
        print(text)
    else:
        report.put(text, DOCUMENT, begin=BEGIN, end=END)


if __name__ == "__main__":
    main()
