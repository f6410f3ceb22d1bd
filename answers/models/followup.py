"""A patient's follow-up question to the doctor who answered, and the reviewed reply."""

import uuid

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import audit, mail, statements
from accounts.models import Statement, StatementKind
from accounts.moves import MoveRefused, lock
from answers.models.answer import Answer
from answers.models.answer_states import AnswerStatus
from questions import warnings
from questions.models import RedFlagHit
from specialties.models import DoctorStatus
from specialties.writers import hold_verified


class FollowUpStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for the doctor")
    IN_REVIEW = "in_review", _("Reply waiting for review")
    RETURNED = "returned", _("Reply sent back to the doctor")
    ANSWERED = "answered", pgettext_lazy("follow-up", "Answered")
    CLOSED = "closed", _("Closed without a reply")


# Every move a follow-up may make; a move absent from here is refused.
FOLLOW_UP_MOVES = {
    FollowUpStatus.WAITING: {FollowUpStatus.IN_REVIEW, FollowUpStatus.CLOSED},
    FollowUpStatus.IN_REVIEW: {FollowUpStatus.RETURNED, FollowUpStatus.ANSWERED, FollowUpStatus.CLOSED},
    FollowUpStatus.RETURNED: {FollowUpStatus.IN_REVIEW, FollowUpStatus.CLOSED},
    FollowUpStatus.ANSWERED: set(),
    FollowUpStatus.CLOSED: set(),
}
TO_REPLY = {FollowUpStatus.WAITING, FollowUpStatus.RETURNED}
CHANGED = _("This follow-up was changed or decided meanwhile.")


class FollowUpQuerySet(models.QuerySet):
    def waiting_for(self, doctor):
        """What a doctor who is verified today has to reply to, oldest first; nothing of queries taken back."""
        if not doctor.is_verified:
            return self.none()
        return self.filter(answer__doctor=doctor, status__in=TO_REPLY).order_by("asked_at")

    def of_doctor(self, doctor):
        """All follow-ups to one doctor's answers, for reading."""
        return self.filter(answer__doctor=doctor)

    def awaiting_review(self):
        """The moderators' queue: urgent first, then oldest."""
        return self.filter(status=FollowUpStatus.IN_REVIEW).order_by("-urgent", "replied_at", "pk")

    def answered(self):
        """Those whose reply its patient reads; it is never changed."""
        return self.filter(status=FollowUpStatus.ANSWERED)

    def of_question(self, question):
        """The thread of a query, in the order in which it was asked."""
        return self.filter(answer__question=question).order_by("asked_at", "pk")

    def replies_to(self, answer):
        """The doctor's own words in the thread of an answer, as dicts without the patient's, oldest first."""
        rows = self.filter(answer=answer).exclude(reply="").order_by("asked_at", "pk")
        return rows.values("reply", "status", "replied_at", "reviewed_at", "reason")

    def same_as(self, one):
        """`one` and those of the same words about the same answer: a closed one that is asked again is a row of its
        own."""
        return self.filter(answer=one.answer_id, text=one.text)

    def overruled(self, *, by):
        """Those on which an appeal overruled a decision of one member of the staff."""
        said = Statement.objects.overruled(by=by).filter(subject_type=FollowUp._meta.label_lower)
        return self.filter(pk__in=said.values("subject_id"))

    def unanswered(self):
        """What waits for a doctor, oldest first: a moderator may close what can't be replied to."""
        return self.filter(status__in=TO_REPLY).order_by("asked_at")

    def ask(self, *, answer, by, text, key, warned=()):
        """The patient asks; once per `key`, however often the form arrives. Tells the doctor. Returns the FollowUp.

        `warned` are the redflags.Hits in `text` whose warning the patient has read: they mark the query. Raises
        MoveRefused beyond settings.FREE_FOLLOW_UPS or after FOLLOW_UP_DAYS. Locks the query, then the answer.
        """
        try:
            with transaction.atomic():
                lock(answer.question)
                return self._ask(lock(answer), by=by, text=text, key=key, warned=warned)
        except IntegrityError:  # a key of another answer's follow-up: no form of ours sends it
            raise MoveRefused(CHANGED) from None

    def _ask(self, answer, *, by, text, key, warned):
        if by.pk != answer.question.asker_id:
            raise MoveRefused(_("Only the patient who asked can do this."))
        if (known := self.filter(key=key, answer=answer).first()) is not None:
            return known
        if not answer.follow_ups_left:
            raise MoveRefused(_("No further follow-up question to this answer is possible."))
        follow_up = self.create(answer=answer, text=text, key=key)
        audit.record(by, "followup.asked", follow_up, reference=answer.question.reference)
        warnings.note(answer.question, warned, place=RedFlagHit.Place.FOLLOW_UP)
        mail.notify(
            answer.doctor.user,
            "followup_received",
            reference=answer.question.reference,
            path=reverse("followup-reply", args=[answer.question.reference, follow_up.pk]),
        )
        return follow_up

    @transaction.atomic
    def ask_again(self, closed, *, by):
        """A closed follow-up asked once more in the same words, because an appeal against its closing was granted; it
        counts, but neither the free number nor the days bound it. Called by answers.restoring, under its locks."""
        answer = lock(closed.answer)
        if closed.status != FollowUpStatus.CLOSED or answer.status == AnswerStatus.RETRACTED:
            raise MoveRefused(CHANGED)
        if answer.approved_version_id is None:
            raise MoveRefused(CHANGED)
        again = self.create(answer=answer, text=closed.text)
        audit.record(by, "followup.asked_again", again, reference=answer.question.reference)
        mail.notify(
            answer.doctor.user,
            "followup_received",
            reference=answer.question.reference,
            path=reverse("followup-reply", args=[answer.question.reference, again.pk]),
        )
        return again


