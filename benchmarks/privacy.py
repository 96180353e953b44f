"""How long it takes to look at a paragraph for what may identify a person.

Run with: python benchmarks/privacy.py. The aim is five milliseconds for a paragraph of 120 words.
"""

from __future__ import annotations

import statistics
import time

from ladder_widgets.privacy.check import find

PARAGRAPH = (
    "On Tuesday 12 March I was the only registrar on the unit when Mrs Okonkwo, a 94-year-old "
    "woman in bed 4, became unwell. The charge nurse, Blessing, had noticed it first and rang me "
    "on 07700 900123. I asked the FY1, Callum, to take bloods while I spoke to her daughter. We "
    "gave 500 ml of Hartmann's and oxygen, and her NEWS fell from 9 to 5 within the hour. Looking "
    "back with Gibbs' cycle, I had not told the team what I was worried about, so nobody knew who "
    "was leading. My consultant, Dr Llewellyn, later said that I had been calm, but quiet. Next "
    "time I will say aloud what I think, ask for help sooner, and hand the task of writing to "
    "somebody else."
)
AIM_MS = 5.0
RUNS = 200


def main() -> None:
    """Time it many times; the first run reads the word lists and is told apart."""
    first_ms = _time_ms()
    middle_ms = statistics.median(_time_ms() for _ in range(RUNS))
    words = len(PARAGRAPH.split())
    print(f"{words} words in {middle_ms:.2f} ms, {middle_ms / AIM_MS:.2f} of the aim")
    print(f"the first time in {first_ms:.0f} ms, word lists read")


def _time_ms() -> float:
    begin = time.perf_counter()
    find(PARAGRAPH)
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
