"""What tests of the store share: each runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from store_tools import DATABASES

BOTH = ("sqlite", "postgresql")


@pytest.fixture(params=BOTH, scope="module")
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Let `settings_in` name a file, then a fresh database of a PostgreSQL server."""
    if request.param == "postgresql":
        DATABASES.server = request.getfixturevalue("postgres")
    yield request.param
    DATABASES.server = None
