"""Copies the PDF's fonts out of npm's packages and notes which characters each family holds.

Run by `make fonts`. The result is built, not committed: fonts/*.ttf and coverage.json beside
`ladder_widgets/evidence/glyphs.py`, which a wheel carries.
"""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SOURCE = HERE / "node_modules" / "@expo-google-fonts"
TARGET = HERE.parent / "ladder_widgets" / "evidence"
STYLES = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
FOUR = ("noto-sans",)
TWO = ("noto-sans-arabic", "noto-sans-devanagari", "noto-sans-hebrew", "noto-sans-mono")
ONE = ("noto-emoji", "noto-sans-math", "noto-sans-symbols", "noto-sans-symbols-2")


def main() -> None:
    """Copy the styles each family is used in, and write the coverage."""
    folder = TARGET / "fonts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    held: dict[str, set[int]] = {}
    for package, styles in _wanted():
        for style in styles:
            path = next((SOURCE / package / style).glob("*.ttf"))
            copy = Path(shutil.copy2(path, folder))
            family, points = _characters(copy)
            held[family] = held[family] & points if family in held else points
        shutil.copyfile(SOURCE / package / "LICENSE_FONT", folder / f"LICENSE-{package}.txt")
    coverage = {family: _ranges(sorted(points)) for family, points in sorted(held.items())}
    (TARGET / "coverage.json").write_text(json.dumps(coverage), encoding="utf-8")


def _wanted() -> list[tuple[str, tuple[str, ...]]]:
    return [
        *((package, STYLES) for package in FOUR),
        *((package, (STYLES[0], STYLES[2])) for package in TWO),
        *((package, STYLES[:1]) for package in ONE),
    ]


def _characters(path: Path) -> tuple[str, set[int]]:
    font = TTFont(path, lazy=True)
    return str(font["name"].getDebugName(1)), set(font.getBestCmap())


def _ranges(points: list[int]) -> str:
    """Sorted code points as hexadecimal spans: ``20-7e a0``."""
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(points), 1) if b != a + 1), len(points)]
    spans = [(points[start], points[end - 1]) for start, end in pairwise(breaks)]
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in spans)


if __name__ == "__main__":
    main()
