"""Topics and doctors that a search names."""

import json
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Func

from accounts.prepared import Prepared, Slot, Statement
from specialties.models import Doctor

TITLES = {"dr", "doctor", "prof", "professor"}
LONGEST_NAME = 6  # words; what has more is no doctor's name
MOST_DOCTORS = 5
MOST_TOPICS, LOOKED_AT = 6, 24
# What a topic must cover of what was asked when nobody named it outright.
FITS = 0.5

# Those that have most of the words, all their names, and which of the words they have.
TOPICS = Statement(
    """
SELECT topic.name, topic.slug, topic.published_count, area.name, entry.names, said.words
FROM questions_searchtopic AS entry
JOIN specialties_specialty AS topic ON topic.id = entry.topic_id AND topic.is_listed
LEFT JOIN specialties_specialty AS area ON area.id = topic.parent_id AND area.is_listed
CROSS JOIN LATERAL (
    SELECT array_agg(word) AS words, sum(weight * (entry.impacts->word)::float8) AS score
    FROM unnest($1::text[], $2::float8[]) AS asked (word, weight) WHERE entry.impacts ? word
) AS said
WHERE entry.impacts ?| $1 ORDER BY said.score DESC, topic.id LIMIT $3
"""
)


class Named(NamedTuple):
    """A specialty or topic that a search names; `area` is the specialty's name of a topic, else None."""

    name: str
    slug: str
    published_count: int
    area: str | None


class _LikeAll(Func):
    """Whether a text is like each of some patterns, whatever its case."""

    template, arg_joiner, output_field = "%(expressions)s)", " ILIKE ALL (", models.BooleanField()


DOCTORS = Prepared(
    lambda: (
        Doctor.objects.listed()
        .filter(_LikeAll(F("name"), Slot("patterns", ArrayField(models.TextField()))))
        .only("name", "slug", "title", "portrait", "status", "licence_expires_on")
        .order_by("name")[:MOST_DOCTORS]
    )
)


def topics(asked):
    """Listed specialties and topics that Terms name by any of their names, else those that cover most of what was
    asked; best first. One query."""
    if not asked.all_weights:
        return []
    rows = TOPICS.rows(list(asked.all_weights), list(asked.all_weights.values()), LOOKED_AT)
    rows = [(Named(*row), json.loads(names), set(words)) for *row, names, words in rows]
    named = [topic for topic, names, words in rows if _is_named(names, words, asked)]
    found = named or [topic for topic, _names, words in rows if _covered(words, asked) >= FITS]
    return found[:MOST_TOPICS]


def doctors(words):
    """Doctors with a public profile in whose name each word occurs, titles aside. One query; none for a sentence."""
    wanted = [word for word in words.split() if word.lower().strip(".") not in TITLES]
    if not 0 < len(wanted) <= LONGEST_NAME:
        return []
    return DOCTORS.rows(patterns=[f"%{connection.ops.prep_for_like_query(word)}%" for word in wanted])


def _is_named(names, words, asked):
    """Whether what was asked holds a whole name, as typed or as it is called otherwise, of a topic that has `words` of
    it."""
    for name in names:
        if name and words.issuperset(name):
            untyped = set(name) - asked.weights.keys()
            if not untyped or any(untyped <= way for term in asked.terms for way in term.ways):
                return True
    return False


def _covered(words, asked):
    """The share of the weight of what was asked that `words` cover, from 0 to 1."""
    covered = 0.0
    for term in asked.terms:
        if any(way <= words for way in term.ways):
            covered += term.weight
        else:
            covered += sum(word.weight for word in term.words if word.lexeme in words)
    return covered / asked.total
