"""What somebody typed, as terms to look for: words with how much each says, slips of the finger mended, other words
that mean the same."""

import math
from dataclasses import dataclass, field
from functools import cache, cached_property

from accounts.prepared import Statement
from questions.search import laywords

# Words of questions about health that say nothing of what they are about.
STOP = (
    "doctor doctors dr please help thank thanks question questions know want would like wants inform information find"
    " tell ask answer hello hi sir madam need get got go going also really much many things thing anyone someone"
    " something could can may one us use used using say said see look looking year years old day days month months"
    " week weeks ago time now since still even way try tried think feel make made take taken give given good bad lot"
    " regard regards email site website search learn request"
)
MOST_TERMS = 28  # of a long text the most telling
MOST_VARIANTS = 6  # other words looked for beside a term
FEW_WORDS = 8  # beside which words are looked for that, by the last count, no two pages have
MOST_TIMES = 3  # a word said more often says no more
VARIANT, MENDED = 0.55, 0.8  # what other words, and a mended one, count beside those typed
SHARPNESS = 1.8  # exponent of the inverse document frequency: rare words say more than their share
MISSPELT_FROM = 5  # letters
MOST_MISSPELT = 6
UNCOUNTED = 1000  # pages that are assumed while nobody has counted

LEXEMES = Statement(
    """
SELECT said.lexeme, said.positions, word.pages, word.heads
FROM unnest(to_tsvector('health', $1::text)) AS said LEFT JOIN questions_searchword AS word USING (lexeme)
UNION ALL SELECT lexeme, NULL, pages, heads FROM questions_searchword WHERE lexeme = ''
"""
)
COUNTS = Statement("SELECT lexeme, pages, heads FROM questions_searchword WHERE lexeme = ANY($1::text[])")
# A word that no page has, and the known ones that look like it. One that was published since the last count is known.
LIKE_IT = Statement(
    r"""
SELECT typed, near.lexeme, near.pages, near.heads
FROM unnest($1::text[]) AS typed CROSS JOIN LATERAL (
    SELECT lexeme, pages, heads FROM questions_searchword
    WHERE lexeme % typed AND pages >= 2 AND left(lexeme, 1) = left(typed, 1)
    ORDER BY similarity(lexeme, typed) DESC, pages DESC LIMIT 20
) AS near
WHERE NOT EXISTS (
    SELECT FROM questions_searchentry
    WHERE search_words(impacts) @@ ('''' || replace(replace(typed, '\', '\\'), '''', '''''') || '''')::tsquery
)
"""
)


@dataclass(frozen=True)
class Word:
    """A word as the index has it, on how many pages it stands and of how many it is a head; `weight` per impact."""

    lexeme: str
    pages: int
    heads: int
    weight: float

    @property
    def quoted(self):
        """As a literal of a tsquery: nothing that was typed is read as an operator."""
        return "'" + self.lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


@dataclass(frozen=True)
class Term:
    """One or more words of what was typed that belong together, and `variants`: other ways to say it, each a list of
    words that must all be there. A page counts by the best of them."""

    words: list[Word]
    variants: list[list[Word]] = field(default_factory=list)

    @cached_property
    def weight(self):
        return sum(word.weight for word in self.words)

    @cached_property
    def ways(self):
        """The lexemes of each of the variants."""
        return [frozenset(word.lexeme for word in way) for way in self.variants]


@dataclass(frozen=True)
class Terms:
    """All terms of a text, the number of pages there are, and what was mended: typed lexeme → meant one."""

    terms: list[Term]
    pages: int
    mended: dict[str, str]

    @cached_property
    def weights(self):
        """What each lexeme that was typed says: {lexeme: weight}."""
        return {word.lexeme: word.weight for term in self.terms for word in term.words}

    @cached_property
    def all_weights(self):
        """The weights of the lexemes of other ways to say it, too."""
        others = (word for term in self.terms for way in term.variants for word in way)
        return {word.lexeme: word.weight for word in others} | self.weights

    @cached_property
    def total(self):
        """The weight of all that was typed; 1 where nothing was that says anything."""
        return sum(self.weights.values()) or 1


