"""How much a sentence is like advertising: a linear model beside the rules of `promotion`.

It is for what nobody thought of.

It learned from promotion_examples.tsv (`manage.py advice_train`), sentences all written for it: doctors' advertising
in all degrees, and what honest answers say that comes near. docs/advice.md has its figures.
"""

import hashlib
import math
import re
from functools import cache
from pathlib import Path

from questions.likeness import plain
from questions.wordmodel import CALM, STEM, context, features, fit

HERE = Path(__file__).parent
EXAMPLES = HERE / "promotion_examples.tsv"
WEIGHTS = HERE / "promotion_weights.txt"
WORD = re.compile(r"[a-z]+|\d+")
LEAST = 0.08  # weights nearer to nothing are left out of the file
FEWEST = 4  # words: what is shorter says too little
TOKEN = re.compile(r"[A-Za-z][\w'’-]*|\d+|[£$€%₹]")
CAMEL = re.compile(r"[a-z][A-Z]")
ONESELF = frozenset("i me my mine myself we us our ours".split())


def sureness(sentence):
    """From 0 to 1. Time grows with the length alone."""
    words = _words(sentence)
    if len(words) < FEWEST:
        return 0.0
    known, base = weights()
    seen = _features(sentence)
    score = base + sum(known.get(feature, 0.0) for feature in seen) / math.sqrt(len(seen) + CALM)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def weights():
    """({feature: weight}, base) from the shipped file."""
    head, *lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {feature: float(number) for feature, number in pairs}, float(head.split("\t")[1])


def examples():
    """[(sentence, whether it advertises)] of the shipped file."""
    lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    parted = (line.rpartition("\t") for line in lines)
    return [(text, label == "promotion") for text, tab, label in parted if tab]


def fingerprint(labelled):
    """A digest of the examples: the file of weights carries it, so that a test can tell when it is out of date."""
    return hashlib.sha256(repr(labelled).encode()).hexdigest()[:16]


def train(labelled):
    """Learn, and write the shipped file: digest and base, then a line per feature. Returns how many. About 15 s."""
    learned, base = fit([(_features(text), advertises) for text, advertises in labelled])
    rows = [f"{name}\t{weight:.2f}" for name, weight in sorted(learned.items()) if abs(weight) >= LEAST]
    head = f"{fingerprint(labelled)}\t{base:.3f}"
    WEIGHTS.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    weights.cache_clear()
    return len(rows)


def _words(sentence):
    return ["0" if word.isdigit() else word for word in WORD.findall(plain(sentence).replace("'", ""))]


def _features(sentence):
    """What the model sees: the words, which of them stand beside somebody's "I" or "my", and where names, initials
    and prices are."""
    words = _words(sentence)
    seen = features(words)
    if not ONESELF.isdisjoint(words):
        seen += [f"i:{word[:STEM]}" for word in set(words)]
    shapes = [_shape(found, first=number == 0) for number, found in enumerate(TOKEN.findall(sentence))]
    return seen + sorted({mark for mark in context(shapes) if "<" in mark})


def _shape(word, *, first):
    """A word as it looks: "<camel>", "<initials>", "<name>" or a sign of money; else its beginning."""
    if word in "£$€₹%":
        return f"<{word}>"
    if word[0].isupper() and not first and not word.startswith(("I'", "I’")) and word != "I":
        if CAMEL.search(word):
            return "<camel>"
        return "<initials>" if word.isupper() else "<name>"
    return "0" if word.isdigit() else plain(word)
