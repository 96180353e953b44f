"""Write down which characters the fonts of the PDF hold: `ladder_widgets/evidence/coverage.json`.

Run after `fonts.mjs` when the list of fonts or a version changed; `--check` only compares.
Reading sixteen fonts would cost every export a second, hence the file. Needs fontTools.
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

EVIDENCE = Path(__file__).parent.parent / "ladder_widgets" / "evidence"
TARGET = EVIDENCE / "coverage.json"


def measure(folder: Path) -> dict[str, set[int]]:
    """The code points of each family: those that all its styles hold."""
    families: dict[str, set[int]] = {}
    for path in sorted(folder.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            held = set(font.getBestCmap())
            families.setdefault(font["name"].getBestFamilyName(), held).intersection_update(held)
    return families


def as_ranges(points: set[int]) -> str:
    """Code points as hexadecimal ranges: ``41-5a e9``."""
    runs = groupby(enumerate(sorted(points)), key=lambda pair: pair[1] - pair[0])
    spans = [[point for _, point in run] for _, run in runs]
    return " ".join(f"{s[0]:x}" if len(s) == 1 else f"{s[0]:x}-{s[-1]:x}" for s in spans)


def main() -> None:
    """Write the file, or compare it with the fonts."""
    measured = measure(EVIDENCE / "fonts")
    text = json.dumps({name: as_ranges(held) for name, held in measured.items()}, indent=1) + "\n"
    if "--check" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != text:
        sys.exit("coverage.json does not match the fonts. Run: python frontend/coverage.py")


if __name__ == "__main__":
    main()
