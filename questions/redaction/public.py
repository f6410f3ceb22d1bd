"""Numbers of help lines and addresses of public services, which name nobody: lists/helplines.txt, public_sites.txt."""

import re
from functools import cache

from questions.redaction.lists import lines

HOST = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9.-]{3,100})")
ENDING = re.compile(
    r"(?:\A|\.)(?:gov|edu|mil|int|org|org\.[a-z]{2}|(?:gov|gob|gouv|govt|nhs|ac|edu|mil)\.[a-z]{2}|gc\.ca"
    r"|admin\.ch|bund\.de)\Z"
)
NARROW_ENDING = re.compile(
    r"(?:\A|\.)(?:gov|edu|mil|int|(?:gov|gob|gouv|govt|nhs|ac|edu|mil)\.[a-z]{2}|gc\.ca|admin\.ch|bund\.de)\Z"
)


def is_public_site(link, *, ending=ENDING):
    """Whether an address in small letters is a public service's, a journal's or a charity's."""
    host = HOST.match(link)
    if host is None:
        return False
    name = host[1].rstrip(".")
    return bool(ending.search(name)) or any(name == one or name.endswith(f".{one}") for one in sites())


def is_help_line(digits):
    """Whether a number, digits alone, is a public service's."""
    bare = digits.lstrip("0")
    return any(
        bare == line.lstrip("0") or digits.endswith(line.lstrip("0")) for line in help_lines_of(len(digits))
    )


@cache
def sites():
    return tuple(lines("public_sites"))


@cache
def help_lines_of(length):
    """The help lines' numbers that a number of `length` digits may be, with or without a country's code."""
    return tuple(
        line for line in lines("helplines") if len(line) >= 6 and length - 4 <= len(line) <= length + 1
    )
