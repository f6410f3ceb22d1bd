"""Signs of spam on the desk: how many queries hold nearly the same text as this one, and how many links it has."""

from django.utils.translation import ngettext

from questions import reach, spam
from questions.likeness import plain
from questions.models import Question
from questions.nearcopies import near_copies

QUEUE, ONLY_HELD = "queries", ("held",)


def is_offered(queue, where):
    """Whether rows of this list can be ticked: the queue of new queries, narrowed to those that look like spam."""
    return queue.key == QUEUE and where.marks == ONLY_HELD


def marks_of(questions):
    """{id: marks of a row}: how many near copies a query has, and how many links. Two queries for all of them."""
    copies = near_copies(questions)
    return {question.pk: _marks(question, copies.get(question.pk, [])) for question in questions}


def _marks(question, copies):
    marks = []
    if copies:
        words = ngettext("%(number)d near copy", "%(number)d near copies", len(copies))
        marks.append((words % {"number": len(copies)}, "warn"))
    links = link_count(question)
    if links:
        marks.append((ngettext("%(number)d link", "%(number)d links", links) % {"number": links}, "warn"))
    return marks


def link_count(question):
    """How many links a query holds, in all that was typed."""
    return len(reach.links(plain(f"{question.title}\n{question.text}\n{spam.words_besides(question)}")))


def of_query(question, user):
    """For the page of a query: its near copies that `user` may open, and how many links it holds. Three queries."""
    ids = near_copies([question]).get(question.pk, [])
    rows = Question.objects.visible_to(user).filter(pk__in=ids).order_by("-submitted_at")
    return {"near_copies": list(rows) if ids else [], "link_count": link_count(question)}
