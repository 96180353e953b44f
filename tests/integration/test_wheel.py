"""The built wheel in an environment of its own, where there is no Node and no checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import serve
from evidence_tools import faults

ROOT = Path(__file__).parents[2]
ENTRY = """---
title: Leading the board round
date: 2026-03-10
targets: [team-working.1.a]
capabilities:
  - {code: GP 9, because: I asked before I decided.}
---
## What?
The board round had no order.
## So what?
The team waited for a decision.
## Now what?
I will ask the nurse in charge first.
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an empty environment with nothing but the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True, text=True)
    wheel = next(folder.glob("*.whl"))
    venv.create(folder / "env", with_pip=True)
    pip = [str(folder / "env" / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    subprocess.run([*pip, *constraints, str(wheel)], check=True, capture_output=True, text=True)
    return folder / "env" / "bin"


def run(installed: Path, home: Path, *command: str) -> str:
    """The output of a command of the wheel, run where only its own programs are found."""
    environment = {
        "PATH": str(installed),
        "HOME": str(home),
        "LADDER_DATA_DIR": str(home / "data"),
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        [str(installed / "ladder"), *command],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=home,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_makes_the_trip_on_the_command_line(installed: Path, tmp_path: Path) -> None:
    """Profile, entry and PDF work without checkout and Node, and the PDF has no fault."""
    (tmp_path / "entry.md").write_text(ENTRY)

    run(installed, tmp_path, "profile", "set", "--programme", "general-practice",
        "--grade", "ST2", "--start", "2026-08-05")  # fmt: skip
    run(installed, tmp_path, "entry", "add", "entry.md")
    run(installed, tmp_path, "export", "-o", "evidence.pdf")

    data = (tmp_path / "evidence.pdf").read_bytes()
    assert faults(data) == []


def test_the_wheel_serves_the_app_with_its_bundle(installed: Path, tmp_path: Path) -> None:
    """Page, bundle and kernel come out of the wheel alone."""
    import http.cookiejar
    import urllib.request

    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    python = str(installed / "python")
    with serve(tmp_path / "data", python=python) as server:
        html = opener.open(server.address, timeout=60).read().decode()
        (script,) = re.findall(r'src="([^"]+page-[^"]+\.js)"', html)
        bundle = opener.open(f"{server.origin}{script}", timeout=10).read()

    assert "Choose your programme" in html
    assert '"model": "' in html
    assert '"model": ""' not in html
    assert len(bundle) > 20_000


def test_the_wheel_carries_no_checkout(installed: Path) -> None:
    """What runs above is the installed package, not this folder's."""
    script = "import ladder_widgets; print(ladder_widgets.__file__)"
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}

    where = subprocess.run(
        [str(installed / "python"), "-c", script],
        check=True, capture_output=True, text=True, env=environment, cwd=installed,
    ).stdout  # fmt: skip

    assert str(ROOT) not in where
