"""How hard an answer is to read: the Flesch–Kincaid grade of each part, and its longest sentences. English only.

0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid et al. 1975) is the school year in the United
States that a text asks for. Leaflets for patients aim at 5 or 6, ages 9 to 11; medicine seldom gets there, so only
what is well above is pointed at.
"""

from functools import lru_cache

import syllapy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from answers.advice.items import Group, Item
from answers.advice.texts import is_english, quote, words, written

HARD = 9.0  # grade from which a part is named
ENOUGH = 30  # words of a part before its grade means anything
LONG = 25  # words of a sentence
MOST_QUOTED = 3


@lru_cache(maxsize=8192)
def syllables(word):
    return max(1, syllapy.count(word[:40].replace("'", "")))


def grade(sentences):
    """The Flesch–Kincaid grade of sentences, or None without a word in them."""
    found = [word for sentence in sentences for word in words(sentence)]
    filled = sum(1 for sentence in sentences if words(sentence))
    if not found:
        return None
    heard = sum(map(syllables, found))
    return max(0.0, 0.39 * len(found) / filled + 11.8 * heard / len(found) - 15.59)


def age(grade):
    """The age at which children are in that school year."""
    return round(grade) + 5


def reading_grade(parts):
    """The helper: the grade of the whole in a note, parts that are hard to read, the longest sentences."""
    prose = written(parts)
    if not is_english(" ".join(part.text for part in prose)):
        return None
    every = [sentence for part in prose for sentence in part.sentences]
    if sum(len(words(sentence)) for sentence in every) < ENOUGH:
        return None
    whole = grade(every)
    note = _(
        "The whole answer suits readers aged %(age)d to %(older)d (US school grade %(grade)d). "
        "Leaflets for patients aim at age 9 to 11."
    ) % {"grade": round(whole), "age": age(whole), "older": age(whole) + 1}
    return Group("grade", _("How hard it is to read"), [*_hard_parts(prose), *_long_sentences(prose)], note)


def _hard_parts(prose):
    for part in prose:
        found = grade(part.sentences)
        if sum(len(words(one)) for one in part.sentences) >= ENOUGH and found >= HARD:
            text = _(
                "This part suits readers aged %(age)d (US school grade %(grade)d). Shorter sentences and words help."
            )
            yield Item(text % {"grade": round(found), "age": age(found)}, part.name, part.label)


def _long_sentences(prose):
    counted = [(len(words(one)), part, one) for part in prose for one in part.sentences]
    longest = sorted((row for row in counted if row[0] > LONG), key=lambda row: -row[0])
    for number, part, sentence in longest[:MOST_QUOTED]:
        text = ngettext(
            "A sentence of %(number)d word: could it be two?",
            "A sentence of %(number)d words: could it be two?",
            number,
        )
        yield Item(text % {"number": number}, part.name, part.label, quote(sentence))
