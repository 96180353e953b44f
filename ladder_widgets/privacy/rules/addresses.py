"""Where a patient lives: postcodes, streets and homes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ladder_widgets.privacy.grammar import words
from ladder_widgets.privacy.model import Finding
from ladder_widgets.privacy.page import Page
from ladder_widgets.privacy.rules.rule import Rule, sentence_case

AREAS = words(
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL "
    "DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW "
    "KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH "
    "RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF "
    "WN WR WS WV YO ZE"
)
CAP = r"(?-i:[A-Z][\w'-]{1,30})"
KIND = (
    r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Close|Cl|Drive|Dr|Way|Court|Ct|Crescent|Cres|"
    r"Gardens|Gdns|Grove|Place|Pl|Terrace|Tce|Square|Sq|Park|Hill|Row|Mews|Walk|View|Rise|"
    r"Green|House|Cottages?|Parade|Wynd|Gate|Quay|Heights|Meadows?|Croft|Vale|Mount|Parkway|"
    r"Broadway|Lodge|Towers?|Buildings?|Villas?|Estate|Loan|Brae|Bank|Common|End|Fields?|"
    r"Crossing|Bridge|Wharf|Yard|Passage|Circus|Drove|Chase|Reach)"
)
SURE_KIND = (
    r"(?:road|rd|street|avenue|ave|crescent|terrace|gardens|grove|mews|lane|close|drive|way|court|"
    r"place)"
)
WELSH_KIND = r"(?:Ffordd|Heol|Stryd|Lôn|Rhodfa|Maes|Clos|Bryn|Cae|Rue|Via|Bóthar)"
FLAT = r"(?:(?:flat|apartment|apt|unit|room)\.? ?[0-9]{1,4}[a-z]?,? ?)"
HOUSE = r"[0-9]{1,4}[A-Za-z]?"
LIVING = (
    r"\b(?i:liv(?:es?|ed|ing)|resid(?:es|ed|ing|ent)|stay(?:s|ed|ing)?|home|house|flat|address|"
    r"moved|found|collapsed|fell|neighbours?|discharged|returned|from|brought|visited|visits?)"
)
NOT_CARE = r"(?! (?:[Hh]ospital|[Ss]urgery|[Cc]linic|[Ss]tation|[Pp]ractice|[Ww]ard|[Uu]nit))"
NUMBERED = (
    # "Flat 3, 14 Acacia Avenue"
    re.compile(rf"\b(?P<it>(?i:{FLAT})?(?<![.,/]){HOUSE},? (?:{CAP} ){{1,3}}{KIND})\b"),
    # "6 Heol y Bryn": streets whose kind stands first
    re.compile(rf"\b(?P<it>{HOUSE},? {WELSH_KIND}(?: (?:y|yr|de|la|{CAP})){{1,3}})"),
    # "at 9 The Paddocks"
    re.compile(rf"\b(?:at|to|in|from|of|is|was) (?P<it>{HOUSE},? The {CAP}(?: {CAP})?)\b"),
    # "to 6 Kirkgate, Leyburn"; a date has its month there
    re.compile(
        rf"\b(?:at|to|from|of|is|was|in|:) (?P<it>{HOUSE},? (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|"
        rf"Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)){CAP}(?: (?:y|yr|of|the|na|an|{CAP}))"
        rf"{{0,3}}, (?:in )?{CAP})\b"
    ),
    # "Apt 9, The Old Mill"
    re.compile(rf"\b(?P<it>(?i:{FLAT})(?:the |The )?{CAP}(?: {CAP}){{0,3}})"),
    # "They moved to 3 Upper Tollgate"
    re.compile(
        rf"\b(?i:liv(?:es?|ed|ing)|resid(?:es|ed|ing)|moved|address|home|house)(?i: alone)?(?: is| "
        rf"was)?:?(?: at| to| in)? (?P<it>{HOUSE},? (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|"
        rf"Nov|Dec)[a-z]*\b){CAP}(?: {CAP}){{1,3}})"
    ),
    # "flat 3, 27 station road", and "lives at 27 station road"
    re.compile(
        rf"\b(?P<it>{FLAT}{HOUSE},? (?:[a-z']{{2,30}} ){{1,2}}{SURE_KIND})\b", re.IGNORECASE
    ),
    re.compile(
        rf"{LIVING}(?: alone| is| was)?:? (?:in |at |of |on |to )?"
        rf"(?P<it>(?:number |no\.? )?{HOUSE},? (?:[a-z']{{2,30}} ){{1,2}}{SURE_KIND})\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<it>(?:flat|apartment) (?:no\.? |number )?[0-9]{1,4}[a-z]?)\b(?!,? [0-9])",
        re.IGNORECASE,
    ),
    # "Tannery Court, BD5"
    re.compile(rf"\b(?P<it>(?:{CAP} ){{1,3}}{KIND})(?=,? [A-Z]{{1,2}}[0-9])"),
)
LIVED_IN = re.compile(
    rf"{LIVING}(?: [a-z]{{2,10}}){{0,4}}?(?: in| into| on| at| of| off| to| is| was|:) (?:the "
    rf"(?=[A-Z]))?(?P<it>(?:{CAP}(?: {CAP}){{0,3}}, )?(?:{CAP} ){{1,3}}{KIND})\b{NOT_CARE}"
)
HOMES = re.compile(
    rf"\b(?:from|to|at|in|of|into|,) (?P<it>(?!(?:High|Crown|County|Supreme|Magistrates|Family|"
    rf"Youth|Royal|Open|Full|Centre|Food|Tennis|The|Trust)\b)(?:{CAP} ){{1,2}}(?:Court|Close|"
    rf"Crescent|Cottages?|Mews|Terrace|Avenue|Gardens|Grove|Heights)(?:, (?:{CAP} "
    rf"){{1,2}}{KIND})?)\b{NOT_CARE}"
)
"""Streets and blocks that hardly anything but homes is called by."""
CARE = r"[^,]{0,40}(?:Hospital|Surgery|Clinic|University|School|College|Church|Centre)\b"
HOUSE_AND_STREET = re.compile(
    rf"\b(?:at|to|from|of|is|was|in) (?P<it>(?!{CARE})(?:The )?{CAP}(?: {CAP})?, (?:{CAP} "
    rf"){{1,2}}(?:Road|Rd|Street|Avenue|Lane|Close|Drive|Crescent|Rise|Row|Gardens|Grove|Terrace|"
    rf"Way|Mews|Walk|Hill|Place|Green)(?:, {CAP}(?: {CAP})?)?)\b{NOT_CARE}"
)
"""As in "at The Gables, Orchard Rise"."""
UNNUMBERED = (LIVED_IN, HOMES, HOUSE_AND_STREET)
HOME = re.compile(
    rf"\b(?P<name>(?:{CAP} ){{1,4}})(?:(?:Residential |Nursing |Care |Rest |Retirement )+[Hh]omes?|"
    r"(?:residential |nursing |care |rest )+homes?|[Ss]heltered [Hh]ousing)\b"
)
HOME_CALLED = re.compile(
    rf"\b(?:care|nursing|residential|rest) home,? (?:called |named |known as )?"
    rf"(?P<it>(?:The )?{CAP}(?: {CAP}){{0,2}})"
)
PUBLIC = ("downing street", "harley street", "great ormond street", "wall street", "fleet street")
NO_NAMES = words(
    "the a an our my her his their this that local elderly private dementia specialist nhs care "
    "nursing residential rest new old each every one in at from for and to of community many most "
    "some all no"
)


class Postcode(Rule):
    """Postcodes in full."""

    code = "postcode"
    title = "Postcode"
    what = "A full postcode of an area that exists; its first half alone is not flagged."
    why = "A postcode stands for about fifteen homes."
    remedy = "Leave it out, or name the kind of place: “in a village”."
    flagged = ("They live at SW1A 1AA.", "the address ended in m1 1ae", "Postcode: EH12 9ZZ")
    clear = ("After ST3 2nd place was free.", "I trained in NW London.", "The FY2 form")
    _shape = re.compile(
        r"\b(?:(?P<area>[A-Z]{1,2})[0-9][0-9A-Z]?[ ]{0,2}[0-9][ABD-HJLNP-UW-Z]{2}|GIR ?0AA)\b",
        re.IGNORECASE,
    )
    # "ST3 2nd", "e1 5hr": a grade or a dose, and what is counted after it.
    _counted = re.compile(r"(?:1st|2nd|3rd|[04-9]th|hr|pt|ed|yr)$", re.IGNORECASE)

    def find(self, page: Page) -> Iterator[Finding]:
        """By its shape; in small letters only with its space."""
        for match in self._shape.finditer(page.text) if page.has_digits else ():
            text, area = match.group(), match["area"]
            exists = area is None or area.upper() in AREAS
            if exists and not self._counted.search(text) and (" " in text or text.isupper()):
                yield self.found(*match.span())


class Address(Rule):
    """Streets with a house, and homes by name."""

    code = "address"
    title = "Address"
    what = (
        "A street with a house number, a street that somebody lives in, a flat, and a named care "
        "home or block of flats."
    )
    why = "It says where somebody lives."
    remedy = "Say what kind of home it is: “her own flat”, “a care home”."
    flagged = (
        "He was found at 14 Acacia Avenue.",
        "She lives on Marlowe Crescent alone.",
        "We sent her back to Larkfield Care Home.",
        "flat 3, 27 station road",
    )
    clear = (
        "The clinic is a 10 minute drive away.",
        "Downing Street announced it.",
        "He lives in a care home.",
    )

    def find(self, page: Page) -> Iterator[Finding]:
        """Numbered streets, then streets somebody lives in, then named homes."""
        for pattern in NUMBERED if page.has_digits else ():
            for match in pattern.finditer(page.text):
                yield self.found(*match.span("it"))
        for pattern in UNNUMBERED:
            for match in pattern.finditer(page.text):
                if not any(public in match["it"].lower() for public in PUBLIC):
                    yield self.found(*match.span("it"))
        for match in HOME.finditer(page.text):
            start = _first_name(match)
            if start < match.end("name"):
                yield self.found(start, match.end(), sentence_case(page, start, "a care home"))
        for match in HOME_CALLED.finditer(page.text):
            yield self.found(*match.span("it"))


def _first_name(match: re.Match[str]) -> int:
    """Where the home's name begins: "Our Local Care Home" has none."""
    for word in re.finditer(r"\S+", match["name"]):
        if word.group().lower() not in NO_NAMES:
            return match.start("name") + word.start()
    return match.end("name")
