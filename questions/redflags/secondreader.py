"""The second reader: a linear model that weighs words, for what no author of rules thought of.

It was trained on the labelled texts in data/examples-*.tsv, all written for it (`manage.py redflags_train`). It
says how much a text is like the emergencies, or the words of self-harm, among them. A rule asks it with a
pattern such as `~self_harm 0.4`; the number is how sure it must be. docs/safety.md has its figures.
"""

import math
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from questions.wordmodel import CALM, context, grams

WEIGHTS = Path(__file__).parent / "data" / "weights.txt"
KINDS = ("emergency", "self_harm")

WORD = re.compile(r"[a-z]+|\d+")
UNSEEN = re.compile("['’\u00ad\u200b-\u200f\u2060\ufeff]")  # apostrophes, and what takes no room
STRETCHED = re.compile(r"(.)\1{2,}")
SENTENCE = re.compile(r"[.!?\n]+\s*")
LEAST, MOST = 5, 30  # words of a piece: shorter sentences are joined, longer ones cut
WHOLE = 150  # words up to which a text is read in one piece too


def pieces(text):
    """The text as word lists, a sentence each: lower case, numbers all alike, apostrophes gone, "nooooo" as "noo"."""
    plain = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).lower()
    plain = STRETCHED.sub(r"\1\1", plain)
    piece: list[str] = []
    for sentence in SENTENCE.split(plain):
        piece += ["0" if word.isdigit() else word for word in WORD.findall(sentence)]
        while len(piece) > MOST:
            yield piece[:MOST]
            piece = piece[MOST:]
        if len(piece) >= LEAST:
            yield piece
            piece = []
    if piece:
        yield piece


@cache
def weights():
    """{feature: one weight per kind} and the base of each kind, from the shipped file."""
    head, *lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    bases = [float(number) for number in head.split("\t")[1:]]
    parted = (line.split("\t") for line in lines)
    return {feature: tuple(map(float, numbers)) for feature, *numbers in parted}, bases


def sureness(text):
    """{kind: how sure, from 0 to 1}: from the two neighbouring sentences most alike, and, where it is short, from
    the whole text as well. Time grows with the length of the text alone."""
    known, bases = weights()
    of_word: dict[str, list[float]] = {}
    sums = [_sum(piece, known, of_word) for piece in pieces(text)]
    if not sums:
        return dict.fromkeys(KINDS, 0.0)
    pairs = [[one + other for one, other in zip(*pair, strict=True)] for pair in pairwise(sums)] or sums
    total = [sum(column) for column in zip(*sums, strict=True)]
    found = {}
    for index, (kind, base) in enumerate(zip(KINDS, bases, strict=True), start=1):
        # The most alike of many pairs is alike by chance.
        best = max(base + each[index] / math.sqrt(each[0] + CALM) for each in pairs) - math.log(len(pairs))
        whole = base + total[index] / math.sqrt(total[0] + CALM) if len(sums) * LEAST <= WHOLE else best
        found[kind] = 1 / (1 + math.exp(-max(-30.0, min(30.0, (whole + best) / 2))))
    return found


def _sum(piece, known, of_word):
    """[how many features, the sum of their weights for each kind]."""
    seen = context(piece)
    found = [float(len(seen)), 0.0, 0.0]
    for feature in seen:
        if each := known.get(feature):
            found[1] += each[0]
            found[2] += each[1]
    for word in set(piece):
        if (told := of_word.get(word)) is None:
            bits = grams(word)
            met = [each for gram in bits if (each := known.get(gram))]
            told = [len(bits), sum(each[0] for each in met), sum(each[1] for each in met)]
            of_word[word] = told
        found[0] += told[0]
        found[1] += told[1]
        found[2] += told[2]
    return found
