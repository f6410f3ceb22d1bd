"""Training of the second reader: logistic regression by stochastic gradient, the same result each time."""

import hashlib
from itertools import pairwise
from pathlib import Path

from questions.redflags import secondreader, shipped
from questions.redflags.secondreader import KINDS, pieces
from questions.wordmodel import features, fit

EXAMPLES = Path(__file__).parent / "data"
LEAST = 0.08  # weights nearer to nothing are left out of the file


def examples():
    """[(text, label)] of all labelled files that are shipped, and of the rules' own examples."""
    lines = [
        line
        for path in sorted(EXAMPLES.glob("examples-*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    labelled = [(text, label) for text, tab, label in (line.rpartition("\t") for line in lines) if tab]
    for version in shipped.versions():
        labelled += [(text, version.level) for text in version.must_match]
        labelled += [(text, "harmless") for text in version.must_not_match]
    return labelled


def fingerprint(labelled):
    """A digest of the examples: the file of weights carries it, so that a test can tell when it is out of date."""
    told = "\n".join(f"{text}\t{label}" for text, label in labelled)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def train(labelled):
    """One model per kind, as [(weights, base)] in the order of KINDS. About 40 s for 3,000 texts."""
    seen = [(seen_of(pieces(text)), label) for text, label in labelled]
    seen += [
        (seen_of(pair), "harmless") for text, label in labelled if label == "harmless" for pair in pairs(text)
    ]
    bodily = [(each, label in {"emergency", "urgent"}) for each, label in seen if label != "self_harm"]
    return [fit(bodily), fit([(each, label == "self_harm") for each, label in seen])]


def seen_of(parts):
    """The features of pieces of a text."""
    return [feature for piece in parts for feature in features(piece)]


def pairs(text):
    """The neighbouring pieces of a longer text: each part of a harmless one is harmless too."""
    parts = list(pieces(text))
    return list(pairwise(parts)) if len(parts) > 2 else []


def write(labelled):
    """Train, and write the shipped file: a line of bases, then one of weights per feature. Returns its lines."""
    models = train(labelled)
    lines = ["\t".join([fingerprint(labelled), *(f"{base:.3f}" for _weights, base in models)])]
    for feature in sorted({feature for weights, _base in models for feature in weights}):
        row = [weights.get(feature, 0.0) for weights, _base in models]
        if max(map(abs, row)) >= LEAST:
            lines.append("\t".join([feature, *(f"{weight:.2f}" for weight in row)]))
    secondreader.WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 1


__all__ = ["KINDS", "examples", "fingerprint", "train", "write"]
