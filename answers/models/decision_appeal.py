"""Appeals against decisions that a statement of reasons tells of. Those against refused queries: questions.Appeal."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail, statements
from accounts.models import Statement, StatementKind, User
from accounts.moves import MoveRefused, lock
from answers import restoring

# Refused queries have appeals of their own, and what an appeal was decided with is final.
ELSEWHERE = {StatementKind.QUERY_DECLINED, StatementKind.APPEAL_GRANTED, StatementKind.APPEAL_UPHELD}


class AppealOutcome(models.TextChoices):
    WAITING = "", _("Waiting for a senior moderator")
    GRANTED = "granted", _("The decision is overruled")
    UPHELD = "upheld", _("The decision stands")


class DecisionAppealQuerySet(models.QuerySet):
    def waiting(self):
        """Not decided; oldest first."""
        return self.filter(outcome="").order_by("made_at", "pk")

    def of(self, user):
        """The appeals of one person, in the order in which they were made."""
        return self.filter(statement__user=user).select_related("statement").order_by("pk")

    def against(self, statement):
        """The appeal against one decision, or None."""
        return self.filter(statement=statement).first()

    @transaction.atomic
    def make(self, *, statement, by, text):
        """Whom a decision concerns asks for a second look at it, once and in time. Tells the senior moderators.

        Raises MoveRefused for anybody else, for a second appeal and after the last day. Locks the statement.
        """
        statement = lock(statement)
        if by.pk != statement.user_id or statement.kind in ELSEWHERE or statement.appeal_until is None:
            raise MoveRefused(_("This decision can’t be appealed here."))
        if not statement.may_be_appealed or self.filter(statement=statement).exists():
            raise MoveRefused(_("This decision can’t be appealed any more."))
        appeal = self.create(statement=statement, against=statement.by, text=text)
        audit.record(by, "decision_appeal.made", appeal, reference=statement.reference)
        for senior in User.objects.staff_who_may("decide_appeal").exclude(pk__in=[statement.by_id, by.pk]):
            mail.notify(senior, "moderator_appeal", reference=statement.reference, path=reverse("admin:desk"))
        return appeal


class DecisionAppeal(models.Model):
    """One appeal. A senior moderator decides, who neither made the decision nor appeals; the database refuses everybody
    else. What granting does is in answers/restoring.py."""

    statement = models.OneToOneField(
        Statement, models.CASCADE, related_name="decision_appeal", editable=False
    )
    against = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    text = models.TextField(_("why you disagree"), max_length=2000)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(
        max_length=8, choices=AppealOutcome.choices, blank=True, default=AppealOutcome.WAITING, editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    note = models.TextField(_("what the person reads"), max_length=2000, blank=True, default="")
    # Whether granting it changed the item: it may have moved on by itself.
    restored = models.BooleanField(default=False, editable=False)

    objects = DecisionAppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal against a decision")
        verbose_name_plural = _("appeals against decisions")
        ordering = ["made_at"]
        indexes = [
            # The moderators' queue.
            models.Index(fields=["made_at"], name="decisionappeal_waiting", condition=Q(outcome="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="decisionappeal_decided_at_by_and_outcome_together",
                condition=Q(decided_at=None, decided_by=None, outcome="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="decisionappeal_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("against")),
            ),
            models.CheckConstraint(
                name="decisionappeal_upheld_has_note", condition=~Q(outcome="upheld") | ~Q(note="")
            ),
            models.CheckConstraint(
                name="decisionappeal_restores_when_granted",
                condition=Q(restored=False) | Q(outcome="granted"),
            ),
        ]

    def __str__(self):
        return f"{self.statement_id} {self.made_at:%Y-%m-%d}"

    @transaction.atomic
    def decide(self, *, by, granted, note):
        """A senior moderator overrules the decision, which restores the item as the table says, or lets it stand and
        `note` says why. The person gets a statement of it.

        Raises MoveRefused for who may not decide on appeals, who made the decision, who appeals, and a second decision.
        Locks the item as its own moves do, then the statement and the appeal.
        """
        if not by.has_perm("questions.decide_appeal"):
            raise MoveRefused(_("A senior moderator must decide on this appeal."))
        item = restoring.hold(self.statement)
        statement, current = lock(self.statement), lock(self)
        if by.pk in {current.against_id, statement.user_id}:
            raise MoveRefused(_("Another moderator must decide on this appeal."))
        if current.decided_at is not None:
            raise MoveRefused(_("This appeal was decided meanwhile."))
        if granted:
            statements.overrule(statement)
            current.restored = restoring.restore(statement, item, by=by)
        current.outcome = AppealOutcome.GRANTED if granted else AppealOutcome.UPHELD
        current.decided_by, current.decided_at, current.note = by, timezone.now(), note
        current.save()
        audit.record(
            by,
            f"decision_appeal.{current.outcome}",
            current,
            reference=statement.reference,
            restored=current.restored,
        )
        kind = StatementKind.APPEAL_GRANTED if granted else StatementKind.APPEAL_UPHELD
        words = {"reference": statement.reference, "what": note, "rule": statement.rule}
        told = statements.give(to=statement.user, kind=kind, subject=current, by=by, **words)
        mail.notify(
            statement.user, "appeal_decided", reference=statement.reference, path=statements.address(told)
        )
        self.refresh_from_db()
