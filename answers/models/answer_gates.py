"""The gates of answers: who may read which rows, and what waits for whom."""

from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.moves import MoveRefused, lock
from answers.models.answer_states import EDITABLE, GIVEN_UP, AnswerStatus
from answers.models.version import AnswerVersion
from specialties.writers import hold_verified


class AnswerQuerySet(models.QuerySet):
    def of_doctor(self, doctor):
        """All answers of one doctor; for reading: a lapsed doctor may still read what they wrote."""
        return self.filter(doctor=doctor)

    def own_words(self, doctor):
        """What a doctor reads of their own whatever became of the licence, the last changed first: of the query the
        `reference` alone, how often it was sent (`sent_count`) and
        when the last time was decided (`decided_at`)."""
        sent = AnswerVersion.objects.filter(answer=OuterRef("pk")).order_by("-number")
        return (
            self.of_doctor(doctor)
            .annotate(
                reference=F("question__reference"),
                sent_count=Coalesce(Subquery(sent.values("number")[:1]), 0),
                decided_at=Subquery(sent.values("reviewed_at")[:1]),
            )
            .order_by("-saved_at", "-pk")
        )

    def editable_by(self, doctor):
        """What a doctor who is verified today may write in. Nothing for anybody else."""
        if not doctor.is_verified:
            return self.none()
        return self.filter(doctor=doctor, status__in=EDITABLE)

    def start(self, *, question, doctor):
        """The doctor's answer to a query they hold the claim on, made when there is none yet.

        Raises MoveRefused when the claim is somebody else's or has ended.
        """
        with transaction.atomic():
            hold_verified(doctor)
            current = lock(question)
            if current.claimed_by_id != doctor.pk or not current.is_claimed:
                raise MoveRefused(_("You no longer hold this query."))
            return self.get_or_create(question=question, doctor=doctor)[0]

    def awaiting_review(self):
        """The moderators' queue: urgent first, then oldest; without queries withdrawn or declined meanwhile."""
        waiting = self.filter(status=AnswerStatus.IN_REVIEW).exclude(question__care__in=GIVEN_UP)
        return waiting.order_by("-question__urgent", "submitted_at")

    def sent(self):
        """Answers of which moderators may read something: at least one version was sent for review, oldest first."""
        return self.exclude(submitted_at=None).order_by("submitted_at", "pk")

    def readable_by_patient(self):
        """Answers with an approved version that was not retracted; the patient reads that version."""
        return self.exclude(approved_version=None).exclude(status=AnswerStatus.RETRACTED)
