"""Which pages fit, best first: a bounded number of candidates, and how much each stands for what was asked.

A page's score is the sum over the terms of weight × impact, as BM25F has it, and a little more when what was asked is
all that its title says. Reading every page with a common word would take seconds, so only candidates are scored:
pages with the rarest words; then, while the budget lasts, those of which commoner words are heads; then pairs.
"""

import math
from dataclasses import dataclass
from itertools import combinations

from django.db import connection

# Pages that are scored, by how many words have to be looked up in each.
LOOK_UPS, FEWEST, MOST = 10_000, 400, 1000
ALTERNATIVES = 30
RANKED = 100  # pages that are listed at most
TITLE = 0.4  # what a title that holds nothing but words asked for adds to a score, as a share
TOGETHER = 3  # words that are asked for together stand together more often than by chance

SCORED = """
SELECT page_id, title_words, {score} AS score, ({covered})::float8 AS covered FROM (
    SELECT page_id, title_words, impacts FROM questions_searchentry {within}
    WHERE {candidates} LIMIT {limit}
) AS candidate ORDER BY score DESC, page_id DESC LIMIT {ranked}
"""


@dataclass(frozen=True)
class Hit:
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
    budget = _budget(asked.terms)
    words, heads = _alternatives(asked, budget=budget)
    conditions, parameters = [], []
    for expression, alternatives in (("search_words", words), ("search_heads", heads)):
        if alternatives:
            conditions.append(f"{expression}(impacts) @@ %s::tsquery")
            parameters.append(" | ".join(alternatives))
    limit = round(1.5 * budget)
    score, scored, covered, own = expressions(asked.terms)
    within = (
        "JOIN questions_publishedquestion AS page ON page.id = page_id AND page.area_id = %s" if area else ""
    )
    sql = SCORED.format(
        score=score,
        covered=covered,
        within=within,
        candidates=f"({' OR '.join(conditions)})",
        limit=limit,
        ranked=RANKED + 1,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*scored, *own, *([area] if area else []), *parameters])
        rows = cursor.fetchall()
    return Ranking(_with_titles(rows[:RANKED], asked), more=len(rows) > RANKED)


def _budget(terms):
    look_ups = sum(len(term.words) + sum(map(len, term.variants)) for term in terms)
    return max(FEWEST, min(MOST, LOOK_UPS // max(look_ups, 1)))


def _alternatives(asked, *, budget):
    """(tsqueries of words anywhere, tsqueries of heads): each alone brings candidates, in all about `budget`."""
    ways = [([word], word.pages, word.heads, word.weight) for term in asked.terms for word in term.words]
    for term in asked.terms:
        for way in term.variants:
            rarest = min(word.pages for word in way)
            ways.append((way, rarest / len(way), min(word.heads for word in way), way[0].weight))
    ways.sort(key=lambda way: (way[1], -way[3]))
    anywhere, heads, left, common = [], [], float(budget), []
    for words, pages, tops, _weight in ways:
        query = _all_of(words)
        if pages <= left / 2 or (not anywhere and pages <= left):
            anywhere.append(query)
            left -= pages
        elif tops <= left / 2:
            heads.append(query)
            left -= tops
        else:
            common.append((words, pages, tops))
        if len(anywhere) + len(heads) == ALTERNATIVES:
            return anywhere, heads
    singles = [(words[0], pages, tops) for words, pages, tops in common if len(words) == 1][:6]
    for target, position in ((heads, 2), (anywhere, 1)):
        for pair in combinations(singles, 2):
            expected = TOGETHER * math.prod(one[position] for one in pair) / max(asked.pages, 1)
            if expected <= left / 2 and len(anywhere) + len(heads) < ALTERNATIVES:
                target.append(_all_of([one[0] for one in pair]))
                left -= expected
    if not anywhere and not heads:  # nothing but words that are everywhere
        heads = [_all_of(words) for words, _pages, _tops in common[:3]]
    return anywhere, heads


def _all_of(words):
    return f"({' & '.join(word.quoted for word in words)})"


def expressions(terms):
    """SQL of the score with its parameters, and of the share that is covered with its own."""
    score, scored, covered, asked = [], [], [], []
    total = sum(term.weight for term in terms) or 1
    for term in terms:
        own = [f"coalesce({word.weight:.6f} * (impacts->%s)::float8, 0)" for word in term.words]
        scored += [word.lexeme for word in term.words]
        others = []
        for way in term.variants:
            others.append(" + ".join(f"{word.weight:.6f} * (impacts->%s)::float8" for word in way))
            scored += [word.lexeme for word in way]
        score.append(f"greatest({', '.join([' + '.join(own) or '0', *others])})")
        if term.words:
            covered += [
                f"CASE WHEN impacts ? %s THEN {word.weight / total:.6f} ELSE 0 END" for word in term.words
            ]
            asked += [word.lexeme for word in term.words]
    return " + ".join(score) or "0", scored, " + ".join(covered) or "0", asked


def _with_titles(rows, asked):
    """Hits, best first, after what their titles add."""
    lexemes = {word.lexeme for term in asked.terms for word in term.words}
    hits = []
    for page, title, score, covered in rows:
        share = sum(word in lexemes for word in title) / len(title) if title else 0
        hits.append(Hit(page, score * (1 + TITLE * share), covered))
    return sorted(hits, key=lambda hit: (-hit.score, -hit.page))
