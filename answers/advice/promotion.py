"""Whether an answer advertises: the doctor's own clinic, books, courses or products, visits to them, praise of
themselves or of a brand, discounts, referrals to named businesses.

Each sentence collects points: patterns that hardly an honest answer holds give two, those that are telling only
together one; two are enough. A sentence that warns of such offers, or means this site, is left alone.
"""

from django.utils.translation import gettext_lazy as _

from answers.advice import promotion_words as words
from answers.advice.contact_words import THROUGH_SITE, URL
from answers.advice.items import Group, Item
from answers.advice.sentence_model import PROMOTION, least
from answers.advice.texts import quote
from questions.likeness import plain

LONGEST_SENTENCE = 1500  # characters read of one
ENOUGH = 2  # points
# How sure the model must be to back a rule, to give weight to anything "mine" and to anything "I" do.
BACKED, MINE, DOING = 0.05, 0.25, 0.5
FEW = 4  # words: of so short a sentence the model knows nothing, and the rules stand alone
# To speak up by itself: of one sentence, or of one that is likely where another at least echoes it.
SURE, LIKELY, ECHO = 0.5, 0.4, 0.2
WHAT = {
    "own": _("Something of yours that is offered or sold"),
    "visit": _("An invitation to come to you"),
    "price": _("A price or discount"),
    "praise": _("Praise of yourself or your work"),
    "referral": _("A named person or business to go to"),
    "brand": _("A product praised by its brand"),
}


def promotion(parts):
    """The helper: each sentence that reads like advertising, once."""
    read = [
        (part, sentence, promotion_in(sentence, alike=alike, rules=rules), alike)
        for part in parts
        if part.name != "sources"
        for rules in [_met(part.text)]
        for sentence in part.sentences
        for alike in [PROMOTION.sureness(URL.sub(" ", sentence[:LONGEST_SENTENCE]))]
    ]
    enough = least([alike for *_sentence, alike in read], sure=SURE, likely=LIKELY, echo=ECHO)
    items = [
        Item(str(WHAT[kind or "own"]), part.name, part.label, quote(sentence))
        for part, sentence, kind, alike in read
        if kind or alike >= enough
    ]
    note = _("Answers here advertise nothing. Readers can find you through your profile.")
    return Group("promotion", _("What may read as advertising"), items, note)


def _met(text):
    """Those of the rules that meet anything in a text: few, so that its sentences are quickly read."""
    text = URL.sub(" ", text)
    flat = _flat(text)
    return (
        [rule for rule in words.FLAT if rule[2].search(flat)],
        [rule for rule in words.CASED if rule[2].search(text)],
    )


def _flat(text):
    return plain(text).replace("’", "'").replace("‘", "'")


def promotion_in(sentence, *, alike, rules=(words.FLAT, words.CASED)):
    """What a sentence seems to promote by the rules, "" for nothing; `alike` is what the model says of it."""
    sentence = URL.sub(" ", sentence[:LONGEST_SENTENCE])
    flat = _flat(sentence)
    if words.WARNS.search(flat):
        return ""
    backed = alike >= BACKED or len(flat.split()) <= FEW
    if (
        (backed or not words.NEGATES.search(flat))
        and words.names_brand(sentence)
        and words.PRAISES.search(flat)
    ):
        return "brand"
    if not backed:
        return ""
    here = bool(THROUGH_SITE.search(flat))
    points: dict[str, int] = {}
    for kind, weight, pattern in rules[0]:
        if not (here and kind == "visit") and pattern.search(flat):
            points[kind] = points.get(kind, 0) + weight
    for kind, weight, pattern in rules[1]:
        if pattern.search(sentence):
            points[kind] = points.get(kind, 0) + weight
    if not here and alike >= MINE and words.names_own(flat):
        points["own"] = points.get("own", 0) + ENOUGH
    if not here and alike >= DOING:
        points["visit"] = points.get("visit", 0) + words.does_more(flat)
    if sum(points.values()) < ENOUGH:
        return ""
    return max(points, key=lambda kind: points[kind])
