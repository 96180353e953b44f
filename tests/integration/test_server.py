"""The real server over the wire: who is refused, what a page holds, how it ends."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest
from conftest import RunningServer, alone, serve
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Answer, Content, Save, new_entry_id
from ladder_widgets.portfolio.profile import make_profile
from ladder_widgets.portfolio.store import open_store
from ladder_widgets.settings import read_settings

CANARY = "marmalade-canary"
PATHS = [
    "/",
    "/?token=wrong",
    "/ladder/phone",
    "/ladder/accessibility",
    "/ladder/leave/00000000-0000-0000-0000-000000000000",
    "/ladder/out",
    "/api/kernels/00000000-0000-0000-0000-000000000000",
    "/api/kernels/00000000-0000-0000-0000-000000000000/channels",
    "/voila/files/portfolio.ipynb",
    "/voila/static/voila.js",
    "/lab",
    "/metrics",
    "/login",
    "/no/such/page",
]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_args, **_kwargs):
        """Follow nothing."""


def ask(
    server: RunningServer, path: str, *, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of one request."""
    request = urllib.request.Request(f"{server.origin}{path}", method=method)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    opener = urllib.request.build_opener(NoRedirect)
    try:
        with opener.open(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server whose store holds a profile and an entry with a word that must not leak."""
    data = tmp_path_factory.mktemp("known") / "data"
    with open_store(read_settings({}, data_dir=data)) as store:
        store.save_profile(
            make_profile(
                load_catalogue(),
                programme="cardiology",
                grade="ST5",
                start=date.today(),
                today=date.today(),
            )
        )
        written = Content(title=CANARY, answers=(Answer(prompt="what", text=CANARY),))
        store.save(Save(entry_id=new_entry_id(), base=0, writer="test", seq=1, content=written))
    with serve(data) as server:
        yield server


@pytest.fixture(scope="module")
def cookie(known: RunningServer) -> str:
    """The cookie a browser gets for the token."""
    status, headers, _ = ask(known, f"/?token={known.token}")
    assert status == 303
    assert headers["Location"] == "/"
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Strict" in headers["Set-Cookie"]
    assert "expires" not in headers["Set-Cookie"].lower()
    return headers["Set-Cookie"].split(";")[0]


def telling(body: str) -> list[str]:
    """Words of a body that say something of the trainee."""
    return [word for word in (CANARY, "Cardiology", "ST5") if word.lower() in body.lower()]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("path", PATHS)
def test_without_the_cookie_every_path_is_refused(
    known: RunningServer, path: str, method: str
) -> None:
    """403, and not a word of the trainee."""
    status, _, body = ask(known, path, method=method)

    assert status == 403
    assert telling(body) == []
    assert "Traceback" not in body


@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_host_or_origin_is_refused_with_the_cookie(
    known: RunningServer, cookie: str, path: str
) -> None:
    """The cookie alone is not enough."""
    for headers in (
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://["},
    ):
        status, _, body = ask(known, path, Cookie=cookie, **headers)

        assert status == 403
        assert telling(body) == []


def test_the_token_opens_no_session_under_a_foreign_name(known: RunningServer) -> None:
    """The right token on a name that only points here is refused, and no cookie is set."""
    status, headers, body = ask(known, f"/?token={known.token}", Host="evil.example")

    assert status == 403
    assert "Set-Cookie" not in headers
    assert known.token not in body


def test_a_navigation_from_another_site_gets_the_cookie_by_a_page_of_ours(
    known: RunningServer,
) -> None:
    """A strict cookie does not travel on a redirect that another site began."""
    status, headers, body = ask(known, f"/?token={known.token}", Sec_Fetch_Site="cross-site")

    assert status == 200
    assert "SameSite=Strict" in headers["Set-Cookie"]
    assert 'http-equiv="refresh"' in body
    assert known.token not in body


def test_the_page_holds_the_first_paint_and_strict_headers(
    known: RunningServer, cookie: str
) -> None:
    """The ladder is in the page before any script runs, under a strict policy."""
    status, headers, body = ask(known, "/", Cookie=cookie)

    assert status == 200
    assert "Cardiology · ST5" in body
    assert "Team working" in body
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "no-store" in headers["Cache-Control"]
    config = re.search(r'id="ladder-config">(.*?)</script>', body)
    assert config is not None
    values = json.loads(config.group(1))
    assert set(values) == {"kernel", "model", "base", "tab"}
    assert values["tab"]
    assert values["tab"] not in cookie


@pytest.mark.parametrize(
    "path",
    [
        "/voila/files/portfolio.ipynb",
        "/portfolio.ipynb",
        "/no/such/page",
        "/ladder/assets/../base.py",
        "/ladder/assets/none.js",
        "/voila/static/voila.js",
        "/voila/templates/ladder/static/x",
    ],
)
def test_no_file_is_served_but_the_bundle(known: RunningServer, cookie: str, path: str) -> None:
    """Notebooks, sources and Voila's own files answer 404 in plain words."""
    status, _, body = ask(known, path, Cookie=cookie)

    assert status == 404
    assert "Traceback" not in body


def kernel_of(server: RunningServer, cookie: str) -> str:
    """The kernel of a fresh page."""
    _, _, body = ask(server, "/", Cookie=cookie)
    return str(re.search(r'"kernel": "([\w-]+)"', body)[1])


def connect(server: RunningServer, kernel: str, **headers: str):
    """Open a websocket to a kernel."""
    url = f"ws{server.origin.removeprefix('http')}/api/kernels/{kernel}/channels"
    return websocket_connect(HTTPRequest(url, headers=headers))


async def hang_up(socket: WebSocketClientConnection) -> None:
    """Close a websocket and wait until it is; else its end would be left to the collector."""
    socket.close()
    while await socket.read_message() is not None:
        pass


def attempt(server: RunningServer, kernel: str, **headers: str) -> int:
    """The status that an attempt to open a websocket is answered with."""
    port = int(server.origin.rpartition(":")[2])
    upgrade = {
        "Host": f"127.0.0.1:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        **headers,
    }
    lines = [f"GET /api/kernels/{kernel}/channels HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in upgrade.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall("\r\n".join([*lines, "", ""]).encode())
        # The first frames may follow at once, and are no text.
        with wire.makefile("rb") as answer:
            return int(answer.readline().split()[1])


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1"])
def test_a_websocket_with_a_foreign_origin_is_refused(
    known: RunningServer, cookie: str, origin: str
) -> None:
    """Another site cannot reach a trainee's kernel with the trainee's cookie."""
    kernel = kernel_of(known, cookie)

    assert attempt(known, kernel, Cookie=cookie, Origin=origin) == 403


def test_a_websocket_needs_the_cookie_and_the_right_host(known: RunningServer, cookie: str) -> None:
    """Without an Origin, which every browser sends, the cookie still decides."""
    kernel = kernel_of(known, cookie)

    assert attempt(known, kernel) == 403
    assert attempt(known, kernel, Origin=known.origin) == 403
    assert attempt(known, kernel, Cookie=cookie, Host="evil.example") == 403
    assert attempt(known, kernel, Cookie=cookie) == 101


def test_a_kernel_runs_no_code_that_a_browser_sends(known: RunningServer, cookie: str) -> None:
    """The websocket of the page's own origin opens, but takes no execute_request."""
    kernel = kernel_of(known, cookie)

    def message(kind: str, content: dict[str, object]) -> str:
        header = {
            "msg_id": kind,
            "msg_type": kind,
            "username": "",
            "session": "s",
            "version": "5.3",
        }
        rest = {"parent_header": {}, "metadata": {}, "buffers": [], "channel": "shell"}
        return json.dumps({"header": header, "content": content, **rest})

    async def converse() -> set[str]:
        socket = await connect(known, kernel, Cookie=cookie, Origin=known.origin)
        await socket.write_message(message("execute_request", {"code": "1", "silent": False}))
        await socket.write_message(message("kernel_info_request", {}))
        answered: set[str] = set()
        while "kernel_info_request" not in answered:
            received = json.loads(await asyncio.wait_for(socket.read_message(), 30))
            answered.add(received["parent_header"].get("msg_id", ""))
        await hang_up(socket)
        return answered

    assert "execute_request" not in alone(converse())


def test_leaving_the_page_ends_its_kernel(known: RunningServer, cookie: str) -> None:
    """The beacon of a closed tab frees the memory at once; only POST does."""
    kernel = kernel_of(known, cookie)
    path = f"/ladder/leave/{kernel}"
    before = [line for p in descendants(known) if kernel in (line := p.cmdline()[-1])]

    assert ask(known, path, Cookie=cookie)[0] == 405
    assert ask(known, path, method="POST", Cookie=cookie)[0] == 204
    assert before
    assert [p for p in descendants(known) if kernel in p.cmdline()[-1]] == []


def test_leaving_the_computer_ends_the_session_and_all_its_kernels(known: RunningServer) -> None:
    """The cookie lets nobody in any more; the page that says so needs none. Only POST does it."""
    _, headers, _ = ask(known, f"/?token={known.token}")
    mine = headers["Set-Cookie"].split(";")[0]
    kernels = [kernel_of(known, mine), kernel_of(known, mine)]
    elsewhere = ask(known, "/ladder/out", method="POST", Cookie=mine, Origin="http://evil.example")

    assert elsewhere[0] == 403
    assert ask(known, "/ladder/out", Cookie=mine)[0] == 405
    status, headers, _ = ask(known, "/ladder/out", method="POST", Cookie=mine)
    assert (status, headers["Location"]) == (303, "/ladder/left")
    assert headers["Clear-Site-Data"] == '"storage"'
    assert ask(known, "/", Cookie=mine)[0] == 403
    assert ask(known, "/ladder/left")[0] == 200
    ended = " ".join(p.cmdline()[-1] for p in descendants(known))
    assert not any(kernel in ended for kernel in kernels)


def descendants(server: RunningServer) -> list[psutil.Process]:
    """The server's kernels."""
    return psutil.Process(server.process.pid).children(recursive=True)


def test_kernels_are_reached_through_a_private_folder(known: RunningServer, cookie: str) -> None:
    """Their channels are sockets in a folder of their owner's, not ports that any user can open.

    The one port a kernel still has is ipykernel's own, for the output of forked children.
    """
    kernel_of(known, cookie)
    kernels = [process.cmdline()[-1] for process in descendants(known)]
    files = [Path(name) for name in kernels if name.endswith(".json")]

    assert files
    for file in files:
        assert json.loads(file.read_text())["transport"] == "ipc"
        assert stat.S_IMODE(file.parent.stat().st_mode) & 0o077 == 0
    for process in descendants(known):
        ports = [c.laddr for c in process.net_connections("inet") if c.status == "LISTEN"]
        assert [address.ip for address in ports] in ([], ["127.0.0.1"])


def test_the_token_is_in_no_command_line_and_no_log(known: RunningServer) -> None:
    """Other users of the machine can see command lines; logs outlive a session."""
    lines = [
        " ".join(p.cmdline()) for p in [psutil.Process(known.process.pid), *descendants(known)]
    ]

    assert [line for line in lines if known.token in line] == []
    assert known.token not in known.errors.read_text()
    assert CANARY not in known.errors.read_text()


@pytest.mark.parametrize("pool", ["0", "1"])
def test_every_kernel_opens_the_store_that_was_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: str
) -> None:
    """A kernel started for one page writes where --data-dir says, as a warm one does."""
    monkeypatch.setenv("LADDER_DATA_DIR", str(tmp_path / "elsewhere"))
    with serve(tmp_path / "data", "--pool-size", pool, keep=("LADDER_DATA_DIR",)) as server:
        _, headers, _ = ask(server, f"/?token={server.token}")
        kernel_of(server, headers["Set-Cookie"].split(";")[0])
        places = [
            file.path
            for process in descendants(server)
            for file in process.open_files()
            if file.path.endswith("ladder.sqlite")
        ]

    assert set(places) == {str(tmp_path / "data" / "ladder.sqlite")}
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_ending_the_server_ends_its_kernels(tmp_path: Path, how: signal.Signals) -> None:
    """Neither a signal nor Ctrl-C leaves a kernel behind."""
    with serve(tmp_path / "data") as server:
        _, headers, _ = ask(server, f"/?token={server.token}")
        kernel_of(server, headers["Set-Cookie"].split(";")[0])
        kernels = descendants(server)
        server.process.send_signal(how)
        status = server.process.wait(timeout=30)
        assert server.process.stdout is not None
        after_the_address = server.process.stdout.read()

    _, alive = psutil.wait_procs(kernels, timeout=10)
    assert kernels
    assert alive == []
    assert status == 0
    assert after_the_address == ""
    assert server.errors.read_text() == ""


def start(*options: str) -> subprocess.CompletedProcess[str]:
    """Run `ladder serve` where it cannot start."""
    return subprocess.run(
        [sys.executable, "-m", "ladder_widgets", "serve", "--no-browser", *options],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_busy_port_is_said_with_another_to_take(tmp_path: Path) -> None:
    """One line with the port and a command that works."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start("--port", str(port), "--data-dir", str(tmp_path / "data"))

    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_store_from_a_newer_kit_is_left_alone(tmp_path: Path) -> None:
    """The server does not start on it, says why in one line, and changes nothing."""
    with open_store(read_settings({}, data_dir=tmp_path / "data")):
        pass
    store = tmp_path / "data" / "ladder.sqlite"
    with sqlite3.connect(store) as other:
        other.execute("UPDATE alembic_version SET version_num = 'from-the-future'")
    other.close()

    done = start("--port", "0", "--data-dir", str(tmp_path / "data"))

    assert done.returncode == 1
    assert "newer" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    """The message names the folder; there is no traceback."""
    (tmp_path / "data").write_text("")

    done = start("--port", "0", "--data-dir", str(tmp_path / "data"))

    assert done.returncode == 2  # click's status for an option that is wrong
    assert str(tmp_path / "data") in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
