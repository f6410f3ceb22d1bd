"""How much a sentence is like advertising, or like a way to reach its writer: linear models beside the rules.

They are for what nobody thought of, and learned from labelled sentences all written for them (`manage.py
advice_train`): <name>_examples.tsv, what is meant and what honest answers say that comes near. docs/advice.md has
their figures.
"""

import hashlib
import math
import re
from functools import cached_property
from pathlib import Path

from questions.likeness import plain
from questions.wordmodel import CALM, STEM, context, features, fit

HERE = Path(__file__).parent
WORD = re.compile(r"[a-z]+|\d+")
LEAST = 0.08  # weights nearer to nothing are left out of the file
FEWEST = 4  # words: what is shorter says too little
TOKEN = re.compile(r"[A-Za-z][\w'’-]*|\d+|[£$€%₹@+]")
CAMEL = re.compile(r"[a-z][A-Z]")
ONESELF = frozenset("i me my mine myself we us our ours".split())
MANY = 4  # digits: longer runs than these are neither doses nor ages


def least(alike, *, sure, likely, echo):
    """How sure of a sentence a model must be to speak up by itself, given how sure it is of each of an answer:
    `likely` is enough where another sentence at least echoes it."""
    return likely if sum(each >= echo for each in alike) > 1 else sure


class SentenceModel:
    """One model: it tells the sentences labelled `name` from honest ones. `also` are models whose honest sentences
    it learns from too."""

    def __init__(self, name, *, also=()):
        self.name, self.also = name, also
        self.file = HERE / f"{name}_examples.tsv"
        self.weights_file = HERE / f"{name}_weights.txt"

    def sureness(self, sentence):
        """From 0 to 1. Time grows with the length alone."""
        if len(_words(sentence)) < FEWEST:
            return 0.0
        known, base = self.weights
        seen = _features(sentence)
        score = base + sum(known.get(feature, 0.0) for feature in seen) / math.sqrt(len(seen) + CALM)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    @cached_property
    def weights(self):
        """({feature: weight}, base) from the shipped file."""
        head, *lines = self.weights_file.read_text(encoding="utf-8").splitlines()
        pairs = (line.rsplit("\t", 1) for line in lines)
        return {feature: float(number) for feature, number in pairs}, float(head.split("\t")[1])

    def examples(self):
        """[(sentence, whether it is what the model looks for)] of the shipped files."""
        lines = self.file.read_text(encoding="utf-8").splitlines()
        parted = (line.rpartition("\t") for line in lines)
        own = [(text, label == self.name) for text, tab, label in parted if tab]
        return own + [(text, False) for model in self.also for text, meant in model.examples() if not meant]

    def train(self):
        """Learn, and write the shipped file: digest and base, then a line per feature. Returns how many sentences
        were read, and features written. About half a minute."""
        labelled = self.examples()
        learned, base = fit([(_features(text), meant) for text, meant in labelled])
        rows = [f"{name}\t{weight:.2f}" for name, weight in sorted(learned.items()) if abs(weight) >= LEAST]
        head = f"{fingerprint(labelled)}\t{base:.3f}"
        self.weights_file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return len(labelled), len(rows)


def fingerprint(labelled):
    """A digest of the examples: the file of weights carries it, so that a test can tell when it is out of date."""
    return hashlib.sha256(repr(labelled).encode()).hexdigest()[:16]


def _words(sentence):
    return ["0" if word.isdigit() else word for word in WORD.findall(plain(sentence).replace("'", ""))]


def _features(sentence):
    """What a model sees: the words, which of them stand beside somebody's "I" or "my", and where names, initials,
    prices and long numbers are."""
    words = _words(sentence)
    seen = features(words)
    if not ONESELF.isdisjoint(words):
        seen += [f"i:{word[:STEM]}" for word in set(words)]
    shapes = [_shape(found, first=number == 0) for number, found in enumerate(TOKEN.findall(sentence))]
    return seen + sorted({mark for mark in context(shapes) if "<" in mark})


def _shape(word, *, first):
    """A word as it looks: "<camel>", "<initials>", "<name>", a long number or a sign; else its beginning."""
    if word in "£$€₹%@+":
        return f"<{word}>"
    if word.isdigit():
        return "<many>" if len(word) >= MANY else "0"
    if word[0].isupper() and not first and not word.startswith(("I'", "I’")) and word != "I":
        if CAMEL.search(word):
            return "<camel>"
        return "<initials>" if word.isupper() else "<name>"
    return plain(word)


PROMOTION = SentenceModel("promotion")
CONTACT = SentenceModel("contact", also=[PROMOTION])
