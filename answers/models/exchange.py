"""What a doctor asked back and what the patient asked further, as the public copy of an answer holds it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from answers.models.contract import AnswerContract


class ExchangeKind(models.TextChoices):
    """Who began: the doctor, before answering, or the patient, afterwards."""

    CLARIFICATION = "clarification", _("Requests for information")
    FOLLOW_UP = "follow_up", _("Follow-up questions")


class PublicWords(AnswerContract):
    """An answer's parts with the exchanges about it that a moderator took in. Abstract: the public copy in the making
    and the public copy hold the same.

    Each of `exchanges` is {"kind": an ExchangeKind, "source": the id of the private row, "patient": the public version
    of the patient's words, "doctor": of the doctor's, "on": the day of the last word, "reviewed_on": the day on which
    a moderator released the reply, or None}. answers.exchanges makes them; triggers check shape and source.
    """

    exchanges = models.JSONField(default=list, blank=True, db_default=[], editable=False)

    class Meta:
        abstract = True

    def public_words(self):
        """All that readers read of it, as columns: to be carried from the copy in the making to the page."""
        return {**self.contract(), "exchanges": self.exchanges}
