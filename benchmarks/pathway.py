"""How long every trainee's pathway takes: all programmes, every grade, three working times.

Run with: python benchmarks/pathway.py. The aim is two seconds in all on two cores, packs read.
"""

from __future__ import annotations

import datetime as dt
import gc
import statistics
import time

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.packs import SHIPPED, read_packs
from ladder_widgets.pathway.targets import stand
from ladder_widgets.portfolio.model import Profile

START = dt.date(2026, 8, 5)
AIM_SECONDS = 2.0
RUNS = 5


def walk(catalogue: Catalogue) -> int:
    """Work out every pathway; answers with their number."""
    count = 0
    for programme in catalogue.programmes.values():
        for route in programme.routes:
            for grade in route.grade_ids():
                for wte in (1.0, 0.8, 0.5):
                    profile = Profile(
                        programme=programme.id, route=route.id, grade=grade, start=START, wte=wte
                    )
                    stand(profile, catalogue=catalogue, ladder=catalogue.ladder, on=START)
                    count += 1
    return count


def main() -> None:
    """Time it several times, each with nothing kept from before."""
    seconds = []
    for _ in range(RUNS):
        catalogue = read_packs([SHIPPED])
        gc.collect()  # what reading the packs left behind is not ours to clear away
        begin = time.perf_counter()
        count = walk(catalogue)
        seconds.append(time.perf_counter() - begin)
    middle = statistics.median(seconds)
    print(f"{count} pathways in {middle:.2f} s, {middle / AIM_SECONDS:.2f} of the aim")


if __name__ == "__main__":
    main()
