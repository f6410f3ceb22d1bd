"""The word lists of lists/*.txt: one entry to a space, or to a comma under a heading; # begins a comment."""

import re
from functools import cache
from pathlib import Path

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
def no_names():
    """Capital words that are neither a person nor a place: words of the list, and those illnesses are named by."""
    return words("not_names") | words("eponyms")


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
