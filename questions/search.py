"""Search over the public copies: `index()` writes one, `find()` reads. The seam for another engine.

The index is a column of the public copy, so a page is found from the moment it is published and
never after it was withdrawn.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Length
from django.utils.html import escape
from django.utils.safestring import mark_safe

from questions.models import PublishedQuestion
from specialties.markdown import plain
from specialties.models import Doctor, Specialty

CONFIG = "english"
TITLES = {"dr", "doctor", "prof", "professor"}


def index(published):
    """Write the search vector of one public copy, in the caller's transaction: title and the topic's other
    names count most, then the query, then the answers. None where every answer was retracted: nobody finds it."""
    if not published.answer_count:
        PublishedQuestion.objects.filter(pk=published.pk).update(tsv=None)
        return
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


# What is read of a search. Longer ones are pasted texts: their first words say what they are about.
MAX_LENGTH = 200  # characters
MAX_WORDS = 20
# Documents that are ranked: ranking reads each one's whole vector, so a common word must not mean all of them.
BUDGET = 1000
WEIGHTS = [0.1, 0.4, 0.6, 1.0]
# Private-use characters stand around a hit until the text is escaped; nobody can type them into a public copy
# so that they would make markup, because they become <mark> and nothing else.
OPEN, CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True)
class Found:
    """What a search found. `shown` of them are ranked and listed; `more` says that there are others."""

    rows: models.QuerySet
    shown: int
    more: bool
    every_word: bool


def words_of(typed):
    """What was typed, with single spaces, at most MAX_LENGTH characters: this is kept in the box."""
    return " ".join(typed.split())[:MAX_LENGTH].strip()


def find(words):
    """Public copies that fit `words` (of words_of), best first: those with every word; if there are none, those
    with any. Costs one or two queries here, and one when the rows are read, if any are found."""
    if not words:
        return Found(PublishedQuestion.objects.none(), 0, more=False, every_word=True)
    every = SearchQuery(words, config=CONFIG, search_type="websearch")
    if candidates := list(_matching(every)):
        return _found(every, candidates, every_word=True)
    terms = [SearchQuery(word, config=CONFIG) for word in dict.fromkeys(words.split()[:MAX_WORDS])]
    # Each word brings its own share of candidates, so that a rare one isn't lost among those of a common one.
    share = BUDGET // len(terms)
    rows = _matching(terms[0], limit=share)
    if len(terms) > 1:
        rows = rows.union(*[_matching(term, limit=share) for term in terms[1:]])
    return _found(reduce(or_, terms), list(rows), every_word=False)


def _matching(query, *, limit=BUDGET):
    """The ids of up to `limit` public copies that `query` fits."""
    rows = PublishedQuestion.objects.published().filter(tsv=query)
    return rows.order_by().values_list("pk", flat=True)[:limit]


def _found(query, candidates, *, every_word):
    """`candidates` are ids, read once: to look for them again while ranking would double what a search costs."""
    count = len(candidates)
    return Found(_ranked(query, candidates), count, count >= BUDGET, every_word=every_word)


def _ranked(query, candidates):
    """The cards of `candidates`, best first; hits marked in title, text and answer (on the page's rows alone:
    PostgreSQL puts such costly columns off until the rows are cut)."""
    marks = {"config": CONFIG, "start_sel": OPEN, "stop_sel": CLOSE}
    return (
        PublishedQuestion.objects.published()
        .filter(pk__in=candidates)
        .cards()
        .annotate(
            # F(): of a mere name Django would make a new vector at each search, slowly and without the weights.
            rank=SearchRank(F("tsv"), query, weights=WEIGHTS),
            text_length=Length("text"),
            title_marked=SearchHeadline("title", query, highlight_all=True, **marks),
            text_marked=SearchHeadline("text", query, max_words=45, min_words=35, **marks),
            answer_marked=SearchHeadline("answer_excerpt", query, highlight_all=True, **marks),
        )
        .order_by("-rank", "-pk")
    )


def marked(text, *, of_length=0):
    """Text with marks around hits, escaped, the marks as <mark>; "…" behind it when it is but a part of a text
    `of_length` characters long."""
    if len(text.replace(OPEN, "").replace(CLOSE, "")) < of_length:
        text += " …"
    return mark_safe(escape(text).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))


def topics(words, *, limit=6):
    """Specialties and topics whose name or other names fit: all words, or else the beginning, or else any word.
    One query."""
    if not words:
        return []
    every = SearchQuery(words, config=CONFIG)
    anything = reduce(or_, [SearchQuery(word, config=CONFIG) for word in words.split()[:MAX_WORDS]])
    names = SearchVector("name", weight="A", config=CONFIG) + SearchVector(
        Func("synonyms", Value(" "), function="array_to_string", output_field=models.TextField()),
        weight="B",
        config=CONFIG,
    )
    fits = Case(
        When(names=every, then=2),
        When(name__istartswith=words, then=2),
        When(names=anything, then=1),
        default=0,
    )
    rows = list(
        Specialty.objects.listed()
        .annotate(names=names, fits=fits, rank=SearchRank(names, anything, weights=WEIGHTS))
        .filter(fits__gt=0)
        .select_related("parent")
        .order_by("-fits", "-rank", "name")[:limit]
    )
    return [row for row in rows if row.fits == rows[0].fits]


def doctors(words, *, limit=5):
    """Doctors with a public profile in whose name each word occurs, titles aside. One query."""
    wanted = [word for word in words.split()[:MAX_WORDS] if word.lower().strip(".") not in TITLES]
    if not wanted:
        return []
    fits = reduce(and_, [Q(name__icontains=word) for word in wanted])
    return list(Doctor.objects.listed().filter(fits).order_by("name")[:limit])
