"""The second reader: a linear model that weighs words, for what no author of rules thought of.

It was trained on the labelled texts in data/examples-*.tsv, all written for it (`manage.py redflags_train`). It
says how much a text is like the emergencies, or the words of self-harm, among them. A rule asks it with a
pattern such as `~self_harm 0.4`; the number is how sure it must be. docs/safety.md has its figures.
"""

import math
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

WEIGHTS = Path(__file__).parent / "data" / "weights.txt"
KINDS = ("emergency", "self_harm")

WORD = re.compile(r"[a-z]+|\d+")
STRETCHED = re.compile(r"(.)\1{2,}")
SENTENCE = re.compile(r"[.!?\n]+\s*")
STEM = 5  # letters kept of a word: crude, and right for misspelt endings
GRAM = 4  # letters: what is left of a word that is misspelt in the middle
WHOLE = 150  # words up to which a text is read in one piece too
WINDOW, STRIDE = 60, 40  # words


def features(words):
    """What the model sees of a list of words: stems, neighbours, neighbours but one, and pieces of words."""
    stems = [word[:STEM] for word in words]
    seen = set(stems)
    seen.update(f"{one} {other}" for one, other in pairwise(stems))
    seen.update(f"{one} _ {other}" for one, other in zip(stems, stems[2:], strict=False))
    for word in set(words):
        framed = f"^{word[:24]}$"
        seen.update(framed[i : i + GRAM] for i in range(len(framed) - GRAM + 1))
    return seen


def words_of(text):
    """Lower-case words; numbers all alike, apostrophes gone, "nooooo" as "noo"."""
    plain = STRETCHED.sub(r"\1\1", text.lower().replace("’", "").replace("'", ""))
    return ["0" if word.isdigit() else word for word in WORD.findall(plain)]


def windows(text):
    """The word lists that are weighed one by one: each two sentences that follow each other, cut where long."""
    sentences = [words for part in SENTENCE.split(text) if (words := words_of(part))]
    for one, other in zip(sentences, [*sentences[1:], []], strict=True):
        words = one + other
        for start in range(0, max(1, len(words) - STRIDE // 2), STRIDE):
            yield words[start : start + WINDOW]


@cache
def weights():
    """{feature: one weight per kind} and the base of each kind, from the shipped file."""
    head, *lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    bases = [float(number) for number in head.split("\t")[1:]]
    parted = (line.split("\t") for line in lines)
    return {feature: tuple(map(float, numbers)) for feature, *numbers in parted}, bases


def sureness(text):
    """{kind: how sure, from 0 to 1}: the mean of the most alike window and of the whole text where that is short."""
    known, bases = weights()
    pieces = [words_of(text)] if len(text) < WHOLE * 12 else []
    if not pieces or len(pieces[0]) > WHOLE:
        pieces = []
    scores = [_scores(features(words), known, bases) for words in [*pieces, *windows(text)]]
    if not scores:
        return dict.fromkeys(KINDS, 0.0)
    best = [max(column) for column in zip(*scores, strict=True)]
    first = scores[0] if pieces else best
    return {
        kind: 1 / (1 + math.exp(-max(-30.0, min(30.0, (first[index] + best[index]) / 2))))
        for index, kind in enumerate(KINDS)
    }


def _scores(seen, known, bases):
    """The weighted sums of one piece, one per kind; longer pieces don't weigh more."""
    found = [known[feature] for feature in seen if feature in known]
    length = math.sqrt(len(seen)) or 1.0
    return [base + sum(each[index] for each in found) / length for index, base in enumerate(bases)]
