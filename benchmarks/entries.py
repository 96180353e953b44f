"""How long 5,000 reflections take to list and to search, against looking through every text.

Run with: python benchmarks/entries.py. The aim is 100 ms for the page that opens and for one that
was searched, the store's entries read before.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ladder_widgets.ladder.packs import load_catalogue
from ladder_widgets.portfolio.model import Answer, Content, Save, new_entry_id
from ladder_widgets.portfolio.search import words_of
from ladder_widgets.portfolio.store import Store, open_store
from ladder_widgets.settings import read_settings
from ladder_widgets.widgets.desk import Desk
from ladder_widgets.widgets.entry_list.model import EntryListModel
from ladder_widgets.widgets.viewmodel import Values

ENTRIES = 5_000
SENTENCE = "we led the handover and nobody knew who decided so I asked the team what worried them"
ANSWER_WORDS = 133
RARE = 50
"""Every so many entries share a word that no other has."""
RUNS = 9
AIM_MS = 100


def fill(store: Store) -> None:
    """Entries of about 400 words in three answers, the same every time."""
    chance = random.Random(1)  # noqa: S311  # nothing secret
    words = SENTENCE.split()
    for number in range(ENTRIES):
        texts = [" ".join(chance.choices(words, k=ANSWER_WORDS)) for _ in range(3)]
        content = Content(
            title=f"Entry {number}",
            happened_on=dt.date(2024, 1, 1) + dt.timedelta(days=number % 900),
            answers=tuple(
                Answer(prompt=prompt, text=f"{text} rare{number % RARE}x")
                for prompt, text in zip(("what", "so-what", "now-what"), texts, strict=True)
            ),
            targets=(f"quality-improvement.{1 + number % 4}.a",),
        )
        store.save(Save(entry_id=new_entry_id(), base=0, writer="w", seq=1, content=content))


def middle_ms(work: Callable[[], object]) -> float:
    """The middle of several runs, in milliseconds."""
    found = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        work()
        found.append((time.perf_counter() - begin) * 1000)
    return statistics.median(found)


def main() -> None:
    """Fill a store once and time what the list does with it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(read_settings({}, data_dir=Path(folder))) as store,
    ):
        fill(store)
        page = EntryListModel(Desk(load_catalogue(), store))

        def after_a_change() -> None:
            store.mark("team-working.1.a", done=True)
            page.open(())

        def look_through() -> list[str]:
            return [
                entry.id
                for entry in store.entries()
                if any("rare7x" in text.casefold() for text in words_of(entry.content))
            ]

        page.open(())
        opened = middle_ms(lambda: page.open(()))
        changed = middle_ms(after_a_change)
        searched = middle_ms(lambda: page.run("filter-entries", Values({"words": "rare7x"})))
        index, through = middle_ms(lambda: store.search("rare7x")), middle_ms(look_through)
    print(f"{ENTRIES} entries, aim {AIM_MS} ms")
    print(f"the list opens: {opened:.0f} ms, after a change {changed:.0f} ms")
    print(f"the list searched: {searched:.0f} ms")
    print(f"index {index:.1f} ms, {index / through:.2f} of looking through every text")


if __name__ == "__main__":
    main()
