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
NEGATES = re.compile(r"\b(?:not|no|none|never|neither|nor)\b")
US = re.compile(r"\b(?:we|our|ours|us)\b")
# "I" or "we" with what they do: helping words and adverbs between are passed over; what they don't do is no offer.
ACTS = re.compile(
    r"\b(?:i|we)(?:'ve|'d|'ll|'m|'re)?(?: (?:can|could|will|would|should|shall|may|might|must|do|does|did"
    r"|have|had|am|was"
    r"|are|were|been|be|also|just|only|always|often|usually|still|now|even|so|then|therefore|first|again"
    r"|myself|too|very"
    r"|quite|of course|like to|like|to|sometimes|rarely|seldom|already|[a-z]{2,12}ly))"
    r"{0,5} (?!(?:not|never|can|could|will|would|should|do|does|did|have|had|am|was|are|were|must|might"
    r"|may)\b)([a-z]{2,20})\b"
    r"(?!'t)"
)
# What is done to "me" or "us" in honest answers: "let me", "tell us", "it seems to me".
DONE = re.compile(r"\b([a-z]{2,20}) (?:me|us)\b")
_DONE_HONESTLY = frozenset(
    """
    let tell told telling ask asked asking for to makes make made making gives give given gave lets leaves
    worries worry worried reassures reassure helps help helped allow allows allowed of with by from like
    than as show shows shown teaches taught teach send reminds remind surprises surprise concerns concern
    strikes believe trust all most both between among around about excuse forgive correct seems in on at and
    or but if that when because tells suggests prevents stops stop forces
    """.split()
)


def _words_of(name):
    lines = (Path(__file__).parent / name).read_text().splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_HONEST = _words_of("own_words.txt")
_DOES_HONESTLY = _words_of("own_verbs.txt")
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


def does_more(flat):
    """How many points a `plain` sentence gets for what "I" or "we" do, or others with "me", that honest answers don't
    speak of."""
    acts = sum(found[1] not in _DOES_HONESTLY for found in ACTS.finditer(flat))
    done = sum(found[1] not in _DONE_HONESTLY for found in DONE.finditer(flat))
    return min(2, 2 * acts + done)
