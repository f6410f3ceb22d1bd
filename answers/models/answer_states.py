"""The states of an answer and the table of its moves."""

from django.db import models
from django.utils.translation import pgettext_lazy

from answers.models.contract import CONTRACT_FIELDS
from questions.models import Care


class AnswerStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("answer", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("answer", "Waiting for review")
    RETURNED = "returned", pgettext_lazy("answer", "Sent back to you")
    APPROVED = "approved", pgettext_lazy("answer", "Approved")
    RETRACTED = "retracted", pgettext_lazy("answer", "Retracted")


# Every move an answer may make; a move absent from here is refused. An answer that was approved once can be
# retracted from anywhere: else its doctor could keep it before the patient by opening it for a change.
ANSWER_MOVES = {
    AnswerStatus.DRAFT: {AnswerStatus.IN_REVIEW, AnswerStatus.RETRACTED},
    AnswerStatus.IN_REVIEW: {
        AnswerStatus.RETURNED,
        AnswerStatus.APPROVED,
        AnswerStatus.DRAFT,
        AnswerStatus.RETRACTED,
    },
    AnswerStatus.RETURNED: {AnswerStatus.IN_REVIEW, AnswerStatus.RETRACTED},
    AnswerStatus.APPROVED: {AnswerStatus.DRAFT, AnswerStatus.RETRACTED},
    AnswerStatus.RETRACTED: {AnswerStatus.IN_REVIEW},  # an appeal was granted
}
EDITABLE = {AnswerStatus.DRAFT, AnswerStatus.RETURNED}
# How long a query is open to the doctor of a second answer that isn't sent.
SECOND_ANSWER_DAYS = 7
# What a doctor writes in the working copy.
WRITTEN_FIELDS = (*CONTRACT_FIELDS, "change_note")
# Care states in which an answer may be sent and released, and those in which nobody waits for one any more.
ANSWERABLE = {Care.OPEN, Care.ANSWERED, Care.CLOSED}
GIVEN_UP = {Care.WITHDRAWN, Care.DECLINED}
