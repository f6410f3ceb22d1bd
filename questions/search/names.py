"""Topics and doctors that a search names."""

import json
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from questions.search.ranking import expressions
from specialties.models import Doctor

TITLES = {"dr", "doctor", "prof", "professor"}
LONGEST_NAME = 6  # words; what has more is no doctor's name
LOOKED_AT = 24  # topics
# What a topic must cover of what was asked when nobody named it outright.
FITS = 0.5

TOPICS = """
SELECT impacts, names, topic.name, topic.slug, topic.published_count, area.name
FROM questions_searchtopic AS entry
JOIN specialties_specialty AS topic ON topic.id = entry.topic_id AND topic.is_listed
LEFT JOIN specialties_specialty AS area ON area.id = topic.parent_id AND area.is_listed
WHERE impacts ?| %s ORDER BY {score} DESC, topic_id LIMIT {limit}
"""


@dataclass(frozen=True)
class Named:
    """A specialty or topic that a search names; `area` is the specialty's name of a topic, else None."""

    name: str
    slug: str
    published_count: int
    area: str | None

    def get_absolute_url(self):
        """The address of its page."""
        return reverse("specialty-detail", args=[self.slug])


def topics(asked, *, limit=6):
    """Listed specialties and topics that Terms name by any of their names, else those that cover most of what was
    asked; best first. One query."""
    lexemes = sorted(
        {word.lexeme for term in asked.terms for way in (term.words, *term.variants) for word in way}
    )
    if not lexemes:
        return []
    score, parameters, _covered, _more = expressions(asked.terms)
    with connection.cursor() as cursor:
        cursor.execute(TOPICS.format(score=score, limit=LOOKED_AT), [lexemes, *parameters])
        rows = [(json.loads(impacts), json.loads(names), *row) for impacts, names, *row in cursor.fetchall()]
    named = [row for row in rows if _names(row[1], asked)]
    found = named or [row for row in rows if _covered_by(row[0], asked) >= FITS]
    return [Named(*row[2:]) for row in found[:limit]]


def _names(names, asked):
    """Whether what was asked holds a whole name, as typed or as it is called otherwise."""
    typed = {word.lexeme for term in asked.terms for word in term.words}
    others = [{word.lexeme for word in way} for term in asked.terms for way in term.variants]
    return any(name and any(typed | way >= set(name) for way in [set(), *others]) for name in names)


def _covered_by(impacts, asked):
    """The share of the weight of what was asked that a topic's words cover, from 0 to 1."""
    covered = 0.0
    for term in asked.terms:
        own = sum(word.weight for word in term.words if word.lexeme in impacts)
        said_otherwise = any(all(word.lexeme in impacts for word in way) for way in term.variants)
        covered += term.weight if said_otherwise else own
    return covered / (sum(term.weight for term in asked.terms) or 1)


def doctors(words, *, limit=5):
    """Doctors with a public profile in whose name each word occurs, titles aside. One query; none for a sentence."""
    wanted = [word for word in words.split() if word.lower().strip(".") not in TITLES]
    if not 0 < len(wanted) <= LONGEST_NAME:
        return []
    fits = reduce(and_, [Q(name__icontains=word) for word in wanted])
    return list(Doctor.objects.listed().filter(fits).order_by("name")[:limit])
