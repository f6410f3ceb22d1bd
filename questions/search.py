"""Search over the public copies: `index()` writes one, `find()` reads. The seam for another engine.

The index is a column of the public copy, so a page is found from the moment it is published and
never after it was withdrawn.
"""

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Value

from questions.models import PublishedQuestion
from specialties.markdown import plain

CONFIG = "english"


def index(published):
    """Write the search vector of one public copy, in the caller's transaction: title and the topic's other
    names count most, then the query, then the answers."""
    names = " ".join([published.topic.name, published.area.name, *published.topic.synonyms])
    answers = " ".join(
        plain(f"{answer.short_answer}\n\n{answer.explanation}\n\n{answer.self_care}")
        for answer in published.answers.all()
    )
    PublishedQuestion.objects.filter(pk=published.pk).update(
        tsv=vector(published.title, names, published.text, answers)
    )


def vector(title, names, text, answers):
    """The weighted search vector as an SQL expression: title and names 'A', query 'B', answers 'C'."""
    return (
        SearchVector(Value(f"{title} {names}"), weight="A", config=CONFIG)
        + SearchVector(Value(text), weight="B", config=CONFIG)
        + SearchVector(Value(answers), weight="C", config=CONFIG)
    )


def find(words):
    """Public copies that fit `words`, best first: all words must occur; when nothing has them all, any will do.

    Lazy: costs two queries when evaluated (is there a full match; the rows). Returns (rows, every_word).
    """
    every = SearchQuery(words, config=CONFIG, search_type="websearch")
    rows = _ranked(every)
    if rows.exists():
        return rows, True
    terms = [SearchQuery(word, config=CONFIG) for word in dict.fromkeys(words.split()[:20])]
    if not terms:
        return PublishedQuestion.objects.none(), True
    anything = terms[0]
    for term in terms[1:]:
        anything |= term
    return _ranked(anything), False


def _ranked(query):
    rank = SearchRank("tsv", query, weights=[0.1, 0.4, 0.6, 1.0])
    return (
        PublishedQuestion.objects.published().filter(tsv=query).annotate(rank=rank).order_by("-rank", "-pk")
    )
