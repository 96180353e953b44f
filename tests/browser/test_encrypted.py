"""The app on a store with a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.conftest import Visitor
from browser.test_never_lost import begin, end_kernel
from conftest import serve
from playwright.sync_api import expect
from store_tools import bytes_with, settings_in

from ladder_widgets.portfolio.store import open_store

CANARY = "Quillwortmarzipan"
WORDS = "seven invented owls"


def test_what_is_typed_is_saved_and_can_be_read_with_the_passphrase_only(
    tmp_path: Path, visit: Callable[[str], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kernel opens the store, one that takes a killed one's place too."""
    monkeypatch.setenv("LADDER_PASSPHRASE", WORDS)
    with serve(tmp_path / "data", keep=("LADDER_PASSPHRASE",)) as server:
        page = visit(f"{server.address}#/reflect/new").page
        begin(page)
        page.keyboard.type(f"{CANARY} one")
        expect(page.locator("[data-save-state=saved]")).to_be_visible()
        end_kernel(page)
        page.keyboard.type(" two")
        expect(page.locator("[data-save-state=saved]")).to_be_visible(timeout=60_000)

        assert bytes_with(tmp_path, CANARY) == []
        assert WORDS not in server.errors.read_text()
        with open_store(settings_in(tmp_path / "data", passphrase=WORDS)) as store:
            (entry,) = store.entries()
    assert entry.content.answer("what") == f"{CANARY} one two"
    assert bytes_with(tmp_path, CANARY) == []
