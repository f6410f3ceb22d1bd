"""How alike two texts are, from prints that hold none of their words.

A text is the set of its runs of three words. Its sketch is the smallest hashes of that set (all of them for most
queries): two sketches give the share of runs that both texts have (Jaccard; bottom-k, Cohen & Kaplan 2007). Its
bands are 32 pairs of MinHash values (Broder 1997): texts that share four runs of ten have a band in common with
99 %, texts that share one of twenty with 8 %, so an index on the bands finds the few worth comparing.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.crypto import salted_hmac

LONGEST = 20_000  # characters read of a text
RUN = 3  # words
SHORTEST = 15  # words; different people ask shorter questions in the same words
SKETCH = 128
BANDS, ROWS = 32, 2
MASK = 2**64 - 1

# Letters of other alphabets that look like Latin ones.
LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁɡαβεικνορτυχı",
    "abekmhopctyxijsdgabeiknoptuxi",
)
# Signs written for letters, within words.
DIGITS_FOR_LETTERS = str.maketrans("013457", "oieast")
SIGN_FOR_LETTER = re.compile(r"(?<=[a-z])[@$](?=[a-z])")
WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """`text` in small letters without accents, invisible signs and lookalikes."""
    text = unicodedata.normalize("NFKD", text[:LONGEST])[: 2 * LONGEST].casefold()
    kept = (letter for letter in text if unicodedata.category(letter) not in {"Mn", "Cf"})
    return "".join(kept).translate(LOOKALIKES)


# Letters of mathematics, full width and circles, which NFKD turns into plain ones; as in "𝗯𝗲𝘀𝘁" and "ｂｅｓｔ".
STYLED = re.compile("[\u24b6-\u24e9\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
# Latin and Cyrillic letters within one word.
MIXED = re.compile(r"[a-z][\u0430-\u045f\u0501-\u051d]|[\u0430-\u045f\u0501-\u051d][a-z]")
# Between Latin letters nothing invisible is of use. Not the soft hyphen, which copied pages hold.
INVISIBLE = re.compile("(?<=[a-z])[\u200b-\u200f\u2060-\u2064\ufeff]+(?=[a-z])")
VEILED = 4  # times; a slip of the keyboard or a copied heading is fewer


def is_veiled(text: str) -> bool:
    """Whether several words hold signs that a reader takes for letters or doesn't see, and a search would not find."""
    text = text[:LONGEST].casefold()
    return any(len(pattern.findall(text)) >= VEILED for pattern in (STYLED, MIXED, INVISIBLE))


def words(text: str) -> list[str]:
    """The words of a `plain` text: numbers all alike, digits within words as the letters they stand for."""
    return [
        "0" if word.isdigit() else word if word.isalpha() else word.translate(DIGITS_FOR_LETTERS)
        for word in WORD.findall(SIGN_FOR_LETTER.sub(lambda sign: "a" if sign[0] == "@" else "s", text))
    ]


@dataclass(frozen=True)
class Print:
    bands: list[int]
    sketch: list[int]


def print_of(text: str) -> Print | None:
    """The print of a `plain` text; None when it is too short to be anybody's own."""
    found = words(text)
    if len(found) < SHORTEST:
        return None
    runs = {" ".join(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}
    smallest = sorted(_hashes(runs))[: 2 * SKETCH]
    return Print(bands=_bands(smallest), sketch=[_signed(value) for value in smallest[:SKETCH]])


def alike(one: Iterable[int], other: Iterable[int]) -> float:
    """The share of runs of words that two sketched texts have in common, 0 to 1."""
    first, second = set(one), set(other)
    both, either = first & second, first | second
    if len(either) <= SKETCH or not both:  # most texts: nothing was left out of their sketches
        return len(both) / max(1, len(either))
    smallest = sorted(either, key=lambda value: value & MASK)[:SKETCH]
    return len(both.intersection(smallest)) / SKETCH


@lru_cache(maxsize=1)
def _key() -> bytes:
    return salted_hmac("questions.likeness", "", algorithm="sha256").digest()


def _hashes(runs: Iterable[str]) -> list[int]:
    key = _key()
    return [int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8, key=key).digest()) for run in runs]


@lru_cache(maxsize=1)
def _mixers() -> list[tuple[int, int]]:
    """For each MinHash value the two numbers that shuffle the hashes; always the same ones."""
    numbers = [
        hashlib.blake2b(str(number).encode(), digest_size=16).digest() for number in range(BANDS * ROWS)
    ]
    return [(int.from_bytes(raw[:8]), int.from_bytes(raw[8:]) | 1) for raw in numbers]


def _bands(hashes: list[int]) -> list[int]:
    smallest = [min((value ^ flip) * factor & MASK for value in hashes) for flip, factor in _mixers()]
    bands = []
    for band in range(BANDS):
        pair = b"".join(value.to_bytes(8) for value in smallest[ROWS * band : ROWS * (band + 1)])
        digest = hashlib.blake2b(pair, digest_size=8, person=str(band).encode()).digest()
        bands.append(_signed(int.from_bytes(digest)))
    return bands


def _signed(value: int) -> int:
    """As PostgreSQL's bigint has it."""
    return value - 2**64 if value >= 2**63 else value
