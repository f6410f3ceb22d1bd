"""Answered questions like the one that somebody is about to ask, in their own words.

The words of a worried person are seldom all on the page that would help, so any of them counts, each by how rare it is.
How rare comes from PostgreSQL's own statistics of the index column, which autovacuum keeps: no table to maintain. Words
that aren't in them are rare ones. Rarest first, as many words look for candidates as a budget allows; common ones join
in twos, threes and fours. Only candidates are ranked, and what fits too little is not shown at all.
"""

import math
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations
from operator import add

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db import OperationalError, connection, models, transaction
from django.db.models import F, IntegerField, Value
from django.db.models.functions import Cast

from questions.models import PublishedQuestion
from questions.search import CONFIG, WEIGHTS, words_of

TERMS = 12  # the most telling words of a text
BUDGET = 1000  # documents that are ranked
ALTERNATIVES = 14
TIMEOUT = 300  # milliseconds for a query; beyond them nothing is shown
# What must be covered of the words' weight, in title or query: below it a page has a word in common, not a subject.
FLOOR = 0.34
RARE = 0.002  # the most that is assumed of the share of pages with a word that isn't in the statistics
# Same topic, same area: a little nearer.
NEARER_TOPIC, NEARER_AREA = 1.3, 1.15

LEXEMES = """
SELECT said.lexeme, cardinality(said.positions), known.freq, rarest.freq, pages.number
FROM unnest(to_tsvector(%(config)s::regconfig, %(words)s)) AS said
CROSS JOIN (SELECT greatest(reltuples, 1) AS number FROM pg_class WHERE oid = %(table)s::regclass) AS pages
LEFT JOIN pg_stats AS stats ON stats.schemaname = current_schema() AND stats.tablename = %(table)s
    AND stats.attname = 'tsv' AND NOT stats.inherited
LEFT JOIN LATERAL (
    SELECT freq FROM unnest(stats.most_common_elems::text::text[], stats.most_common_elem_freqs) AS e (word, freq)
    WHERE word = said.lexeme
) AS known ON true
LEFT JOIN LATERAL (
    SELECT min(freq) AS freq FROM unnest(stats.most_common_elems::text::text[], stats.most_common_elem_freqs)
        AS e (word, freq) WHERE word IS NOT NULL
) AS rarest ON true
"""


@dataclass(frozen=True)
class Term:
    """A word of the question. `share` is that of the pages which have it, `weight` how much it says."""

    lexeme: str
    share: float
    weight: float

    @property
    def quoted(self):
        """As a literal of a tsquery: nothing that was typed is read as an operator."""
        return "'" + self.lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def similar(words, *, specialty=None, limit=5):
    """Up to `limit` public copies that may answer `words`, best first, as cards; none rather than rubbish.

    `specialty` brings those of the same topic and area forward. Three queries in a transaction, TIMEOUT at most each.
    """
    words = words_of(words)
    if not words:
        return []
    try:
        with within(TIMEOUT):
            terms, pages = telling(words)
            if len(terms) < 2:  # one word is a subject, not a question
                return []
            candidates = _candidates(terms, pages=pages)
            return list(_ranked(candidates, terms=terms, specialty=specialty)[:limit]) if candidates else []
    except OperationalError:  # out of time: a help that is missing hinders nobody
        return []


@contextmanager
def within(milliseconds):
    """A transaction whose statements are cancelled when they take longer."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Compiling them would take longer than they do.
        cursor.execute(
            "SELECT set_config('jit', 'off', true), set_config('statement_timeout', %s, true)",
            [str(milliseconds)],
        )
        yield
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT; SET LOCAL jit TO DEFAULT")


def telling(words):
    """([Term, …] the most telling first, the number of pages). One query, of catalogues only."""
    table = PublishedQuestion._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, {"config": CONFIG, "words": words, "table": table})
        rows = cursor.fetchall()
    pages = max((row[4] for row in rows), default=1)
    terms = [_term(lexeme, times, share, rarest, pages) for lexeme, times, share, rarest, _pages in rows]
    return sorted(terms, key=lambda term: (-term.weight, term.lexeme))[:TERMS], pages


def _term(lexeme, times, share, rarest, pages):
    if share is None:
        share = min(rarest / 2, RARE) if rarest else RARE
    count = share * pages
    idf = math.log(1 + (pages - count + 0.5) / (count + 0.5)) if pages > 10 else 1.0
    return Term(lexeme=lexeme, share=share, weight=max(idf, 0.05) * min(times or 1, 3))


def _candidates(terms, *, pages):
    """The ids of the pages to rank: those with the rarest words, as many words as fit the budget, then those with
    two to four of the others. One query."""
    alone, left = [], float(BUDGET)
    for term in terms:
        if not alone or term.share * pages <= left:
            alone.append(term)
            left -= term.share * pages
    alternatives = [term.quoted for term in alone]
    rest = [term for term in terms if term not in alone]
    for together in chain.from_iterable(combinations(rest, size) for size in (2, 3, 4)):
        # Words that go together stand together more often than by chance.
        expected = pages * math.prod(term.share for term in together) * (2 * len(together) - 1)
        if expected <= left and len(alternatives) < ALTERNATIVES:
            alternatives.append(f"({' & '.join(term.quoted for term in together)})")
            left -= expected
    fits = _Matches(F("tsv"), _literal(" | ".join(alternatives)))
    rows = PublishedQuestion.objects.published().filter(fits).order_by()
    return list(rows.values_list("pk", flat=True)[:BUDGET])


def _ranked(candidates, *, terms, specialty):
    """The cards of the candidates that fit well enough, best first."""
    covered = [Cast(_Matches(F("tsv"), _literal(f"{term.quoted}:AB")), IntegerField()) for term in terms]
    rank = [SearchRank(F("tsv"), _literal(term.quoted), weights=WEIGHTS) for term in terms]
    return (
        PublishedQuestion.objects.published()
        .filter(pk__in=candidates)
        .cards()
        .annotate(covered=_weighted(covered, terms), rank=_weighted(rank, terms))
        .filter(covered__gte=FLOOR * sum(term.weight for term in terms))
        .order_by((F("rank") * F("covered") * _nearness(specialty)).desc(), "-pk")
    )


class _Matches(models.Func):
    """Whether a vector fits a query."""

    template, arg_joiner = "(%(expressions)s)", " @@ "
    output_field = models.BooleanField()
    conditional = True


def _literal(tsquery):
    return models.Func(Value(tsquery), template="%(expressions)s::tsquery", output_field=SearchQueryField())


def _weighted(parts, terms):
    """The sum of `parts`, each by its word's weight."""
    sums = [
        models.ExpressionWrapper(part * Value(term.weight), output_field=models.FloatField())
        for part, term in zip(parts, terms, strict=True)
    ]
    return reduce(add, sums)


def _nearness(specialty):
    if specialty is None:
        return Value(1.0)
    area = specialty.parent_id or specialty.pk
    return models.Case(
        models.When(topic=specialty.pk, then=Value(NEARER_TOPIC)),
        models.When(area=area, then=Value(NEARER_AREA)),
        default=Value(1.0),
    )
