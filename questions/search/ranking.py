"""Which pages fit, best first: a bounded number of candidates, and how much each stands for what was asked.

A page's score is the sum over the terms of weight × impact, as BM25F has it, and a little more when what was asked is
all that its title says. Reading every page with a common word would take seconds, so only candidates are scored:
pages with the rarest words; then, while the budget lasts, those of which commoner words are heads; then pairs.
"""

import math
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from django.db import connection

from questions.search import terms

# Pages that are scored, by how many words have to be looked up in each.
LOOK_UPS, FEWEST, MOST = 6000, 300, 400
ALTERNATIVES = 60
# From this share of all pages on a word is looked for page by page, the newest first.
EVERYWHERE = 0.2
PAIRED = 6  # of the words that are too common to look for alone
RANKED = 100  # pages that are listed at most
TITLE = 0.4  # what a title that holds nothing but words asked for adds to a score, as a share
EXACT = 0.3  # what it adds besides when it holds all of them
TOGETHER = 3  # words that are asked for together stand together more often than by chance

SCORED = """
SELECT page_id, title_words, {score} AS score, {covered} AS covered
FROM (SELECT page_id, title_words, {impacts} FROM ({candidates}) AS candidate OFFSET 0) AS looked_up
ORDER BY score DESC, page_id DESC LIMIT {ranked}
"""
WORDS, HEADS = "search_words(impacts) @@ %s::tsquery", "search_heads(impacts) @@ %s::tsquery"
CANDIDATES = """
(SELECT page_id, title_words, impacts FROM questions_searchentry {within} WHERE {fits} {order} LIMIT {limit})
"""


class Hit(NamedTuple):
    """A page that fits; `covered` is the share of what was asked that stands on it anywhere, from 0 to 1."""

    page: int
    score: float
    covered: float


@dataclass(frozen=True)
class Ranking:
    """The RANKED best pages, and whether there were more candidates than could be scored or listed."""

    hits: list[Hit]
    more: bool


def rank(asked, *, area=None):
    """The Ranking for Terms; only pages of the specialty with the id `area` when given. One query."""
    if not asked.terms:
        return Ranking([], more=False)
    parameters = list(asked.all_weights)
    budget = max(FEWEST, min(MOST, LOOK_UPS // len(parameters)))
    columns = {lexeme: f"impact_{number}" for number, lexeme in enumerate(parameters)}
    within = (
        "JOIN questions_publishedquestion AS page ON page.id = page_id AND page.area_id = %s" if area else ""
    )
    candidates, sources = [], _sources(asked, budget=budget)
    for fits, values, order in sources:
        parameters += [*([area] if area else []), *values]
        candidates.append(
            CANDIDATES.format(within=within, fits=fits, order=order, limit=round(1.25 * budget))
        )
    # A page may be found by each source.
    ranked = RANKED * len(sources) + 1
    sql = SCORED.format(
        impacts=", ".join(f"(impacts->%s)::float8 AS {column}" for column in columns.values()),
        score=_score(asked, columns),
        covered=_covered(asked, columns),
        candidates=" UNION ALL ".join(candidates),
        ranked=ranked,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = {row[0]: row for row in cursor.fetchall()}
    best = list(rows.values())
    return Ranking(_with_titles(best[:RANKED], asked), more=len(best) > RANKED)


def _sources(asked, *, budget):
    """[(condition, its parameters, order), …] of candidates. The first brings about `budget` pages in all; where that
    is hardly any, a second one brings pages with the rarest of the common words, as many as are let through."""
    anywhere, heads, common, left = [], [], [], float(budget)
    for words, pages, tops in _ways(asked):
        if len(anywhere) + len(heads) == ALTERNATIVES:
            break
        if pages <= left / 2:
            anywhere.append(_all_of(words))
            left -= pages
        elif 0 < tops <= left / 2:
            heads.append(_all_of(words))
            left -= tops
            common.append((words, pages, tops))
        else:
            common.append((words, pages, tops))
    singles = [(words[0], pages, tops) for words, pages, tops in common if len(words) == 1][:PAIRED]
    for target, position in ((heads, 2), (anywhere, 1)):
        for pair in combinations(singles, 2):
            expected = TOGETHER * math.prod(one[position] for one in pair) / max(asked.pages, 1)
            if expected <= left / 2 and len(anywhere) + len(heads) < ALTERNATIVES:
                target.append(_all_of([one[0] for one in pair]))
                left -= expected
    fits = {WORDS: anywhere, HEADS: heads}
    values = [" | ".join(queries) for queries in fits.values() if queries]
    found = [(" OR ".join(condition for condition, queries in fits.items() if queries), values, "")]
    if left > budget / 2 and common:
        words, pages, tops = common[0]
        if pages > EVERYWHERE * asked.pages:  # the index would list them all first
            # Said so that the planner knows that most have them, and needn't sort them all.
            has_all = " AND ".join(["impacts->%s IS NOT NULL"] * len(words))
            found.append((has_all, [word.lexeme for word in words], "ORDER BY page_id DESC"))
        else:
            found.append((HEADS if tops >= RANKED else WORDS, [_all_of(words)], ""))
    return [source for source in found if source[0]]


def _ways(asked):
    """(words, pages that have them all, at most, pages of which they are heads) of all terms and their variants, the
    rarest first."""
    ways = [([word], word.pages, word.heads) for term in asked.terms for word in term.words]
    for term in asked.terms:
        own = {word.lexeme for word in term.words}
        for way in term.variants:
            if own and own <= {word.lexeme for word in way}:
                continue  # the pages with its own words, and no others
            rarest = min(word.pages for word in way)
            ways.append((way, rarest / len(way), min(word.heads for word in way)))
    return sorted(ways, key=lambda way: (way[1], -sum(word.weight for word in way[0])))


def _all_of(words):
    return f"({' & '.join(word.quoted for word in words)})"


def _score(asked, columns):
    """SQL of the score; `columns` have the impacts of the lexemes."""
    score = []
    for term in asked.terms:
        own = [f"coalesce({word.weight:.6f} * {columns[word.lexeme]}, 0)" for word in term.words]
        others = [
            " + ".join(f"{word.weight:.6f} * {columns[word.lexeme]}" for word in way) for way in term.variants
        ]
        score.append(f"greatest({', '.join([' + '.join(own) or '0', *others])})")
    return " + ".join(score)


def _covered(asked, columns):
    """SQL of the share of what was asked that stands on a page."""
    shares = [
        f"CASE WHEN {columns[lexeme]} IS NULL THEN 0 ELSE {weight / asked.total:.6f}::float8 END"
        for lexeme, weight in asked.weights.items()
    ]
    return " + ".join(shares) or "0::float8"


def _with_titles(rows, asked):
    """Hits, best first, after what their titles add."""
    typed, hits = set(asked.weights), []
    for page, title, score, covered in rows:
        share = len(typed.intersection(title)) / len(title) if title else 0
        exact = EXACT * (typed == set(title) - terms.stop_words())
        hits.append(Hit(page, score * (1 + TITLE * share + exact), covered))
    return sorted(hits, key=lambda hit: (-hit.score, -hit.page))
