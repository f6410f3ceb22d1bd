"""The patterns of `answers.advice.promotion` (promotion_rules.txt, brands.txt), compiled."""

import re
from pathlib import Path

from answers.advice.rules import joined, load

RULES = load("promotion_rules.txt")
# (kind, points, pattern): FLAT ones read `questions.likeness.plain` text, CASED ones the sentence as written.
FLAT = [
    (rule.kind, rule.points, rule.pattern)
    for rule in RULES
    if rule.points and not rule.kind.startswith("cased_")
]
CASED = [
    (rule.kind.removeprefix("cased_"), rule.points, rule.pattern)
    for rule in RULES
    if rule.kind.startswith("cased_")
]
WARNS = joined(RULES, "warns")
PRAISES = joined(RULES, "praises")
PRAISES_MUCH = joined(RULES, "praises_much", flags=re.I)
PRODUCT = joined(RULES, "product", flags=re.I)
_NAMES = (Path(__file__).parent / "brands.txt").read_text().splitlines()
BRANDS = re.compile(rf"\b(?:{'|'.join(name for name in _NAMES if name and not name.startswith('#'))})\b")
# "my" or "our" with the words after it: what is it that is theirs?
MINE = re.compile(r"\b(?:my|our)((?: [a-z-]{2,20}(?:'s)?){1,4})")
_HONEST = frozenset(
    re.sub(r"(?m)^#.*", "", (Path(__file__).parent / "own_words.txt").read_text()).replace(":", "").split()
)
# Marked as a brand, or written like one: "DermaGlow", "Flexa Plus".
MARKED = re.compile(
    r"[®™]|\b[A-Z][a-z]{2,12}(?:[A-Z][a-z]{1,12}){1,2}\b"
    r"|\b[A-Z][a-z]{2,14}(?:[- ]?(?:Plus|Pro|Max|Gold|Forte|Ultra|XL|360|Active|Complex|Complete|3000|Extra|One))\b"
)
# Written large and no brand: eponyms, places, words of medicine, the calendar.
_KNOWN = frozenset(
    """
    I A An The In On If It And But So Or For To Of Vitamin Vitamins Omega NHS GP GPs A&E ER ICU MRI CT ECG
    EKG UK US USA EU SPF UV UVA UVB DEET Crohn Crohn's Epley Achilles Raynaud Raynaud's Hashimoto
    Hashimoto's Graves Graves' Parkinson's Alzheimer's Down's Bell's Dr Prof God Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday January February March April May June July August September October
    November December Christmas English Indian European American British German French Mediterranean African
    Asian Chinese Western England Scotland Wales Ireland India Germany France Australia Canada London Europe
    Britain DASH FODMAP HIV HPV STI UTI IBS COPD NSAID NSAIDs Pfizer Covid COVID Kegel Valsalva Heimlich
    Doppler Pap Coombs Babinski Brandt Daroff Tourette's Ménière's Baker's Morton's Scheuermann's Sjögren's
    Lyme Epsom Pilates Alexander Zinc Iron Magnesium Calcium Vitamin-D B12 B6 D D3 K C E WHO NICE FDA
    """.split()
)
LARGE = re.compile(r"(?<=[a-z,;:(–-] )[A-Z][\w'’®™-]{2,24}")


def names_brand(sentence):
    """Whether a sentence names a product by its brand, or praises a kind of product that has a name of its own."""
    if BRANDS.search(sentence) or MARKED.search(sentence):
        return True
    if not PRODUCT.search(sentence) or not PRAISES_MUCH.search(sentence):
        return False
    return any(word.strip("'’®™") not in _KNOWN and not word.isupper() for word in LARGE.findall(sentence))


def names_own(flat):
    """Whether a `plain` sentence calls something the doctor's own that honest answers don't speak of."""
    return any(
        not _HONEST & {word.removesuffix("'s") for word in found[1].split()} for found in MINE.finditer(flat)
    )
