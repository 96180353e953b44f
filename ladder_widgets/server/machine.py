"""What the server asks of the machine it runs on: its names, its size."""

from __future__ import annotations

import getpass
import ipaddress
import os
import re
import socket

import psutil

KERNEL_BYTES = 150 * 1024 * 1024
"""What a warm kernel may come to hold, generously: 80 MB at start (design, section 5)."""
SHARE = 8
"""Warm kernels take at most one part in eight of the memory that is free."""
MAX_POOL = 8
SHARED_NAMES = frozenset(
    {
        "clinic", "common", "guest", "kiosk", "library", "locum", "mess", "nurse", "office",
        "oncall", "public", "shared", "staff", "student", "theatre", "training", "user", "visitor",
        "ward", "workstation",
    }
)  # fmt: skip
"""Words in the names of accounts that more than one person uses."""


def default_pool_size() -> int:
    """How many kernels to keep warm here: one a core, fewer where memory is short, at least one."""
    cores = os.cpu_count() or 1
    room = psutil.virtual_memory().available // SHARE // KERNEL_BYTES
    return max(1, min(cores, room, MAX_POOL))


def is_shared_account(name: str | None = None) -> bool:
    """Whether this account (or one of this name) looks like one that several people sign in with.

    Only names can tell: a ward's, a library's or a guest's account is called so.
    """
    words = set(re.split(r"[\W\d_]+", (name or getpass.getuser()).casefold()))
    return not words.isdisjoint(SHARED_NAMES)


def own_name() -> str:
    """The machine's own name, in lower case as browsers send it."""
    return socket.gethostname().lower()


def reachable(host: str) -> tuple[str, ...]:
    """The addresses by which other machines reach a server bound to `host`, likeliest first.

    A server bound to every interface (``0.0.0.0``, ``::``) is reached by each one's own address;
    private ones come first, since a phone in the same building uses those.
    """
    if host not in {"0.0.0.0", "::"}:  # noqa: S104  # compared, not bound
        return (host,)
    stats = psutil.net_if_stats()
    found = [
        ipaddress.ip_address(address.address)
        for name, addresses in psutil.net_if_addrs().items()
        if name in stats and stats[name].isup
        for address in addresses
        if address.family == socket.AF_INET
    ]
    outward = [address for address in found if not address.is_loopback]
    return tuple(str(a) for a in sorted(outward, key=lambda a: (not a.is_private, str(a))))


def origin(name: str, port: int) -> str:
    """Scheme, host and port as an address begins with them."""
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
