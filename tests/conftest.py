"""Fixtures that several kinds of tests share: a real server and a real browser."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.engine import URL

T = TypeVar("T")
# A slow machine is no fault of the rule that is tested.
settings.register_profile("kit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kit")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_CHROMIUM = (
    "No Chromium was found, and the browser's tests are part of the suite. Install it "
    "(Debian: apt-get install chromium), set CHROMIUM to its path, or leave these tests out by "
    "choice: make test BROWSER=no"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test BROWSER=no` leave the browser's tests out."""
    parser.addoption("--browser-tests", choices=["yes", "no"], default="yes")
    parser.addoption("--rounds", type=int, default=20, help="How often a kernel is killed.")


def pytest_configure(config: pytest.Config) -> None:
    """Keep every test, and the kernels of the notebooks, away from the developer's own store."""
    for name in [name for name in os.environ if name.startswith("LADDER_")]:
        del os.environ[name]
    folder = tempfile.TemporaryDirectory(prefix="ladder-tests-")
    config.add_cleanup(folder.cleanup)
    os.environ["LADDER_DATA_DIR"] = str(Path(folder.name) / "data")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests in `browser/`, and leave them out where that was asked for."""
    folder = Path(__file__).parent / "browser"
    theirs = [item for item in items if folder in item.path.parents]
    for item in theirs:
        item.add_marker("browser")
    if config.getoption("--browser-tests") == "no":
        if os.environ.get("CI"):
            pytest.exit("CI runs the browser's tests: leave out --browser-tests=no.", returncode=2)
        items[:] = [item for item in items if item not in theirs]
        config.hook.pytest_deselected(items=theirs)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many browser tests were left out."""
    if config.getoption("--browser-tests") == "no":
        count = len(terminalreporter.stats.get("deselected", []))
        terminalreporter.write_line(f"{count} browser tests were left out by choice (BROWSER=no).")


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> int:
    """How often tests that kill processes do it: few in `make test`, many in `make soak`."""
    return int(request.config.getoption("--rounds"))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of a Chromium; its absence fails, it does not skip."""
    given = os.environ.get("CHROMIUM")
    found = given or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.fail(HOW_TO_GET_CHROMIUM)
    return found


def alone(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: Playwright may have a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class RunningServer:
    """A `ladder serve` of its own: its address, data folder and process."""

    def __init__(self, process: subprocess.Popen[str], address: str, data_dir: Path) -> None:
        self.process = process
        self.address = address
        self.data_dir = data_dir
        self.origin, _, query = address.partition("/?")
        self.token = query.removeprefix("token=")
        self.errors = data_dir.parent / "stderr.txt"


ServeHere = Callable[..., "contextmanager[RunningServer]"]


@contextmanager
def serve(
    data_dir: Path, *options: str, python: str = sys.executable, keep: tuple[str, ...] = ()
) -> Iterator[RunningServer]:
    """Run `ladder serve` on a free port until the block ends, without LADDER_ but those to `keep`.

    Nothing of it may reach the user's own data folder.
    """
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LADDER_") or k in keep}
    environment["XDG_DATA_HOME"] = str(data_dir.parent / "not-here")
    with (data_dir.parent / "stderr.txt").open("w") as errors:
        process = subprocess.Popen(
            [
                python,
                "-m",
                "ladder_widgets",
                "serve",
                "--port",
                "0",
                "--no-browser",
                "--data-dir",
                str(data_dir),
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment,
            cwd=data_dir.parent,
        )
        try:
            lines = []
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line.strip())
                if "?token=" in line:
                    break
            else:
                pytest.fail(
                    f"ladder serve ended: {lines} {(data_dir.parent / 'stderr.txt').read_text()}"
                )
            yield RunningServer(process, lines[-1], data_dir)
        finally:
            process.terminate()
            process.wait(timeout=30)
            assert process.stdout is not None
            process.stdout.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A real PostgreSQL server, started when the first test wants one."""
    from postgres_tools import postgres_server  # few tests want it

    with postgres_server() as address:
        yield address


@pytest.fixture
def postgres_url(postgres: URL) -> str:
    """The address of an empty database, as `LADDER_DATABASE_URL` takes it."""
    from postgres_tools import fresh_database

    return fresh_database(postgres)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One running server for the tests of a module."""
    with serve(tmp_path_factory.mktemp("serve") / "data") as running:
        yield running
