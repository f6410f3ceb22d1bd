"""Handing a query back to the moderators: the doctor's proposal, and what becomes of what they have written."""

from django.db import transaction

from answers.models import CONTRACT_FIELDS, Answer, AnswerStatus
from questions.models import Handover


def hand_back(question, *, doctor, kind, reason, specialty, seen_version):
    """The move of `Handover.objects.make()`. A draft stays its doctor's, unless not a word stands in it: then the
    query is no longer theirs. Raises MoveRefused as that does."""
    with transaction.atomic():
        made = Handover.objects.make(
            question, doctor=doctor, kind=kind, reason=reason, specialty=specialty, seen_version=seen_version
        )
        draft = Answer.objects.of_doctor(doctor).filter(
            question=question, status=AnswerStatus.DRAFT, submitted_at=None
        )
        for answer in draft:
            if not answer.asking and not any(getattr(answer, field) for field in CONTRACT_FIELDS):
                answer.delete()
        return made