class FollowUp(models.Model):
    """One follow-up question and its reply. As private as the query; the reply reaches the patient once a
    moderator, not its doctor, has approved it."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="follow_ups")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # Of its query, kept by a trigger: the queues are sorted by it.
    urgent = models.BooleanField(default=False, db_default=False, editable=False)
    text = models.TextField(_("your follow-up question"), max_length=2000)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    status = models.CharField(
        max_length=10, choices=FollowUpStatus.choices, default=FollowUpStatus.WAITING, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    reply = models.TextField(pgettext_lazy("follow-up", "reply"), max_length=5000, blank=True, default="")
    replied_at = models.DateTimeField(null=True, editable=False)
    # `reply` is what is being written; `sent` what the moderators read last, to be compared with when it came back.
    sent = models.TextField(_("reply as sent"), blank=True, default="", editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(
        pgettext_lazy("follow-up", "reason"), max_length=2000, blank=True, default="", editable=False
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["asked_at", "pk"]
        indexes = [
            # The moderators' two queues, and how long the oldest in each waits.
            models.Index(
                fields=["-urgent", "replied_at", "id"],
                name="followup_awaiting_review",
                condition=Q(status="in_review"),
            ),
            models.Index(
                fields=["replied_at"], name="followup_oldest_in_review", condition=Q(status="in_review")
            ),
            models.Index(
                fields=["-urgent", "asked_at", "id"],
                name="followup_awaiting_doctor",
                condition=Q(status__in=["returned", "waiting"]),
            ),
            models.Index(
                fields=["asked_at"],
                name="followup_oldest_with_doctor",
                condition=Q(status__in=["returned", "waiting"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="followup_reviewed_at_and_by_together",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_reply_before_review",
                condition=Q(status__in=["waiting", "closed"])
                | Q(replied_at__isnull=False)
                & (Q(status="returned") & ~Q(sent="") | ~Q(status="returned") & ~Q(reply="")),
            ),
            models.CheckConstraint(
                name="followup_decided_by_somebody",
                condition=~Q(status__in=["answered", "returned"]) | Q(reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_refused_has_reason",
                condition=~Q(status__in=["returned", "closed"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.answer_id} / {self.asked_at:%Y-%m-%d}"

    @property
    def is_to_reply(self):
        return self.status in TO_REPLY

    @property
    def is_counted(self):
        """Whether it uses up one of the patient's; closed without a reply it doesn't."""
        return self.status != FollowUpStatus.CLOSED

    @property
    def readable_reply(self):
        """What its patient reads: the reply once a moderator has released it, else nothing."""
        return self.reply if self.status == FollowUpStatus.ANSWERED else ""

    @transaction.atomic
    def save_reply(self, *, by, reply, seen_version):
        """Keep what the doctor typed (autosave and the button alike), without sending it."""
        self._only_its_doctor(by)
        current = self._locked(seen_version=seen_version, only_from=TO_REPLY)
        current.reply, current.version, current.saved_at = reply, current.version + 1, timezone.now()
        current.save()
        self.refresh_from_db()

    @transaction.atomic
    def send_reply(self, *, by, reply, seen_version):
        """The doctor sends the reply to the moderators."""
        self._only_its_doctor(by)
        current = self._locked(FollowUpStatus.IN_REVIEW, seen_version=seen_version)
        if not reply.strip():
            raise MoveRefused(_("Enter your reply."))
        current.reply, current.sent = reply, reply
        current.saved_at = current.replied_at = timezone.now()
        self._finish(current, FollowUpStatus.IN_REVIEW, by=by)

    @transaction.atomic
    def approve(self, *, by, seen_version):
        """A moderator releases the reply to the patient."""
        current = self._locked(FollowUpStatus.ANSWERED, seen_version=seen_version)
        current._only_another(by)
        current._only_not_overruled(by)
        if current.answer.doctor.status == DoctorStatus.SUSPENDED:
            raise MoveRefused(_("This doctor is suspended, so the reply can't be approved."))
        current.reviewed_by, current.reviewed_at, current.reason = by, timezone.now(), ""
        self._finish(current, FollowUpStatus.ANSWERED, by=by)
        self._tell_patient("followup_answered")

    @transaction.atomic
    def send_back(self, *, by, reason, seen_version, rule="", change=""):
        """A moderator returns the reply to the doctor with a reason; `rule` and `change` are for the statement."""
        current = self._locked(FollowUpStatus.RETURNED, seen_version=seen_version)
        current._only_another(by)
        current._only_not_overruled(by)
        current.reviewed_by, current.reviewed_at, current.reason = by, timezone.now(), reason
        self._finish(current, FollowUpStatus.RETURNED, by=by)
        question = current.answer.question
        statements.give(
            to=current.answer.doctor.user,
            kind=StatementKind.REPLY_RETURNED,
            subject=self,
            reference=question.reference,
            what=reason,
            rule=rule,
            change=change,
            by=by,
        )
        mail.notify(
            current.answer.doctor.user,
            "answer_returned",
            reference=question.reference,
            path=reverse("followup-reply", args=[question.reference, self.pk]),
        )

    @transaction.atomic
    def review_again(self, *, by):
        """The reply that was sent back goes to the moderators once more, because an appeal was granted. Called by
        answers.restoring; raises MoveRefused when its doctor has changed it since, or isn't verified. Locks the doctor,
        the query, then the row."""
        hold_verified(self.answer.doctor)
        current = self._locked(seen_version=self.version, only_from={FollowUpStatus.RETURNED})
        if current.reply != current.sent:
            raise MoveRefused(CHANGED)
        current.replied_at = timezone.now()
        self._finish(current, FollowUpStatus.IN_REVIEW, by=by)

    @transaction.atomic
    def close(self, *, by, reason, seen_version, rule="", change=""):
        """A moderator ends it without a reply (the doctor can't, or it is none); `reason` is shown to the patient,
        who may ask another instead."""
        current = self._locked(FollowUpStatus.CLOSED, seen_version=seen_version)
        current._only_another(by)
        current._only_not_overruled(by)
        current.reviewed_by, current.reviewed_at, current.reason = by, timezone.now(), reason
        self._finish(current, FollowUpStatus.CLOSED, by=by)
        self._tell_patient("followup_closed")
        question = current.answer.question
        statements.give(
            to=question.asker,
            kind=StatementKind.FOLLOW_UP_CLOSED,
            subject=self,
            reference=question.reference,
            what=reason,
            rule=rule,
            change=change,
            by=by,
        )

    def _locked(self, to=None, *, seen_version, only_from=None):
        """Lock the query, then this row; MoveRefused unless it may make the move from the version seen."""
        lock(self.answer.question)
        current = lock(self)
        allowed = current.status in only_from if only_from else to in FOLLOW_UP_MOVES[current.status]
        if current.version != seen_version or not allowed:
            raise MoveRefused(CHANGED)
        return current

    def _finish(self, current, to, *, by):
        current.status, current.version = to, current.version + 1
        current.save()
        audit.record(by, f"followup.{to}", current, reference=current.answer.question.reference)
        self.refresh_from_db()

    def _only_its_doctor(self, by):
        """Holds the doctor; before the query is locked."""
        if by.pk != hold_verified(self.answer.doctor).user_id:
            raise MoveRefused(_("Only the doctor who answered can reply."))

    def _only_another(self, by):
        if by.pk in {self.answer.doctor.user_id, self.answer.question.asker_id}:
            raise MoveRefused(_("Nobody decides on their own follow-up."))

    def _only_not_overruled(self, by):
        """One that was closed and asked again after an appeal is the same question: who closed it decides no more."""
        if FollowUp.objects.same_as(self).overruled(by=by).exists():
            raise MoveRefused(statements.ANOTHER_DECIDES)

    def _tell_patient(self, kind):
        question = self.answer.question
        mail.notify(question.asker, kind, reference=question.reference, path=question.get_absolute_url())
