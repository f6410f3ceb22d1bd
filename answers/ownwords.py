"""What of an answer is its doctor's own wording, as numbers that hold none of the words.

Counted are the short answer, the explanation, the advice and what the pictures show, as runs of four words
(`questions.likeness` evens out case, accents, lookalikes and numbers). Not counted: when to get help, the limits and
the sources, which are alike in many honest answers; standing sentences (standing.txt); and texts that a doctor keeps
to use again, which the caller names. Of the runs' keyed hashes every fourth is kept, the same ones in every text, so
that the kept ones of a copy are among those of its original, wherever in it they stand.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.utils.crypto import salted_hmac

from questions.likeness import plain, words

FIELDS = ("short_answer", "explanation", "self_care")
RUN = 4  # words
KEPT = 4  # one of so many runs
MOST = 512  # kept numbers of one text; only texts of more than 2,000 words have more


def own_text(contract) -> list[str]:
    """The parts of an answer that are compared."""
    texts = [contract.get(field) or "" for field in FIELDS]
    return texts + [str(text) for text in (contract.get("findings") or {}).values()]


def runs(texts: Iterable[str]) -> set[str]:
    """All runs of four words in some texts, none reaching from one into the next; without the standing ones."""
    return _runs(texts) - _standing()


def numbers(found: Iterable[str]) -> list[int]:
    """The kept hashes of runs, smallest first, as PostgreSQL's bigint has them."""
    key = _key()
    hashes = (
        int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8, key=key).digest(), signed=True)
        for run in found
    )
    return sorted(value for value in hashes if value % KEPT == 0)[:MOST]


def share(one: set[str], other: set[str]) -> float:
    """Which part of the runs of `one` stands in `other` too, 0 to 1."""
    return len(one & other) / len(one) if one else 0.0


def _runs(texts):
    found = set()
    for text in texts:
        row = words(plain(text))
        found.update(" ".join(row[start : start + RUN]) for start in range(len(row) - RUN + 1))
    return found


@lru_cache(maxsize=1)
def _standing():
    lines = (Path(__file__).parent / "standing.txt").read_text().splitlines()
    return frozenset(_runs(line for line in lines if not line.startswith("#")))


@lru_cache(maxsize=1)
def _key():
    return salted_hmac("answers.ownwords", "", algorithm="sha256").digest()
