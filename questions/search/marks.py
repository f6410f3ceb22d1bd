"""Hits in what a search shows: marked where they stand, and the part of a text that has most of them."""

import re
import unicodedata
from html import escape

from django.utils.safestring import mark_safe

from accounts.prepared import Statement

WINDOW = 240  # characters of a text that are shown
MOST_HITS = 100  # among which the best place of a text is looked for
WORD = re.compile(r"[^\W_]+")
ALIKE = 2  # letters with which a word begins as its lexeme does: others needn't be looked up
MOST_KEPT = 50_000  # words whose lexemes a process keeps, some 10 MB
_cache: dict[str, list[str]] = {}
_BARE = {
    letter: unicodedata.normalize("NFD", chr(letter))[0]
    for letter in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
}

LEXEMES = Statement(
    "SELECT word, ARRAY(SELECT lexeme FROM unnest(to_tsvector('health', word))) FROM unnest($1::text[]) AS word"
)


class Marker:
    """Marks the words of `texts` whose lexeme is one of `lexemes`. At most one query, for words not met before."""

    def __init__(self, lexemes, *, texts):
        wanted = frozenset(lexemes)
        beginnings = {lexeme[:ALIKE] for lexeme in wanted}
        words = WORD.findall("\n".join(map(_folded, texts)))
        likely = {word for word in words if word[:ALIKE] in beginnings}
        self.hits = [word for word, own in _lexemes_of(likely).items() if not wanted.isdisjoint(own)]

    def spans(self, text):
        """Where hits begin and end in `text`, in order."""
        folded, found = _folded(text), []
        for word in self.hits:
            end = 0
            while (begin := folded.find(word, end)) >= 0:
                end = begin + len(word)
                if not (folded[begin - 1 : begin].isalnum() or folded[end : end + 1].isalnum()):
                    found.append((begin, end))
        return sorted(found)

    def mark(self, text):
        """The text as safe HTML, each hit in <mark>."""
        return _marked(text, self.spans(text))

    def excerpt(self, text):
        """The part of `text`, WINDOW characters or so, in which most different words hit; marked. Its beginning when
        that is as good."""
        spans = self.spans(text)
        if len(text) <= WINDOW:
            return _marked(text, spans)
        start = _best_start(text, spans[:MOST_HITS])
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
    kinds = [text[begin:end].lower()[:5] for begin, end in spans]
    best, start, past = 0, 0, 0
    for first, at in [(0, 0), *((first, begin) for first, (begin, _end) in enumerate(spans))]:
        while past < len(spans) and spans[past][1] <= at + WINDOW * 3 // 4:
            past += 1
        different = len(set(kinds[first:past]))
        if different > best:
            best, start = different, at
    if start < WINDOW // 4:
        return 0
    return text.find(" ", start - WINDOW // 4, start) + 1 or start


def _marked(text, spans):
    pieces, at = [], 0
    for begin, end in spans:
        pieces += [escape(text[at:begin]), "<mark>", text[begin:end], "</mark>"]  # a word needs no escaping
        at = end
    return mark_safe("".join(pieces) + escape(text[at:]))


def _folded(text):
    """`text` in small letters, without the accents of Latin ones, letter for letter, so that places stay the same."""
    return text.lower() if text.isascii() else text.translate(_BARE).lower()


def _lexemes_of(words):
    """{word: its lexemes}; words that were met before cost no query."""
    # One look at each: another thread may clear it.
    known = {word: own for word in words if (own := _cache.get(word)) is not None}
    if unknown := [word for word in words if word not in known]:
        found = dict(LEXEMES.rows(unknown))
        if len(_cache) > MOST_KEPT:
            _cache.clear()
        _cache.update(found)
        known |= found
    return known
