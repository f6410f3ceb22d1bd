"""The gates of answers: who may read which rows, and what waits for whom."""

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.moves import MoveRefused, lock
from answers.models.answer_states import EDITABLE, AnswerStatus
from answers.models.atdesk import IN_HAND
from answers.models.version import AnswerVersion, Outcome
from specialties.writers import hold_verified

BATCH = 500  # second answers that one run of end_seconds() closes; the next run takes the others


class AnswerQuerySet(models.QuerySet):
    def of_doctor(self, doctor):
        """All answers of one doctor; for reading: a lapsed doctor may still read what they wrote."""
        return self.filter(doctor=doctor)

    def in_hand(self, doctor):
        """Answers of a doctor who is verified today, but those nobody waits for: of queries taken back or declined
        (Question.objects.for_doctor() keeps the declined, to be read) and second ones that weren't sent in time.
        `closed_at` says the latter again, for the inbox's indexes."""
        if not doctor.is_verified:
            return self.none()
        in_time = Q(open_until=None) | Q(open_until__gt=timezone.now())
        sent = ~Q(status__in=EDITABLE) | Q(approved_version__isnull=False)
        return self.filter(IN_HAND, in_time | sent, doctor=doctor)

    def approved_since(self, since, *, doctor):
        """Those of a doctor's answers whose approved version was reviewed at `since` or later."""
        return self.of_doctor(doctor).filter(
            approved_version__author=doctor.user_id,
            approved_version__outcome=Outcome.APPROVED,
            approved_version__reviewed_at__gte=since,
        )

    def own_words(self, doctor):
        """What a doctor reads of their own whatever became of the licence, the last changed first: of the query the
        `reference` alone, how often it was sent (`sent_count`) and when the last time was decided (`decided_at`)."""
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

    @transaction.atomic
    def start_too(self, *, question, doctor):
        """A second answer to an answered, public query: opens the query to `doctor` for SECOND_ANSWER_DAYS, as a claim
        does. One whose time went by goes on where it was; one that runs already is returned.

        Raises MoveRefused unless the gate Question.objects.answerable_too() has it. Locks the doctor, then the query.
        """
        doctor = hold_verified(doctor)
        current = lock(question)
        answer = self.filter(question=current, doctor=doctor).first()
        if answer is not None and answer.open_until is not None and not answer.is_closed:
            return answer
        if not type(current).objects.answerable_too(doctor).filter(pk=current.pk).exists():
            raise MoveRefused(_("This query can’t take another answer now."))
        answer = answer or self.model(question=current, doctor=doctor)
        answer.open_too()
        answer.save()
        audit.record(doctor.user, "answer.started_too", answer, reference=current.reference)
        return answer

    def running_too(self, question):
        """The second answers to a query that are in work: with their doctor and in time, or with the reviewers."""
        in_time = Q(open_until__gt=timezone.now(), status__in=EDITABLE)
        second = self.filter(question=question, open_until__isnull=False, approved_version=None)
        return second.filter(in_time | Q(status=AnswerStatus.IN_REVIEW))

    def end_seconds(self):
        """Close the second answers that weren't sent in time, and tell their doctors; what they wrote stays theirs.
        Each in a transaction of its own; returns how many."""
        over = self.filter(
            open_until__lte=timezone.now(), closed_at=None, status__in=EDITABLE, approved_version=None
        )
        ended = 0
        for pk in list(over.order_by("open_until").values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                row = over.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
                if row is not None:
                    row.close_too()
                    ended += 1
        return ended

    def awaiting_review(self):
        """The moderators' queue: urgent first, then oldest; without queries withdrawn or declined meanwhile."""
        waiting = self.filter(status=AnswerStatus.IN_REVIEW, given_up=False)
        return waiting.order_by("-urgent", "submitted_at", "pk")

    def sent(self):
        """Answers of which moderators may read something: at least one version was sent for review, oldest first."""
        return self.exclude(submitted_at=None).order_by("submitted_at", "pk")

    def readable_by_patient(self):
        """Answers with an approved version that was not retracted; the patient reads that version."""
        return self.exclude(approved_version=None).exclude(status=AnswerStatus.RETRACTED)
