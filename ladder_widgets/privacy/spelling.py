"""How words are written in the lists, and what their endings tell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Letters that stand for no letter and a mark: Łukasz, Søren, Şahin without its dot.
LETTERS = str.maketrans("łøđıæœßþð", "lodiaostd")
ENDING = re.compile(
    r"(?!.*(?:eed|[eiu]oma)$).{3,}(?:tions?|sions?|ments?|ness|ings?|it(?:y|ies)|ships?|isms?|"
    r"olog(?:y|ists?|ical)|ical|[ai]bl[ey]|ful(?:ly)?|less|ous(?:ly)?|ive(?:s|ly)?|ly|ed|"
    r"[ae]nc(?:e|es|y)|itis|osis|omas?|ectomy|scop(?:y|ic)|[ae]emia|uria|path(?:y|ic)|i[sz](?:es?|"
    r"ed)|graph(?:y|s|ic)?|plasty|ostomy|otomy|metry|tropic|"
    # medicines, by the stems of their international names
    r"mycin|cillin|olol|[aeio]pril|statin|azole|xaban|parin|[aiu]mab|azepam|caine|floxacin|sartan|"
    r"triptan|gliptin|gliflozin|glutide|setron|dipine|prep|oxetine|ipram|tidine|barb|dopa|fibrate|"
    r"platin|rubicin|taxel|tinib|ciclib|[aio]vir|dronate|gabalin|pentin|phylline|terol|asone|"
    r"olone|onide|thiazide|semide|lukast|teplase|cycline|micin|penem|bactam|trexate|zosin|curium|"
    r"curonium|flurane|fentanil|codone|morphine|idone|apine|peridol|azine|ipramine|triptyline|"
    r"giline|stigmine|pezil|oxide|amide)$"
)
"""What names end in rarely, and English or medical words often."""
STEMS = (
    ("ies", ("y",)), ("ied", ("y",)), ("ier", ("y",)), ("iest", ("y",)), ("ers", ("", "e")),
    ("est", ("", "e")), ("ing", ("", "e")), ("ed", ("", "e")), ("er", ("", "e")), ("es", ("", "e")),
    ("s", ("",)), ("d", ("",)),
)  # fmt: skip
"""Endings of words that the dictionary has without them, and what stands there instead."""
SHORTEST_STEM = 3


def folded(word: str) -> str:
    """A word in small letters without its marks, as the lists are written."""
    word = word.casefold()
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(LETTERS)


def shelf_of(word: str) -> str:
    """What words have in common that stand in one line of a built list."""
    return word[:3]


def stems(word: str) -> Iterator[str]:
    """What a word may be a form of: "cross" and "crosse" for "crossed"."""
    for ending, others in STEMS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            yield from (word[: -len(ending)] + other for other in others)
