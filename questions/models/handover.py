"""A doctor hands a query back to the moderators: another specialty should answer it, or nobody here can."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.moves import MoveRefused, lock
from questions.models.question import Question
from questions.models.states import Care
from specialties.models import Doctor, Specialty
from specialties.writers import hold_verified


class HandoverKind(models.TextChoices):
    REROUTE = "reroute", _("Another specialty should answer it")
    DECLINE = "decline", _("It can’t be answered here")


class HandoverQuerySet(models.QuerySet):
    def waiting(self):
        """Moderators have not dealt with it yet; oldest first. At most one per query."""
        return self.filter(settled_at=None).order_by("made_at")

    @transaction.atomic
    def make(self, question, *, doctor, kind, reason, specialty=None, seen_version):
        """The doctor who holds a query gives it back to triage with a proposal; ends the claim, tells nobody by mail.

        `reason` is for the moderators, who may build on it when they tell the patient of a refusal. What the doctor has
        written stays theirs. Raises MoveRefused for a stale page, without the claim, while another doctor's answer is
        with the reviewers or approved, and for a specialty that the query is in already. Locks doctor, then query.
        """
        doctor = hold_verified(doctor)
        current = lock(question)
        self._check(current, doctor=doctor, kind=kind, specialty=specialty, seen_version=seen_version)
        made = self.create(
            question=current,
            doctor=doctor,
            kind=kind,
            specialty=specialty if kind == HandoverKind.REROUTE else None,
            reason=reason,
        )
        audit.record(doctor.user, "question.handed_back", current, kind=str(kind))
        current.hand_back(by=doctor.user, seen_version=seen_version)
        question.refresh_from_db()
        return made

    def _check(self, question, *, doctor, kind, specialty, seen_version):
        if question.version != seen_version or question.care != Care.OPEN:
            raise MoveRefused(_("This query was changed or decided meanwhile."))
        if question.claimed_by_id != doctor.pk or not question.is_claimed:
            raise MoveRefused(_("You no longer hold this query. Claim it again to hand it back."))
        if question.answers.exclude(doctor=doctor).exclude(submitted_at=None).exists():
            raise MoveRefused(_("Another doctor has answered this query. You can only stop holding it."))
        if question.answers.filter(doctor=doctor, status="in_review").exists():
            raise MoveRefused(_("Your answer is in review. Recall it from review first."))
        if kind == HandoverKind.REROUTE and (specialty is None or specialty.pk == question.specialty_id):
            raise MoveRefused(_("Select another specialty than the one it is in."))


class Handover(models.Model):
    """One query handed back, and why. Settled when a moderator opens or declines the query, or its patient takes it
    back."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="handovers", editable=False)
    doctor = models.ForeignKey(Doctor, models.PROTECT, related_name="handovers", editable=False)
    kind = models.CharField(max_length=8, choices=HandoverKind.choices)
    specialty = models.ForeignKey(
        Specialty, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("specialty")
    )
    reason = models.TextField(_("reason"), max_length=2000)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("query handed back")
        verbose_name_plural = _("queries handed back")
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], name="handover_one_waiting", condition=Q(settled_at=None)
            ),
            models.CheckConstraint(
                name="handover_settled_at_and_by_together",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_proposes_a_specialty_or_none",
                condition=Q(kind="reroute", specialty__isnull=False) | Q(kind="decline", specialty=None),
            ),
            models.CheckConstraint(name="handover_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.question.reference} {self.made_at:%Y-%m-%d}"
