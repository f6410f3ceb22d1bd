"""A doctor's answer: the working copy and its road through review."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail, statements
from accounts.models import StatementKind
from accounts.moves import MoveRefused, lock
from answers.models.again import ReviewedAgain
from answers.models.answer_gates import AnswerQuerySet
from answers.models.answer_states import (
    ANSWER_MOVES,
    ANSWERABLE,
    EDITABLE,
    GIVEN_UP,
    WRITTEN_FIELDS,
    AnswerStatus,
)
from answers.models.answerprint import AnswerPrint
from answers.models.atdesk import INBOX_INDEXES, QUEUE_INDEXES, AtDesk
from answers.models.contract import AnswerContract
from answers.models.retraction import Retraction
from answers.models.second import SECOND_CONSTRAINT, SECOND_INDEX, TIME_IS_OVER, SecondAnswer
from answers.models.version import CHANGE_NOTE_LENGTH, AnswerVersion, Outcome
from questions.models import Care, Publication, Question
from specialties.models import Doctor, DoctorStatus
from specialties.writers import hold_verified

NOBODY_WAITS = _("This query can't be answered now: it was withdrawn or declined, or waits for a reply.")


class Answer(SecondAnswer, ReviewedAgain, AtDesk, AnswerContract):
    """A doctor's answer to one query: the working copy. Only its doctor reads it.

    Moderators and the patient read AnswerVersions, which are frozen: `submit()` makes one, `approve()`
    releases it. `approved_version` stays the last approved one while a new version is being written.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    doctor = models.ForeignKey(Doctor, models.PROTECT, related_name="answers")
    status = models.CharField(
        max_length=10,
        choices=AnswerStatus.choices,
        default=AnswerStatus.DRAFT,
        editable=False,
    )
    # Raised by every saved change, so that two windows can't overwrite each other silently.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_version = models.OneToOneField(
        AnswerVersion, models.RESTRICT, null=True, related_name="+", editable=False
    )
    thanked_at = models.DateTimeField(null=True, editable=False, help_text="when the patient said thank you")
    retraction = models.TextField(_("why it was retracted"), blank=True, default="", editable=False)
    # What is being typed to ask the patient (see answers.models.items); Clarification.objects.ask() empties it.
    asking = models.JSONField(_("questions to the patient"), default=list, blank=True, editable=False)
    retraction_code = models.CharField(
        max_length=15, choices=Retraction.choices, blank=True, default="", db_default="", editable=False
    )
    change_note = models.TextField(
        _("what you changed, and why"), max_length=CHANGE_NOTE_LENGTH, blank=True, default="", db_default=""
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        permissions = [("review_answer", "Can review answers")]
        indexes = [
            *QUEUE_INDEXES,
            *INBOX_INDEXES,
            models.Index(fields=["doctor", "status", "-saved_at"], name="answer_of_doctor"),
            SECOND_INDEX,
        ]
        constraints = [
            models.UniqueConstraint(fields=["question", "doctor"], name="answer_one_per_doctor"),
            models.CheckConstraint(
                name="answer_in_review_was_submitted",
                condition=~Q(status__in=["in_review", "returned", "approved"])
                | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="answer_approved_has_version",
                condition=~Q(status__in=["approved", "retracted"]) | Q(approved_version__isnull=False),
            ),
            SECOND_CONSTRAINT,
            models.CheckConstraint(
                name="answer_retraction_code_of_retracted",
                condition=Q(retraction_code="") | Q(status="retracted"),
            ),
        ]

    def __str__(self):
        return f"{self.question.reference} / {self.doctor.name}"

    def get_absolute_url(self):
        return reverse("answer-edit", args=[self.question.reference])

    @property
    def is_editable(self):
        return self.status in EDITABLE

    @property
    def follow_ups_until(self):
        """Until when the patient may ask follow-ups to the approved version; None without one."""
        if self.approved_version is None:
            return None
        return self.approved_version.reviewed_at + timedelta(days=settings.FOLLOW_UP_DAYS)

    @property
    def follow_ups_left(self):
        """How many follow-ups the patient may still ask about this answer today. One query unless `follow_ups`
        are prefetched."""
        if self.status == AnswerStatus.RETRACTED or self.approved_version is None:
            return 0
        if timezone.now() > self.follow_ups_until:
            return 0
        used = sum(one.is_counted for one in self.follow_ups.all())
        return max(0, settings.FREE_FOLLOW_UPS - used)

    @property
    def needs_change_note(self):
        """Whether the next version follows an approved one (or one retracted and reviewed again since)."""
        return self.approved_version_id is not None or self.retraction != ""

    @property
    def latest_version(self):
        """The AnswerVersion that was sent last, or None. One query."""
        return self.versions.order_by("-number").first()

    @transaction.atomic
    def save_draft(self, *, contract, seen_version, asking=None):
        """Store what the doctor typed (autosave and the button alike) and renew the claim.

        `contract` holds parts of the contract and, of an answer that was approved before, the "change_note".
        `asking` is what is typed to ask the patient, as items of Clarification; None leaves it.

        Raises MoveRefused when another window saved since `seen_version`, when the answer is with
        the reviewers, when the query was withdrawn or declined, or when the doctor isn't verified any
        more. A claim that ended, or is another doctor's by now, is no reason: it reserves time, and what
        was written is never lost. Locks the doctor, the query, then the answer.
        """
        hold_verified(self.doctor)
        question = self._lock_query()
        current = lock(self)
        if current.version != seen_version or current.status not in EDITABLE:
            raise MoveRefused(_("This answer was changed in another window, or sent for review."))
        if question.care in GIVEN_UP:
            raise MoveRefused(NOBODY_WAITS)
        if current.is_closed:
            raise MoveRefused(TIME_IS_OVER)
        for field in WRITTEN_FIELDS:
            setattr(current, field, contract.get(field, getattr(current, field)))
        current.asking = current.asking if asking is None else asking
        current.version = F("version") + 1
        current.saved_at = timezone.now()
        current.save()
        question.renew_claim(doctor=current.doctor)
        self.refresh_from_db()

    @transaction.atomic
    def accept_proposal(self, *, by, fields, seen_version):
        """The doctor takes the parts `fields` of what the reviewers proposed into the working copy, to edit it
        further and to send it again. Raises MoveRefused for a stale page and for parts that weren't proposed. Locks
        the doctor, the query, then the answer."""
        self._only_own_verified(by)
        self._lock_query()
        current = lock(self)
        proposal = current.latest_version.proposal if current.status == AnswerStatus.RETURNED else {}
        if (
            current.version != seen_version
            or not fields
            or not set(fields) <= set(proposal)
            or current.is_closed
        ):
            raise MoveRefused(_("This answer was changed in another window, or sent for review."))
        for field in fields:
            setattr(current, field, proposal[field])
        current.version += 1
        current.saved_at = timezone.now()
        current.save()
        self.refresh_from_db()

    @transaction.atomic
    def submit(self, *, by, seen_version):
        """Freeze the working copy as a new AnswerVersion and hand it to the moderators.

        Works without a claim, as save_draft() does: the query then has two answers, each reviewed, which
        readers may compare. After an approved version it says what was changed. Raises MoveRefused when a part is
        missing. Locks the doctor, the query, then the answer.
        """
        self._only_own_verified(by)
        current = self._locked(AnswerStatus.IN_REVIEW, seen_version=seen_version, only_from=EDITABLE)
        if current.question.care not in ANSWERABLE:
            raise MoveRefused(NOBODY_WAITS)
        if current.is_closed:
            raise MoveRefused(TIME_IS_OVER)
        pictures = current.question.attachments.values_list("pk", flat=True)
        if current.missing_parts(attachment_ids=pictures):
            raise MoveRefused(_("Some parts of the answer are missing."))
        if current.needs_change_note and not current.change_note.strip():
            raise MoveRefused(_("Enter what you changed, and why."))
        version = AnswerVersion.objects.create(
            answer=current,
            number=current.versions.count() + 1,
            author=by,
            credentials=current.doctor.credentials(),
            change_note=current.change_note.strip() if current.needs_change_note else "",
            **current.contract(),
        )
        AnswerPrint.objects.remember(version)
        current.submitted_at = timezone.now()
        self._finish(current, AnswerStatus.IN_REVIEW, by=by)
        current.question.release(doctor=current.doctor)

    @transaction.atomic
    def recall(self, *, by, seen_version):
        """The doctor takes an answer back from the reviewers to change it."""
        self._only_own_verified(by)
        current = self._locked(
            AnswerStatus.DRAFT,
            seen_version=seen_version,
            only_from={AnswerStatus.IN_REVIEW},
        )
        current.latest_version.decide(Outcome.RECALLED, by=None)
        current.open_too(only_second=True)
        self._finish(current, AnswerStatus.DRAFT, by=by)

    @transaction.atomic
    def revise(self, *, by, seen_version):
        """The doctor opens an approved answer again; readers and the patient keep the approved version."""
        self._only_own_verified(by)
        current = self._locked(
            AnswerStatus.DRAFT,
            seen_version=seen_version,
            only_from={AnswerStatus.APPROVED},
        )
        current.change_note = ""
        self._finish(current, AnswerStatus.DRAFT, by=by)

    @transaction.atomic
    def approve(self, *, by, seen_version):
        """A moderator releases the version under review to the patient. Locks the query, then the answer.

        The first approval moves the query to "answered"; a later one takes a public text (or its correction) that
        waits for the patient back to the moderators, since it no longer holds all answers. Raises MoveRefused for a
        stale page, the answer's author, the patient, a query nobody waits on, and a doctor suspended meanwhile (the
        database refuses all but the first as well). A licence that merely ended since is no reason: the version
        has the credentials of the day it was sent.
        """
        current = self._locked(AnswerStatus.APPROVED, seen_version=seen_version)
        question = current.question
        self._not_own_query(question, by=by)
        if question.care not in ANSWERABLE:
            raise MoveRefused(NOBODY_WAITS)
        if current.doctor.status == DoctorStatus.SUSPENDED:
            raise MoveRefused(_("This doctor is suspended, so the answer can't be approved."))
        version = current.latest_version
        version.decide(Outcome.APPROVED, by=by)
        news = "question_answered" if current.approved_version_id is None else "answer_corrected"
        current.approved_version = version
        AnswerPrint.objects.released(version)
        self._finish(current, AnswerStatus.APPROVED, by=by)
        if question.care == Care.OPEN:
            question.answered(by=by, seen_version=question.version)
        else:
            mail.notify(
                question.asker,
                news,
                reference=question.reference,
                path=question.get_absolute_url(),
            )
        if question.publication == Publication.AWAITING_PATIENT:
            question.move_held_publication(Publication.ALLOWED, by=by, seen_version=question.version)
        question.take_back_correction(by=by)
        self._tell_doctor("answer_approved")

    @transaction.atomic
    def send_back(self, *, by, reason, seen_version, rule="", proposal=None, change=""):
        """A moderator returns the version under review with a reason; the doctor edits and sends again.

        `rule` is the code of the editorial rule it falls short of (answers.rules); `proposal` maps parts of the
        contract to what the moderator would write. Neither changes a word of the doctor's. `change` is for the
        statement of reasons.
        """
        current = self._locked(AnswerStatus.RETURNED, seen_version=seen_version)
        self._not_own_query(current.question, by=by)
        version = current.latest_version
        version.decide(Outcome.RETURNED, by=by, reason=reason, rule=rule, proposal=proposal)
        current.open_too(only_second=True)
        self._finish(current, AnswerStatus.RETURNED, by=by)
        self._give_reasons(StatementKind.ANSWER_RETURNED, by=by, what=reason, rule=rule, change=change)
        self._tell_doctor("answer_returned")

    @transaction.atomic
    def retract(self, *, by, code, reason, seen_version, rule="", change=""):
        """Take back an answer that was approved once, for good: a moderator, or its doctor while verified.

        Called by answers.publication.retract(), which takes its words off the public page first (the database
        insists). `code` is a Retraction; `reason` is read by the patient and the moderators alone.
        """
        self.hold_for_retraction(by=by)
        current = self._locked(AnswerStatus.RETRACTED, seen_version=seen_version)
        if current.approved_version_id is None:
            raise MoveRefused(_("This answer was never approved, so there is nothing to retract."))
        if current.status == AnswerStatus.IN_REVIEW:
            current.latest_version.decide(Outcome.RECALLED, by=None)
        current.retraction, current.retraction_code = reason, Retraction(code)
        self._finish(current, AnswerStatus.RETRACTED, by=by)
        mail.notify(
            self.question.asker,
            "answer_retracted",
            reference=self.question.reference,
            path=self.question.get_absolute_url(),
        )
        if by.pk != self.doctor.user_id:
            because = {"what": reason, "rule": rule, "change": change}
            self._give_reasons(StatementKind.ANSWER_RETRACTED, by=by, tell=True, **because)

    def hold_for_retraction(self, *, by):
        """MoveRefused unless `by` may take it back: its doctor while verified, or staff other than the patient."""
        if by.pk == self.doctor.user_id:
            self._only_own_verified(by)
        elif not by.has_perm("answers.review_answer") or by.pk == self.question.asker_id:
            raise MoveRefused(_("Only its doctor or a moderator can retract an answer."))
        statements.demand_not_overruled(self, by=by)

    @transaction.atomic
    def thank(self, *, by):
        """The patient says thank you for an answer they can read; a second time changes nothing. Locks the query,
        then the answer."""
        question = self._lock_query()
        current = lock(self)
        if by.pk != question.asker_id:
            raise MoveRefused(_("Only the patient who asked can do this."))
        if current.approved_version_id is None or current.status == AnswerStatus.RETRACTED:
            raise MoveRefused(_("This answer was retracted."))
        if current.thanked_at is None:
            current.thanked_at = timezone.now()
            current.save(update_fields=["thanked_at"])
            audit.record(by, "answer.thanked", current, reference=question.reference)
            self._tell_doctor("question_thanks")
        self.refresh_from_db()

    def _lock_query(self):
        """The query under a row lock, read by its number alone: should it be erased meanwhile, that is a refusal."""
        return lock(Question(pk=self.question_id))

    def _locked(self, to, *, seen_version, only_from=None):
        """The answer read again under a row lock, if it may move to `to`; else MoveRefused.

        The query is locked first, as in every move that touches both: one order, so no deadlock.
        """
        question = self._lock_query()
        current = lock(self)
        current.question = question
        allowed = to in ANSWER_MOVES[current.status] and (only_from is None or current.status in only_from)
        if current.version != seen_version or not allowed:
            raise MoveRefused(_("This answer was changed or decided meanwhile."))
        return current

    def _finish(self, current, to, *, by):
        """The only place that assigns an answer's status; with the audit line, in the caller's transaction."""
        current.status = to
        current.version += 1
        current.save()
        audit.record(by, f"answer.{to}", current, reference=current.question.reference)
        self.refresh_from_db()

    def _not_own_query(self, question, *, by):
        if by.pk == question.asker_id:
            raise MoveRefused(_("Nobody decides on an answer to their own query."))
        statements.demand_not_overruled(self, by=by)

    def _only_own_verified(self, by):
        """Holds the doctor; before the query is locked."""
        if by.pk != hold_verified(self.doctor).user_id:
            raise MoveRefused(_("Only the doctor who wrote an answer can do this."))

    def _tell_doctor(self, kind):
        mail.notify(
            self.doctor.user,
            kind,
            reference=self.question.reference,
            path=self.get_absolute_url(),
        )
