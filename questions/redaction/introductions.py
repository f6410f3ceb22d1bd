"""How writers name themselves: "Florentyna from Poznan", "jess here", a last line that is a name."""

import re

from questions.redaction.lists import bare_of, is_given, is_listed_name, is_ordinary, no_names, words
from questions.redaction.name_words import TOKEN
from questions.redaction.places import is_town

_TOKEN = re.compile(TOKEN)
_LAST_LINE = re.compile(
    r"(?:\A|[\n.!?)][ ]*"
    r"|\n)[ ]*(?:[-–—~][ ]?)?(?:x{1,3}[ ])?([^\W\d_][\w'’.-]{1,25}(?:[ ][^\W\d_][\w'’.-]{0,25}){0,2})[ "
    r"]*[,.]?(?:[ ]?x{0,4}|[ ](?:aged[ ])?\d{1,2})[ ]*\Z"
)
_SMALL_HERE = re.compile(r"(?<!\w)([^\W\d_]{3,15})[ ]here(?=[,.! ])")
_FROM = re.compile(
    r"(?:\A|[\n.!?]\s{0,3})([^\W\d_a-z][\w-]{2,20})(?:,?[ ](?:(from[ ][^\W\d_a-z])|here[,.!])"
    r"|,?[ ]\d\d[,.]?[ ]?(?:[mf],|from|years))"
)


def introduced(text):
    """ "Florentyna from Poznan", "jess here": whoever writes."""
    for match in _FROM.finditer(text):
        bare, known = match[1].lower(), is_listed_name(match[1].lower())
        if (
            bare not in no_names()
            and not match[1].isupper()
            and (known or (match[2] and not is_town(bare) and not is_ordinary(bare)))
        ):
            yield match.span(1)
    for match in _SMALL_HERE.finditer(text):
        if is_given(match[1].lower()) or match[1] in words("given_small"):
            yield match.span(1)
    signature = _LAST_LINE.search(text, max(0, len(text) - 90))
    if signature and _is_signature(signature[1]) and len(text) > 40:
        yield signature.start(1), signature.end(1)


def _is_signature(line):
    tokens = _TOKEN.findall(line)
    first = bare_of(tokens[0]) if tokens else ""
    if not tokens or any(bare_of(word) in no_names() for word in tokens):
        return False
    if len(tokens) == 1:
        return (
            first in words("given")
            or (first in words("given_words") and line[0].isupper())
            or (line in words("given_small"))
        )
    return line[0].isupper() and (is_listed_name(first) or bare_of(tokens[-1]) in words("surnames"))
