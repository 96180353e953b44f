"""*Open on my phone*: a link for one browser, once, where the server can be reached."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from conftest import RunningServer, serve

from ladder_widgets.server.gate import INVITATION_S, MAX_INVITATIONS, Gate
from ladder_widgets.server.machine import MAX_POOL, default_pool_size, reachable

EVERYWHERE = "0.0.0.0"  # noqa: S104  # reached in this test by loopback only


def browse(address: str) -> tuple[urllib.request.OpenerDirector, str]:
    """A new browser that opens an address: it, and the page it was led to."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(address, timeout=60) as answer:
        return opener, answer.read().decode()


def test_a_phone_gets_in_by_the_link_once(tmp_path: Path) -> None:
    """The link opens the app; a second browser that saw it is refused."""
    with serve(tmp_path / "data", "--host", EVERYWHERE) as running:
        opener, _ = browse(running.address)
        with opener.open(f"{running.origin}/ladder/phone", timeout=30) as answer:
            page = answer.read().decode()
        token = re.search(r"\?token=([\w-]+)", page)
        assert token is not None
        link = f"{running.origin}/?token={token.group(1)}"

        _, app = browse(link)

        assert "<svg" in page
        assert 'id="ladder-app"' in app
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            browse(link)
        refused.value.close()


def test_a_server_of_this_machine_only_says_how_to_let_a_phone_in(server: RunningServer) -> None:
    """No code is shown that could not work."""
    opener, _ = browse(server.address)
    with opener.open(f"{server.origin}/ladder/phone", timeout=30) as answer:
        page = answer.read().decode()

    assert "token=" not in page
    assert "ladder serve --host 0.0.0.0" in page


def test_an_invitation_ends_after_its_time() -> None:
    """Ten minutes later it is worth nothing."""
    clock = [0.0]
    gate = Gate(port=1, now_s=lambda: clock[0])
    early, late = gate.invite(), gate.invite()

    clock[0] = INVITATION_S - 1
    assert gate.exchange(early) is not None
    clock[0] = INVITATION_S
    assert gate.exchange(late) is None


def test_only_the_newest_invitations_stay_open() -> None:
    """Asking for many links does not leave many doors open."""
    gate = Gate(port=1)
    tokens = [gate.invite() for _ in range(MAX_INVITATIONS + 1)]

    assert gate.exchange(tokens[0]) is None
    assert gate.exchange(tokens[-1]) is not None


def test_a_server_on_every_interface_is_reached_by_the_addresses_of_each() -> None:
    """Loopback is none of them: no phone reaches it."""
    own = {a.address for addresses in psutil.net_if_addrs().values() for a in addresses}

    assert set(reachable(EVERYWHERE)) <= own - {"127.0.0.1"}
    assert reachable("192.0.2.7") == ("192.0.2.7",)


def test_the_pool_fits_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """One warm kernel a core, fewer where memory is short, never none."""
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    assert 1 <= default_pool_size() <= 4
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    assert default_pool_size() <= MAX_POOL
    memory = psutil.virtual_memory()._replace(available=1)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory)
    assert default_pool_size() == 1
