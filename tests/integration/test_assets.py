"""What the page loads, over the wire: compressed beforehand and cached for ever."""

from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.request

import pytest
from conftest import RunningServer

from ladder_widgets.server.handlers import asset_names
from ladder_widgets.widgets.base import STATIC

NAMES = sorted(asset_names())


def fetch(server: RunningServer, path: str, accept: str = "") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body as sent, without a cookie."""
    request = urllib.request.Request(f"{server.origin}{path}", headers={"Accept-Encoding": accept})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
    ],
)
def test_a_browser_gets_the_best_compression_it_takes(
    server: RunningServer, name: str, accept: str, encoding: str | None
) -> None:
    """The file lies there compressed; nothing is compressed while somebody waits."""
    built = STATIC / "assets" / asset_names()[name]

    status, headers, body = fetch(server, f"/ladder/assets/{built.name}", accept)

    ending = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
    assert (status, headers.get("Content-Encoding")) == (200, encoding)
    assert body == built.with_name(built.name + ending).read_bytes()
    assert headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", NAMES)
def test_a_built_file_may_be_kept_for_ever(server: RunningServer, name: str) -> None:
    """Its name holds its hash, so a new version has another name."""
    _, headers, _ = fetch(server, f"/ladder/assets/{asset_names()[name]}")

    assert "immutable" in headers["Cache-Control"]
    assert re.search(r"-[A-Z0-9]{8}\.", asset_names()[name])


def test_a_compressed_file_holds_what_the_plain_one_does() -> None:
    """Nothing old is left beside a newer file."""
    for name in asset_names().values():
        plain = STATIC / "assets" / name

        assert gzip.decompress(plain.with_name(f"{name}.gz").read_bytes()) == plain.read_bytes()


@pytest.mark.parametrize(
    "path", ["page.js", "..%2f..%2fbase.py", "../manifest.json", "page.js.map", ".", "%00"]
)
def test_nothing_but_built_files_is_served(server: RunningServer, path: str) -> None:
    """Neither the package's own files nor a name that is not in the manifest."""
    status, _, body = fetch(server, f"/ladder/assets/{path}")

    assert status in {403, 404}
    assert b"import" not in body


def test_a_page_of_refusal_is_styled(server: RunningServer) -> None:
    """Who is not let in yet still gets a readable page, in words."""
    status, _, body = fetch(server, "/")
    sheet = re.search(r'href="([^"]+\.css)"', body.decode())

    assert status == 403
    assert sheet is not None
    assert fetch(server, sheet.group(1))[0] == 200
