"""Hits in what a search shows: marked where they stand, and the part of a text that has most of them."""

import re
import unicodedata
from html import escape

from django.db import connection
from django.utils.safestring import mark_safe

WINDOW = 240  # characters of a text that are shown
MOST_HITS = 100  # among which the best place of a text is looked for
WORD = re.compile(r"[^\W_]+")
MOST_KEPT = 50_000  # words whose lexemes a process keeps, some 10 MB
_cache: dict[str, list[str]] = {}
_BARE = {
    letter: unicodedata.normalize("NFD", chr(letter))[0]
    for letter in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
}

LEXEMES = """
SELECT word, ARRAY(SELECT lexeme FROM unnest(to_tsvector('health', word))) FROM unnest(%s::text[]) AS word
"""


class Marker:
    """Marks the words of `texts` whose lexeme is one of `lexemes`. At most one query, for words not met before."""

    def __init__(self, lexemes, *, texts):
        self.lexemes = frozenset(lexemes)
        # A word begins like its lexeme, but for the lexeme's last letter ("allergi", "allergy").
        beginnings = sorted({re.escape(lexeme[:-1] if len(lexeme) > 3 else lexeme) for lexeme in lexemes})
        self.pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(beginnings)})[^\W_]*", re.IGNORECASE)
        if not lexemes:
            self.pattern = re.compile(r"(?!)")
        found = {match[0].lower() for text in texts for match in self.pattern.finditer(_folded(text))}
        self.hits = {word for word, own in _lexemes_of(found).items() if not self.lexemes.isdisjoint(own)}

    def spans(self, text):
        """Where hits begin and end in `text`, in order."""
        found = self.pattern.finditer(_folded(text))
        return [match.span() for match in found if match[0].lower() in self.hits]

    def mark(self, text):
        """The text as safe HTML, each hit in <mark>."""
        return _marked(text, self.spans(text))

    def excerpt(self, text):
        """The part of `text`, WINDOW characters or so, in which most different words hit; marked. Its beginning when
        that is as good."""
        if len(text) <= WINDOW:
            return self.mark(text)
        spans = self.spans(text)
        start = _best_start(text, spans)
        end = min(len(text), start + WINDOW)
        if end < len(text):
            end = max(text.rfind(" ", start + WINDOW // 2, end), start + WINDOW // 2)
        inside = [(a - start, b - start) for a, b in spans if a >= start and b <= end]
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return mark_safe(f"{before}{_marked(text[start:end], inside)}{after}")


def words_with(lexemes, *, text):
    """The words of `text` that have one of `lexemes`, each once, as they stand there. At most one query."""
    words = {word.lower(): word for word in WORD.findall(text)}
    return [words[word] for word, own in _lexemes_of(words).items() if not set(own).isdisjoint(lexemes)]


def _best_start(text, spans):
    """Where a window of WINDOW characters begins that holds most different hits, a few words before the first."""
    best, start, spans = 0, 0, spans[:MOST_HITS]
    for at, _end in [(0, 0), *spans]:
        inside = {text[a:b].lower()[:5] for a, b in spans if at <= a and b <= at + WINDOW * 3 // 4}
        if len(inside) > best:
            best, start = len(inside), at
    if start < WINDOW // 4:
        return 0
    return text.find(" ", start - WINDOW // 4, start) + 1 or start


def _marked(text, spans):
    pieces, at = [], 0
    for begin, end in spans:
        pieces += [escape(text[at:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        at = end
    return mark_safe("".join(pieces) + escape(text[at:]))


def _folded(text):
    """`text` without the accents of Latin letters, letter for letter, so that places stay the same."""
    return text if text.isascii() else text.translate(_BARE)


def _lexemes_of(words):
    """{word: its lexemes}; words that were met before cost no query."""
    known = {word: _cache[word] for word in words if word in _cache}
    if unknown := [word for word in words if word not in known]:
        with connection.cursor() as cursor:
            cursor.execute(LEXEMES, [unknown])
            found = dict(cursor.fetchall())
        if len(_cache) > MOST_KEPT:
            _cache.clear()
        _cache.update(found)
        known |= found
    return known
