"""Words that mean the same, or lead to the same pages: how patients say it and how pages say it.

The groups stand in laywords/*.txt, written by us: "heart attack | myocardial infarction" both ways, "ms > multiple
sclerosis" only from left to right. English. They are kept by lexemes, so that forms and accents need no lines.
"""

from functools import cache
from pathlib import Path

from django.db import connection

FILES = Path(__file__).with_name("laywords")
LONGEST = 5  # words of a phrase

LEXEMES = """
SELECT phrase, ARRAY(SELECT lexeme FROM unnest(to_tsvector('health', phrase)) ORDER BY positions[1])
FROM unnest(%s::text[]) AS phrase
"""


def load():
    """Read the groups, once in a process's life, so that no search is charged with it."""
    _groups()


def found(lexemes):
    """[(words, [other words, …]), …]: the longest phrases of groups that stand in `lexemes` (a text's, in order),
    each once, with the other ways to say it."""
    groups, result, place = _groups(), {}, 0
    while place < len(lexemes):
        for length in range(min(LONGEST, len(lexemes) - place), 0, -1):
            words = tuple(lexemes[place : place + length])
            if words in groups:
                result.setdefault(words, groups[words])
                break
        else:
            length = 1
        place += length
    return list(result.items())


@cache
def _groups():
    """{words of a phrase: [words of another, …]}. Some 15,000 phrases: a tenth of a second, some 10 MB."""
    lines = list(_lines())
    phrases = sorted({phrase for one, other in lines for phrase in (*one, *other)})
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [phrases])
        words = {phrase: tuple(lexemes) for phrase, lexemes in cursor.fetchall()}
    groups = {}
    for typed, meant in lines:
        for phrase in typed:
            own = words[phrase]
            if not 0 < len(own) <= LONGEST:
                continue
            ways = groups.setdefault(own, [])
            for other in meant:
                if words[other] and set(words[other]) != set(own) and words[other] not in ways:
                    ways.append(words[other])
    return {own: ways for own, ways in groups.items() if ways}


def _lines():
    """(phrases that are typed, phrases that are meant) of each line."""
    for file in sorted(FILES.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = line.partition("#")[0].strip()
            if text:
                typed, arrow, meant = text.partition(">")
                yield _phrases(typed), _phrases(meant if arrow else typed)


def _phrases(text):
    return [phrase.strip() for phrase in text.split("|")]
