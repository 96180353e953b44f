"""Starts the apps that are compared, on loopback and with nobody's own settings in reach."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from apps import HERE, PANEL, STREAMLIT, App

HOST = "127.0.0.1"
WITHIN_S = 60
LADDER = (sys.executable, "-m", "ladder_widgets")
PROFILE = ("--programme", "general-practice", "--grade", "ST2", "--start", "2026-08-05")


class Workplace:
    """Starts apps in one temporary folder; `stack` ends them."""

    def __init__(self, folder: Path, stack: ExitStack, *, peers: Path) -> None:
        self._folder = folder
        self._stack = stack
        self._peers = peers

    def ladder(self, title: str, *options: str, entry: Path | None = None) -> App:
        """Our app on a store of its own: signed in, the profile set, `entry` in it."""
        data = self._folder / f"data-{len(list(self._folder.glob('data-*')))}"
        self._tell(data, "profile", "set", *PROFILE)
        if entry is not None:
            self._tell(data, "entry", "add", str(entry))
        command = [*LADDER, "serve", "--port=0", "--no-browser", *options]
        process = self._start(command, {"LADDER_DATA_DIR": str(data)}, stdout=subprocess.PIPE)
        address = _printed_address(process)
        return App(
            title=title,
            address=f"{address.partition('?')[0]}#/reflect/new",
            way="saved",
            process=psutil.Process(process.pid),
            cookie=_sign_in(address),
        )

    def voila(self, title: str, *, preheat: bool) -> App:
        """Voila as it comes, in the environment that our app runs in.

        Its pages ask it to end their kernel, without the form token that it wants for that. The
        last option lets them: else idle kernels of earlier visits would slow down later ones.
        """
        notebook = str(HERE / "peers" / "voila.ipynb")
        options = [
            "--no-browser",
            f"--preheat_kernel={preheat}",
            "--Voila.tornado_settings={'disable_check_xsrf': True}",
        ]
        return self._peer(title, [sys.executable, "-m", "voila", notebook, *options], way="echo")

    def streamlit(self) -> App:
        """Streamlit; it sends a text area's text when the area is left (see its app)."""
        command = [str(self._peers), "-m", "streamlit", "run", _peer_script("streamlit_app")]
        options = [
            f"--server.address={HOST}",
            "--server.headless=true",
            "--browser.gatherUsageStats=false",
        ]
        return self._peer(
            STREAMLIT, [*command, *options], way="echo-on-blur", port_option="--server.port"
        )

    def panel(self) -> App:
        """Panel, which sends every keystroke."""
        command = [str(self._peers), "-m", "panel", "serve", _peer_script("panel_app")]
        return self._peer(PANEL, [*command, f"--address={HOST}"], way="echo", path="/panel_app")

    def _tell(self, data: Path, *words: str) -> None:
        """Run one `ladder` command on a store."""
        subprocess.run(
            [*LADDER, *words],
            env=self._environment({"LADDER_DATA_DIR": str(data)}),
            cwd=self._folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def _peer(
        self,
        title: str,
        command: Sequence[str],
        *,
        way: str,
        path: str = "/",
        port_option: str = "--port",
    ) -> App:
        port = _free_port()
        process = self._start([*command, f"{port_option}={port}"], {}, stdout=subprocess.DEVNULL)
        _wait_for_port(port, process)
        address = f"http://{HOST}:{port}{path}"
        return App(title=title, address=address, way=way, process=psutil.Process(process.pid))

    def _start(
        self, command: Sequence[str], extra: Mapping[str, str], *, stdout: int
    ) -> subprocess.Popen[str]:
        environment = self._environment(extra)
        return self._stack.enter_context(
            _running(command, env=environment, cwd=self._folder, stdout=stdout)
        )

    def _environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LADDER_", "JUPYTER_"))}
        own = {name: str(self._folder) for name in ("HOME", "XDG_DATA_HOME", "IPYTHONDIR")}
        return {**kept, **own, **extra}


@contextmanager
def _running(
    command: Sequence[str], *, env: Mapping[str, str], cwd: Path, stdout: int
) -> Iterator[subprocess.Popen[str]]:
    """A server that ends with the block; what it complains of goes to a file beside the data."""
    with (
        (cwd / "complaints.txt").open("a") as complaints,
        subprocess.Popen(
            command, env=env, cwd=cwd, stdout=stdout, stderr=complaints, text=True
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=WITHIN_S)


def _peer_script(name: str) -> str:
    return str(HERE / "peers" / f"{name}.py")


def _printed_address(process: subprocess.Popen[str]) -> str:
    """The address that `ladder serve` prints once it answers."""
    for line in process.stdout or ():
        if "?token=" in line:
            return line.strip()
    raise RuntimeError("ladder serve ended before it printed its address.")


def _sign_in(address: str) -> tuple[str, str]:
    """Exchange the token for the cookie without a browser, whose cache stays empty."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=WITHIN_S)
    connection.request("GET", f"{parts.path}?{parts.query}")
    cookie = connection.getresponse().getheader("Set-Cookie") or ""
    connection.close()
    name, _, value = cookie.partition(";")[0].partition("=")
    return name, value


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for_port(port: int, process: subprocess.Popen[str]) -> None:
    until_s = time.monotonic() + WITHIN_S
    while time.monotonic() < until_s and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} does not answer.")
