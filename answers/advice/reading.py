"""All helpers asked about one answer."""

from answers.advice.contact import contact_details
from answers.advice.copies import near_copies
from answers.advice.grade import reading_grade
from answers.advice.hardwords import hard_words
from answers.advice.items import Advice
from answers.advice.promotion import promotion
from answers.advice.texts import parts_of
from answers.advice.unanswered import unanswered
from answers.models import Clarification


def read(answer_parts, question, doctor):
    """What the helpers say about an answer (its contract as a dict) to `question` by `doctor`; an empty answer gets
    no advice. At most six queries; under 50 ms of CPU for 5,000 characters."""
    parts = parts_of(answer_parts)
    if not parts:
        return Advice([])
    replies = (
        Clarification.objects.filter(question=question).exclude(reply="").values_list("reply", flat=True)
    )
    groups = [
        unanswered(parts, texts=[question.title, question.text, *replies]),
        contact_details(parts),
        promotion(parts),
        near_copies(answer_parts, question=question, doctor=doctor),
        hard_words(parts),
        reading_grade(parts),
    ]
    return Advice([group for group in groups if group is not None and (group.items or group.code == "grade")])
