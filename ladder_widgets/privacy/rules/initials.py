"""Initials that stand for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ladder_widgets.privacy import grammar
from ladder_widgets.privacy.lexicon import lexicon
from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules.rule import Rule, sentence_case

SHAPE = re.compile(
    r"(?<![\w.&/'-])(?:[A-Z]\. ?(?:[A-Z]\. ?)?[A-Z](?:\.|\b)(?! ?[A-Z][a-z])|[A-Z]{1,2}(?:O'|"
    r"Ma?c)[A-Z]|[A-Z]{2,3})(?![\w&/]|-[A-Z0-9]|'[a-rt-z])"
)
AROUND = 30
WORD_BEFORE = re.compile(r"([a-z0-9'-]+)(,? ?\(?|: ?)$")
WORDS_BEFORE = re.compile(r"(?:([a-z'-]+) )?\b([a-z'-]+)[ ]$")
AFTER = re.compile(r"('s)?[ ]([a-z'-]+)(?: ([a-z0-9]+))?")
ASIDE = re.compile(
    r"(?:,| \(|,? (?=\w+ ?y)) ?(?:[0-9]{1,2}|(?:twen|thir|for|fif|six|seven|eigh|"
    r"nine)ty(?:-[a-z]{3,5})?)(?:[,)]| ?yo\b| years?\b)|,? \(?[0-9]{1,3} ?[MFmf]\b| and (?:her|his|"
    r"their) [a-z]|, (?:who|aged|a|an|my|our|known|the (?:patient|registrar|nurse))\b"
)
IN_BED = re.compile(r" in (?:the )?(?:bed|bay|side ?room|room|cubicle|chair|sr)\b ?[0-9A-Ha-h]\b")
TITLED = re.compile(
    r"\b(?:[Mm]rs?|[Mm]s|Miss|Mx|Dr|Prof|Sister|Nurse)\.? (?:[GHJKLMORSTUVW]\b\.?|[A-W]\.(?= [a-z]|"
    r"'s))(?![\w&/-]|\.? ?[A-Z])"
)
ONE_LETTER = re.compile(
    r"(?<![\w.'&/-])(?P<it>[D-HJ-W])\.?(?: (?:said|told|asked|cried|replied|thanked|smiled|wept|"
    r"laughed|lives|lived|whispered)\b|'s (?:mother|father|mum|dad|wife|husband|parents|son|"
    r"daughter|sister|brother)\b)|\b(?:son|daughter|wife|husband|mother|father|sister|brother|mum|"
    r"dad|partner|twin|baby),? \(?(?P<of>[D-HJ-W])\b(?=[.,)]| (?:was|is|had|has|who|said|told|"
    r"asked)\b)"
)
"""One capital where only a person can be; the first and last letters stand for nobody."""
LETTERED = re.compile(
    r"\b(?:patients?|pt|vitamin|plan|option|drs?|doctor|nurse|mr|mrs|ms|miss|colleague|consultant|"
    r"registrar|trainee|student|hepatitis|group|grade|type|class|step|part|site|arm) $"
)
"""What is told apart by letters."""
SMALL = re.compile(
    r"\b(?:pt|patient|initials) (?P<it>[a-z]{2}|[A-Z] [A-Z])(?=[,.;)]| (?:was|is|had|has|who|in)\b)"
)
DOTTED = grammar.words(
    "AM PM IE EG UK US USA NB QDS BD TDS OD MD BA MA BSC MSC PHD RIP GP GPS IV PO PR IM SC AD BC "
    "ER ED DVT MI PE BP HR UTI NHS PS PTO VIP TV CV DIY AKA ASAP DOB ID OK DOA OT PT MRSA"
)
"""These are written with full stops by some."""
SELDOM = grammar.words(
    "AD AE AI AS BA CD CE CN DA DS EB EC EM EN ER FB GB HO HS IA IP LD MA ME MG ML NA NB NP NS OE "
    "FD PD PI QR RA RI RN RT RV SB SC SD SE SF SS TG VP VR WB"
)
"""Abbreviations that seldom stand where a person does: there they are initials."""
TELLS = re.compile(
    r"\b(?:told|asked|met|clerked|reviewed|assessed|examined|reassured|phoned|rang|thanked|visited|"
    r"consented|saw|seeing|reviewing|(?:supervised|assessed|observed|mentored|taught) by)[ ]$"
)
IS = re.compile(r",? (?:was|is|had|has|who|did|said|told|felt|came|became|declined|refused)\b")
IS_NOW = re.compile(rf"{IS.pattern}|, ")
GOES_ON = re.compile(
    r"[.,;)]|$|\n| (?:with|and|who|about|that|at|on|before|after|today|again|in)\b"
)
CALLED = re.compile(
    r"\b(?:initials|(?:pt|patient|lady|gentleman|man|woman)(?: \(|, ))(?:[ :,]|are)*$"
)
MEANS = re.compile(
    r" (?:and (?:s?he|they|i|i'd|his|her|drew|said|told|then)|who|whose|that|about)\b"
)
AGED = re.compile(r", (?:aged )?[1-9][0-9],|(?:,| \() ?[1-9][0-9] ?(?:[MFmf]\b|yo\b|years?\b)")
OFFICES = grammar.words("GP GPS SHO PA CEO HCA ANP SPR CNS MP HV OT PT MD CMO COO AHP NHS MDT")
"""Abbreviations that have a mother, and that are admitted, as people are."""
PEOPLE = (grammar.FAMILY | grammar.ROLES | grammar.PATIENT_TITLES | grammar.TITLES) - grammar.words(
    "family families lead chair director manager officer assistant operator author clerk relatives "
    "partner fellow"
) | grammar.words("sister cons pts initials sw cpn name")
NAMED_AS = re.compile(
    r"\b(?:refer(?:red|ring)? to|call(?:ed|ing)?|know(?:n)?|named)(?: \w+){0,4} as $"
    r"|\b(?:candidate|client|resident|service user|baby|twin) $"
)
LISTED = re.compile(r"(?:^|[.:;,] |\n)$")
GOES_ON_LISTED = re.compile(r" (?:\u2192|->|=>) |(?<!,), [a-z]| for [a-z]")
DOES = (grammar.FOR_SURE | grammar.BE) - {"were"} | grammar.words(
    "presented attended came felt wanted became deteriorated refused thought went fell agreed "
    "needed gave took declined stated reported complained admitted consented disclosed described "
    "self-discharged absconded arrested bled desaturated seized screamed swore expressed returned "
    "lost started happy upset says asks tells wants thinks feels"
)
SURE_DOES = grammar.words(
    "admitted born crying tearful upset pregnant living found diagnosed sectioned intubated septic"
)
SURE_OWNS = grammar.words("mother father daughter son wife husband parents mum dad sister brother")
CALLED_FOR = grammar.words(
    "told asked assessed thanked phoned bleeped saw met called reassured reviewed examined clerked "
    "treated admitted named visited contacted rang emailed texted discussed about consented "
    "anaesthetised cannulated intubated supervised helped taught referred discharged counselled "
    "concerns"
)


class Initials(Rule):
    """Two or three capitals in the place of a person."""

    code = "initials"
    title = "Initials"
    what = (
        "Two or three capitals that are no known abbreviation, after “patient”, “pt”, a title or "
        "a relative, before what only a person does, or with full stops (“J.S.”)."
    )
    why = "With a ward and a week, initials are as good as a name."
    remedy = "Write “the patient”, or “Patient A” with a letter that is not theirs."
    flagged = (
        "JS was admitted with a fall.",
        "I examined pt AK before lunch.",
        "The patient, TLW, agreed.",
        "R.J. told me about his pain.",
    )
    clear = (
        "Patient A had a CT and an MRI.",
        "The GP was kind, and ED was full.",
        "BP was low and the ECG had changed.",
        "The patient ID was missing, e.g. on the form.",
    )

    def find(self, page: Page) -> Iterator[Finding]:
        """Capitals of that shape, as far as the words around tell of a person."""
        for match in ONE_LETTER.finditer(page.text):
            if not LETTERED.search(page.before(match.start(), AROUND)):
                yield self.found(*match.span("it" if match["it"] else "of"))
        for match in SMALL.finditer(page.text):
            small = match["it"].lower()
            letters = small.replace(" ", "").upper()
            known = letters in lexicon().abbreviations or small in grammar.FUNCTION_WORDS
            if not known and not lexicon().is_ordinary(small):
                yield self.found(*match.span("it"))
        for match in TITLED.finditer(page.text):
            yield self.found(*match.span(), sentence_case(page, match.start(), "this person"))
        for match in SHAPE.finditer(page.text):
            start = match.start()
            text = match.group().rstrip(". ")
            letters = re.sub(r"[^A-Z]", "", text)
            if len(letters) < 2 or _is_loud(page, start, match.end()):  # noqa: PLR2004
                continue
            end = start + len(text)
            beside = _beside_person(page, start)
            if not _is_person(page, start, end, beside=beside):
                continue
            reads = "" if beside else sentence_case(page, start, "the patient")
            yield self.found(start, end, reads)


def _is_person(  # noqa: PLR0911  # a rule each
    page: Page, start: int, end: int, *, beside: bool
) -> bool:
    text = page.text[start:end]
    letters = re.sub(r"[^A-Z]", "", text)
    dotted = "." in text or "'" in text
    if _surely(page, end, letters) or (beside and dotted):
        return True
    if _is_child_of(page, start) and letters not in OFFICES:
        return True
    before = page.before(start, AROUND)
    if before.endswith(("initials ", "initials: ", "initials were ", "initials are ")):
        return True
    if (NAMED_AS.search(before) and letters != "ID") or not text.replace(".", "").replace(
        " ", ""
    ).isupper():
        return True  # JMcD
    short = len(letters) == 2 and LISTED.search(before)  # noqa: PLR2004
    if short and GOES_ON_LISTED.match(page.text, end) and letters not in lexicon().abbreviations:
        return True
    seldom = letters in SELDOM and (
        (TELLS.search(before) and GOES_ON.match(page.text, end))
        or (CALLED.search(before) and page.text[end : end + 1] in {")", ","})
        or (before.endswith((" to ", " with ", " about ")) and page.text.startswith("'s ", end))
        or (before.endswith(("patient ", "pt ")) and IS_NOW.match(page.text, end))
    )
    if seldom:
        return True
    if text.count(".") + (page.text[end : end + 1] == ".") >= len(letters) and "'" not in text:
        return letters not in DOTTED
    if letters in lexicon().abbreviations or (
        text.casefold() in grammar.FUNCTION_WORDS and text not in {"AT", "AN", "BY", "GO"}
    ):
        return False
    return dotted or beside or _stands(page, start, end)


def _is_child_of(page: Page, start: int) -> bool:
    before = WORDS_BEFORE.search(page.before(start, AROUND))
    return before is not None and before[2] == "of" and before[1] in SURE_OWNS


def _beside_person(page: Page, start: int) -> bool:
    match = WORD_BEFORE.search(page.before(start, AROUND))
    if match is None:
        return False
    return match[1] in PEOPLE or (match[2].endswith("(") and match[1] in grammar.ROLES)


def _stands(page: Page, start: int, end: int) -> bool:  # noqa: PLR0911  # a rule each
    """Whether somebody is spoken of here, by what stands before or after."""
    before = WORDS_BEFORE.search(page.before(start, AROUND))
    if before is not None:
        earlier, last = before[1] or "", before[2]
        if last in CALLED_FOR or (last == "of" and earlier in grammar.OF_PEOPLE):
            return True
        short = end - start == 2  # noqa: PLR2004
        if short and last in {"to", "with", "about"} and MEANS.match(page.text, end):
            return True
        if last in {"to", "with"} and earlier in grammar.SPEAKING | {"reviewed"}:
            return True
    if ASIDE.match(page.text, end) or IN_BED.match(page.text, end):
        return True
    after = AFTER.match(page.text, end)
    if after is None:
        return False
    if after[1]:
        the = before is not None and before[2] in grammar.DETERMINERS
        return after[2] in grammar.KIN_AFTER or not (the or before is None)
    return after[2] in DOES


def _surely(page: Page, end: int, letters: str) -> bool:
    """What no department, test or drug can be: a known abbreviation is a person here as well."""
    after = AFTER.match(page.text, end)
    if letters in OFFICES:
        return False
    if AGED.match(page.text, end):
        return True
    if after is None:
        return False
    if after[1]:
        return after[2] in SURE_OWNS
    return after[2] in {"was", "is"} and after[3] in SURE_DOES


def _is_loud(page: Page, start: int, end: int) -> bool:
    around = page.text[max(0, start - AROUND) : start] + page.text[end : end + AROUND]
    large, small = sum(c.isupper() for c in around), sum(c.islower() for c in around)
    return small < large and small + large > AROUND // 2
