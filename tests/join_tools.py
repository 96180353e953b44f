"""What the tests of workshops share: a join application of its own, as phones see it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store_tools import settings_in

from ladder_widgets.workshop.live.opening import open_rooms

WORKSHOP = "quality-improvement"


class Joinery:
    """A join application of its own, and the store behind it."""

    def __init__(self, address: str, folder: Path, process: subprocess.Popen[str]) -> None:
        self.address = address
        self.folder = folder
        self.process = process
        self.rooms = open_rooms(settings_in(folder))

    def ask(self, path, body=None, *, token="", method=None, **headers):
        """One request: status, headers, body."""
        data = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **headers}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(
            self.address + path, data=data, headers=sent, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=40) as reply:
                return reply.status, dict(reply.headers), reply.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def says(self, path, body=None, **options):
        """The JSON of a reply that is well."""
        status, _, data = self.ask(path, body, **options)
        assert status == 200, data
        return json.loads(data)

    def joins(self, room):
        """A phone's secret."""
        return self.says("/api/join", {"code": room.code})["token"]


@contextmanager
def hosting(folder: Path, *, port: int = 0) -> Iterator[Joinery]:
    """The real command on a port, a free one if none is named, with the store of a folder."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LADDER_")}
    command = [sys.executable, "-m", "ladder_widgets", "workshop", "host"]
    with subprocess.Popen(
        [*command, "--bind", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment
        | {
            "LADDER_DATA_DIR": str(folder),
            "LADDER_DATABASE_URL": settings_in(folder).database_url,
        },
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        address = process.stdout.readline().strip()
        running = Joinery(address, folder, process)
        try:
            yield running
        finally:
            running.rooms.close()
            process.terminate()
