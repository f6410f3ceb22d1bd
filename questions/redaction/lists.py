"""The word lists of lists/*.txt: one entry to a space, or to a comma under a heading; # begins a comment."""

import re
from functools import cache
from pathlib import Path

from questions.redaction.name_words import CONTRACTED

FOLDER = Path(__file__).parent / "lists"


def lines(name):
    """The lines of a list that hold something."""
    rows = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [row.strip() for row in rows if row.strip() and not row.startswith("#")]


@cache
def words(name):
    """The words of a list, in small letters."""
    return frozenset(word for row in lines(name) for word in row.lower().split())


@cache
def lines_of(name):
    """The lines of a list that has one entry to a line, in small letters."""
    return frozenset(row.lower() for row in lines(name))


@cache
def longest_line(name):
    """How many words the longest entry of a list with one entry to a line has."""
    return max(len(re.findall(r"\w+", row)) for row in lines_of(name))


@cache
def countries():
    """Countries and territories: alone they identify nobody."""
    return lines_of("countries")


@cache
def no_names():
    """Capital words that are neither a person nor a place: words of the list, countries, eponyms of illnesses."""
    alone = frozenset(country for country in countries() if " " not in country)
    return words("not_names") | words("eponyms") | alone


@cache
def sections(name):
    """A list under headings "[…]": {entry in small letters: heading}; the first heading that has it wins."""
    found: dict[str, str] = {}
    heading = ""
    for row in lines(name):
        if row.startswith("["):
            heading = row.strip("[]")
        else:
            for entry in row.lower().split(","):
                found.setdefault(" ".join(entry.split()), heading)
    return found


@cache
def longest(name):
    """How many words the longest entry of a list under headings has."""
    return max(len(re.findall(r"\w+", entry)) for entry in sections(name))


@cache
def sure_given():
    return words("given") - words("given_words")


def is_listed_name(bare):
    return bare in words("given") or bare in words("given_words")


def is_given(bare):
    """Whether a word is surely a given name: one of the list, or two joined by a hyphen."""
    return bare in sure_given() or (
        "-" in bare
        and bare.split("-")[0] in words("given")
        and all(is_listed_name(part) for part in bare.split("-"))
    )


_ENDINGS = ("ly", "ing", "ed", "er", "ers", "d", "ness", "ment", "ist", "ists")


def is_ordinary(bare):
    """Whether a word, in small letters, is an English one: of the list, with an ending or joined of such words."""
    ordinary = words("ordinary")
    parts = bare.split("-")
    return (
        bare in ordinary
        or bare.removesuffix("s") in ordinary
        or any(bare.endswith(end) and bare.removesuffix(end) in ordinary for end in _ENDINGS)
        or re.split(r"['’]", bare)[0] in ordinary
        or bool(CONTRACTED.search(bare))
        or (
            len(set(parts)) > 1
            and (min(map(len, parts)) < 2 or all(p in ordinary or p in no_names() for p in parts))
        )
    )


def bare_of(word):
    """A word in small letters, without 's."""
    return word.lower().removesuffix("'s").removesuffix("’s").rstrip("'’-.")