def read(text):
    """The Terms of `text`. Up to three queries; at most MOST_TERMS, those that say most."""
    rows = LEXEMES.rows(text)
    pages = next((count for lexeme, _at, count, _heads in rows if not lexeme), UNCOUNTED)
    said = {lexeme: at or [0] for lexeme, at, _pages, _heads in rows if lexeme}
    counts = {lexeme: (count, heads) for lexeme, _at, count, heads in rows if lexeme and count is not None}
    telling = {lexeme for lexeme in said if lexeme not in stop_words()} or set(said)
    mended = _mended([lexeme for lexeme in telling if lexeme not in counts], counts)
    # How often each was said, under its right name.
    times = {mended.get(lexeme, lexeme): len(said[lexeme]) for lexeme in telling}
    order = [lexeme for _at, lexeme in sorted((at, lexeme) for lexeme, ats in said.items() for at in ats)]
    groups = laywords.found([mended.get(lexeme, lexeme) for lexeme in order])
    unknown = {other for _words, ways in groups for way in ways for other in way} - counts.keys()
    if unknown:
        counts |= {lexeme: (count, heads) for lexeme, count, heads in COUNTS.rows(list(unknown))}

    def word(lexeme, factor):
        count, heads = counts.get(lexeme, (0, 0))
        return Word(lexeme, count, heads, factor * _sharpness(count, pages))

    slips = set(mended.values())
    factors = {
        lexeme: math.sqrt(min(number, MOST_TIMES)) * (MENDED if lexeme in slips else 1)
        for lexeme, number in times.items()
    }
    terms, grouped = [], set()
    for words, ways in groups:
        own = [lexeme for lexeme in dict.fromkeys(words) if lexeme in factors and lexeme not in grouped]
        factor = VARIANT * max((factors[lexeme] for lexeme in own), default=1)
        # Ways with words that are nearly nowhere come last; beside many words they aren't looked for.
        likely = [way for way in ways if all(lexeme in counts for lexeme in way)]
        if len(telling) <= FEW_WORDS:
            likely += [way for way in ways if way not in likely]
        likely = likely[:MOST_VARIANTS]
        if own or likely:
            grouped |= set(own)
            terms.append(
                Term(
                    [word(lexeme, factors[lexeme]) for lexeme in own],
                    [[word(lexeme, factor) for lexeme in way] for way in likely],
                )
            )
    terms += [Term([word(lexeme, factor)]) for lexeme, factor in factors.items() if lexeme not in grouped]
    terms.sort(key=lambda term: (-term.weight, term.words[0].lexeme if term.words else ""))
    return Terms(terms[:MOST_TERMS], pages, mended)


def _sharpness(count, pages):
    """What a word on `count` of all `pages` says: its inverse document frequency, sharpened."""
    return math.log(1 + (max(pages, count) - count + 0.5) / (count + 0.5)) ** SHARPNESS


@cache
def stop_words():
    return {lexeme for lexeme, _at, _pages, _heads in LEXEMES.rows(STOP) if lexeme}


def _mended(lexemes, counts):
    """{typed: meant} for those that no page has and that look like a known word; whose figures go into `counts`."""
    strange = [lexeme for lexeme in lexemes if len(lexeme) >= MISSPELT_FROM and lexeme.isalpha()]
    if not strange:
        return {}
    meant = {}
    for typed, near, count, heads in LIKE_IT.rows(sorted(strange)[:MOST_MISSPELT]):
        distance = _distance(typed, near)
        best = (distance, -count)
        if distance <= (len(typed) + 2) // 4 and best < meant.get(typed, (best[0] + 1, 0, ""))[:2]:
            meant[typed] = (*best, near)
            counts[near] = (count, heads)
    return {typed: near for typed, (_distance, _count, near) in meant.items()}


def _distance(one, other):
    """The edit distance of Levenshtein. Words are short: some ten microseconds."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        last, row[0] = row[0], number
        for place, against in enumerate(other, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (letter != against))
    return row[-1]
