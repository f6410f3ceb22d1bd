"""A linear model that weighs the words of a text: what it sees of them, and how it learns from labelled texts.

For what no author of rules thinks of; `redflags.secondreader` is one, the advice beside the editor has another.
"""

import math
import random
from collections import defaultdict
from itertools import pairwise

STEM = 5  # letters kept of a word: crude, and right for misspelt endings
GRAM = 4  # letters: what is left of a word that is misspelt in the middle
LONGEST = 24  # letters of a word that are looked at
CALM = 20  # features that every text is taken to have besides its own: few words say little
ROUNDS, RATE, SHRINK = 25, 0.5, 2e-5


def grams(word):
    """The pieces of a word, with its ends marked."""
    framed = f"^{word[:LONGEST]}$"
    return [framed[i : i + GRAM] for i in range(len(framed) - GRAM + 1)]


def context(words):
    """Stems, and each with its neighbour; each once."""
    stems = [word[:STEM] for word in words]
    seen = set(stems)
    seen.update(f"{one} {other}" for one, other in pairwise(stems))
    return seen


def features(words):
    """All that the model sees of a piece."""
    return [*context(words), *(gram for word in set(words) for gram in grams(word))]


def fit(cases):
    """(weights by feature, base) of a logistic regression that tells the true cases of [(features, truth)] from the
    others; by stochastic gradient, the same result each time."""
    chance = random.Random(1)
    weights, base, cases = defaultdict(float), 0.0, [(sorted(seen), told) for seen, told in cases]
    for turn in range(ROUNDS):
        chance.shuffle(cases)
        rate = RATE / (1 + turn / 10)
        for seen, told in cases:
            length = math.sqrt(len(seen) + CALM)
            score = base + sum(weights[feature] for feature in seen) / length
            error = (told - 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))) * rate
            base += error / 10
            for feature in seen:
                weights[feature] += error / length - SHRINK * weights[feature]
    return weights, base
