"""A patient's appeal against the refusal of a query."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail, statements
from accounts.models import User
from accounts.moves import MoveRefused, lock
from questions.models.question import Question
from questions.models.states import Care


class AppealQuerySet(models.QuerySet):
    def waiting(self):
        """Not decided; oldest first."""
        return self.filter(outcome="").order_by("made_at", "pk")

    def of_queries(self, ids):
        """The appeals about queries with these numbers, in the order in which they were made."""
        return self.filter(question__in=ids).order_by("made_at")

    @transaction.atomic
    def make(self, *, question, by, text, seen_version):
        """The patient asks for a second look at a refusal, once per refusal. Tells the senior moderators.

        Raises MoveRefused when the query isn't declined (any more) or was appealed already. Locks the query.
        """
        question = lock(question)
        if by.pk != question.asker_id or question.version != seen_version or not question.may_be_appealed:
            raise MoveRefused(_("This decision can’t be appealed any more."))
        appeal = self.create(question=question, refused_by=question.declined_by, text=text)
        audit.record(by, "appeal.made", question)
        for senior in User.objects.staff_who_may("decide_appeal").exclude(pk=question.declined_by_id):
            mail.notify(senior, "moderator_appeal", reference=question.reference, path=reverse("admin:desk"))
        return appeal


class Appeal(models.Model):
    """One appeal. A senior moderator other than who refused decides; the database refuses everybody else."""

    class Outcome(models.TextChoices):
        WAITING = "", _("Waiting for a second moderator")
        GRANTED = "granted", _("The query is accepted after all")
        UPHELD = "upheld", _("The query stays declined")

    question = models.ForeignKey(Question, models.CASCADE, related_name="appeals", editable=False)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    # Of its query, kept by a trigger: the queue is sorted by it.
    urgent = models.BooleanField(default=False, db_default=False, editable=False)
    text = models.TextField(_("why you disagree"), max_length=2000)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, blank=True, default=Outcome.WAITING, editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    note = models.TextField(_("what the patient reads"), max_length=2000, blank=True, default="")

    objects = AppealQuerySet.as_manager()

    class Meta:
        permissions = [("decide_appeal", "Can decide on appeals")]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["made_at"]
        indexes = [
            # The moderators' queue, and how long the oldest in it waits.
            models.Index(
                fields=["-urgent", "made_at", "id"], name="appeal_waiting_in_order", condition=Q(outcome="")
            ),
            models.Index(fields=["made_at"], name="appeal_waiting", condition=Q(outcome="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["question"], name="appeal_one_waiting", condition=Q(outcome="")),
            models.CheckConstraint(
                name="appeal_decided_at_by_and_outcome_together",
                condition=Q(decided_at=None, decided_by=None, outcome="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="appeal_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("refused_by")),
            ),
            models.CheckConstraint(
                name="appeal_upheld_has_note", condition=~Q(outcome="upheld") | ~Q(note="")
            ),
        ]

    def __str__(self):
        return f"{self.question.reference} {self.made_at:%Y-%m-%d}"

    def is_against(self, statement):
        """Whether it is about this refusal, or a later one: the first that says so belongs to it."""
        return self.question_id == statement.subject_id and self.made_at >= statement.given_at

    @transaction.atomic
    def decide(self, *, by, granted, note):
        """A senior moderator decides: the refusal is overruled and the query goes back to triage, where whoever refused
        it decides no more; or the refusal stands and `note` says why.

        Raises MoveRefused for who may not decide on appeals, the moderator who refused, the patient, and a second
        decision. Locks the query, then the appeal.
        """
        if not by.has_perm("questions.decide_appeal"):
            raise MoveRefused(_("A senior moderator must decide on this appeal."))
        question = lock(self.question)
        current = lock(self)
        if by.pk in {current.refused_by_id, question.asker_id}:
            raise MoveRefused(_("Another moderator must decide on this appeal."))
        if current.decided_at is not None or question.care != Care.DECLINED:
            raise MoveRefused(_("This appeal was decided meanwhile."))
        current.outcome = self.Outcome.GRANTED if granted else self.Outcome.UPHELD
        current.decided_by, current.decided_at, current.note = by, timezone.now(), note
        current.save()
        audit.record(by, f"appeal.{current.outcome}", question)
        if granted:
            refusal = question.refusal()
            if refusal is not None:
                statements.overrule(lock(refusal))
            question.reopen(by=by, seen_version=question.version)
        mail.notify(
            question.asker,
            f"appeal_{current.outcome}",
            reference=question.reference,
            path=question.get_absolute_url(),
        )
        self.refresh_from_db()
