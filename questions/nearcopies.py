"""Queries that are nearly copies of one another, for moderators: found by the prints of the last seven days."""

from questions.likeness import alike
from questions.models import TextPrint
from questions.spam import ALIKE

MOST_COMPARED = 400  # prints read for one page, newest first


def near_copies(questions):
    """{id: ids of queries whose text is nearly the same, newest first} for those of `questions` that have any. Two
    queries, however many are asked about."""
    asked = [question.pk for question in questions]
    prints = {row.question_id: row for row in TextPrint.objects.filter(question__in=asked)}
    if not prints:
        return {}
    bands = {band for row in prints.values() for band in row.bands}
    near = TextPrint.objects.filter(bands__overlap=sorted(bands)).order_by("-sent_at")[:MOST_COMPARED]
    known = [(row.question_id, set(row.bands), row.sketch) for row in near]
    found = {pk: _like(row, known) for pk, row in prints.items()}
    return {pk: copies for pk, copies in found.items() if copies}


def _like(row, known):
    mine = set(row.bands)
    return [
        pk
        for pk, bands, sketch in known
        if pk != row.question_id and mine & bands and alike(row.sketch, sketch) >= ALIKE
    ]
