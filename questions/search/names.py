"""Topics and doctors that a search names."""

from functools import reduce
from operator import and_

from django.db import connection
from django.db.models import Q

from questions.search.ranking import expressions
from specialties.models import Doctor, Specialty

TITLES = {"dr", "doctor", "prof", "professor"}
LONGEST_NAME = 6  # words; what has more is no doctor's name
LOOKED_AT = 24  # topics
# What a topic must cover of what was asked when nobody named it outright.
FITS = 0.5

TOPICS = """
SELECT topic_id, impacts, names FROM questions_searchtopic
JOIN specialties_specialty AS topic ON topic.id = topic_id AND topic.is_listed
WHERE impacts ?| %s ORDER BY {score} DESC, topic_id LIMIT {limit}
"""


def topics(asked, *, limit=6):
    """Listed specialties and topics that Terms name by any of their names, else those that cover most of what was
    asked; best first. Two queries, one when there is none."""
    lexemes = sorted(
        {word.lexeme for term in asked.terms for way in (term.words, *term.variants) for word in way}
    )
    if not lexemes:
        return []
    score, parameters, _covered, _more = expressions(asked.terms)
    with connection.cursor() as cursor:
        cursor.execute(TOPICS.format(score=score, limit=LOOKED_AT), [lexemes, *parameters])
        rows = cursor.fetchall()
    named = [pk for pk, _impacts, names in rows if _names(names, asked)]
    found = named or [pk for pk, impacts, _names_ in rows if _covered_by(impacts, asked) >= FITS]
    places = {pk: place for place, pk in enumerate(found[:limit])}
    if not places:
        return []
    listed = Specialty.objects.listed().select_related("parent").filter(pk__in=places)
    return sorted(listed, key=lambda topic: places[topic.pk])


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
