"""Who is let in, before any handler is asked."""

from __future__ import annotations

import pytest

from ladder_widgets.server.gate import Gate

HERE = "127.0.0.1:8866"


@pytest.fixture
def gate() -> Gate:
    """The gate of a server on port 8866."""
    return Gate(port=8866)


def enter(gate: Gate) -> str:
    """The Cookie header of a browser that was let in."""
    return f"{gate.cookie}={gate.exchange(gate.token)}"


def refusal(gate: Gate, *, host: str = HERE, origin: str | None = None, cookies: str = "") -> bool:
    """Whether a request is refused."""
    asked = gate.refusal(host=host, origin=origin, cookies=cookies, without_cookie=False)
    return asked is not None


def test_the_right_token_lets_a_browser_in(gate: Gate) -> None:
    """The token is exchanged for a session, which is not the token."""
    cookies = enter(gate)

    assert not refusal(gate, cookies=cookies)
    assert gate.token not in cookies


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_wrong_token_opens_no_session(gate: Gate, token: str) -> None:
    """Whatever is not the token is answered alike."""
    assert gate.exchange(token) is None


@pytest.mark.parametrize(
    "cookies",
    ["", "ladder-8866=", "ladder-8866=x", "other=1", "ladder-8867=x", '"', "ladder-8866=é", "=;=;"],
)
def test_without_a_session_everything_is_refused(gate: Gate, cookies: str) -> None:
    """No cookie, a wrong one and a malformed one are all the same."""
    enter(gate)

    assert refusal(gate, cookies=cookies)


def test_a_session_of_an_earlier_start_is_refused(gate: Gate) -> None:
    """Each start forgets the sessions of the one before."""
    assert refusal(Gate(port=8866), cookies=enter(gate))


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8866",
        "127.0.0.1.evil.example:8866",
        "127.0.0.1:80",
        "127.0.0.1@evil.example:8866",
        "evil.example@127.0.0.1:8866",
        "127.0.0.1:8866/evil.example",
        "127.0.0.1:8866?evil.example",
        "127.0.0.1:8866#evil.example",
        "localhost.:8866",
        "127.0.0.1:x",
        "[::2]:8866",
        "::1",
        "[::1]:80",
        "127.0.0.1:8866.evil.example",
        "[",
    ],
)
def test_a_foreign_host_is_refused_even_with_a_session(gate: Gate, host: str) -> None:
    """A name that points at this machine (DNS rebinding) does not get in."""
    assert refusal(gate, host=host, cookies=enter(gate))


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8866", "localhost:8866", "LOCALHOST:8866", "[::1]:8866"]
)
def test_the_machines_own_names_are_let_in(gate: Gate, host: str) -> None:
    """Loopback goes by three names."""
    assert not refusal(gate, host=host, cookies=enter(gate))


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://evil.example",
        "http://localhost:8866",
        "http://127.0.0.1:9999",
        "http://127.0.0.1",
        "file://127.0.0.1:8866",
        "http://127.0.0.1:8866@evil.example",
        "http://evil.example@127.0.0.1:8866",
        "http://127.0.0.1:8866/evil.example",
        "http://[::1]:8866",
        "http://[",
    ],
)
def test_a_foreign_origin_is_refused_even_with_a_session(gate: Gate, origin: str) -> None:
    """Another site's page, and another port's, cannot use the browser's cookie."""
    assert refusal(gate, origin=origin, cookies=enter(gate))


@pytest.mark.parametrize("host", [HERE, "localhost:8866", "[::1]:8866"])
def test_the_pages_own_origin_is_let_in(gate: Gate, host: str) -> None:
    """Scheme, name and port of the address the page came from."""
    assert not refusal(gate, host=host, origin=f"http://{host}", cookies=enter(gate))


@pytest.mark.parametrize(
    ("host", "origin", "refused"),
    [
        (HERE, None, False),
        (HERE, f"http://{HERE}", False),
        ("evil.example:8866", None, True),
        (HERE, "http://evil.example", True),
    ],
)
def test_the_token_replaces_the_cookie_and_nothing_else(
    gate: Gate, host: str, origin: str | None, *, refused: bool
) -> None:
    """Signing in needs no session, yet the right Host and no foreign Origin."""
    reason = gate.refusal(host=host, origin=origin, cookies="", without_cookie=True)

    assert (reason is not None) is refused


def test_a_refusal_says_nothing_but_what_to_do(gate: Gate) -> None:
    """The reason for a missing session names the remedy."""
    reason = gate.refusal(host=HERE, origin=None, cookies="", without_cookie=False)

    assert reason is not None
    assert "ladder serve" in reason


def test_leaving_ends_one_session_and_names_its_kernels(gate: Gate) -> None:
    """The cookie lets nobody in any more; another browser's session goes on."""
    mine, other = enter(gate), enter(gate)
    gate.note_kernel(mine, "kernel-1")
    gate.note_kernel(mine, "kernel-2")
    gate.note_kernel(other, "kernel-3")
    gate.note_kernel("ladder-8866=unknown", "kernel-4")

    assert gate.leave(mine) == {"kernel-1", "kernel-2"}
    assert refusal(gate, cookies=mine)
    assert not refusal(gate, cookies=other)
    assert gate.leave(mine) == frozenset()
    gate.note_kernel(mine, "kernel-5")
    assert gate.leave(other) == {"kernel-3"}


def test_each_session_keeps_its_tabs_words_under_a_key_of_its_own(gate: Gate) -> None:
    """The key tells sessions apart and lets nobody in; without a session there is none."""
    mine, other = enter(gate), enter(gate)
    keys = {gate.tab_key(mine), gate.tab_key(other)}

    assert len(keys) == 2
    assert gate.tab_key("") == ""
    assert not any(key in mine for key in keys)
