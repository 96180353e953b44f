"""Builds the word lists that the rules about names read, from our own and from installed packages.

Run by `make setup`. The result is built, not committed: built/words.txt beside
`ladder_widgets/privacy/lexicon.py`, with the licences of what went into it; a wheel carries both.
The decision is docs/decisions/0016-word-lists.md. Only single words are taken, as facts: what is
a name, and what is a word of English.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from importlib import import_module, metadata, resources
from itertools import groupby
from pathlib import Path
from typing import Any

from phonenumbers.geodata import GEOCODE_DATA

from ladder_widgets.privacy import grammar
from ladder_widgets.privacy.spelling import ENDING, SHORTEST_STEM, folded, shelf_of, stems

PRIVACY = Path(__file__).parents[1] / "ladder_widgets" / "privacy"
OWN, BUILT = PRIVACY / "data", PRIVACY / "built"
PACKAGES = ("faker", "symspellpy", "phonenumbers")
LOCALES = grammar.words(
    "en_GB en_IE ga_IE en_IN en_KE en_NG ha_NG ig_NG yo_NG en_PK en_NZ en_US tw_GH sw zu_ZA pl_PL "
    "ro_RO cs_CZ sk_SK hu_HU hr_HR lt_LT lv_LV et_EE sv_SE no_NO da_DK de_DE nl_NL fr_FR es_ES "
    "pt_PT it_IT tr_TR id_ID vi_VN ne_NP"
)
"""Where those who work in and use the health service come from, as far as Faker has them."""
SHORTEST_NAME = 4
RANKS = 60_000
"""Words of English beyond these are as rare as names, and as often names themselves."""
EVERYDAY = 10_000
"""A surname among the most frequent words tells nothing: sales, arts, tours."""
COUNTRIES = ("44", "353")
"""What telephone numbers of the United Kingdom and of Ireland begin with."""


def main() -> None:
    """Write every list into one file, and the licences beside it."""
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir()
    (BUILT / "words.txt").write_text(content(), encoding="utf-8")
    for package in PACKAGES:
        for file in metadata.files(package) or ():
            if file.name.startswith("LICENSE"):
                shutil.copyfile(file.locate(), BUILT / f"LICENSE-{package}.txt")


def content() -> str:
    """The file: every list with its name before it, an empty line between them."""
    return "\n\n".join(_section(name, words) for name, words in lists().items())


def lists() -> dict[str, Iterable[str]]:
    """Every list by the name that the lexicon knows it by."""
    given, surnames, both = _own("given-names"), _own("surnames"), _own("both-names")
    ordinary, slang, plain = _own("ordinary-words"), _own("slang"), _own("plain-words")
    phrases = {folded(p.strip()) for line in _lines("clear-names") for p in line.split(",")} - {""}
    abbreviations = _own("abbreviations")
    english, towns = _english(), _towns()
    taken = both | ordinary | slang | phrases | towns | grammar.FUNCTION_WORDS
    taken |= {word.casefold() for word in abbreviations}
    known = given | surnames

    def new(words: set[str]) -> set[str]:
        fit = {word for word in words - taken - known if len(word) >= SHORTEST_NAME}
        return {w for w in fit if not (w not in english and w.removesuffix("s") in english)}

    faker_given, faker_surnames = _people()
    more_given = new(faker_given | _own("more-names") - english.keys()) - plain
    more_surnames = new(faker_surnames) - more_given - plain
    words = {word for word in more_surnames if word in english}
    more_surnames -= {word for word in words if english[word] < EVERYDAY}
    return {
        "given": given | more_given,
        "surnames": surnames | more_surnames,
        "both": both | (plain & faker_given) | (words & more_surnames),
        "ordinary": ordinary,
        "dictionary": _stems(english, ordinary) - known - _own("more-names") | slang,
        "towns": towns - both - ordinary - known - english.keys(),
        "ward_names": _own("ward-names"),
        "abbreviations": abbreviations,
        "clear": {phrase for phrase in phrases if " " not in phrase},
        "clear_phrases": {phrase for phrase in phrases if " " in phrase},
    }


def _section(name: str, words: Iterable[str]) -> str:
    """A name, then one line for the words that begin alike; phrases have one line each."""
    if name == "clear_phrases":
        return "\n".join((name, *sorted(words)))
    shelves = groupby(sorted(words), key=shelf_of)
    return "\n".join((name, *(f" {' '.join(shelf)} " for _, shelf in shelves)))


def _own(name: str) -> set[str]:
    return set(" ".join(_lines(name)).split())


def _lines(name: str) -> list[str]:
    text = (OWN / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def _people() -> tuple[set[str], set[str]]:
    """Given names and surnames that Faker makes up people with."""
    given: set[str] = set()
    surnames: set[str] = set()
    for locale in LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            if attribute.startswith(("first_name", "given_name")):
                given.update(_single_words(getattr(provider, attribute)))
            elif attribute.startswith(("last_name", "surname", "family_name")):
                surnames.update(_single_words(getattr(provider, attribute)))
    return given, surnames


def _single_words(names: Any) -> Iterator[str]:
    if isinstance(names, str):
        for name in re.split(r"[\s-]+", names):
            word = re.sub(r"['\u2019]", "", folded(name))
            if word.isascii() and word.isalpha():
                yield word
    elif isinstance(names, Iterable):
        for name in names:
            yield from _single_words(name)


def _english() -> dict[str, int]:
    """Words of English by their rank, the most frequent first."""
    path = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = path.read_text("utf-8-sig").splitlines()[:RANKS]
    words = (folded(line.split()[0]) for line in lines)
    return {word: rank for rank, word in enumerate(words) if word.isascii() and word.isalpha()}


def _stems(english: Iterable[str], ordinary: set[str]) -> set[str]:
    """Words that the lexicon does not tell from others by their endings."""
    every = set(english) | ordinary
    return {
        word
        for word in every - ordinary
        if len(word) >= SHORTEST_STEM
        and not ENDING.match(word)
        and not any(stem in every for stem in stems(word))
    }


def _towns() -> set[str]:
    """Towns of one word that have an area code of their own."""
    towns = set()
    for number, names in GEOCODE_DATA.items():
        if number.startswith(COUNTRIES):
            parts = re.split(r"[/(),]| and ", names.get("en", ""))
            towns.update(folded(part.strip()) for part in parts)
    return {town for town in towns if len(town) >= SHORTEST_NAME and re.fullmatch("[a-z-]+", town)}


if __name__ == "__main__":
    main()
